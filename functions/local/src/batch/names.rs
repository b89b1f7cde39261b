//! Names of files made from what a list says: safe on any system, and no two alike.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Longest name in bytes, so that its number and extension still fit where 255 is the limit.
const LONGEST: usize = 120;

/// The names given so far.
#[derive(Debug, Default)]
pub struct Names {
    /// How often each was given, in lower case, since some systems take case for no difference.
    given: HashMap<String, usize>,
}

impl Names {
    /// A name like `wish` that was not given before; `fallback` if nothing of `wish` is usable.
    pub fn give(&mut self, wish: &str, fallback: &str) -> String {
        let safe = safe(wish);
        let base = if safe.is_empty() { fallback.to_owned() } else { safe };
        let mut name = base.clone();
        loop {
            if let Entry::Vacant(free) = self.given.entry(name.to_lowercase()) {
                free.insert(1);
                return name;
            }
            let count = self.given.entry(base.to_lowercase()).or_insert(1);
            *count += 1;
            name = format!("{base}-{count}");
        }
    }
}

/// Letters, digits, `.`, `_` and `-`; no path, no hidden file, no name that Windows keeps for devices.
fn safe(wish: &str) -> String {
    let mut name: String = wish
        .trim()
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '_' })
        .collect();
    while name.len() > LONGEST {
        name.pop();
    }
    let name = name.trim_start_matches(['.', '-']).trim_end_matches('.');
    if name.chars().all(|c| c == '_') {
        return String::new();
    }
    if is_device(name) { format!("_{name}") } else { name.to_owned() }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_uppercase();
    let port = stem.strip_prefix("COM").or(stem.strip_prefix("LPT"));
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || port.is_some_and(|n| matches!(n.as_bytes(), [b'0'..=b'9']) || matches!(n, "¹" | "²" | "³"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_the_directory_hides_or_names_a_device() {
        let mut names = Names::default();
        let cases = [
            ("../../etc/passwd", "_.._etc_passwd"),
            ("Müller Özil", "Müller_Özil"),
            (".bashrc", "bashrc"),
            ("con.txt", "_con.txt"),
            ("a\0b\nc", "a_b_c"),
            ("-rf", "rf"),
            ("", "0007"),
            (" / ", "0007-2"),
        ];
        for (wish, expected) in cases {
            assert_eq!(names.give(wish, "0007"), expected, "{wish:?}");
        }
        assert!(names.give(&"é".repeat(300), "x").len() <= LONGEST);
    }

    #[test]
    fn no_two_names_are_alike_whatever_their_case() {
        let mut names = Names::default();
        let given: Vec<String> = ["Lee", "lee-2", "LEE", "lee", "Lee"].iter().map(|w| names.give(w, "x")).collect();
        assert_eq!(given, ["Lee", "lee-2", "LEE-3", "lee-4", "Lee-5"]);
    }
}
