//! Parameters of what a file holds, which only some formats can.

use super::Format;
use super::fields::Fields;
use super::request::{Output, Overflow, Paths};

/// Shortest and longest animation, s.
const DURATION: (f64, f64) = (0.1, 60.0);

pub(super) fn read_overflow(f: &mut Fields<'_>, format: Format) -> Overflow {
    let choices = [("clip", Overflow::Clip), ("error", Overflow::Error), ("paginate", Overflow::Paginate)];
    let overflow = f.choice("overflow", &choices);
    if overflow == Overflow::Paginate && format != Format::Pdf {
        f.fault("overflow", "may be paginate only for pdf");
    }
    overflow
}

/// What only some formats can hold is a fault of others.
pub(super) fn read_output(f: &mut Fields<'_>, format: Format) -> Output {
    let only = [("paths", &[Format::Svg][..]), ("duration", &[Format::Svg, Format::Webp]), ("layout", &[Format::Json])];
    for (name, formats) in only {
        if f.get(name).is_some() && !formats.contains(&format) {
            f.fault(
                name,
                &format!("is only for {}", formats.iter().map(|f| f.name()).collect::<Vec<_>>().join(" and ")),
            );
        }
    }
    let duration = f.get("duration").map(|_| f.number("duration", DURATION.0, DURATION));
    if format == Format::Svg && duration.is_some() && f.get("paths") == Some("lines") {
        f.fault("duration", "is not for paths of lines");
    }
    Output {
        paths: f.choice("paths", &[("outlines", Paths::Outlines), ("lines", Paths::Lines)]),
        duration,
        boxes: f.choice("layout", &[("false", false), ("true", true)]),
    }
}
