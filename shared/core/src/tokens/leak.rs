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

/// Most pairs that are looked at in one text.
const MOST_PAIRS: usize = 8;

/// What in a text may be a key and its secret, wherever in it they stand: as in `?key=…&secret=…`.
#[must_use]
pub fn pairs_apart_in(text: &str) -> Vec<(TokenKey, PlainSecret)> {
    let words = || text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let keys = || words().filter_map(|word| Some((word, TokenKey::from_str(word).ok()?)));
    let secrets = words().filter_map(|word| Some((word, PlainSecret::from_str(word).ok()?)));
    let pairs = secrets.flat_map(|(secret_word, secret)| {
        let others = keys().filter(move |(word, _)| *word != secret_word);
        others.map(move |(_, key)| (key, secret.clone()))
    });
    pairs.take(MOST_PAIRS).collect()
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

    #[test]
    fn a_key_and_its_secret_are_found_apart_too() {
        let (key, secret) = (TokenKey::new([3; 10]), PlainSecret::new(Kind::Live, &[7; 32]));
        let secret = secret.reveal();
        for text in [
            format!("{key}:{secret}"),
            format!("/render/png?key={key}&text=Hello&secret={secret}"),
            format!("https://shop.example/?s={secret}#{key}"),
        ] {
            let found = pairs_apart_in(&text);
            assert!(found.iter().any(|(k, s)| *k == key && s.reveal() == secret), "{text}");
        }
        let original = format!("{key} FEDCBA9876543210");
        assert!(pairs_apart_in(&original).iter().any(|(k, s)| *k == key && s.reveal() == "FEDCBA9876543210"));
        for text in [secret.to_owned(), key.to_string(), format!("{key} {key}"), format!("{key}{secret}")] {
            assert!(pairs_apart_in(&text).is_empty(), "{text}");
        }
        assert_eq!(pairs_apart_in(&format!("{secret} {}", format!("{key} ").repeat(1000))).len(), MOST_PAIRS);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(\\PC|hwt_|:|live_|[0-9A-F]{16}){0,40}") {
            let _ = (pairs_in(&text), pairs_apart_in(&text));
        }
    }
}
