//! Coverage of a page's ink, in bands of rows.
//!
//! An image is never held whole: a band of rows is drawn, used and drawn over, so that it stays in the
//! processor's cache and a page of 81 million pixels needs no more memory than its strokes.

use super::capsule::{Capsule, LANES};
use super::flatten::{self, Piece};
use crate::page::{Page, Stroke};

/// Rows of a band: for a page 2,000 pixels wide it fills half of a common level-2 cache.
pub(super) const BAND_ROWS: u32 = 64;

/// How much ink each pixel of a page holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Row by row from the top left, 0 without ink to 255 covered.
    pub levels: Vec<u8>,
}

/// The coverage of all ink of a page without a test mark; a side of no pixels becomes one pixel.
#[must_use]
pub fn coverage(page: &Page) -> Coverage {
    let raster = Raster::of(page);
    let Raster { width, height, .. } = raster;
    let mut levels = Vec::with_capacity(width as usize * height as usize);
    let mut bands = Bands::new(&page.strokes, &raster, 255);
    for index in 0..bands.count() {
        let band = bands.draw(index);
        for row in 0..band.rows {
            levels.extend_from_slice(&band.row(row)[..width as usize]);
        }
    }
    Coverage { width, height, levels }
}

/// The pixel grid over a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raster {
    /// Columns, at least 1.
    pub width: u32,
    /// Rows, at least 1.
    pub height: u32,
    /// Pixels in a millimetre; 0 when the page's resolution is no number.
    scale: f32,
}

impl Raster {
    /// The grid that a page asks for.
    pub fn of(page: &Page) -> Self {
        let scale = (page.dpi / 25.4) as f32;
        Self {
            width: page.width_px.max(1),
            height: page.height_px.max(1),
            scale: if scale.is_finite() { scale.clamp(0.0, 1e3) } else { 0.0 },
        }
    }
}

/// Strokes ready to be drawn band by band.
pub(super) struct Bands {
    pieces: Vec<Piece>,
    /// Where in `order` each band's pieces begin; one more than there are bands.
    starts: Vec<u32>,
    /// Pieces that touch a band, band after band.
    order: Vec<u32>,
    height: u32,
    full: f32,
    band: Band,
}

/// Some rows of coverage.
pub(super) struct Band {
    /// Rows in use.
    pub rows: u32,
    width: u32,
    stride: usize,
    levels: Vec<u8>,
    /// For each row the first column with ink and the column after the last.
    inked: Vec<(u32, u32)>,
}

impl Bands {
    /// Flattens and sorts `strokes`; covered pixels become `full`.
    pub fn new(strokes: &[Stroke], raster: &Raster, full: u8) -> Self {
        let pieces = flatten::pieces(strokes, raster.scale);
        let (starts, order) = sort(&pieces, raster.height);
        let band = Band::new(raster.width, BAND_ROWS.min(raster.height));
        Self { pieces, starts, order, height: raster.height, full: f32::from(full), band }
    }

    /// How many bands the page has.
    pub fn count(&self) -> u32 {
        self.height.div_ceil(BAND_ROWS)
    }

    /// Draws the band with this number, counted from the top.
    pub fn draw(&mut self, index: u32) -> &Band {
        let top = index * BAND_ROWS;
        self.band.clear(BAND_ROWS.min(self.height - top));
        let (from, to) = (self.starts[index as usize], self.starts[index as usize + 1]);
        for &piece in &self.order[from as usize..to as usize] {
            if let Some(capsule) = Capsule::new(&self.pieces[piece as usize]) {
                self.band.cover(&capsule, top, self.height, self.full);
            }
        }
        &self.band
    }
}

/// Lists for each band the pieces that touch it: a counting sort.
fn sort(pieces: &[Piece], height: u32) -> (Vec<u32>, Vec<u32>) {
    let bands_of = |piece: &Piece| {
        let (top, bottom) = Capsule::new(piece).map_or((0, 0), |c| c.rows(height));
        top / BAND_ROWS..bottom.div_ceil(BAND_ROWS)
    };
    let mut starts = vec![0u32; height.div_ceil(BAND_ROWS) as usize + 2];
    for piece in pieces {
        for band in bands_of(piece) {
            starts[band as usize + 2] += 1;
        }
    }
    for band in 2..starts.len() {
        starts[band] += starts[band - 1];
    }
    let mut order = vec![0u32; starts[starts.len() - 1] as usize];
    for (number, piece) in pieces.iter().enumerate() {
        for band in bands_of(piece) {
            let next = &mut starts[band as usize + 1];
            order[*next as usize] = number as u32;
            *next += 1;
        }
    }
    starts.pop();
    (starts, order)
}

impl Band {
    fn new(width: u32, rows: u32) -> Self {
        let stride = (width as usize).next_multiple_of(LANES) + LANES;
        Self { rows, width, stride, levels: vec![0; stride * rows as usize], inked: vec![(u32::MAX, 0); rows as usize] }
    }

    /// Empties the band, touching only what was drawn on.
    fn clear(&mut self, rows: u32) {
        self.rows = rows;
        for (row, inked) in self.inked.iter_mut().enumerate() {
            if inked.0 < inked.1 {
                let start = row * self.stride;
                let end = (inked.1 as usize).next_multiple_of(LANES) + LANES;
                self.levels[start + inked.0 as usize..start + end.min(self.stride)].fill(0);
            }
            *inked = (u32::MAX, 0);
        }
    }

    /// Draws the rows of a piece that are in the band starting at row `top` of `height`.
    fn cover(&mut self, capsule: &Capsule, top: u32, height: u32, full: f32) {
        let (first, after) = capsule.rows(height);
        for y in first.max(top)..after.min(top + self.rows) {
            let centre = y as f32 + 0.5;
            let (left, right) = capsule.columns(centre, self.width);
            if left >= right {
                continue;
            }
            let row = (y - top) as usize;
            let inked = &mut self.inked[row];
            *inked = (inked.0.min(left), inked.1.max(right));
            let start = row * self.stride + left as usize;
            let length = ((right - left) as usize).next_multiple_of(LANES);
            let pixels = &mut self.levels[start..start + length];
            capsule.cover(pixels, left as f32 + 0.5, centre, full);
        }
    }

    /// A row's levels; beyond the page's width they mean nothing.
    pub fn row(&self, row: u32) -> &[u8] {
        let start = row as usize * self.stride;
        &self.levels[start..start + self.stride]
    }

    /// The first column with ink and the column after the last; empty when the row has none.
    pub fn inked(&self, row: u32) -> core::ops::Range<usize> {
        let (left, right) = self.inked[row as usize];
        left.min(right) as usize..right as usize
    }
}
