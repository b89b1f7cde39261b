//! Tokens that draw far more than they are used to, or elsewhere, as those do that somebody else found.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::lock::Mutex;
use jiff::{SignedDuration, Timestamp};

use super::customs::{Customs, Uses};
use crate::audit::{Entry, hour_of};
use crate::error::StoreError;
use crate::ids::{AccountId, TokenKey};
use crate::notice::Notice;
use crate::ports::{Answer, Atlas, Cursor, HourReader, Outbox, Span, TokenReader, UsageReader, Whereabouts};

/// So many times its greatest hour of the days before is far more.
const TIMES: u64 = 10;
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// So many days, which a token must be old.
const LOOKS_BACK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Fewer images in an hour are nothing to speak of.
const LEAST: u64 = 100;
/// Calls that began so long ago have ended, and are in the log.
const ENDED: SignedDuration = SignedDuration::from_mins(2);
/// Entries read at a time.
const PAGE: u32 = 1000;

/// What is known of the hour that runs.
#[derive(Default)]
struct Seen {
    hour: Timestamp,
    cursors: BTreeMap<u32, Cursor>,
    images: BTreeMap<TokenKey, (AccountId, u64)>,
    /// What tokens that draw much are used to; of those of which nothing is to be told, without end.
    usual: BTreeMap<TokenKey, u64>,
    /// From where tokens are used.
    uses: Uses,
}

/// Looks at the hour that runs, each entry once.
pub struct Sentinel {
    hours: Arc<dyn HourReader>,
    usage: Arc<dyn UsageReader>,
    tokens: Arc<dyn TokenReader>,
    outbox: Arc<dyn Outbox>,
    customs: Option<Customs>,
    seen: Mutex<Seen>,
}

impl Sentinel {
    /// With these means.
    #[must_use]
    pub fn new(
        hours: Arc<dyn HourReader>,
        usage: Arc<dyn UsageReader>,
        tokens: Arc<dyn TokenReader>,
        outbox: Arc<dyn Outbox>,
    ) -> Self {
        Self { hours, usage, tokens, outbox, customs: None, seen: Mutex::default() }
    }

    /// All of them on one store.
    pub fn on<S: HourReader + UsageReader + TokenReader + Outbox + 'static>(store: &Arc<S>) -> Self {
        Self::new(store.clone(), store.clone(), store.clone(), store.clone())
    }

    /// Which looks from where tokens are used too, by this knowledge of where addresses are.
    #[must_use]
    pub fn with(mut self, atlas: Arc<dyn Atlas>, whereabouts: Arc<dyn Whereabouts>) -> Self {
        let (tokens, outbox) = (self.tokens.clone(), self.outbox.clone());
        self.customs = Some(Customs { atlas, whereabouts, tokens, outbox });
        self
    }

    /// Posts a notice, one a day, for each token of a week or older that has drawn more than ten times as much in the
    /// hour that runs at `now` as in any of the week before, and one for each that is used from a country which is new after
    /// a week with others. To be called each minute or so.
    ///
    /// # Errors
    /// If a store does not answer.
    pub async fn look(&self, now: Timestamp) -> Result<(), StoreError> {
        let until = now.saturating_sub(ENDED).unwrap_or(Timestamp::MIN);
        let mut seen = self.seen.lock().await;
        let hour = hour_of(until);
        if seen.hour != hour {
            // What came in its last minutes; all of it, if this process is new.
            let before = hour.saturating_sub(HOUR).unwrap_or(Timestamp::MIN);
            if seen.hour != before {
                *seen = Seen { hour: before, ..Seen::default() };
            }
            self.look_at(&mut seen, hour, now).await?;
            *seen = Seen { hour, ..Seen::default() };
        }
        self.look_at(&mut seen, until, now).await
    }

    async fn look_at(&self, seen: &mut Seen, until: Timestamp, now: Timestamp) -> Answer<()> {
        for part in 0..self.hours.parts() {
            while self.read(seen, part, until).await? {}
        }
        if let Some(customs) = &self.customs {
            customs.look(&mut seen.uses, now).await?;
        }
        let many = seen.images.iter().filter(|(_, (_, images))| *images >= LEAST);
        let many: Vec<_> = many.map(|(token, (account, images))| (token.clone(), account.clone(), *images)).collect();
        for (token, account, images) in many {
            let usual = match seen.usual.get(&token) {
                Some(usual) => *usual,
                None => *seen.usual.entry(token.clone()).or_insert(self.usual(&account, &token, seen.hour).await?),
            };
            if images > usual.saturating_mul(TIMES) {
                self.tell(&token, (images, usual), seen.hour, now).await?;
                seen.usual.insert(token, u64::MAX);
            }
        }
        Ok(())
    }

    /// Counts a page of what began before `until`; whether there may be more.
    async fn read(&self, seen: &mut Seen, part: u32, until: Timestamp) -> Answer<bool> {
        let page = self.hours.hour(seen.hour, part, seen.cursors.get(&part), PAGE).await?;
        let ended: Vec<&Entry> = page.iter().take_while(|entry| entry.at < until).collect();
        for entry in &ended {
            if let Some(customs) = &self.customs {
                customs.take(entry, &mut seen.uses);
            }
            let (Some(account), Some(token)) = (&entry.account, &entry.token) else { continue };
            if entry.units.images > 0 {
                let (_, images) = seen.images.entry(token.clone()).or_insert((account.clone(), 0));
                *images += u64::from(entry.units.images);
            }
        }
        let last = ended.last().map(|last| Cursor { at: last.at, id: last.id.clone() });
        seen.cursors.extend(last.map(|last| (part, last)));
        Ok(ended.len() == PAGE as usize)
    }

    /// The greatest hour of the week before; without end of a token that is younger.
    async fn usual(&self, account: &AccountId, token: &TokenKey, hour: Timestamp) -> Answer<u64> {
        let from = hour.saturating_sub(LOOKS_BACK).unwrap_or(Timestamp::MIN);
        let known = self.tokens.token(token).await?;
        if known.is_none_or(|token| token.created > from) {
            return Ok(u64::MAX);
        }
        let totals = self.usage.totals(account, Span { from, to: hour }).await?;
        Ok(totals.iter().filter(|total| total.token == *token).map(|total| total.images).max().unwrap_or(0))
    }

    async fn tell(&self, token: &TokenKey, images: (u64, u64), hour: Timestamp, now: Timestamp) -> Answer<()> {
        let Some(token) = self.tokens.token(token).await? else { return Ok(()) };
        let _ = self.outbox.post(&Notice::token_unusual(&token, images, hour, now)).await?;
        Ok(())
    }
}
