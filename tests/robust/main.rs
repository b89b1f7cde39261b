//! No parser panics, whatever it is fed: a short run of what `fuzz/` does for hours.

use longhand_tests::entries::{ENTRIES, request};
use proptest::prelude::*;

/// Strings that are nearly right reach deeper than noise.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        "[-+.0-9eE ]{0,12}(px|pt|in|mm|cm|auto|%)?".prop_map(String::into_bytes),
        r"[#(]?[0-9a-fA-F,. ]{0,24}\)?".prop_map(String::into_bytes),
        "(hand:[-0-9]{0,22}|[A-Za-z0-9]{12}|[A-Za-z]{1,9})([+*:][A-Za-z0-9.:]{0,14})?".prop_map(String::into_bytes),
        r"\PC{0,60}".prop_map(String::into_bytes),
    ]
}

/// Parameters with such values, in the form that the entry takes.
fn pairs() -> impl Strategy<Value = Vec<u8>> {
    let lines = proptest::collection::vec((any::<u8>(), nearly()), 0..8);
    (any::<u8>(), lines).prop_map(|(format, lines)| {
        let mut bytes = vec![format];
        for (name, value) in lines {
            bytes.push(name);
            bytes.extend(value.into_iter().filter(|&b| b != b'\n'));
            bytes.push(b'\n');
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn every_parser_returns_on_any_bytes(bytes in nearly()) {
        for (_, entry) in ENTRIES {
            entry(&bytes);
        }
    }

    #[test]
    fn a_request_returns_on_any_parameters(bytes in pairs()) {
        request(&bytes);
    }
}
