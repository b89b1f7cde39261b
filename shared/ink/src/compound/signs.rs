//! Signs of Latin-1 and general punctuation, and emoji.

use super::{Recipe, doodles, drawn, marks};

/// The recipe of a sign.
pub(super) fn recipe(c: char) -> Option<Recipe> {
    let (base, parts): (_, &[_]) = match c {
        '¢' => (Some('c'), &[marks::CENT_STROKE]),
        '¥' => (Some('Y'), &[marks::YEN_BARS]),
        '€' => (Some('C'), &[marks::EURO_BARS]),
        _ => (None, drawn::SIGNS.iter().chain(doodles::DOODLES).find(|(sign, _)| *sign == c)?.1),
    };
    Some(Recipe { base, dotless: false, parts })
}
