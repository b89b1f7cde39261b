//! PNG: one ink colour, so one channel. Pixels are palette indices, the palette is the ink and its
//! transparency the coverage.
//!
//! Sixteen levels of coverage look the same as 256 on lines of ink and halve the bytes; `fdeflate`, a
//! Huffman coder with runs of zeros, spends the least time on an image that is mostly empty. The `png`
//! crate writes the container; its own settings do not offer fdeflate for 4-bit images.

use std::io;

use png::{BitDepth, ColorType, Encoder, EncodingError, PixelDimensions, Unit, chunk};

use super::raster::{BAND_ROWS, Band, Bands, Raster};
use super::{colour, mark};
use crate::page::Page;

/// The level of a fully covered pixel.
const FULL: u8 = 15;

/// The page as an indexed PNG of exactly `width_px` × `height_px` pixels with a transparent background.
///
/// Fully covered pixels have the page's colour and the alpha of its darkness; coverage is in 16 steps. A page that is
/// `marked` has the mark composed over the ink, in 8-bit indices. A CMYK colour is converted naively.
/// A side of no pixels becomes one pixel: the format knows no smaller.
#[must_use]
pub fn png(page: &Page) -> Vec<u8> {
    let raster = Raster::of(page);
    let ink = colour::rgb(page.color);
    // Writing to memory is the only thing that could fail.
    if page.marked { marked(page, &raster, ink) } else { plain(page, &raster, ink) }.unwrap_or_default()
}

/// Four bits of ink level.
fn plain(page: &Page, raster: &Raster, ink: [u8; 3]) -> Result<Vec<u8>, EncodingError> {
    let palette = ink.repeat(usize::from(FULL) + 1);
    let darkness = colour::part(page.darkness);
    let alpha = (0..=FULL).map(|level| (f32::from(level * 17) * darkness + 0.5) as u8).collect();
    container(page, raster, BitDepth::Four, (palette, alpha), &inked_rows(page, raster)?)
}

/// Four bits of ink level and four of mark level.
fn marked(page: &Page, raster: &Raster, ink: [u8; 3]) -> Result<Vec<u8>, EncodingError> {
    container(
        page,
        raster,
        BitDepth::Eight,
        marked_palette(ink, colour::part(page.darkness)),
        &marked_rows(page, raster)?,
    )
}

/// A PNG around a finished zlib stream.
fn container(
    page: &Page,
    raster: &Raster,
    depth: BitDepth,
    (palette, alpha): (Vec<u8>, Vec<u8>),
    zlib: &[u8],
) -> Result<Vec<u8>, EncodingError> {
    let mut file = Vec::with_capacity(zlib.len() + palette.len() + alpha.len() + 128);
    let mut encoder = Encoder::new(&mut file, raster.width, raster.height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(depth);
    encoder.set_palette(palette);
    encoder.set_trns(alpha);
    let per_metre = (page.dpi / 0.0254 + 0.5) as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    let mut writer = encoder.write_header()?;
    writer.write_chunk(chunk::IDAT, zlib)?;
    writer.finish()?;
    Ok(file)
}

/// The zlib stream of 4-bit rows of ink levels.
fn inked_rows(page: &Page, raster: &Raster) -> io::Result<Vec<u8>> {
    let row_bytes = 1 + (raster.width as usize).div_ceil(2);
    let mut ink = Bands::new(&page.strokes, raster, FULL);
    compress(raster, ink.count(), row_bytes, |index, rows| {
        let band = ink.draw(index);
        for (row, bytes) in (0..band.rows).zip(rows.chunks_exact_mut(row_bytes)) {
            pack(band, row, raster.width as usize, &mut bytes[1..]);
        }
    })
}

/// Two levels to a byte, from the first inked pixel to the last; the other bytes are left as they are.
fn pack(band: &Band, row: u32, width: usize, bytes: &mut [u8]) {
    let (levels, inked) = (band.row(row), band.inked(row));
    let (from, to) = (inked.start / 2, inked.end.div_ceil(2));
    for (byte, pair) in bytes[from..to].iter_mut().zip(levels[2 * from..].chunks_exact(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    if to > width / 2 {
        // The last byte of an odd row: its second pixel is not on the page.
        bytes[to - 1] &= 0xf0;
    }
}

/// The zlib stream of 8-bit rows: ink level | mark level << 4.
fn marked_rows(page: &Page, raster: &Raster) -> io::Result<Vec<u8>> {
    let row_bytes = 1 + raster.width as usize;
    let mut ink = Bands::new(&page.strokes, raster, FULL);
    let mut over = Bands::new(&mark::strokes(page), raster, FULL);
    compress(raster, ink.count(), row_bytes, |index, rows| {
        for (band, shift) in [(ink.draw(index), 0), (over.draw(index), 4)] {
            for (row, bytes) in (0..band.rows).zip(rows.chunks_exact_mut(row_bytes)) {
                let inked = band.inked(row);
                let levels = &band.row(row)[inked.clone()];
                for (byte, level) in bytes[1..][inked].iter_mut().zip(levels) {
                    *byte |= level << shift;
                }
            }
        }
    })
}

/// Compresses the image band by band: `fill` gets a band's number and its rows, each a filter byte
/// (0, none) and `row_bytes - 1` of pixels, all zero.
fn compress(
    raster: &Raster,
    bands: u32,
    row_bytes: usize,
    mut fill: impl FnMut(u32, &mut [u8]),
) -> io::Result<Vec<u8>> {
    let mut zlib = fdeflate::Compressor::new(Vec::new())?;
    let mut rows = vec![0u8; row_bytes * BAND_ROWS.min(raster.height) as usize];
    for index in 0..bands {
        rows.fill(0);
        fill(index, &mut rows);
        let count = BAND_ROWS.min(raster.height - index * BAND_ROWS) as usize;
        zlib.write_data(&rows[..count * row_bytes])?;
    }
    zlib.finish()
}

/// Colours and alphas of all pairs of ink and mark level.
fn marked_palette(ink: [u8; 3], darkness: f32) -> (Vec<u8>, Vec<u8>) {
    let (mut palette, mut alphas) = (Vec::with_capacity(768), Vec::with_capacity(256));
    for index in 0..=255u8 {
        let share = |level: u8| f32::from(level) / f32::from(FULL);
        let [r, g, b, alpha] = mark::over(ink, darkness * share(index & FULL), share(index >> 4));
        palette.extend([r, g, b]);
        alphas.push(alpha);
    }
    (palette, alphas)
}
