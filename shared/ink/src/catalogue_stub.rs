//! A stand-in for the catalogue of hands until the learned ones have one.

/// A hand of the catalogue, with the fields of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandInfo {
    /// Twelve characters of Crockford's base 32.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
    /// RFC 3339 in UTC with microseconds.
    pub date_created: &'static str,
    /// RFC 3339 in UTC with microseconds.
    pub date_modified: &'static str,
    /// 1400 is ordinary; more is neater.
    pub rating_neatness: i32,
    /// 1400 is ordinary; more is more joined.
    pub rating_cursivity: i32,
    /// 1400 is ordinary; more is more ornate.
    pub rating_embellishment: i32,
    /// 1400 is ordinary; more is wider.
    pub rating_character_width: i32,
}

const fn hand(id: &'static str, title: &'static str) -> HandInfo {
    HandInfo {
        id,
        title,
        date_created: "2016-06-10T16:20:24.251406Z",
        date_modified: "2016-06-10T16:20:24.251406Z",
        rating_neatness: 1400,
        rating_cursivity: 1400,
        rating_embellishment: 1400,
        rating_character_width: 1400,
    }
}

static HANDS: [HandInfo; 6] = [
    hand("2D5QW0F80001", "Molly"),
    hand("2D5S18M00002", "Winters"),
    hand("2D5S46A80003", "Perry"),
    hand("2D5S46JG0004", "Squire"),
    hand("5WGWVX9800WC", "Cedar"),
    hand("7EQMJPSG00H9", "Beekman"),
];

/// Every built-in hand, by id.
#[must_use]
pub fn catalogue() -> &'static [HandInfo] {
    &HANDS
}
