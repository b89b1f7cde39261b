//! A drawn page as an answer.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use longhand_core::app::{Drawn, Format, Kept};

/// Headers that tell of an image.
pub(crate) const TOLD: [&str; 14] = [
    "x-request-id",
    "x-token-expires",
    "x-engine-version",
    "x-seed-used",
    "x-units",
    "x-characters",
    "x-image-width",
    "x-image-height",
    "x-baselines",
    "x-pages",
    "x-overflow",
    "x-missing-handled",
    "x-receipt",
    "x-receipt-opening",
];

/// The content type of a format's files.
pub(crate) const fn media_type(format: Format) -> &'static str {
    match format {
        Format::Png => "image/png",
        Format::Pdf => "application/pdf",
        Format::Svg => "image/svg+xml",
        Format::Json => "application/json",
        Format::Inkml => "application/inkml+xml",
        Format::Webp => "image/webp",
        Format::Gcode => "text/x-gcode",
        Format::Hpgl => "application/vnd.hp-hpgl",
    }
}

/// 200 with the file, what it is, and what is kept of a live one.
pub(crate) fn drawn(drawn: Drawn, kept: Option<Kept>) -> Response {
    let (shape, units) = (drawn.shape, drawn.units);
    let mut told = vec![
        ("x-engine-version", longhand_core::app::ENGINE_VERSION.to_string()),
        ("x-seed-used", drawn.seed.to_string()),
        ("x-units", units.images.to_string()),
        ("x-characters", units.characters.to_string()),
        ("x-image-width", shape.size_px[0].to_string()),
        ("x-image-height", shape.size_px[1].to_string()),
        ("x-baselines", shape.lines.to_string()),
        ("x-pages", shape.pages.to_string()),
    ];
    told.extend(shape.overflow.map(|at| ("x-overflow", at.to_string())));
    told.extend(drawn.missing.map(|handled| ("x-missing-handled", handled)));
    if let Some(Kept { receipt, opening }) = kept {
        told.extend([("x-receipt", receipt), ("x-receipt-opening", opening.reveal())]);
    }
    let mut response = Response::new(Body::from(drawn.bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(drawn.format)));
    // What someone had written is theirs: no proxy keeps it.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    for (name, value) in told {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    response
}
