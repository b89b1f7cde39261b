//! Every parser of text or bytes from outside, as a function of raw bytes.
//!
//! Each must return, whatever it is given, and checks what it promises of values it accepts. The fuzz
//! targets under `fuzz/` and the test `robust` call the same functions.

#![expect(clippy::missing_panics_doc, reason = "to panic on a broken promise is what all of them are for")]

use std::collections::HashSet;
use std::path::Path;

use longhand_core::notice::Contact;
use longhand_core::plans::Plans;
use longhand_core::ports::Atlas as _;
use longhand_core::receipt::PublicKeys;
use longhand_core::tokens::{AddressRange, Origin, OwnerKey, pairs_apart_in, pairs_in};
use longhand_countries::Countries;
use longhand_ink::hand::Hand;
use longhand_ink::likeness::Likeness;
use longhand_ink::model::{Model, STYLE};
use longhand_ink::page::Color;
use longhand_ink::params::{Format, Length, PARAMETERS, RenderRequest, parse_cmyk, parse_rgb};
use longhand_ink::text::Text;
use longhand_local::{List, Names, Template};

/// A parser fed with raw bytes.
pub type Entry = fn(&[u8]);

/// All entries by name.
pub const ENTRIES: [(&str, Entry); 15] = [
    ("distance", distance),
    ("colour", colour),
    ("hand", hand),
    ("text", text),
    ("request", request),
    ("model", model),
    ("list", list),
    ("template", template),
    ("plans", plans),
    ("countries", countries),
    ("sample", sample),
    ("secrets", secrets),
    ("receipt", receipt),
    ("keys", keys),
    ("call", crate::entry_call::call),
];

/// Files of plans: an error has faults.
pub fn plans(bytes: &[u8]) {
    if let Err(faults) = Plans::read(&String::from_utf8_lossy(bytes)) {
        assert!(!faults.as_slice().is_empty());
    }
}

/// Files of where addresses are: what can be read answers for any address.
pub fn countries(bytes: &[u8]) {
    let Ok(countries) = Countries::read(bytes.to_vec()) else { return };
    for address in ["192.0.2.1", "255.255.255.255", "2001:db8::1", "::"] {
        let _ = countries.country(address.parse().expect("an address"));
    }
}

/// Images of handwriting: what is one is as like itself as can be.
pub fn sample(bytes: &[u8]) {
    if let Ok(likeness) = Likeness::read(bytes) {
        assert!(likeness.distance(&likeness) == 0.0);
    }
}

/// What people and programs show to be let in, and what they are shown for: what is read is written the same.
pub fn secrets(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (key, secret) in pairs_in(&text) {
        assert!(text.contains(key.as_str()) && text.contains(secret.reveal()));
    }
    for (key, secret) in pairs_apart_in(&text) {
        assert!(text.contains(key.as_str()) && text.contains(secret.reveal()));
    }
    if let Ok(key) = text.parse::<OwnerKey>() {
        assert_eq!(key.reveal(), text);
    }
    if let Ok(contact) = text.parse::<Contact>() {
        assert_eq!(contact.as_str(), text);
    }
    let _ = (text.parse::<AddressRange>().is_ok(), text.parse::<Origin>().is_ok());
}

/// Receipts and the keys that they are checked with, a line of each: none that is made up is true.
pub fn receipt(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (keys, receipt) = text.split_once('\n').unwrap_or_default();
    let keys = PublicKeys::read(keys).unwrap_or_else(|| PublicKeys::one(vec![4; 65]));
    assert!(keys.check(receipt).is_err(), "{text:?} is taken for a receipt");
}

/// Documents of keys: no more of them than bytes.
pub fn keys(bytes: &[u8]) {
    if let Ok(set) = longhand_edge::public_keys(bytes) {
        assert!(set.keys.len() <= bytes.len());
    }
}

/// Distances: `1.5in`, `20px`, `3mm`.
pub fn distance(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for dpi in [72.0, 96.0, 1200.0] {
        if let Some(length) = Length::parse(&text, dpi) {
            assert!(length.mm().is_finite(), "{text:?} was read as {length:?}");
        }
    }
}

/// Colours of both kinds.
pub fn colour(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(color) = parse_rgb(&text) {
        assert!(matches!(color, Color::Rgb(_)), "{text:?} was read as {color:?}");
    }
    if let Some(color) = parse_cmyk(&text) {
        let Color::Cmyk(shares) = color else { panic!("{text:?} was read as {color:?}") };
        assert!(shares.iter().all(|s| (0.0..=1.0).contains(s)), "{text:?} was read as {color:?}");
    }
}

