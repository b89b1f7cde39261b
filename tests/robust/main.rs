//! No parser panics, whatever it is fed: a short run of what `fuzz/` does for hours. Test renders keep their mark.

mod mark;

use longhand_tests::entries::{ENTRIES, model, request};
use proptest::prelude::*;

/// Strings that are nearly right reach deeper than noise.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        "[-+.0-9eE ]{0,12}(px|pt|in|mm|cm|auto|%)?".prop_map(String::into_bytes),
        r"[#(]?[0-9a-fA-F,. ]{0,24}\)?".prop_map(String::into_bytes),
        "(hand:[-0-9]{0,22}|[A-Za-z0-9]{12}|[A-Za-z]{1,9})([+*:][A-Za-z0-9.:]{0,14})?".prop_map(String::into_bytes),
        r"\PC{0,60}".prop_map(String::into_bytes),
        r"([{}]{1,2}|first|last name| |\\n|\PC){0,12}".prop_map(String::into_bytes),
        "(a|b|,|\"|\r?\n| |\u{feff}){0,40}".prop_map(String::into_bytes),
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

/// The shipped model, cut short and with some bytes wrong.
fn damaged_model() -> impl Strategy<Value = Vec<u8>> {
    const MODEL: &[u8] = include_bytes!("../../shared/ink/model/hands.lhm");
    // Counts and lengths stand near the beginning; a damaged shape is only another shape.
    let wrong = proptest::collection::vec((0..4096_usize, any::<u8>()), 0..6);
    (0..=MODEL.len(), any::<bool>(), wrong).prop_map(|(end, whole, wrong)| {
        let mut bytes = MODEL[..if whole { MODEL.len() } else { end }].to_vec();
        for (at, value) in wrong {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
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

proptest! {
    // Copying megabytes takes the time that the others spend on thinking.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn a_damaged_model_is_refused_or_usable(bytes in damaged_model()) {
        model(&bytes);
    }
}
