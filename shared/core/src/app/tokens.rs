//! Making and managing tokens.

mod form;
mod leak;
mod record;

use core::str::FromStr as _;
use std::sync::Arc;

use jiff::SignedDuration;
use serde_json::Value;

pub use self::form::{Form, NewToken, TokenChange};
use self::record::{change, may_make, view};
use super::call::Call;
use super::names::Names;
use super::rarely::Rarely;
use super::{Gate, Manager};
use crate::account::Role;
use crate::error::{AppError, FieldError, FieldErrors};
use crate::ids::TokenKey;
use crate::ports::{ListedToken, Outbox, TokenFilter, TokenLister, TokenReader, TokenWriter, Written};
use crate::tokens::{PlainSecret, SecretDigest, Token};

/// Who makes and changes tokens.
const MAKERS: [Role; 3] = [Role::Owner, Role::Member, Role::Admin];
/// Most tokens of one page.
pub const MOST_LISTED: u32 = 1000;
/// Longest time for which both secrets of a rotation are accepted.
const LONGEST_OVERLAP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A token with its secret, which is shown this once.
#[derive(Debug)]
pub struct Minted {
    /// The token.
    pub token: Token,
    /// Its secret.
    pub secret: PlainSecret,
}

/// How long the secret before is still accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotation {
    /// 0 s ..= 7 days.
    overlap: SignedDuration,
}

impl Rotation {
    /// A rotation after which both secrets are accepted for `overlap_s` seconds.
    ///
    /// # Errors
    /// A fault of `overlap_s` over seven days.
    pub fn new(overlap_s: u64) -> Result<Self, FieldError> {
        let overlap = i64::try_from(overlap_s).map(SignedDuration::from_secs).ok();
        let overlap = overlap.filter(|&o| o <= LONGEST_OVERLAP);
        let most = LONGEST_OVERLAP.as_secs();
        overlap
            .map(|overlap| Self { overlap })
            .ok_or_else(|| FieldError::new("overlap_s", &format!("must be from 0 to {most}")))
    }
}

/// Makes, lists and changes tokens.
pub struct Tokens {
    reader: Arc<dyn TokenReader>,
    lister: Arc<dyn TokenLister>,
    writer: Arc<dyn TokenWriter>,
    outbox: Arc<dyn Outbox>,
    gate: Arc<Gate>,
    names: Names,
    rarely: Rarely,
}

impl Tokens {
    /// With these means.
    #[must_use]
    pub fn new(
        reader: Arc<dyn TokenReader>,
        lister: Arc<dyn TokenLister>,
        writer: Arc<dyn TokenWriter>,
        outbox: Arc<dyn Outbox>,
        gate: Arc<Gate>,
        names: Names,
        rarely: Rarely,
    ) -> Self {
        Self { reader, lister, writer, outbox, gate, names, rarely }
    }

    /// Makes a token and its secret.
    ///
    /// # Errors
    /// The role, account or plan does not allow it, the account made too many lately, or a store does not answer.
    pub async fn create(&self, who: &Manager, new: NewToken, call: &Call) -> Result<Minted, AppError> {
        may_make(who, new.kind)?;
        self.rarely.makes_token(who, call.at).await?;
        let secret = PlainSecret::new(new.kind, &self.names.bytes()?);
        let digest = self.digest(&secret, call).await?;
        let token = new.into_token(TokenKey::new(self.names.bytes()?), &who.account.id, digest, call.at);
        self.store(who, token, "token.create", call).await.map(|token| Minted { token, secret })
    }

    /// Takes in a pair that was made elsewhere, as those of the original API.
    ///
    /// # Errors
    /// As [`create`](Self::create); a conflict if the key is taken; faults of key and secret.
    pub async fn import(
        &self,
        who: &Manager,
        new: NewToken,
        (key, secret): (&str, &str),
        call: &Call,
    ) -> Result<Token, AppError> {
        may_make(who, new.kind)?;
        let (key, secret) = read_pair(key, secret)?;
        self.rarely.makes_token(who, call.at).await?;
        let digest = self.digest(&secret, call).await?;
        let token = new.into_token(key, &who.account.id, digest, call.at);
        self.store(who, token, "token.import", call).await
    }

