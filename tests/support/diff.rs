//! Two pictures side by side, with what differs between them.

use std::io::Cursor;

/// A decoded PNG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    /// RGBA, row by row.
    pixels: Vec<[u8; 4]>,
}

/// How two pictures differ.
#[derive(Clone, Debug)]
pub struct Difference {
    expected: Picture,
    actual: Picture,
    /// Pixels that differ, those outside either picture included.
    count: usize,
    /// Greatest difference of any channel.
    greatest: u8,
    /// The first pixel that differs, by rows.
    first: (u32, u32),
}

/// Between the panels.
const GUTTER: u32 = 8;
/// Behind transparent pixels, and of the gutters.
const PAPER: [u8; 3] = [255, 255, 255];
const RULE: [u8; 3] = [255, 200, 0];

impl Picture {
    /// Decodes a PNG of any kind.
    ///
    /// # Errors
    /// If it is not a PNG.
    pub fn decode(bytes: &[u8]) -> Result<Self, String> {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
        let mut reader = decoder.read_info().map_err(|e| e.to_string())?;
        let size = reader.output_buffer_size().ok_or("too large")?;
        let mut buffer = vec![0; size];
        let frame = reader.next_frame(&mut buffer).map_err(|e| e.to_string())?;
        let bytes = &buffer[..frame.buffer_size()];
        let pixels = match frame.color_type {
            png::ColorType::GrayscaleAlpha => bytes.chunks_exact(2).map(|p| [p[0], p[0], p[0], p[1]]).collect(),
            _ => bytes.chunks_exact(4).map(|p| [p[0], p[1], p[2], p[3]]).collect(),
        };
        Ok(Self { width: frame.width, height: frame.height, pixels })
    }

    fn at(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        (x < self.width && y < self.height).then(|| self.pixels[(y * self.width + x) as usize])
    }
}

/// What differs between two pictures; `None` if nothing does.
#[must_use]
pub fn compare(expected: &Picture, actual: &Picture) -> Option<Difference> {
    let (mut count, mut greatest, mut first) = (0, 0, None);
    for y in 0..expected.height.max(actual.height) {
        for x in 0..expected.width.max(actual.width) {
            let distance = distance(expected.at(x, y), actual.at(x, y));
            if distance > 0 {
                count += 1;
                greatest = greatest.max(distance);
                first.get_or_insert((x, y));
            }
        }
    }
    first.map(|first| Difference { expected: expected.clone(), actual: actual.clone(), count, greatest, first })
}

/// Greatest difference of a channel; the whole range where one picture has no pixel.
fn distance(a: Option<[u8; 4]>, b: Option<[u8; 4]>) -> u8 {
    match (a, b) {
        (Some(a), Some(b)) => (0..4).map(|k| a[k].abs_diff(b[k])).max().unwrap_or(0),
        (None, None) => 0,
        _ => u8::MAX,
    }
}

impl Difference {
    /// In a line.
    #[must_use]
    pub fn summary(&self) -> String {
        let Self { expected: e, actual: a, count, greatest, first: (x, y) } = self;
        let sizes = if (e.width, e.height) == (a.width, a.height) {
            String::new()
        } else {
            format!("{}x{} instead of {}x{}; ", a.width, a.height, e.width, e.height)
        };
        format!("{sizes}{count} pixels differ by up to {greatest} of 255, the first at ({x}, {y})")
    }

    /// A PNG with three panels: expected, actual, and the difference, darker where it is greater.
    #[must_use]
    pub fn panels(&self) -> Vec<u8> {
        let (w, h) = (self.expected.width.max(self.actual.width), self.expected.height.max(self.actual.height));
        let mut rgb = Vec::with_capacity(((3 * w + 2 * GUTTER) * h * 3) as usize);
        for y in 0..h {
            rgb.extend((0..w).flat_map(|x| on_paper(self.expected.at(x, y))));
            rgb.extend((0..GUTTER).flat_map(|_| RULE));
            rgb.extend((0..w).flat_map(|x| on_paper(self.actual.at(x, y))));
            rgb.extend((0..GUTTER).flat_map(|_| RULE));
            rgb.extend((0..w).flat_map(|x| stain(distance(self.expected.at(x, y), self.actual.at(x, y)))));
        }
        encode(3 * w + 2 * GUTTER, h, &rgb)
    }
}

/// A pixel over white paper; outside the picture, grey.
fn on_paper(pixel: Option<[u8; 4]>) -> [u8; 3] {
    let Some([r, g, b, a]) = pixel else { return [200, 200, 200] };
    let over = |c: u8, paper: u8| ((u32::from(c) * u32::from(a) + u32::from(paper) * (255 - u32::from(a))) / 255) as u8;
    [over(r, PAPER[0]), over(g, PAPER[1]), over(b, PAPER[2])]
}

/// The smallest difference must be seen: none is white, one is already pink.
fn stain(distance: u8) -> [u8; 3] {
    let rest = if distance == 0 { 255 } else { 160 - (u32::from(distance) * 160 / 255) as u8 };
    [if distance == 0 { 255 } else { 230 }, rest, rest]
}

fn encode(width: u32, height: u32, rgb: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(rgb));
    // Into memory and with matching sizes nothing can fail; an empty file would show it.
    if written.is_err() {
        bytes.clear();
    }
    bytes
}
