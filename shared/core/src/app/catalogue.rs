//! The catalogue of hands: ordered and in pages, or one.

use core::cmp::Ordering;

pub use longhand_ink::hand::HandInfo;
use longhand_ink::hand::catalogue;
use longhand_ink::likeness::{Likeness, by_likeness};

use crate::error::{AppError, FieldError};
use crate::plans::Allowance;

/// Most hands of one page.
pub const MOST_LISTED: usize = 1000;
/// Hands of a page unless told otherwise.
pub const DEFAULT_LIMIT: usize = 200;

/// By what hands are ordered. Ties are ordered by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderBy {
    /// Id, byte by byte.
    #[default]
    Id,
    /// Title, byte by byte.
    Title,
    /// When it was made.
    DateCreated,
    /// When it was last changed.
    DateModified,
    /// Evenness.
    RatingNeatness,
    /// Share of joins.
    RatingCursivity,
    /// Loops and length of ink.
    RatingEmbellishment,
    /// Mean advance.
    RatingCharacterWidth,
}

impl OrderBy {
    /// All orders by their names in the API.
    pub const ALL: [(&'static str, Self); 8] = [
        ("id", Self::Id),
        ("title", Self::Title),
        ("date_created", Self::DateCreated),
        ("date_modified", Self::DateModified),
        ("rating_neatness", Self::RatingNeatness),
        ("rating_cursivity", Self::RatingCursivity),
        ("rating_embellishment", Self::RatingEmbellishment),
        ("rating_character_width", Self::RatingCharacterWidth),
    ];

    fn compare(self, a: &HandInfo, b: &HandInfo) -> Ordering {
        match self {
            Self::Id => a.id.cmp(b.id),
            Self::Title => a.title.as_bytes().cmp(b.title.as_bytes()),
            Self::DateCreated => a.date_created.cmp(b.date_created),
            Self::DateModified => a.date_modified.cmp(b.date_modified),
            Self::RatingNeatness => a.rating_neatness.cmp(&b.rating_neatness),
            Self::RatingCursivity => a.rating_cursivity.cmp(&b.rating_cursivity),
            Self::RatingEmbellishment => a.rating_embellishment.cmp(&b.rating_embellishment),
            Self::RatingCharacterWidth => a.rating_character_width.cmp(&b.rating_character_width),
        }
    }
}

/// Upwards or downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    #[default]
    Asc,
    /// Largest first.
    Desc,
}

/// Ratings that are looked for: neatness, cursivity, embellishment, character width; `None` where any will do.
pub type Taste = [Option<i32>; 4];

/// The ratings by their names in the API, in the order of [`Taste`].
pub const RATINGS: [&str; 4] =
    ["rating_neatness", "rating_cursivity", "rating_embellishment", "rating_character_width"];

/// How far a hand is from a taste: the sum of squares over the ratings that matter.
fn distance(hand: &HandInfo, taste: Taste) -> i128 {
    let own = [hand.rating_neatness, hand.rating_cursivity, hand.rating_embellishment, hand.rating_character_width];
    own.into_iter().zip(taste).filter_map(|(own, want)| Some(i128::from(own) - i128::from(want?))).map(|d| d * d).sum()
}

/// Which hands are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listing {
    /// At most this many: 1 ..= [`MOST_LISTED`].
    pub limit: usize,
    /// Without this many at the beginning.
    pub offset: usize,
    /// In this order, unless by nearness.
    pub order_by: OrderBy,
    /// The nearest to these ratings first.
    pub near: Option<Taste>,
    /// In this direction.
    pub order_dir: Direction,
}

/// A page of the hands that write for an account; empty past its end. `desc` is `asc` backwards, ties too.
#[must_use]
pub fn hands(listing: Listing, allowance: &Allowance) -> Vec<HandInfo> {
    let mut all: Vec<_> = catalogue().iter().filter(|hand| allowance.writes(hand.title)).copied().collect();
    let compare = |a: &HandInfo, b: &HandInfo| match listing.near {
        Some(taste) => distance(a, taste).cmp(&distance(b, taste)),
        None => listing.order_by.compare(a, b),
    };
    all.sort_by(|a, b| compare(a, b).then_with(|| a.id.cmp(b.id)));
    if listing.order_dir == Direction::Desc {
        all.reverse();
    }
    all.into_iter().skip(listing.offset).take(listing.limit).collect()
}

