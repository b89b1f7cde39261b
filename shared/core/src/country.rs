//! Countries, and from which of them a token is used.

use core::fmt;
use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::audit::oldest_kept;
use crate::ids::Malformed;

/// So long a token is watched before any country is new to it.
const LEARNT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A use is noted anew when the one noted last is so old.
const ANEW: SignedDuration = SignedDuration::from_hours(24);

/// A country or territory: two capitals (ISO 3166-1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl TryFrom<String> for Country {
    type Error = Malformed;

    fn try_from(code: String) -> Result<Self, Malformed> {
        let code = <[u8; 2]>::try_from(code.as_bytes()).ok().filter(|code| code.iter().all(u8::is_ascii_uppercase));
        code.map(Self).ok_or(Malformed("country"))
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.to_string()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| fmt::Write::write_char(f, char::from(*letter)))
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// From which countries a token was used lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stays(BTreeMap<Country, Stay>);

/// When it was used from one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stay {
    /// First.
    pub first: Timestamp,
    /// Last, to the day.
    pub last: Timestamp,
}

/// What one more use is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Nothing to note.
    Known,
    /// To be noted.
    Noted,
    /// To be noted, and from a country that is new.
    Abroad,
}

impl Stays {
    /// Without the countries from which it was not used as long as calls are kept.
    #[must_use]
    pub fn of_late(mut self, now: Timestamp) -> Self {
        self.0.retain(|_, stay| stay.last >= oldest_kept(now));
        self
    }

    /// The countries.
    pub fn countries(&self) -> impl Iterator<Item = Country> + '_ {
        self.0.keys().copied()
    }

    /// Adds a use. A country is new if others have been known for a week.
    pub fn add(&mut self, country: Country, at: Timestamp) -> Use {
        if let Some(stay) = self.0.get_mut(&country) {
            let anew = at.duration_since(stay.last) >= ANEW;
            if anew {
                stay.last = at;
            }
            return if anew { Use::Noted } else { Use::Known };
        }
        let abroad = self.0.values().any(|stay| at.duration_since(stay.first) >= LEARNT);
        self.0.insert(country, Stay { first: at, last: at });
        if abroad { Use::Abroad } else { Use::Noted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(day * DAY).unwrap()
    }

    fn country(code: &str) -> Country {
        Country::try_from(code.to_owned()).unwrap()
    }

    #[test]
    fn a_country_is_two_capitals() {
        assert_eq!(country("DE").to_string(), "DE");
        for wrong in ["", "D", "DEU", "de", "D1", "Ä", "\u{0}\u{0}"] {
            assert!(Country::try_from(wrong.to_owned()).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_country_is_new_after_a_week_with_others_and_once() {
        let mut stays = Stays::default();
        let uses = [
            ("DE", 0, Use::Noted),
            ("FR", 1, Use::Noted),
            ("DE", 1, Use::Noted),
            ("DE", 1, Use::Known),
            ("US", 7, Use::Abroad),
            ("US", 7, Use::Known),
            ("US", 8, Use::Noted),
        ];
        for (code, day, expected) in uses {
            assert_eq!(stays.add(country(code), at(day)), expected, "{code} on day {day}");
        }
        assert_eq!(stays.countries().map(String::from).collect::<Vec<_>>(), ["DE", "FR", "US"]);
    }

    #[test]
    fn countries_are_forgotten_with_the_calls_from_them() {
        let mut stays = Stays::default();
        stays.add(country("DE"), at(0));
        stays.add(country("FR"), at(1));
        let stays = stays.of_late(at(90)).of_late(at(91));
        assert_eq!(stays.countries().collect::<Vec<_>>(), [country("FR")]);
        assert_eq!(stays.of_late(at(92)), Stays::default());
    }

    #[test]
    fn stays_are_read_as_they_were_written() {
        let mut stays = Stays::default();
        stays.add(country("DE"), at(3));
        let json = serde_json::to_string(&stays).unwrap();
        assert_eq!(json, r#"{"DE":{"first":"1970-01-04T00:00:00Z","last":"1970-01-04T00:00:00Z"}}"#);
        assert_eq!(serde_json::from_str::<Stays>(&json).unwrap(), stays);
    }
}
