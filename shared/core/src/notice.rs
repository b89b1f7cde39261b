//! What an account is told of without having asked.

mod contact;
mod words;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::country::Country;
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
    /// A token draws far more than it is used to.
    TokenUnusual {
        /// Which.
        key: TokenKey,
        /// What people call it.
        title: String,
        /// Images of the hour.
        images: u64,
        /// Those of its greatest hour of the week before.
        usual: u64,
        /// The hour's first moment.
        hour: Timestamp,
    },
    /// A token is used from a country that is new.
    TokenAbroad {
        /// Which.
        key: TokenKey,
        /// What people call it.
        title: String,
        /// From which.
        country: Country,
        /// From which it was used before.
        known: Vec<Country>,
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

    /// That `token` drew so many images in the hour from `hour` on, and in any of the week before at most so many. It is
    /// told once a day.
    #[must_use]
    pub fn token_unusual(token: &Token, (images, usual): (u64, u64), hour: Timestamp, at: Timestamp) -> Self {
        let about = About::TokenUnusual { key: token.key.clone(), title: token.title.clone(), images, usual, hour };
        let id = format!("unusual#{}#{}", token.key, hour.strftime("%Y-%m-%d"));
        Self { id, account: token.account.clone(), at, about }
    }

    /// That `token` was used from a country at `at`, and lately only from those that are known.
    #[must_use]
    pub fn token_abroad(token: &Token, country: Country, known: Vec<Country>, at: Timestamp) -> Self {
        let about = About::TokenAbroad { key: token.key.clone(), title: token.title.clone(), country, known };
        let id = format!("abroad#{}#{country}#{}", token.key, at.strftime("%Y-%m-%d"));
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
}
