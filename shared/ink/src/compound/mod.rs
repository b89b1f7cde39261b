//! Characters outside ASCII, made from what a hand can already write.
//!
//! Printable ASCII is learned from recordings. Every other supported character has a [`Recipe`]: an ASCII
//! letter of the hand with marks set on its actual ink (é, ç, ł), several ASCII characters moved together
//! (œ, ½, ©), or, where there is nothing to borrow, strokes drawn the way people write the sign (ß, §, “) or
//! draw the thing (❤, 🎂).
//! Recipes are plain data; [`place`] turns one into ink. What is offered here is precomposed text: bring
//! text into Unicode's form NFC first.

#[rustfmt::skip] // as below
mod doodles;
#[rustfmt::skip] // one stroke a line; one point a line would hide the shapes
mod drawn;
mod habit;
mod letters;
#[rustfmt::skip] // as above
mod marks;
mod place;
mod signs;
mod trace;

pub use habit::MarkHabit;
pub use place::place;

use crate::geometry::Vec2;

/// The knots of one pen stroke: a smooth curve passes through them, and a knot given twice is a corner.
pub type Knots = &'static [(f32, f32)];

/// Pen strokes, each a line of points. Unit the x-height, origin on the baseline, y downwards.
pub type Ink = Vec<Vec<Vec2>>;

/// How a character outside ASCII is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// The ASCII character written first, in the hand's own way.
    pub base: Option<char>,
    /// Whether the base loses its dot (í, ĵ, ı): write it [`without_dot`].
    pub dotless: bool,
    /// What follows, in writing order.
    pub parts: &'static [Part],
}

/// One step of a recipe after its base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// Strokes of our own.
    Mark {
        /// In x-heights, y downwards; the origin is the anchor's.
        strokes: &'static [Knots],
        /// What the origin is tied to.
        at: Anchor,
    },
    /// Another ASCII character of the hand.
    Glyph {
        /// Which.
        c: char,
        /// Its size against ordinary writing.
        scale: f32,
        /// Where it goes.
        at: Spot,
    },
}

/// What the strokes of a mark are placed by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Anchor {
    /// Centred over the topmost ink, clear of it and of the x-height line. Only the mark's shape counts:
    /// its own lowest point is set at that height.
    Above,
    /// Clear of the lowest ink, centred under it.
    Under,
    /// Hangs from the lowest ink, touching it: the origin becomes the ink point nearest to this fraction of
    /// the way from left to right.
    Hung(f32),
    /// Through the stem: the origin is the middle of the ink at this fraction of the way from top to bottom.
    Through(f32),
    /// Through the leftmost stem at this fraction of the way from top to bottom.
    OnStem(f32),
    /// Through the stem, midway along the longer of the two parts that the letter's own bar leaves of it.
    OffBar,
    /// Over the whole letter: coordinates are fractions of the ink's box, from its top left.
    Across,
    /// Right of the ink: the origin is this fraction of the way from top to bottom, and its right edge
    /// beside the mark.
    RightOf(f32),
    /// Left of the ink, in the same way.
    LeftOf(f32),
    /// A whole sign: coordinates as they stand, the ink beginning near x = 0.
    Free,
}

/// Where a borrowed character goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// The centre of its ink's box, in the sign's coordinates.
    Centre(f32, f32),
    /// After the ink so far, on the same baseline: the least horizontal distance between the two, row by
    /// row, in x-heights. Negative overlaps.
    After(f32),
}

/// How to make a supported character outside ASCII, or an asterisk; `None` for all others.
#[must_use]
pub fn recipe(c: char) -> Option<Recipe> {
    letters::recipe(c).or_else(|| signs::recipe(c))
}

/// Every character that has a recipe, in the order of Unicode.
pub fn all() -> impl Iterator<Item = char> {
    let emoji = ('\u{2190}'..='\u{2bff}').chain('\u{1f300}'..='\u{1faff}');
    ('\u{a1}'..='\u{17f}').chain('\u{2010}'..='\u{20bf}').chain(emoji).filter(|&c| recipe(c).is_some())
}

/// An i or j without its dot: of its strokes, those in the main one's upper part or above it go, unless
/// they touch it as a serif does.
///
/// A dot written in one movement with its stem cannot be told from it, so a hand should choose an allograph
/// whose dot stands apart.
#[must_use]
pub fn without_dot(mut ink: Ink) -> Ink {
    let Some(main) = ink.iter().max_by(|a, b| trace::length(a).total_cmp(&trace::length(b))).cloned() else {
        return ink;
    };
    let Some(stem) = trace::bounds_of(main.iter()) else { return ink };
    // The tail of a j must not move the line over which a stroke may be a dot.
    let limit = stem.top + 0.35 * (stem.bottom.min(0.0) - stem.top);
    ink.retain(|s| {
        let lowest = s.iter().map(|p| p.y).fold(f32::MIN, f32::max);
        let touches = || main.iter().any(|m| s.iter().any(|p| (*p - *m).length() < 0.06));
        *s == main || lowest > limit || (lowest > stem.top - 0.05 && touches())
    });
    ink
}

#[cfg(test)]
mod tests;
