//! What is asked of a token, checked.

use core::str::FromStr;

use jiff::Timestamp;

use crate::error::{FieldError, FieldErrors};
use crate::ids::{AccountId, TokenKey};
use crate::tokens::{AddressRange, Cap, Kind, MAX_LABELS, Origin, Scope, SecretDigest, Token};

/// Longest title, label or owner, in characters.
const LONGEST_NAME: usize = 100;
/// Most scopes, addresses or origins of one token.
const LONGEST_LIST: usize = 100;

/// The fields as they were sent; absent ones are `None`.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// `test` or `live`.
    pub kind: Option<String>,
    /// What people call it.
    pub title: Option<String>,
    /// For filtering.
    pub labels: Option<Vec<String>>,
    /// The customer's customer; empty for none.
    pub owner: Option<String>,
    /// What it is limited to.
    pub scopes: Option<Vec<String>>,
    /// From where it may be used.
    pub addresses: Option<Vec<String>>,
    /// By pages of which origins it may be used.
    pub origins: Option<Vec<String>>,
    /// Most billed images a month; 0 for no cap.
    pub monthly_cap: Option<u64>,
    /// Whether it ends when its secret is seen by others.
    pub revoke_if_exposed: Option<bool>,
    /// RFC 3339, from when on it is refused.
    pub expires: Option<String>,
}

/// A checked change. Made by [`TokenChange::read`].
#[derive(Clone, Debug, Default)]
pub struct TokenChange {
    title: Option<String>,
    labels: Option<Vec<String>>,
    /// Empty for none.
    owner: Option<String>,
    scopes: Option<Vec<Scope>>,
    addresses: Option<Vec<AddressRange>>,
    origins: Option<Vec<Origin>>,
    /// 0 for none.
    cap: Option<u64>,
    revoke_if_exposed: Option<bool>,
    expires: Option<Timestamp>,
}

/// A checked new token. Made by [`NewToken::read`].
#[derive(Clone, Debug)]
pub struct NewToken {
    pub(super) kind: Kind,
    rest: TokenChange,
}

impl NewToken {
    /// Checks the fields of a new token at `now`.
    ///
    /// # Errors
    /// All faults at once.
    pub fn read(form: &Form, now: Timestamp) -> Result<Self, FieldErrors> {
        let mut faults = Vec::new();
        let names: Vec<&str> = Kind::ALL.iter().map(|(name, _)| *name).collect();
        let named = |text: &str| Kind::ALL.iter().find(|(name, _)| *name == text).map(|&(_, kind)| kind);
        let kind = form.kind.as_deref().map_or(Some(Kind::Test), named).unwrap_or_else(|| {
            faults.push(FieldError::new("kind", &format!("must be one of {}", names.join(", "))));
            Kind::Test
        });
        let rest = read(form, now, &mut faults);
        FieldErrors::none_or(faults, Self { kind, rest })
    }

    /// The token with this name and digest.
    pub(super) fn into_token(self, key: TokenKey, account: &AccountId, digest: SecretDigest, now: Timestamp) -> Token {
        self.rest.apply(Token {
            key,
            account: account.clone(),
            kind: self.kind,
            digest,
            overlap: None,
            title: String::new(),
            labels: Vec::new(),
            owner: None,
            scopes: Vec::new(),
            addresses: Vec::new(),
            origins: Vec::new(),
            cap: None,
            revoke_if_exposed: false,
            created: now,
            expires: None,
            revoked: None,
            version: 1,
        })
    }
}

impl TokenChange {
    /// Checks the fields of a change at `now`.
    ///
    /// # Errors
    /// All faults at once, and one of `kind`, which cannot be changed.
    pub fn read(form: &Form, now: Timestamp) -> Result<Self, FieldErrors> {
        let mut faults = Vec::new();
        if form.kind.is_some() {
            faults.push(FieldError::new("kind", "cannot be changed"));
        }
        let change = read(form, now, &mut faults);
        FieldErrors::none_or(faults, change)
    }

