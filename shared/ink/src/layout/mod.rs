//! A checked request to a page: lines broken, words placed, everything random drawn.
//!
//! All measuring is done on boxes in x-heights, so that trying another size moves no ink; then the lines
//! that fit are drawn once and the block of ink is moved to its place.

mod bounds;
mod breaks;
mod cut;
mod frame;
mod manuscript;
mod nib;
mod place;
mod plan;
mod sheet;

pub use bounds::Bounds;

use crate::effort;
use crate::hand::Hand;
use crate::page::Page;
use crate::params::{FieldError, FieldErrors, Format, Length, MM_PER_INCH, Overflow, RenderRequest};
use crate::rng::Stream;
use manuscript::Manuscript;

/// A page and how the text came to stand on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Composed {
    /// The page, ready to draw.
    pub page: Page,
    /// Height of capitals, mm: what `handwriting_size` said, or the largest that fits if it said `auto`.
    pub size_mm: f64,
    /// The lines, from the top; blank ones included.
    pub lines: Vec<PlacedLine>,
    /// The words, or pieces of broken words, in the order of the text.
    pub words: Vec<PlacedWord>,
    /// The first character, by index in the caller's text, for which the page had no room.
    pub overflow: Option<usize>,
}

/// A line on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedLine {
    /// y of its baseline, mm from the top.
    pub baseline_mm: f64,
    /// Around its ink, mm; empty of a blank line.
    pub ink: Bounds,
}

/// A word on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedWord {
    /// Its first character, by index in the caller's text (scalar values).
    pub start: usize,
    /// After its last character.
    pub end: usize,
    /// Index of its line.
    pub line: usize,
    /// Around its ink, mm.
    pub ink: Bounds,
}

/// Writes the request's text on a page. `entropy` is the seed unless the request has its own.
///
/// # Errors
/// If `overflow` is `error` and the text does not fit (field `text`), or `min_padding` leaves no room for
/// any ink (field `min_padding`).
pub fn compose(request: &RenderRequest, hand: &Hand, entropy: u64) -> Result<Composed, FieldErrors> {
    let (paper, style) = (request.paper(), request.style());
    let stream = Stream::root(request.seed(entropy));
    let mut m = Manuscript::write(request.text(), hand, stream, style);
    let plan = plan::plan(&mut m, paper, style, step(request));
    let overflow = plan.overflow.map(|at| request.text().origin(at) as usize);
    if let Some(fault) = overflow.and_then(|fitting| overflow_fault(request, fitting)) {
        return Err(fault.into());
    }
    let block = place::draw_lines(&m, &plan, style);
    Ok(sheet::settle(block, &m, &plan, request, overflow))
}

/// Writes the request's text on as many pages as it needs if `overflow` is `paginate`, else on one as
/// [`compose`] does. All pages have one size of writing.
///
/// # Errors
/// As [`compose`]; if a page has no room for any of the text (field `text`); and if drawing would take more
/// than one request may (fields `handwriting_size` and `duration`).
pub fn compose_pages(request: &RenderRequest, hand: &Hand, entropy: u64) -> Result<Vec<Composed>, FieldErrors> {
    let pages = composed(request, hand, entropy)?;
    match effort::excess(pages.iter().map(|composed| &composed.page), request.format(), request.output()) {
        Some(fault) => Err(fault.into()),
        None => Ok(pages),
    }
}

fn composed(request: &RenderRequest, hand: &Hand, entropy: u64) -> Result<Vec<Composed>, FieldErrors> {
    if request.overflow() != Overflow::Paginate {
        return compose(request, hand, entropy).map(|composed| vec![composed]);
    }
    let (paper, style) = (request.paper(), request.style());
    let stream = Stream::root(request.seed(entropy));
    let mut m = Manuscript::write(request.text(), hand, stream, style);
    let mut plan = plan::plan(&mut m, paper, style, step(request));
    let size = Length::from_mm(plan.frame.size).unwrap_or_default();
    let mut pages = Vec::new();
    loop {
        if let Some(at) = plan.overflow.filter(|_| plan.lines.is_empty()) {
            return Err(no_room(request, request.text().origin(at) as usize).into());
        }
        let block = place::draw_lines(&m, &plan, style);
        pages.push(sheet::settle(block, &m, &plan, request, None));
        if plan.overflow.is_none() {
            return Ok(pages);
        }
        plan = plan::plan_from(&mut m, paper, style, size, plan.first + plan.lines.len());
    }
}

/// `auto` tries sizes a tenth of a px (on screens) or pt (in print) apart, mm.
fn step(request: &RenderRequest) -> f64 {
    let dpi = if request.format() == Format::Pdf { 72.0 } else { request.paper().dpi };
    0.1 * MM_PER_INCH / dpi
}

/// The error that text without room is, if it is one: `fitting` characters have room.
fn overflow_fault(request: &RenderRequest, fitting: usize) -> Option<FieldError> {
    let refuse = request.overflow() != Overflow::Clip;
    (refuse || (fitting == 0 && request.paper().min_padding.is_some())).then(|| no_room(request, fitting))
}

/// The error of a page with room for only the first `fitting` characters.
fn no_room(request: &RenderRequest, fitting: usize) -> FieldError {
    let complaint = match fitting {
        0 => "leaves no room for any of the text".to_owned(),
        n => format!("leaves room for only the first {n} characters of the text"),
    };
    if request.paper().min_padding.is_some() {
        return FieldError::new("min_padding", &complaint);
    }
    FieldError::new("text", &format!("does not fit the page: the page {complaint}"))
}
