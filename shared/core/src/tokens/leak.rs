//! Pairs that someone finds where they should not be.

use core::str::FromStr as _;

use super::PlainSecret;
use crate::ids::TokenKey;

/// What secret scanners look for: a key and a secret as programs and people write them side by side.
pub const PATTERN: &str = "[0-9A-HJKMNP-TV-Z]{16}[:.]hwt_(test|live)_[0-9A-HJKMNP-TV-Z]{52}[0-9A-Za-z]{6}";

const KEY_CHARS: usize = 16;
const SECRET_CHARS: usize = 67;

/// Every pair in a text that matches [`PATTERN`] and whose secret has a right checksum.
#[must_use]
pub fn pairs_in(text: &str) -> Vec<(TokenKey, PlainSecret)> {
    let pair = |at: usize| {
        let key = text.get(at.checked_sub(KEY_CHARS + 1)?..at - 1)?;
        let separated = matches!(text.as_bytes()[at - 1], b':' | b'.');
        let secret = text.get(at..at + SECRET_CHARS).filter(|_| separated)?;
        Some((TokenKey::from_str(key).ok()?, PlainSecret::from_str(secret).ok()?))
    };
    text.match_indices("hwt_").filter_map(|(at, _)| pair(at)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tokens::Kind;

    #[test]
    fn a_pair_is_found_in_whatever_is_around_it() {
        let (key, secret) = (TokenKey::new([3; 10]), PlainSecret::new(Kind::Live, &[7; 32]));
        for text in [
            format!("{key}:{}", secret.reveal()),
            format!("curl -u '{key}:{}' https://api", secret.reveal()),
            format!("Authorization: Bearer {key}.{}\n\u{e9}", secret.reveal()),
        ] {
            let found = pairs_in(&text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((&found[0].0, found[0].1.reveal()), (&key, secret.reveal()));
        }
        for text in [
            secret.reveal().to_owned(),
            format!("{key} {}", secret.reveal()),
            format!("{key}:{}", secret.reveal().replace("live", "test")),
            format!("{key}:{}", &secret.reveal()[..66]),
        ] {
            assert!(pairs_in(&text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(\\PC|hwt_|:|live_|[0-9A-F]{16}){0,40}") {
            let _ = pairs_in(&text);
        }
    }
}
