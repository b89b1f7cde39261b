//! Letters of Latin-1 and Latin Extended-A: base and mark by Unicode's own decomposition, the rest by name.

use super::{Part, Recipe, drawn, marks};

/// The recipe of a letter from U+00C0 to U+017F.
pub(super) fn recipe(c: char) -> Option<Recipe> {
    if !('\u{c0}'..='\u{17f}').contains(&c) {
        return None;
    }
    let plain = |base, parts| Some(Recipe { base: Some(base), dotless: false, parts });
    let whole = |parts| Some(Recipe { base: None, dotless: false, parts });
    match c {
        'Ø' => plain('O', &[marks::LONG_SLASH]),
        'ø' => plain('o', &[marks::SLASH]),
        'Đ' | 'Ð' => plain('D', &[marks::HALF_BAR]),
        'đ' => plain('d', &[marks::STEM_BAR]),
        'Ħ' => plain('H', &[marks::FULL_BAR]),
        'ħ' => plain('h', &[marks::STEM_BAR]),
        'Ł' => plain('L', &[marks::STEM_STROKE]),
        'ł' => plain('l', &[marks::STEM_STROKE]),
        'Ŧ' | 'ŧ' => plain(if c == 'Ŧ' { 'T' } else { 't' }, &[marks::SECOND_BAR]),
        'ď' => plain('d', &[marks::APOSTROPHE_CARON]),
        'ť' => plain('t', &[marks::HIGH_APOSTROPHE_CARON]),
        'Ľ' | 'ľ' => plain(if c == 'Ľ' { 'L' } else { 'l' }, &[marks::APOSTROPHE_CARON]),
        'Ŀ' | 'ŀ' => plain(if c == 'Ŀ' { 'L' } else { 'l' }, &[marks::MIDDLE_DOT]),
        'ŉ' => plain('n', &[marks::APOSTROPHE_BEFORE]),
        'ı' => Some(Recipe { base: Some('i'), dotless: true, parts: &[] }),
        'Ĳ' => plain('I', &[marks::CLOSE_CAPITAL_J]),
        'ĳ' => plain('i', &[marks::CLOSE_J]),
        'æ' => plain('a', &[marks::TOUCHING_E]),
        'œ' => plain('o', &[marks::TOUCHING_E]),
        'Œ' => plain('O', &[marks::TOUCHING_CAPITAL_E]),
        'Æ' => whole(&[drawn::CAPITAL_AE]),
        'ß' => whole(&[drawn::SHARP_S]),
        'ð' => whole(&[drawn::ETH]),
        'Þ' => whole(&[drawn::CAPITAL_THORN]),
        'þ' => whole(&[drawn::THORN]),
        'Ŋ' => whole(&[drawn::CAPITAL_ENG]),
        'ŋ' => whole(&[drawn::ENG]),
        'ĸ' => whole(&[drawn::KRA]),
        'ſ' => whole(&[drawn::LONG_S]),
        _ => decomposed(c),
    }
}

/// A letter that Unicode splits into an ASCII letter and one combining mark.
fn decomposed(c: char) -> Option<Recipe> {
    let (mut letter, mut mark) = (None, None);
    unicode_normalization::char::decompose_canonical(
        c,
        |d| {
            if d.is_ascii() { letter = Some(d) } else { mark = Some(d) }
        },
    );
    let (base, parts) = (letter?, parts(c, mark?)?);
    // Polish and Lithuanian i with ogonek keeps its dot.
    Some(Recipe { base: Some(base), dotless: matches!(base, 'i' | 'j') && c != 'į', parts })
}

fn parts(c: char, mark: char) -> Option<&'static [Part]> {
    Some(match mark {
        '\u{300}' => &[marks::GRAVE],
        '\u{301}' => &[marks::ACUTE],
        '\u{302}' => &[marks::CIRCUMFLEX],
        '\u{303}' => &[marks::TILDE],
        '\u{304}' => &[marks::MACRON],
        '\u{306}' => &[marks::BREVE],
        '\u{307}' => &[marks::DOT],
        '\u{308}' => &[marks::DIAERESIS],
        '\u{30a}' => &[marks::RING],
        '\u{30b}' => &[marks::DOUBLE_ACUTE],
        '\u{30c}' => &[marks::CARON],
        '\u{328}' => &[marks::OGONEK],
        '\u{327}' => cedilla(c),
        _ => return None,
    })
}

/// Unicode calls the Latvian comma a cedilla; people write a comma, over the g because g has a tail.
fn cedilla(c: char) -> &'static [Part] {
    match c {
        'ģ' => &[marks::TURNED_COMMA],
        'Ģ' | 'Ķ' | 'ķ' | 'Ļ' | 'ļ' | 'Ņ' | 'ņ' | 'Ŗ' | 'ŗ' => &[marks::COMMA],
        _ => &[marks::CEDILLA],
    }
}
