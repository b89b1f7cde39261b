//! Units, defaults and limits, which differ between screen and print.

use super::fields::Range;
use super::length::{Length, MM_PER_INCH};
use super::{Format, MAX_SIDE_PX};

/// Units, defaults and limits of one kind of format.
pub(super) struct Habits {
    pub size: Length,
    pub width: Length,
    pub height: Length,
    /// Smallest and largest size that `auto` tries.
    pub fit: (Length, Length),
    least: Length,
    pub most: Length,
    side_words: &'static str,
    gap_words: &'static str,
}

impl Habits {
    /// Sizes are in px for screens; in pt, which are px of 72 to the inch, for print.
    /// Those of `format` at `dpi`.
    pub fn of(format: Format, dpi: f64) -> Self {
        let print = format == Format::Pdf;
        let px = MM_PER_INCH / if print { 72.0 } else { dpi };
        let most = if print { 100.0 * MM_PER_INCH } else { px * f64::from(MAX_SIDE_PX) };
        Self {
            size: length(20.0 * px),
            width: length(504.0 * px),
            height: length(360.0 * px),
            fit: (length(6.0 * px), length(200.0 * px)),
            least: length(px),
            most: length(most),
            side_words: if print { "1pt to 100in" } else { "1px to 9000px" },
            gap_words: if print { "0in to 100in" } else { "0px to 9000px" },
        }
    }

    /// What a side or a size may be.
    pub fn side(&self) -> Range {
        Range { least: self.least, most: self.most, words: self.side_words }
    }

    /// What a free edge may be.
    pub fn gap(&self) -> Range {
        Range { least: Length::ZERO, most: self.most, words: self.gap_words }
    }
}

/// Of constants only, which are all finite and positive.
fn length(mm: f64) -> Length {
    Length::from_mm(mm).unwrap_or(Length::ZERO)
}
