//! Named strings to a checked request.

use std::sync::Arc;

use super::color::{CMYK_FORM, RGB_FORM, parse_cmyk, parse_rgb};
use super::fault::{FieldError, FieldErrors};
use super::fields::Fields;
use super::habits::Habits;
use super::length::{DISTANCE_FORM, Extent, Length, Size};
use super::request::{Align, Margins, Paper, RenderRequest, Style, text_faults};
use super::{ENGINE_VERSION, Format, missing, output};
use crate::hand::Hand;
use crate::page::Color;
use crate::pen::Pen;

/// Every parameter: the original's, then ours.
pub const PARAMETERS: [&str; 31] = [
    "handwriting_id",
    "text",
    "handwriting_size",
    "handwriting_color",
    "width",
    "height",
    "min_padding",
    "line_spacing",
    "line_spacing_variance",
    "word_spacing_variance",
    "letter_spacing",
    "fatigue",
    "random_seed",
    "min",
    "max",
    "dpi",
    "pen",
    "align",
    "margin",
    "margin_top",
    "margin_right",
    "margin_bottom",
    "margin_left",
    "baseline_variance",
    "margin_variance",
    "overflow",
    "engine_version",
    "paths",
    "duration",
    "layout",
    "on_missing",
];

const FRACTION: (f64, f64) = (0.0, 1.0);
/// Closer letters would lie on each other, wider ones fall apart.
const LETTER_SPACING: (f64, f64) = (-0.3, 1.0);

impl RenderRequest {
    /// Reads a request for `format` from parameters by name ([`PARAMETERS`]), in any order.
    ///
    /// # Errors
    /// Every fault of every parameter at once: missing, unreadable, out of range, repeated, unknown.
    pub fn from_pairs<'a>(
        format: Format,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, FieldErrors> {
        let mut fields = Fields::new(pairs, &PARAMETERS);
        let f = &mut fields;
        let hand = read_hand(f);
        let handwriting_id = f.get("handwriting_id").unwrap_or_default().to_owned();
        let on_missing = f.choice("on_missing", &missing::POLICIES);
        let (text, missing) = missing::handle(f.get("text").unwrap_or_default(), on_missing);
        f.faults.extend(text_faults(&text));
        let dpi = read_dpi(f);
        let habits = Habits::of(format, dpi);
        let style = read_style(f, format, dpi, &habits);
        let paper = read_paper(f, dpi, &habits);
        let random_seed = read_seed(f);
        let overflow = output::read_overflow(f, format);
        let output = output::read_output(f, format);
        let engine_version = read_engine_version(f);
        let hand = hand.map_err(|fault| FieldErrors::from(fault).and(fields.faults.split_off(0)))?;
        let request = Self {
            format,
            handwriting_id,
            hand,
            text,
            paper,
            style,
            random_seed,
            overflow,
            output,
            on_missing,
            missing,
            engine_version,
        };
        FieldErrors::none_or(fields.faults, request)
    }
}

fn read_hand(f: &Fields<'_>) -> Result<Arc<Hand>, FieldError> {
    const FIELD: &str = "handwriting_id";
    let id = f.get(FIELD).filter(|id| !id.is_empty()).ok_or_else(|| FieldError::new(FIELD, "is required"))?;
    let unknown = || FieldError::new(FIELD, &format!("not found: {id:?}")).accepting("an id or title of the catalogue");
    Hand::find(id).map(Arc::new).ok_or_else(unknown)
}

fn read_dpi(f: &mut Fields<'_>) -> f64 {
    let parse = |s: &str| s.parse::<u16>().ok().filter(|d| (72..=1200).contains(d)).map(f64::from);
    f.read("dpi", 72.0, "must be a whole number from 72 to 1200", parse)
}

/// As in the original, only a positive seed is one.
fn read_seed(f: &mut Fields<'_>) -> Option<u64> {
    let words = format!("must be a whole number from {} to {}", i64::MIN, i64::MAX);
    let seed: i64 = f.read("random_seed", -1, &words, |s| s.parse().ok());
    u64::try_from(seed).ok().filter(|&s| s > 0)
}

fn read_engine_version(f: &mut Fields<'_>) -> u32 {
    let words = format!("must be {ENGINE_VERSION}");
    f.read("engine_version", ENGINE_VERSION, &words, |s| s.parse().ok().filter(|&v| v == ENGINE_VERSION))
}

fn read_style(f: &mut Fields<'_>, format: Format, dpi: f64, habits: &Habits) -> Style {
    Style {
        size: read_size(f, dpi, habits),
        color: read_color(f, format),
        pen: f.choice("pen", &PENS),
        align: f.choice("align", &[("left", Align::Left), ("center", Align::Center), ("right", Align::Right)]),
        line_spacing: f.number("line_spacing", 1.5, (0.0, 5.0)),
        line_spacing_variance: f.number("line_spacing_variance", 0.0, FRACTION),
        word_spacing_variance: f.number("word_spacing_variance", 0.0, FRACTION),
        letter_spacing: f.number("letter_spacing", 0.0, LETTER_SPACING),
        fatigue: f.number("fatigue", 0.0, FRACTION),
        baseline_variance: f.number("baseline_variance", 0.0, FRACTION),
        margin_variance: f.number("margin_variance", 0.0, FRACTION),
    }
}

