//! Where notices go.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::Malformed;

/// Where an account's notices go: a mail address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Contact(String);

impl Contact {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Contact {
    type Err = Malformed;

    /// The form alone is looked at; whether it exists, a mail shows.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let plain = text.len() <= 254 && text.bytes().all(|b| b.is_ascii_graphic() && !b"<>,;:\"()[]\\".contains(&b));
        match text.split_once('@') {
            Some((user, host)) if plain && !user.is_empty() && !host.is_empty() && !host.contains('@') => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(Malformed("mail address")),
        }
    }
}

impl TryFrom<String> for Contact {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl From<Contact> for String {
    fn from(contact: Contact) -> Self {
        contact.0
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_a_mail_address_and_does_not_print() {
        for good in ["a@b", "anna.b+cards@example.org"] {
            let contact: Contact = good.parse().unwrap();
            assert_eq!((contact.as_str(), format!("{contact:?}")), (good, "[redacted]".to_owned()));
        }
        for bad in ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", "Anna <a@b>", "a@b,c@d", "ä@b", "-x y@z"]
        {
            assert!(bad.parse::<Contact>().is_err(), "{bad}");
        }
        assert!(format!("a@{}", "b".repeat(300)).parse::<Contact>().is_err());
    }
}
