//! Tokens that were found in the open.

use super::Tokens;
use super::record::view;
use crate::account::Role;
use crate::app::Call;
use crate::audit::{Actor, Change};
use crate::error::AppError;
use crate::ids::TokenKey;
use crate::notice::Notice;
use crate::ports::Written;
use crate::tokens::{PlainSecret, Token, verify};

impl Tokens {
    /// Ends the token of a pair that `scanner` found in the open; whether it was one that opened until now.
    ///
    /// # Errors
    /// It was changed meanwhile, or a store does not answer.
    pub async fn leaked(
        &self,
        (key, secret): (&TokenKey, &PlainSecret),
        scanner: &str,
        call: &Call,
    ) -> Result<bool, AppError> {
        let peppers = self.gate.peppers(call.at).await?;
        let Some(before) = self.reader.token(key).await? else { return Ok(false) };
        if verify(Some(&before), secret, &peppers, call.at).is_err() {
            return Ok(false);
        }
        // First the notice: once the token is ended, another report of it is of nothing.
        let _ = self.outbox.post(&Notice::token_leaked(&before, scanner, call.at)).await?;
        let after = Token { revoked: Some(call.at), overlap: None, version: before.version + 1, ..before.clone() };
        let actor = Actor { subject: format!("scanner {scanner}"), role: Role::Admin };
        let change = Change {
            id: call.id.clone(),
            at: call.at,
            account: before.account.clone(),
            actor,
            action: "token.leaked".to_owned(),
            object: key.to_string(),
            before: view(&before),
            after: view(&after),
        };
        match self.writer.replace_token(&after, &change).await? {
            Written::Done => Ok(true),
            Written::Conflict => Err(AppError::Conflict("the token was changed meanwhile; try again")),
        }
    }
}
