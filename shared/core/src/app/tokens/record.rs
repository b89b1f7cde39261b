//! What the log is told of tokens, and who may make them.

use serde_json::{Value, json};

use super::MAKERS;
use crate::app::{Call, Manager};
use crate::audit::Change;
use crate::error::AppError;
use crate::ids::TokenKey;
use crate::tokens::{Kind, Token};

/// Only active accounts make tokens, and only those that pay make live ones.
pub(super) fn may_make(who: &Manager, kind: Kind) -> Result<(), AppError> {
    who.must_be(&MAKERS)?;
    if !who.account.is_active() {
        return Err(AppError::Forbidden("the account is not active".into()));
    }
    if kind == Kind::Live && !who.account.plan.has_live_tokens() {
        return Err(AppError::Forbidden("live tokens need a paid plan".into()));
    }
    Ok(())
}

/// The change of one token by one call.
pub(super) fn change(
    who: &Manager,
    key: &TokenKey,
    action: &str,
    (before, after): (Value, Value),
    call: &Call,
) -> Change {
    Change {
        id: call.id.clone(),
        at: call.at,
        account: who.account.id.clone(),
        actor: who.actor.clone(),
        action: action.to_owned(),
        object: key.to_string(),
        before,
        after,
    }
}

/// What the log may tell of a token: everything but its digests.
pub(super) fn view(token: &Token) -> Value {
    json!({
        "kind": token.kind,
        "title": token.title,
        "labels": token.labels,
        "owner": token.owner,
        "scopes": token.scopes,
        "addresses": token.addresses,
        "origins": token.origins,
        "monthly_cap": token.cap,
        "revoke_if_exposed": token.revoke_if_exposed,
        "expires": token.expires,
        "revoked": token.revoked,
        "overlap_until": token.overlap.as_ref().map(|o| o.until),
        "version": token.version,
    })
}
