//! Distances: a number and a unit, kept in millimetres.

/// Millimetres in an inch.
pub const MM_PER_INCH: f64 = 25.4;

/// A distance of at least 0, in whole nanometres so that `177.8mm` and `7in` are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Length {
    mm: f64,
}

/// What a distance must look like, for messages.
pub const DISTANCE_FORM: &str = "a number and px, pt, in, mm or cm, as 20px or 1.5in";

impl Length {
    /// No distance.
    pub const ZERO: Self = Self { mm: 0.0 };

    /// A distance in millimetres; `None` if negative or not finite.
    #[must_use]
    pub fn from_mm(mm: f64) -> Option<Self> {
        (mm.is_finite() && mm >= 0.0).then(|| Self { mm: (mm * 1e6).round() / 1e6 }).filter(|l| l.mm.is_finite())
    }

    /// A distance in raster pixels; `None` if negative or not finite.
    #[must_use]
    pub fn from_px(px: f64, dpi: f64) -> Option<Self> {
        Self::from_mm(px * (MM_PER_INCH / dpi))
    }

    /// Reads digits with at most one point, directly followed by px (1/`dpi` in), pt, in, mm or cm.
    #[must_use]
    pub fn parse(text: &str, dpi: f64) -> Option<Self> {
        let unit_at = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, unit) = text.split_at(unit_at);
        let mm_per_unit = match unit {
            "px" => MM_PER_INCH / dpi,
            "pt" => MM_PER_INCH / 72.0,
            "in" => MM_PER_INCH,
            "mm" => 1.0,
            "cm" => 10.0,
            _ => return None,
        };
        Self::from_mm(number.parse::<f64>().ok()? * mm_per_unit)
    }

    /// In millimetres.
    #[must_use]
    pub const fn mm(self) -> f64 {
        self.mm
    }

    /// In raster pixels, not rounded.
    #[must_use]
    pub fn px(self, dpi: f64) -> f64 {
        self.mm * dpi / MM_PER_INCH
    }
}

/// A side of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// This long.
    Fixed(Length),
    /// As long as the ink needs.
    Auto,
}

/// Height of a capital letter over the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// This high.
    Fixed(Length),
    /// The largest from `min` to `max` at which the whole text fits the page.
    Fit {
        /// Smallest acceptable.
        min: Length,
        /// Largest acceptable; at least `min`.
        max: Length,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_agree_with_each_other() {
        let mm = |s| Length::parse(s, 72.0).map(Length::mm);
        for same in ["7in", "177.8mm", "17.78cm", "504pt", "504px", "7.0in", "007in", "7.in"] {
            assert_eq!(mm(same), Some(177.8), "{same}");
        }
        assert_eq!(mm(".5mm"), Some(0.5));
        assert_eq!(Length::parse("300px", 300.0), Length::parse("1in", 72.0));
    }

    #[test]
    fn anything_but_a_number_and_a_unit_is_refused() {
        let huge = format!("{}px", "9".repeat(400));
        for bad in [
            "",
            "px",
            ".px",
            "5",
            "5gophers",
            "80%",
            "-5px",
            "+5px",
            "double wide",
            "NaN",
            "NaNpx",
            "inf",
            "infpx",
            "1e400",
            "1e400px",
            "1e2px",
            "5 px",
            " 5px",
            "5px ",
            "5PX",
            "1.2.3px",
            "５px",
            "5\0px",
            "0x10px",
            "1,5in",
            &huge,
        ] {
            assert_eq!(Length::parse(bad, 72.0), None, "{bad:?}");
        }
    }
}
