//! JSON objects to what the use cases ask for, all faults at once.

use longhand_core::app::Form;
use longhand_core::error::{FieldError, FieldErrors};
use serde_json::Value;

/// The members of a body, taken one by one; what is left in the end is unknown.
pub(crate) struct Members {
    members: Vec<(String, Value)>,
    faults: Vec<FieldError>,
}

impl Members {
    pub fn new(members: Vec<(String, Value)>) -> Self {
        Self { members, faults: Vec::new() }
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.members.iter().position(|(other, _)| other == name)?;
        Some(self.members.remove(at).1).filter(|value| !value.is_null())
    }

    /// What `read` makes of a member; a fault if it makes nothing of it.
    fn of<T>(&mut self, name: &str, complaint: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let value = self.take(name)?;
        let made = read(&value);
        if made.is_none() {
            self.faults.push(FieldError::new(name, complaint));
        }
        made
    }

    /// A string.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.of(name, "must be a string", |value| value.as_str().map(str::to_owned))
    }

    /// A whole number from 0.
    pub fn count(&mut self, name: &str) -> Option<u64> {
        self.of(name, "must be a whole number from 0", Value::as_u64)
    }

    /// A truth value.
    fn truth(&mut self, name: &str) -> Option<bool> {
        self.of(name, "must be true or false", Value::as_bool)
    }

    /// A list of strings.
    fn list(&mut self, name: &str) -> Option<Vec<String>> {
        let strings = |value: &Value| value.as_array()?.iter().map(|v| v.as_str().map(str::to_owned)).collect();
        self.of(name, "must be a list of strings", strings)
    }

    /// One of some named values.
    pub fn choice<T: Copy>(&mut self, name: &str, choices: &[(&'static str, T)]) -> Option<T> {
        let names = choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let find = |value: &Value| {
            let text = value.as_str()?;
            choices.iter().find(|(name, _)| *name == text).map(|&(_, choice)| choice)
        };
        self.of(name, &format!("must be one of {names}"), find)
    }

    /// The fields of a token.
    pub fn token(&mut self) -> Form {
        Form {
            kind: self.text("kind"),
            title: self.text("title"),
            labels: self.list("labels"),
            owner: self.text("owner"),
            scopes: self.list("scopes"),
            addresses: self.list("addresses"),
            origins: self.list("origins"),
            monthly_cap: self.count("monthly_cap"),
            revoke_if_exposed: self.truth("revoke_if_exposed"),
            expires: self.text("expires"),
        }
    }

    /// What was read if nothing was wrong with it and nothing is left over.
    ///
    /// # Errors
    /// All faults: those of `read` too.
    pub fn end<T>(mut self, read: Result<T, FieldErrors>) -> Result<T, FieldErrors> {
        self.faults
            .extend(self.members.iter().map(|(name, _)| FieldError::new(name, "is not a field of this request")));
        match read {
            Ok(value) => FieldErrors::none_or(self.faults, value),
            Err(errors) => Err(errors.and(self.faults)),
        }
    }
}
