//! What a receipt is about.

use longhand_core::app::{Format, PARAMETERS};
use longhand_core::error::FieldErrors;
use longhand_core::receipt::{Commitment, Opening};

use super::draw::asked;
use crate::input;

/// Whether `commitment` is to this request: the query, form or JSON as it was `sent`.
///
/// # Errors
/// If it cannot be read as any of them.
pub fn is_of(commitment: &Commitment, opening: &Opening, format: Format, sent: &str) -> Result<bool, FieldErrors> {
    let mut pairs = input::kept(sent)?;
    // The rest does not draw: of a link its signature, of a query what is passed over.
    pairs.retain(|(name, _)| PARAMETERS.contains(&name.as_str()));
    Ok(opening.commit(&asked(format, &pairs)) == *commitment)
}