/// Names of hands: ids, titles, `hand:<seed>`, mixes. One that is found can write.
pub fn hand(bytes: &[u8]) {
    let name = String::from_utf8_lossy(bytes);
    if let Some(hand) = Hand::find(&name) {
        assert!(hand.metrics().cap_height > 0.0, "{name:?}");
    }
}

/// Texts: whatever is accepted has an origin for each character and only supported ones are not listed.
pub fn text(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    let text = Text::new(&raw);
    let count = raw.chars().count();
    for index in 0..text.chars().len() {
        assert!((text.origin(index) as usize) < count, "{raw:?}");
    }
    for (character, at) in text.unsupported() {
        assert!(!at.is_empty() && at.iter().all(|&i| i < count), "{character:?} in {raw:?}");
    }
}

/// A request's parameters. The first byte names the format; then come lines, each a byte that names a
/// parameter and its value. Hand and text are given if they are not among them.
pub fn request(bytes: &[u8]) {
    let Some((&first, rest)) = bytes.split_first() else { return };
    let format = Format::ALL[usize::from(first) % Format::ALL.len()];
    let lines: Vec<(usize, String)> = rest
        .split(|&b| b == b'\n')
        .filter_map(|line| line.split_first())
        .map(|(&name, value)| (usize::from(name) % (PARAMETERS.len() + 1), String::from_utf8_lossy(value).into_owned()))
        .collect();
    let name = |n: usize| PARAMETERS.get(n).copied().unwrap_or("unknown");
    let given = lines.iter().map(|(n, value)| (name(*n), value.as_str()));
    let defaults = [("handwriting_id", "Perry"), ("text", "Dear Anna")];
    let missing = defaults.into_iter().filter(|(wanted, _)| !lines.iter().any(|(n, _)| name(*n) == *wanted));
    match RenderRequest::from_pairs(format, given.chain(missing)) {
        Ok(request) => assert!(request.paper().dpi >= 72.0 && !request.text().chars().is_empty()),
        Err(faults) => {
            assert!(!faults.as_slice().is_empty(), "an error without a fault");
            assert!(faults.as_slice().iter().all(|f| !f.field.is_empty()), "a fault of no field");
        }
    }
}

/// Model files: whatever is accepted can be used to its last class.
pub fn model(bytes: &[u8]) {
    let Ok(model) = Model::parse(bytes) else { return };
    let style = [0.5; STYLE];
    for class in model.classes() {
        let mut shape = class.shape(&style, &vec![1.0; class.personal_count()]);
        class.add_momentary(&mut shape, &vec![1.0; class.momentary_count()]);
        assert_eq!(shape.len(), class.width());
        let _ = class.share(&style);
    }
}

/// Lists: every row has its place and, if it can be read, a field for each column.
pub fn list(bytes: &[u8]) {
    let Ok(list) = List::read(bytes, Path::new("list.csv")) else { return };
    let named: Vec<&str> = list.columns.iter().filter(|name| !name.is_empty()).collect();
    assert!(!named.is_empty(), "a list without columns");
    assert_eq!(named.iter().collect::<HashSet<_>>().len(), named.len(), "two columns of one name: {named:?}");
    assert!(list.rows.is_sorted_by_key(|row| row.line), "rows out of their order");
    for fields in list.rows.iter().filter_map(|row| row.fields.as_ref().ok()) {
        assert_eq!(fields.len(), list.columns.len(), "{fields:?}");
    }
}

/// Templates, filled with the rows of an unfriendly list, each text also taken for a file's name.
pub fn template(bytes: &[u8]) {
    const LIST: &str = "first,last name,\u{e9},\nAnna,Lee,{first},\n\"two\nlines\",../x,\u{0},{{\n";
    let list = List::read(LIST.as_bytes(), Path::new("list.csv")).expect("the list is right");
    let source = String::from_utf8_lossy(bytes);
    let template = match Template::parse(&source, "--template", &list.columns) {
        Ok(template) => template,
        Err(faults) => {
            assert!(!faults.is_empty() && faults.iter().all(|f| f.starts_with("--template ")), "{faults:?}");
            return;
        }
    };
    let blank = template.blank();
    assert!(blank.chars().count() <= source.chars().count(), "{source:?} gave {blank:?}");
    let mut names = Names::default();
    let mut given = HashSet::new();
    for fields in list.rows.iter().filter_map(|row| row.fields.as_ref().ok()) {
        let name = names.give(&template.fill(fields), "0001");
        let plain = |c: char| c.is_alphanumeric() || "._-".contains(c);
        assert!(name.chars().all(plain) && !name.starts_with(['.', '-']) && name.len() < 200, "{name:?}");
        assert!(given.insert(name.to_lowercase()), "{name:?} twice");
    }
}
