//! Tokens that are used from a country that is new, as those are that somebody else found.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::LINKED;
use crate::audit::Entry;
use crate::country::{Country, Use};
use crate::ids::TokenKey;
use crate::notice::Notice;
use crate::ports::{Answer, Atlas, Outbox, TokenReader, Whereabouts};

/// Uses of an hour, by token and country: when the first was, until it was looked at.
pub(super) type Uses = BTreeMap<(TokenKey, Country), Option<Timestamp>>;

/// Looks from where tokens are used.
pub(super) struct Customs {
    pub(super) atlas: Arc<dyn Atlas>,
    pub(super) whereabouts: Arc<dyn Whereabouts>,
    pub(super) tokens: Arc<dyn TokenReader>,
    pub(super) outbox: Arc<dyn Outbox>,
}

impl Customs {
    /// Takes in a call, if it was let in by its token. Images that a link shows are seen from wherever their page is.
    pub(super) fn take(&self, entry: &Entry, uses: &mut Uses) {
        let (Some(token), Some(address)) = (&entry.token, entry.address) else { return };
        if entry.status >= 400 || entry.route == LINKED {
            return;
        }
        if let Some(country) = self.atlas.country(address) {
            uses.entry((token.clone(), country)).or_insert(Some(entry.at));
        }
    }

    /// Tells of those that are new, and notes all.
    pub(super) async fn look(&self, uses: &mut Uses, now: Timestamp) -> Answer<()> {
        for ((token, country), at) in uses {
            if let Some(first) = *at {
                self.look_at(token, *country, first, now).await?;
                *at = None;
            }
        }
        Ok(())
    }

    async fn look_at(&self, token: &TokenKey, country: Country, at: Timestamp, now: Timestamp) -> Answer<()> {
        let mut stays = self.whereabouts.stays(token, now).await?;
        let known: Vec<Country> = stays.countries().collect();
        let is = stays.add(country, at);
        if is == Use::Abroad {
            self.tell(token, country, known, at).await?;
        }
        // Noted when it is told: who is stopped between the two tells it again, which is once.
        if is == Use::Known { Ok(()) } else { self.whereabouts.keep_stays(token, &stays, at).await }
    }

    async fn tell(&self, token: &TokenKey, country: Country, known: Vec<Country>, at: Timestamp) -> Answer<()> {
        // One that is for pages is used from wherever these are read.
        let token = self.tokens.token(token).await?.filter(|token| token.origins.is_empty());
        let Some(token) = token else { return Ok(()) };
        let _ = self.outbox.post(&Notice::token_abroad(&token, country, known, at)).await?;
        Ok(())
    }
}
