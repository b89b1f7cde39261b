//! Accounts and tokens as they are shown: no digest, no pepper, no version.

use jiff::Timestamp;
use longhand_core::account::Account;
use longhand_core::app::Minted;
use longhand_core::ports::ListedToken;
use longhand_core::tokens::{LastUse, Token};
use serde_json::{Value, json};

/// A token without its secret.
pub(super) fn token(token: &Token, last_use: Option<&LastUse>, now: Timestamp) -> Value {
    json!({
        "key": token.key,
        "kind": token.kind,
        "state": token.state(now),
        "title": token.title,
        "labels": token.labels,
        "owner": token.owner,
        "scopes": token.scopes,
        "addresses": token.addresses,
        "origins": token.origins,
        "monthly_cap": token.cap,
        "revoke_if_exposed": token.revoke_if_exposed,
        "created": token.created,
        "expires": token.expires,
        "revoked": token.revoked,
        "overlap_until": token.overlap.as_ref().map(|overlap| overlap.until),
        "last_use": last_use,
    })
}

/// A page of tokens, and after which key the next begins.
pub(super) fn tokens(listed: &[ListedToken], limit: u32, now: Timestamp) -> Value {
    let last = listed.last().filter(|_| listed.len() == limit as usize).map(|last| &last.token.key);
    let tokens: Vec<Value> = listed.iter().map(|l| token(&l.token, l.last_use.as_ref(), now)).collect();
    json!({ "tokens": tokens, "next": last })
}

/// A token with its secret: the one answer that shows it.
pub(super) fn minted(minted: &Minted, now: Timestamp) -> Value {
    let mut shown = token(&minted.token, None, now);
    shown["secret"] = minted.secret.reveal().into();
    shown
}

/// An account.
pub(super) fn account(account: &Account) -> Value {
    json!({
        "id": account.id,
        "title": account.title,
        "plan": account.plan,
        "state": account.state,
        "members": account.members,
        "contact": account.contact,
        "customer": account.customer,
        "monthly_cap": account.cap,
        "created": account.created,
    })
}
