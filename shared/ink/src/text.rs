//! The caller's text, in composed form, cut into words and the space between them.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

use crate::hand;

/// A text in NFC that remembers where each of its characters stood in what the caller gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    chars: Vec<char>,
    /// For each character its index in the caller's text; one more entry for the end.
    origins: Vec<u32>,
}

/// A part of a text. Ranges are indices in [`Text::chars`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// Characters with no space between them: from `start` up to, not including, `end`.
    Word {
        /// First character.
        start: usize,
        /// After the last.
        end: usize,
    },
    /// A run of spaces.
    Spaces {
        /// How many: at least 1.
        count: u32,
        /// Whether all of them are no-break spaces.
        glued: bool,
    },
    /// To the next tab stop.
    Tab,
    /// To the next line.
    Newline,
}

const NO_BREAK_SPACE: char = '\u{a0}';
/// Invisible: says where a word may be broken, which ours never are by choice.
const SOFT_HYPHEN: char = '\u{ad}';
/// Invisible: say whether a sign is shown as text or as a picture, which are one in ink.
const PRESENTATION: [char; 2] = ['\u{fe0e}', '\u{fe0f}'];

impl Text {
    /// The composed form of `raw`. CR LF and CR become LF; soft hyphens and selectors of presentation vanish.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        let mut text = Self { chars: Vec::with_capacity(raw.len()), origins: Vec::with_capacity(raw.len() + 1) };
        let mut cluster = String::new();
        let mut begin = 0;
        let mut count = 0;
        let mut last = '\0';
        for c in raw.chars() {
            if !continues_cluster(c) {
                text.push_cluster(&cluster, begin);
                cluster.clear();
                begin = count;
            }
            if !(c == '\n' && last == '\r') && c != SOFT_HYPHEN && !PRESENTATION.contains(&c) {
                cluster.push(if c == '\r' { '\n' } else { c });
            }
            last = c;
            count += 1;
        }
        text.push_cluster(&cluster, begin);
        text.origins.push(count);
        text
    }

    /// A base letter and its marks compose among themselves only, so normalising cluster by cluster
    /// equals normalising the whole, and keeps the places.
    fn push_cluster(&mut self, cluster: &str, begin: u32) {
        let last = begin + (cluster.chars().count() as u32).saturating_sub(1);
        for (place, c) in (begin..).zip(cluster.nfc()) {
            self.chars.push(c);
            self.origins.push(place.min(last));
        }
    }

    /// The characters, composed.
    #[must_use]
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// Where character `index` stood in the caller's text, in scalar values; the end for any index past it.
    #[must_use]
    pub fn origin(&self, index: usize) -> u32 {
        self.origins.get(index).or(self.origins.last()).copied().unwrap_or(0)
    }

    /// The distinct characters that no hand can write, each with its places in the caller's text,
    /// in the order of first appearance.
    #[must_use]
    pub fn unsupported(&self) -> Vec<(char, Vec<usize>)> {
        let mut found: Vec<(char, Vec<usize>)> = Vec::new();
        let mut seen = BTreeMap::new();
        for (i, &c) in self.chars.iter().enumerate().filter(|&(_, &c)| !is_space(c) && !hand::covers(c)) {
            let slot = *seen.entry(c).or_insert_with(|| {
                found.push((c, Vec::new()));
                found.len() - 1
            });
            found[slot].1.push(self.origin(i) as usize);
        }
        found
    }

    /// The text's words and spaces in order, together covering every character.
    pub fn tokens(&self) -> impl Iterator<Item = Token> + '_ {
        let mut at = 0;
        core::iter::from_fn(move || {
            let rest = self.chars.get(at..)?;
            let first = *rest.first()?;
            let start = at;
            let run = |belongs: fn(char) -> bool| rest.iter().take_while(|&&c| belongs(c)).count();
            Some(match first {
                '\n' | '\t' => {
                    at += 1;
                    if first == '\n' { Token::Newline } else { Token::Tab }
                }
                ' ' | NO_BREAK_SPACE => {
                    let count = run(|c| c == ' ' || c == NO_BREAK_SPACE);
                    at += count;
                    Token::Spaces { count: count as u32, glued: !rest[..count].contains(&' ') }
                }
                _ => {
                    at += run(|c| !is_space(c));
                    Token::Word { start, end: at }
                }
            })
        })
    }
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | NO_BREAK_SPACE)
}

