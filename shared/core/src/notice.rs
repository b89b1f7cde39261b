//! What an account is told of without having asked.

mod contact;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, TokenKey};
use crate::ports::Spender;
use crate::tokens::Token;

pub use self::contact::Contact;

/// One notice. Two of the same name are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Its name: what it is about, so that nothing is told twice.
    pub id: String,
    /// Who is told.
    pub account: AccountId,
    /// Since when there is something to tell.
    pub at: Timestamp,
    /// What.
    pub about: About,
}

/// What a notice is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A token ends soon.
    TokenEnds {
        /// Which.
        key: TokenKey,
        /// What people call it.
        title: String,
        /// When.
        expires: Timestamp,
    },
    /// A token was found in the open and is ended.
    TokenLeaked {
        /// Which.
        key: TokenKey,
        /// What people call it.
        title: String,
        /// Who found it.
        scanner: String,
    },
    /// A token's secret was sent in a way that shows it to others.
    TokenExposed {
        /// Which.
        key: TokenKey,
        /// What people call it.
        title: String,
        /// Where it was seen.
        place: Place,
        /// Whether that ended it.
        ended: bool,
    },
    /// Much of a cap is spent.
    CapNears {
        /// Which token's; the account's, if none.
        key: Option<TokenKey>,
        /// What people call the token.
        title: String,
        /// How much, in hundredths.
        share: u8,
        /// Of how many images.
        cap: u64,
        /// When the cap is free again.
        resets: Timestamp,
    },
}

/// Where others see a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In the address of a call.
    Address,
    /// In the address of the page that calls.
    Referer,
    /// In the address of an image on a page.
    Image,
}

impl Place {
    const fn words(self) -> &'static str {
        match self {
            Self::Address => "in the address of a call, which is kept in logs and histories",
            Self::Referer => "in the address of a page, which is sent to every server that the page calls",
            Self::Image => "in the address of an image, which everyone can read who sees its page",
        }
    }
}

impl Notice {
    /// That `token` ends at `expires`.
    #[must_use]
    pub fn token_ends(token: &Token, expires: Timestamp, at: Timestamp) -> Self {
        let about = About::TokenEnds { key: token.key.clone(), title: token.title.clone(), expires };
        Self { id: format!("ends#{}#{expires}", token.key), account: token.account.clone(), at, about }
    }

    /// That `scanner` found `token` in the open.
    #[must_use]
    pub fn token_leaked(token: &Token, scanner: &str, at: Timestamp) -> Self {
        let about =
            About::TokenLeaked { key: token.key.clone(), title: token.title.clone(), scanner: scanner.to_owned() };
        let id = format!("leaked#{}#{}", token.key, token.version);
        Self { id, account: token.account.clone(), at, about }
    }

    /// That the secret of `token` was seen in a place, by all of its calls together once for each secret.
    #[must_use]
    pub fn token_exposed(token: &Token, place: Place, at: Timestamp) -> Self {
        let (key, title) = (token.key.clone(), token.title.clone());
        let about = About::TokenExposed { key, title, place, ended: token.revoke_if_exposed };
        let id = format!("exposed#{}#{}#{place:?}", token.key, token.version);
        Self { id, account: token.account.clone(), at, about }
    }

    /// That of a cap of so many images in the month from `month` this share, in hundredths, is spent, lately by `token`.
    #[must_use]
    pub fn cap_nears(
        token: &Token,
        spender: &Spender,
        (share, cap): (u8, u64),
        (month, resets): (Timestamp, Timestamp),
        at: Timestamp,
    ) -> Self {
        let (key, title) = match spender {
            Spender::Token(key) => (Some(key.clone()), token.title.clone()),
            Spender::Account(_) => (None, String::new()),
        };
        let id = format!("cap#{spender}#{month}#{cap}#{share}");
        let about = About::CapNears { key, title, share, cap, resets };
        Self { id, account: token.account.clone(), at, about }
    }

    /// In a line.
    #[must_use]
    pub fn subject(&self) -> String {
        match &self.about {
            About::TokenEnds { key, expires, .. } => format!("Token {key} ends on {}", expires.strftime("%-d %B %Y")),
            About::TokenLeaked { key, .. } => format!("Token {key} was found in the open and is ended"),
            About::TokenExposed { key, ended: true, .. } => format!("Token {key} was shown to others and is ended"),
            About::TokenExposed { key, ended: false, .. } => format!("Token {key} was shown to others"),
            About::CapNears { key, share, .. } => format!("{} has used {share} % of its cap", spender(key.as_ref())),
        }
    }

    /// In full, for people.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.about {
            About::TokenEnds { key, title, expires } => format!(
                "Your token {key}{} is accepted until {expires} and refused from then on.\n\n\
                 To go on, make a new one or give this one a later end:\n  PATCH /tokens/{key} {{\"expires\": …}}\n",
                called(title)
            ),
            About::TokenLeaked { key, title, scanner } => format!(
                "The scanner {scanner} found the key and secret of your token {key}{} where others can read them.\n\
                 The token was ended at once ({at}); what it drew before is in GET /calls.\n\n\
                 Make a new token for what used it, and take the secret out of where it was found.\n",
                called(title),
                at = self.at
            ),
            About::TokenExposed { key, title, place, ended } => format!(
                "The secret of your token {key}{} was sent {} ({at}).\n\n{}\n\n\
                 Pages show images by signed links, which hold no secret: POST /links.\n",
                called(title),
                place.words(),
                if *ended {
                    "The token was ended at once, as it asks for. Make a new one for what used it.".to_owned()
                } else {
                    format!(
                        "It goes on working. Give it a new secret with POST /tokens/{key}/rotate, or let it end by itself \
                         the next time with PATCH /tokens/{key} {{\"revoke_if_exposed\": true}}."
                    )
                },
                at = self.at
            ),
            About::CapNears { key, title, share, cap, resets } => format!(
                "{}{} has drawn {share} % of the {cap} images that its cap lets it draw this month.\n\
                 At 100 % its renders are refused (402) until {resets}.\n\n\
                 To change the cap:\n  PATCH {} {{\"monthly_cap\": …}}\n",
                spender(key.as_ref()),
                called(title),
                key.as_ref().map_or_else(|| "/account".to_owned(), |key| format!("/tokens/{key}"))
            ),
        }
    }
}

fn spender(key: Option<&TokenKey>) -> String {
    key.map_or_else(|| "Your account".to_owned(), |key| format!("Your token {key}"))
}

fn called(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" ({title})") }
}
