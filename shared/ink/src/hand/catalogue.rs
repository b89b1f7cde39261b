//! The built-in hands.

use std::sync::OnceLock;

use super::Hand;
use crate::model::{HandRow, Model};

static BYTES: &[u8] = include_bytes!("../../model/hands.lhm");

/// When these hands were chosen.
const CHOSEN: &str = "2026-11-28T12:00:00.000000Z";

/// A hand as the API lists it.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct HandInfo {
    /// Twelve characters of Crockford's base 32.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
    /// RFC 3339, UTC, microseconds.
    pub date_created: &'static str,
    /// RFC 3339, UTC, microseconds.
    pub date_modified: &'static str,
    /// Evenness of size, baseline and lean; about 1400.
    pub rating_neatness: i32,
    /// Share of pairs joined; about 1400.
    pub rating_cursivity: i32,
    /// Loops and length of ink; about 1400.
    pub rating_embellishment: i32,
    /// Mean advance; about 1400.
    pub rating_character_width: i32,
}

/// The model that ships with this version.
pub(super) fn model() -> &'static Model<'static> {
    static MODEL: OnceLock<Model<'static>> = OnceLock::new();
    MODEL.get_or_init(|| {
        Model::parse(BYTES).unwrap_or_else(|e| unreachable!("the shipped model is read by a test: {e}"))
    })
}

/// Place in the model of the hand of this id or title (any case).
fn index(name: &str) -> Option<usize> {
    model().hands().iter().position(|h| h.id == name || h.title.eq_ignore_ascii_case(name))
}

/// A catalogue row by id or title (any case).
pub(super) fn row(name: &str) -> Option<&'static HandRow> {
    index(name).map(|k| &model().hands()[k])
}

/// The built-in hand of this id or title, its forms chosen once for the life of the program.
pub(super) fn built_in(name: &str) -> Option<Hand> {
    static HANDS: OnceLock<Vec<OnceLock<Hand>>> = OnceLock::new();
    let rows = model().hands();
    let hands = HANDS.get_or_init(|| rows.iter().map(|_| OnceLock::new()).collect());
    index(name).map(|k| hands[k].get_or_init(|| Hand::new(model(), &rows[k])).clone())
}

/// All built-in hands, ordered by id.
pub fn catalogue() -> &'static [HandInfo] {
    static LIST: OnceLock<Vec<HandInfo>> = OnceLock::new();
    LIST.get_or_init(|| {
        let mut list: Vec<HandInfo> = model().hands().iter().map(info).collect();
        list.sort_by(|a, b| a.id.cmp(b.id));
        list
    })
}

fn info(h: &'static HandRow) -> HandInfo {
    let [rating_neatness, rating_cursivity, rating_embellishment, rating_character_width] = h.ratings;
    HandInfo {
        id: &h.id,
        title: &h.title,
        date_created: "2026-11-21T12:00:00.000000Z",
        date_modified: CHOSEN,
        rating_neatness,
        rating_cursivity,
        rating_embellishment,
        rating_character_width,
    }
}
