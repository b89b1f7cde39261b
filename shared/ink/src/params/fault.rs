//! What is wrong with a request: every fault at once, each with its field.

use core::fmt;

use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

/// One fault, in the original's envelope: `{"error", "field"}` and what helps beyond it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The parameter at fault.
    pub field: String,
    /// The complaint, beginning with the field's name.
    #[serde(rename = "error")]
    pub message: String,
    /// The form that would be accepted; empty where the message says it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub accepted: String,
    /// Characters of `text` that no hand can write.
    #[serde(rename = "missing_characters", skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<MissingCharacter>,
}

impl FieldError {
    /// A fault of `field`: the message is the field's name, a space and `complaint`; `complaint` alone if
    /// the field has no name.
    #[must_use]
    pub fn new(field: &str, complaint: &str) -> Self {
        Self {
            field: field.to_owned(),
            message: if field.is_empty() { complaint.to_owned() } else { format!("{field} {complaint}") },
            accepted: String::new(),
            missing: Vec::new(),
        }
    }

    /// The same fault with the form that would be accepted.
    #[must_use]
    pub fn accepting(mut self, form: &str) -> Self {
        form.clone_into(&mut self.accepted);
        self
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if !self.accepted.is_empty() {
            write!(f, " (accepted: {})", self.accepted)?;
        }
        self.missing.iter().try_for_each(|m| write!(f, "\n  {m}"))
    }
}

/// A character that no hand can write, with all its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingCharacter {
    /// The character, in composed form.
    pub character: char,
    /// Its code point: at least four upper-case hexadecimal digits.
    pub hex: String,
    /// Its Unicode name; empty where it has none, as controls.
    pub name: String,
    /// Where it stands in the caller's text, in scalar values from 0.
    pub positions: Vec<usize>,
}

impl MissingCharacter {
    /// An entry for `character` at `positions`.
    #[must_use]
    pub fn new(character: char, positions: Vec<usize>) -> Self {
        Self {
            character,
            hex: format!("{:04X}", u32::from(character)),
            name: unicode_names2::name(character).map_or_else(String::new, |n| n.to_string()),
            positions,
        }
    }
}

/// The one public model of the original's answer names this member `hex` and reads `id`; both are sent.
impl Serialize for MissingCharacter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut s = serializer.serialize_struct("MissingCharacter", 5)?;
        s.serialize_field("character", &self.character)?;
        s.serialize_field("hex", &self.hex)?;
        s.serialize_field("id", &self.hex)?;
        s.serialize_field("name", &self.name)?;
        s.serialize_field("positions", &self.positions)?;
        s.end()
    }
}

impl fmt::Display for MissingCharacter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Controls would disturb a terminal.
        let shown = if self.character.is_control() { '\u{fffd}' } else { self.character };
        write!(f, "{shown} U+{} {} at ", self.hex, self.name)?;
        let places: Vec<String> = self.positions.iter().take(10).map(ToString::to_string).collect();
        f.write_str(&places.join(", "))?;
        match self.positions.len() - places.len() {
            0 => Ok(()),
            more => write!(f, " and {more} more places"),
        }
    }
}

/// All faults of one request: at least one. Serialises as `{"errors": […]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
pub struct FieldErrors {
    errors: Vec<FieldError>,
}

impl FieldErrors {
    /// The faults, in the order of the parameters in the documentation.
    #[must_use]
    pub fn as_slice(&self) -> &[FieldError] {
        &self.errors
    }

    /// These faults, then `others`.
    #[must_use]
    pub fn and(mut self, others: impl IntoIterator<Item = FieldError>) -> Self {
        self.errors.extend(others);
        self
    }

    /// `value`, or all `faults` if there are any.
    ///
    /// # Errors
    /// The faults, if there are any.
    pub fn none_or<T>(faults: Vec<FieldError>, value: T) -> Result<T, Self> {
        if faults.is_empty() { Ok(value) } else { Err(Self { errors: faults }) }
    }
}

impl From<FieldError> for FieldErrors {
    fn from(fault: FieldError) -> Self {
        Self { errors: vec![fault] }
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, e) in self.errors.iter().enumerate() {
            write!(f, "{}{e}", if i == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}