const PENS: [(&str, Pen); 5] =
    [("ball", Pen::Ball), ("gel", Pen::Gel), ("felt", Pen::Felt), ("fountain", Pen::Fountain), ("pencil", Pen::Pencil)];

fn read_color(f: &mut Fields<'_>, format: Format) -> Color {
    const FIELD: &str = "handwriting_color";
    if format == Format::Pdf {
        let black = Color::Cmyk([0.0, 0.0, 0.0, 1.0]);
        f.read_as(FIELD, black, "must be valid CMYK", CMYK_FORM, parse_cmyk)
    } else {
        f.read_as(FIELD, Color::Rgb([0; 3]), "must be valid RGB", RGB_FORM, parse_rgb)
    }
}

fn read_size(f: &mut Fields<'_>, dpi: f64, habits: &Habits) -> Size {
    if f.get("handwriting_size") != Some("auto") {
        for limit in ["min", "max"] {
            if f.get(limit).is_some() {
                f.fault(limit, "is only for a handwriting_size of auto");
            }
        }
        return Size::Fixed(f.distance("handwriting_size", dpi, habits.side()).unwrap_or(habits.size));
    }
    let [min, max] = ["min", "max"].map(|limit| f.distance(limit, dpi, habits.side()));
    let size = match (min, max) {
        (None, None) => Size::Fit { min: habits.fit.0, max: habits.fit.1 },
        (Some(min), None) => Size::Fit { min, max: if min > habits.fit.1 { habits.most } else { habits.fit.1 } },
        (None, Some(max)) => Size::Fit { min: if max < habits.fit.0 { max } else { habits.fit.0 }, max },
        (Some(min), Some(max)) => Size::Fit { min, max },
    };
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        f.fault("min", "must not be more than max");
        f.fault("max", "must not be less than min");
    }
    size
}

fn read_paper(f: &mut Fields<'_>, dpi: f64, habits: &Habits) -> Paper {
    let paper = Paper {
        width: read_extent(f, "width", habits.width, dpi, habits),
        height: read_extent(f, "height", habits.height, dpi, habits),
        longest: habits.most,
        dpi,
        margins: read_margins(f, dpi, habits),
        min_padding: f.distance("min_padding", dpi, habits.gap()),
    };
    check_room(f, &paper);
    paper
}

fn read_extent(f: &mut Fields<'_>, name: &str, default: Length, dpi: f64, habits: &Habits) -> Extent {
    if f.get(name) == Some("auto") {
        return Extent::Auto;
    }
    let length = f.distance(name, dpi, habits.side());
    // Only a side has `auto`, so only its fault may offer it.
    if let Some(fault) = f.faults.iter_mut().find(|e| e.field == name && !e.accepted.is_empty()) {
        fault.accepted = format!("{DISTANCE_FORM}; or auto");
    }
    Extent::Fixed(length.unwrap_or(default))
}

fn read_margins(f: &mut Fields<'_>, dpi: f64, habits: &Habits) -> Margins {
    let all = f.distance("margin", dpi, habits.gap());
    let mut side = |name| f.distance(name, dpi, habits.gap()).or(all);
    Margins {
        top: side("margin_top"),
        right: side("margin_right"),
        bottom: side("margin_bottom"),
        left: side("margin_left"),
    }
}

/// Free edges that meet leave no room for any ink: a fault of each that takes part.
fn check_room(f: &mut Fields<'_>, paper: &Paper) {
    let m = paper.margins;
    let padding = paper.min_padding.unwrap_or_default().mm();
    let axes = [
        ("width", paper.width, [("margin_left", m.left), ("margin_right", m.right)]),
        ("height", paper.height, [("margin_top", m.top), ("margin_bottom", m.bottom)]),
    ];
    for (side, extent, margins) in axes {
        let room = if let Extent::Fixed(length) = extent { length } else { paper.longest }.mm();
        let margin: f64 = margins.iter().filter_map(|(_, m)| *m).map(Length::mm).sum();
        if f.is_faulty(side) || margin + 2.0 * padding < room {
            continue;
        }
        let complaint = format!("leaves no room for ink in the {side} of the page");
        let names = margins.map(|(name, _)| if f.get(name).is_some() { name } else { "margin" });
        for name in names.into_iter().chain(["min_padding"]) {
            if f.get(name).is_some() && !f.is_faulty(name) {
                f.fault(name, &complaint);
            }
        }
    }
}
