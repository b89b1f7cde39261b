//! What is asked for, as checked types: a [`RenderRequest`] cannot hold a value out of its range.
//!
//! Names, defaults and limits are those of the original API; mm, cm, `dpi`, pens, alignment, margins and
//! what else the original had not are noted at their fields.

mod color;
mod fault;
mod fields;
mod habits;
mod length;
mod missing;
mod output;
mod parse;
mod request;

pub use color::{CMYK_FORM, RGB_FORM, parse_cmyk, parse_rgb};
pub use fault::{FieldError, FieldErrors, MissingCharacter};
pub use length::{DISTANCE_FORM, Extent, Length, MM_PER_INCH, Size};
pub use missing::{Missing, OnMissing};
pub use parse::PARAMETERS;
pub use request::{Align, Margins, Output, Overflow, Paper, Paths, RenderRequest, Style};

/// Most characters of a text, in scalar values of its composed form.
pub const MAX_TEXT: usize = 9000;

/// Longest side of a raster page, px. With both sides bounded no image is over 81 million pixels.
pub const MAX_SIDE_PX: u32 = 9000;

/// This engine: what a seed means changes only with this number.
pub const ENGINE_VERSION: u32 = 1;

/// The kind of file a page is to become; decides units, limits and the colour space of the parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Raster image.
    Png,
    /// Paths for print; the one format in CMYK, points and inches.
    Pdf,
    /// Paths for screens.
    Svg,
    /// Strokes with time and pressure as JSON.
    Json,
    /// Strokes with time and pressure as W3C InkML.
    Inkml,
    /// Raster image, also animated.
    Webp,
    /// Pen movements for a plotter that reads G-code.
    Gcode,
    /// Pen movements for a plotter that reads HP-GL.
    Hpgl,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 8] =
        [Self::Png, Self::Pdf, Self::Svg, Self::Json, Self::Inkml, Self::Webp, Self::Gcode, Self::Hpgl];

    /// The format's name, which is also its file extension.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Json => "json",
            Self::Inkml => "inkml",
            Self::Webp => "webp",
            Self::Gcode => "gcode",
            Self::Hpgl => "hpgl",
        }
    }

    /// The format of this name, in any case; `None` if there is none such.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name().eq_ignore_ascii_case(name))
    }
}