    /// A page of the account's tokens; see [`TokenLister::tokens`].
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn list(
        &self,
        who: &Manager,
        filter: &TokenFilter,
        after: Option<&TokenKey>,
        limit: u32,
    ) -> Result<Vec<ListedToken>, AppError> {
        Ok(self.lister.tokens(&who.account.id, filter, after, limit.min(MOST_LISTED)).await?)
    }

    /// One of the account's tokens.
    ///
    /// # Errors
    /// [`AppError::NotFound`], the same for one that is another account's.
    pub async fn get(&self, who: &Manager, key: &TokenKey) -> Result<Token, AppError> {
        let token = self.reader.token(key).await?;
        token.filter(|t| t.account == who.account.id).ok_or(AppError::NotFound("token"))
    }

    /// Changes what may be changed of a token.
    ///
    /// # Errors
    /// It is not found, the role does not allow it, it was changed meanwhile.
    pub async fn change(
        &self,
        who: &Manager,
        key: &TokenKey,
        change: TokenChange,
        call: &Call,
    ) -> Result<Token, AppError> {
        who.must_be(&MAKERS)?;
        let before = self.get(who, key).await?;
        let after = change.apply(before.clone());
        self.replace(who, &before, after, "token.change", call).await
    }

    /// Gives a token a new secret.
    ///
    /// # Errors
    /// It is not found or revoked, the role does not allow it, it was changed meanwhile.
    pub async fn rotate(
        &self,
        who: &Manager,
        key: &TokenKey,
        rotation: Rotation,
        call: &Call,
    ) -> Result<Minted, AppError> {
        who.must_be(&MAKERS)?;
        let before = self.get(who, key).await?;
        if before.revoked.is_some() {
            return Err(AppError::Conflict("the token is revoked"));
        }
        let secret = PlainSecret::new(before.kind, &self.names.bytes()?);
        let digest = self.digest(&secret, call).await?;
        let until = (!rotation.overlap.is_zero()).then(|| call.at.saturating_add(rotation.overlap).ok()).flatten();
        let after = before.clone().rotated(digest, until);
        let token = self.replace(who, &before, after, "token.rotate", call).await?;
        Ok(Minted { token, secret })
    }

    /// Ends a token. Ending it again changes nothing.
    ///
    /// # Errors
    /// It is not found, the role does not allow it, it was changed meanwhile.
    pub async fn revoke(&self, who: &Manager, key: &TokenKey, call: &Call) -> Result<Token, AppError> {
        who.must_be(&MAKERS)?;
        let before = self.get(who, key).await?;
        if before.revoked.is_some() {
            return Ok(before);
        }
        let after = Token { revoked: Some(call.at), overlap: None, ..before.clone() };
        self.replace(who, &before, after, "token.revoke", call).await
    }

    async fn digest(&self, secret: &PlainSecret, call: &Call) -> Result<SecretDigest, AppError> {
        Ok(secret.digest(self.gate.peppers(call.at).await?.for_new(call.at)))
    }

    async fn store(&self, who: &Manager, token: Token, action: &str, call: &Call) -> Result<Token, AppError> {
        let change = change(who, &token.key, action, (Value::Null, view(&token)), call);
        match self.writer.create_token(&token, &change).await? {
            Written::Done => Ok(token),
            Written::Conflict => Err(AppError::Conflict("there is a token of this key already")),
        }
    }

    async fn replace(
        &self,
        who: &Manager,
        before: &Token,
        after: Token,
        action: &str,
        call: &Call,
    ) -> Result<Token, AppError> {
        let after = Token { version: before.version + 1, ..after };
        let change = change(who, &after.key, action, (view(before), view(&after)), call);
        match self.writer.replace_token(&after, &change).await? {
            Written::Done => Ok(after),
            Written::Conflict => Err(AppError::Conflict("the token was changed meanwhile; try again")),
        }
    }
}

/// A pair made elsewhere, or its faults.
fn read_pair(key: &str, secret: &str) -> Result<(TokenKey, PlainSecret), FieldErrors> {
    let wrong = |field| FieldError::new(field, "must be 16 digits and capitals without I, L, O, U");
    match (TokenKey::from_str(key), PlainSecret::from_str(secret)) {
        (Ok(key), Ok(secret)) => Ok((key, secret)),
        (Err(_), Ok(_)) => Err(wrong("key").into()),
        (Ok(_), Err(_)) => Err(wrong("secret").into()),
        (Err(_), Err(_)) => Err(FieldErrors::from(wrong("key")).and([wrong("secret")])),
    }
}
