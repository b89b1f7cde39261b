//! `longhand sheet`: every hand writes the same note.

use longhand_ink::layout::{Composed, compose};
use longhand_ink::page::{Color, Page};
use longhand_ink::params::{FieldErrors, Format, MAX_SIDE_PX, MM_PER_INCH, Output, RenderRequest};

use crate::args::SheetArgs;
use crate::catalogue::catalogue;
use crate::failure::{Failure, by_name, flag_of};
use crate::output::{format_of, write_file};
use crate::source::unescape;

/// Pixels in an inch.
const DPI: f64 = 72.0;
/// More hands than this stand in two columns.
const ONE_COLUMN: usize = 13;
const GAP_MM: f32 = 4.0;

/// One hand's title and its note.
struct Entry {
    label: Composed,
    note: Composed,
}

impl Entry {
    /// Where both baselines stand below the entry's top.
    fn baseline(&self) -> f64 {
        first_baseline(&self.label).max(first_baseline(&self.note))
    }

    fn height(&self) -> f64 {
        let below = |c: &Composed| c.page.height_mm - first_baseline(c);
        self.baseline() + below(&self.label).max(below(&self.note))
    }
}

fn first_baseline(composed: &Composed) -> f64 {
    composed.lines.first().map_or(0.0, |line| line.baseline_mm)
}

/// Writes the sheet.
pub fn write_sheet(args: &SheetArgs) -> Result<(), Failure> {
    let format = format_of(args.format.as_deref(), &args.out);
    let text = unescape(&args.text);
    let mut faults: Vec<String> = format.as_ref().err().cloned().into_iter().collect();
    let mut entries = Vec::new();
    for name in chosen(args) {
        match entry(&name, &text, args, format.as_ref().copied().unwrap_or(Format::Png)) {
            Ok(entry) => entries.push(entry),
            Err(more) => faults.extend(more.into_iter().filter(|f| !faults.contains(f)).collect::<Vec<_>>()),
        }
    }
    let format = match format {
        Ok(format) if faults.is_empty() => format,
        _ => return Err(Failure::Parameters(faults)),
    };
    let page = arrange(&entries);
    if page.width_px.max(page.height_px) > MAX_SIDE_PX {
        let fault = format!("--size, --text and --hands make a sheet of more than {MAX_SIDE_PX}px");
        return Err(Failure::Parameters(vec![fault]));
    }
    let sheet = Composed { page, size_mm: 0.0, lines: Vec::new(), words: Vec::new(), overflow: None };
    write_file(&args.out, &longhand_ink::file(&[sheet], format, &Output::default()))
}

fn chosen(args: &SheetArgs) -> Vec<String> {
    if args.hands.is_empty() {
        return catalogue().iter().map(|hand| hand.title.to_owned()).collect();
    }
    args.hands.iter().map(|name| name.trim().to_owned()).collect()
}

/// The hand's title, or its name if it is not in the catalogue, and the note.
fn entry(name: &str, text: &str, args: &SheetArgs, format: Format) -> Result<Entry, Vec<String>> {
    let title = catalogue().iter().find(|h| h.id == name).map_or(name, |h| h.title);
    let write = |text: &str| {
        let pairs = [
            ("handwriting_id", name),
            ("text", text),
            ("handwriting_size", &args.size),
            ("width", "auto"),
            ("height", "auto"),
            ("pen", &args.pen),
            // Descenders of one line keep clear of the capitals of the next.
            ("line_spacing", "2"),
            ("random_seed", &args.seed),
        ];
        let request = RenderRequest::from_pairs(format, pairs).map_err(|e| faults(&e))?;
        compose(&request, request.hand(), crate::note::entropy()).map_err(|e| faults(&e))
    };
    Ok(Entry { label: write(title)?, note: write(text)? })
}

/// The faults in words that name the flags of this command.
fn faults(errors: &FieldErrors) -> Vec<String> {
    by_name(errors, |parameter| match parameter {
        "handwriting_id" => "--hands".to_owned(),
        "text" => "--text".to_owned(),
        _ => flag_of(parameter),
    })
}

/// All entries below each other, in one column or two.
fn arrange(entries: &[Entry]) -> Page {
    let columns = if entries.len() > ONE_COLUMN { 2 } else { 1 };
    let widest = |width: fn(&Entry) -> f64| entries.iter().map(width).fold(0.0, f64::max) as f32;
    let label_width = widest(|e| e.label.page.width_mm) + GAP_MM;
    let column_width = label_width + widest(|e| e.note.page.width_mm) + GAP_MM;
    let color = entries.first().map_or(Color::Rgb([0; 3]), |e| e.note.page.color);
    let mut strokes = Vec::new();
    let mut tallest: f32 = 0.0;
    for (column, entries) in entries.chunks(entries.len().div_ceil(columns).max(1)).enumerate() {
        let left = GAP_MM + column as f32 * column_width;
        let mut top = GAP_MM;
        for entry in entries {
            let baseline = top + entry.baseline() as f32;
            put(&entry.label, left, baseline, &mut strokes);
            put(&entry.note, left + label_width, baseline, &mut strokes);
            top += entry.height() as f32 + GAP_MM;
        }
        tallest = tallest.max(top);
    }
    let px = |mm: f32| (f64::from(mm) * DPI / MM_PER_INCH).ceil() as u32;
    let (width_px, height_px) = (px(GAP_MM + columns as f32 * column_width), px(tallest));
    let mm = |px: u32| f64::from(px) * MM_PER_INCH / DPI;
    Page {
        width_mm: mm(width_px),
        height_mm: mm(height_px),
        width_px,
        height_px,
        dpi: DPI,
        color,
        darkness: entries.first().map_or(1.0, |e| e.note.page.darkness),
        strokes,
        marked: false,
    }
}

fn put(composed: &Composed, left: f32, baseline: f32, strokes: &mut Vec<longhand_ink::page::Stroke>) {
    let dy = baseline - first_baseline(composed) as f32;
    strokes.extend(composed.page.strokes.iter().cloned().map(|mut stroke| {
        for point in &mut stroke.points {
            point.x += left;
            point.y += dy;
        }
        stroke
    }));
}