/// Marks, and the Hangul vowels and finals, which compose though they are starters.
fn continues_cluster(c: char) -> bool {
    !c.is_ascii() && (canonical_combining_class(c) != 0 || ('\u{1160}'..='\u{11ff}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(s: &str) -> Vec<Token> {
        Text::new(s).tokens().collect()
    }

    #[test]
    fn newlines_tabs_and_runs_of_spaces_survive() {
        let expected = [
            Token::Word { start: 0, end: 1 },
            Token::Spaces { count: 3, glued: false },
            Token::Word { start: 4, end: 6 },
            Token::Newline,
            Token::Newline,
            Token::Tab,
            Token::Word { start: 9, end: 10 },
            Token::Spaces { count: 1, glued: true },
            Token::Word { start: 11, end: 12 },
        ];
        assert_eq!(kinds("a   bc\n\n\td\u{a0}e"), expected);
    }

    #[test]
    fn every_line_ending_is_one_newline() {
        assert_eq!(Text::new("a\r\nb\rc\n\r\n").chars(), ['a', '\n', 'b', '\n', 'c', '\n', '\n']);
        assert_eq!(Text::new("a\r\nb").origin(2), 3);
    }

    #[test]
    fn composed_and_decomposed_forms_are_the_same_and_keep_their_places() {
        let text = Text::new("cafe\u{301} noe\u{308}l");
        assert_eq!(text.chars(), Text::new("café noël").chars());
        assert_eq!([3, 4, 7, 8, 9].map(|i| text.origin(i)), [3, 5, 8, 10, 11]);
    }

    #[test]
    fn a_heart_is_one_heart_whether_it_is_asked_for_as_text_or_as_a_picture() {
        let text = Text::new("a❤\u{fe0f}b❤\u{fe0e}");
        assert_eq!(text.chars(), ['a', '❤', 'b', '❤']);
        assert_eq!([2, 3].map(|i| text.origin(i)), [3, 4]);
        assert!(text.unsupported().is_empty());
    }

    #[test]
    fn unsupported_characters_are_listed_once_with_all_places_in_the_callers_text() {
        let text = Text::new("e\u{301}☃a\u{7}☃x\u{301}");
        let expected = [('☃', vec![2, 5]), ('\u{7}', vec![4]), ('\u{301}', vec![7])];
        let found: Vec<_> = text.unsupported().into_iter().filter(|(c, _)| *c != 'é').collect();
        assert_eq!(found, expected);
    }

    proptest! {
        #[test]
        fn composing_by_clusters_is_composing_the_whole(s in "[a-zA-Z à-ſ\u{300}-\u{345}☃\u{1100}-\u{11ff}가]{0,40}") {
            prop_assert_eq!(Text::new(&s).chars().iter().collect::<String>(), s.nfc().collect::<String>());
        }

        #[test]
        fn tokens_cover_any_text_and_places_never_go_back(s in any::<String>()) {
            let text = Text::new(&s);
            let length: usize = text.tokens().map(|t| match t {
                Token::Word { start, end } => end - start,
                Token::Spaces { count, .. } => count as usize,
                Token::Tab | Token::Newline => 1,
            }).sum();
            prop_assert_eq!(length, text.chars().len());
            prop_assert!(text.origins.is_sorted());
            prop_assert_eq!(text.origin(usize::MAX) as usize, s.chars().count());
        }
    }
}