/// A page of the hands that write for an account, the likest to a sample of handwriting (a PNG or JPEG file) first, whatever
/// order `listing` has. Nothing of the sample is kept.
///
/// # Errors
/// It is none (field `sample`).
pub fn like(sample: &[u8], listing: Listing, allowance: &Allowance) -> Result<Vec<HandInfo>, AppError> {
    let likeness = Likeness::read(sample).map_err(|why| FieldError::new("sample", &why.to_string()))?;
    let all = by_likeness(&likeness).into_iter().map(|(hand, _)| *hand);
    Ok(all.filter(|hand| allowance.writes(hand.title)).skip(listing.offset).take(listing.limit).collect())
}

/// One of them by its id.
///
/// # Errors
/// [`AppError::NotFound`].
pub fn hand(id: &str, allowance: &Allowance) -> Result<HandInfo, AppError> {
    let found = catalogue().iter().find(|hand| hand.id == id && allowance.writes(hand.title));
    found.copied().ok_or(AppError::NotFound("handwriting"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Allowance =
        Allowance { token_calls: None, account_calls: None, formats: None, hands: None, monthly_cap: None };

    fn all(order_by: OrderBy, order_dir: Direction) -> Vec<&'static str> {
        let listing = Listing { limit: MOST_LISTED, offset: 0, order_by, near: None, order_dir };
        hands(listing, &ALL).into_iter().map(|h| h.id).collect()
    }

    #[test]
    fn every_order_is_total_and_its_opposite_is_its_reverse() {
        for (name, order) in OrderBy::ALL {
            let up = all(order, Direction::Asc);
            let mut down = all(order, Direction::Desc);
            down.reverse();
            assert_eq!(up, down, "{name}");
            assert_eq!(up.len(), catalogue().len(), "{name}");
            let pairs =
                hands(Listing { limit: 1000, offset: 0, order_by: order, near: None, order_dir: Direction::Asc }, &ALL);
            for pair in pairs.windows(2) {
                let by = order.compare(&pair[0], &pair[1]);
                assert!(by.is_lt() || by.is_eq() && pair[0].id < pair[1].id, "{name}");
            }
        }
    }

    #[test]
    fn pages_of_any_size_are_the_list_without_gaps_or_repeats() {
        let whole = all(OrderBy::Title, Direction::Desc);
        for limit in [1, 3, 7, 35, 36, 37] {
            let mut found = Vec::new();
            for offset in (0..whole.len() + limit).step_by(limit) {
                let listing =
                    Listing { limit, offset, order_by: OrderBy::Title, near: None, order_dir: Direction::Desc };
                found.extend(hands(listing, &ALL).into_iter().map(|h| h.id));
            }
            assert_eq!(found, whole, "{limit}");
        }
        let past =
            Listing { limit: 5, offset: usize::MAX, order_by: OrderBy::Id, near: None, order_dir: Direction::Asc };
        assert!(hands(past, &ALL).is_empty());
    }

    #[test]
    fn one_hand_is_the_lists_element_and_an_unknown_one_is_not_found() {
        for of_list in catalogue() {
            assert_eq!(hand(of_list.id, &ALL).unwrap(), *of_list);
        }
        assert_eq!(hand("nobody", &ALL).unwrap_err().to_string(), "handwriting not found");
    }

    #[test]
    fn an_account_sees_the_hands_that_write_for_it_alone() {
        let few = Allowance { hands: Some(vec!["Perry".to_owned(), "Cedar".to_owned()]), ..ALL };
        let titles: Vec<_> =
            hands(Listing { order_by: OrderBy::Title, ..LISTING }, &few).iter().map(|h| h.title).collect();
        assert_eq!(titles, ["Cedar", "Perry"]);
        let molly = catalogue().iter().find(|hand| hand.title == "Molly").expect("a hand").id;
        assert!(hand(molly, &ALL).is_ok() && hand(molly, &few).is_err());
    }

    #[test]
    fn the_nearest_to_a_taste_comes_first_and_ratings_not_named_do_not_matter() {
        let listing = |near| Listing { near: Some(near), ..LISTING };
        for of_list in catalogue() {
            let own = [Some(of_list.rating_neatness), Some(of_list.rating_cursivity), None, None];
            let found = hands(listing(own), &ALL);
            let first = (found[0].rating_neatness, found[0].rating_cursivity);
            assert_eq!(first, (of_list.rating_neatness, of_list.rating_cursivity));
            assert!(found.windows(2).all(|p| distance(&p[0], own) <= distance(&p[1], own)));
        }
        let far = hands(
            Listing { order_dir: Direction::Desc, ..listing([Some(i32::MIN), None, None, Some(i32::MAX)]) },
            &ALL,
        );
        assert_eq!(far.len(), catalogue().len(), "no rating is too far");
    }

    const LISTING: Listing =
        Listing { limit: MOST_LISTED, offset: 0, order_by: OrderBy::Id, near: None, order_dir: Direction::Asc };
}