    /// The token as it is asked to be.
    pub(super) fn apply(self, token: Token) -> Token {
        Token {
            title: self.title.unwrap_or(token.title),
            labels: self.labels.unwrap_or(token.labels),
            owner: self.owner.map_or(token.owner, |o| Some(o).filter(|o| !o.is_empty())),
            scopes: self.scopes.unwrap_or(token.scopes),
            addresses: self.addresses.unwrap_or(token.addresses),
            origins: self.origins.unwrap_or(token.origins),
            cap: self.cap.map_or(token.cap, |cap| (cap > 0).then_some(Cap(cap))),
            revoke_if_exposed: self.revoke_if_exposed.unwrap_or(token.revoke_if_exposed),
            expires: self.expires.or(token.expires),
            ..token
        }
    }
}

fn read(form: &Form, now: Timestamp, faults: &mut Vec<FieldError>) -> TokenChange {
    let change = TokenChange {
        title: name("title", form.title.as_deref(), faults),
        labels: form.labels.as_deref().map(|l| labels(l, faults)),
        owner: name("owner", form.owner.as_deref(), faults),
        scopes: form.scopes.as_deref().map(|l| list("scopes", l, faults)),
        addresses: form.addresses.as_deref().map(|l| list("addresses", l, faults)),
        origins: form.origins.as_deref().map(|l| list("origins", l, faults)),
        cap: form.monthly_cap,
        revoke_if_exposed: form.revoke_if_exposed,
        expires: form.expires.as_deref().and_then(|text| expiry(text, now, faults)),
    };
    if form.monthly_cap.is_some_and(|cap| i64::try_from(cap).is_err()) {
        faults.push(FieldError::new("monthly_cap", &format!("must be from 0 to {}", i64::MAX)));
    }
    change
}

fn name(field: &str, text: Option<&str>, faults: &mut Vec<FieldError>) -> Option<String> {
    let text = text?;
    if text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        let complaint = format!("must be at most {LONGEST_NAME} characters without controls");
        faults.push(FieldError::new(field, &complaint));
    }
    Some(text.to_owned())
}

fn labels(texts: &[String], faults: &mut Vec<FieldError>) -> Vec<String> {
    if texts.len() > MAX_LABELS {
        faults.push(FieldError::new("labels", &format!("must be at most {MAX_LABELS}")));
    }
    let before = faults.len();
    for text in texts {
        name("labels", Some(text), faults);
        if text.is_empty() {
            faults.push(FieldError::new("labels", "must not be empty"));
        }
    }
    faults.truncate(before + 1);
    texts.to_vec()
}

fn list<T: FromStr>(field: &str, texts: &[String], faults: &mut Vec<FieldError>) -> Vec<T> {
    if texts.len() > LONGEST_LIST {
        faults.push(FieldError::new(field, &format!("must be at most {LONGEST_LIST}")));
        return Vec::new();
    }
    let (good, wrong): (Vec<_>, Vec<_>) = texts.iter().map(|t| t.parse().map_err(|_| t)).partition(Result::is_ok);
    let wrong: Vec<String> = wrong.into_iter().filter_map(Result::err).map(|t| format!("{t:?}")).collect();
    if !wrong.is_empty() {
        faults.push(FieldError::new(field, &format!("unable to parse: {}", wrong.join(", "))));
    }
    good.into_iter().filter_map(Result::ok).collect()
}

fn expiry(text: &str, now: Timestamp, faults: &mut Vec<FieldError>) -> Option<Timestamp> {
    let Some(at) = text.parse().ok() else {
        let fault = FieldError::new("expires", &format!("unable to parse: {text:?}"));
        faults.push(fault.accepting("RFC 3339, for instance 2027-01-31T00:00:00Z"));
        return None;
    };
    if at <= now {
        faults.push(FieldError::new("expires", "must be in the future"));
    }
    Some(at)
}

#[cfg(test)]
mod tests;
