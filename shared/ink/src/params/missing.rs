//! What becomes of characters that no hand can write.

use core::fmt;
use std::collections::BTreeSet;

use deunicode::deunicode_char;

use crate::text::Text;

/// What to do with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnMissing {
    /// They are an error that lists them.
    #[default]
    Error,
    /// They are left out.
    Skip,
    /// Their sound or look in ASCII is written; what has none is left out.
    Transliterate,
    /// A question mark is written for each.
    Substitute,
}

/// The policies by name.
pub(super) const POLICIES: [(&str, OnMissing); 4] = [
    ("error", OnMissing::Error),
    ("skip", OnMissing::Skip),
    ("transliterate", OnMissing::Transliterate),
    ("substitute", OnMissing::Substitute),
];

/// What was done, and to how many characters. Displayed as `skip=3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Not [`OnMissing::Error`].
    pub policy: OnMissing,
    /// Over 0.
    pub count: usize,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = POLICIES.iter().find(|(_, policy)| *policy == self.policy).map_or("", |(name, _)| name);
        write!(f, "{name}={}", self.count)
    }
}

/// The text as it is to be written, and what was done to it. Positions in the text count from then on in
/// what is left.
pub(super) fn handle(raw: &str, policy: OnMissing) -> (Text, Option<Missing>) {
    let text = Text::new(raw);
    let count = text.unsupported().iter().map(|(_, places)| places.len()).sum();
    if policy == OnMissing::Error || count == 0 {
        return (text, None);
    }
    let lacks: BTreeSet<char> = text.unsupported().into_iter().map(|(c, _)| c).collect();
    let mut written = String::with_capacity(raw.len());
    for &c in text.chars() {
        match policy {
            _ if !lacks.contains(&c) => written.push(c),
            OnMissing::Transliterate => written.push_str(deunicode_char(c).unwrap_or_default()),
            OnMissing::Substitute => written.push('?'),
            OnMissing::Skip | OnMissing::Error => {}
        }
    }
    (Text::new(&written), Some(Missing { policy, count }))
}
