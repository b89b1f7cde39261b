//! Looks for the mark of test renders in any picture, knowing nothing of how the picture came about.
//!
//! The mark is one tile set on a lattice, so a picture is folded onto the lattice for each size the mark could have,
//! and what lies there is correlated with the tile in all places. Where the mark is, its lines hold less ink, or more
//! grey, than what is beside them, at once everywhere on the page.

mod attacks;
mod folded;
mod pages;

pub use self::attacks::{ATTACKS, Attack};
pub use self::pages::{notes, picture};

use image::RgbImage;
use longhand_ink::draw;
use longhand_ink::page::{Color, Page};
use rustfft::num_complex::Complex32;

use self::folded::{fold, inverse, less_around, transformed};

/// How many standard deviations from none the best correlation must be, of whatever is on the paper, and of gaps in the
/// ink: beyond what `--example marks` sees in any picture without a mark.
const SURE: Complex32 = Complex32::new(10.5, 5.5);
/// Pictures are made no larger than this on their longer side, px.
const LONGEST: f32 = 720.0;
/// The height of the mark's capitals that is looked for, as parts of a picture's longer side.
const HEIGHTS: (f32, f32) = (0.0105, 0.17);
/// From one height to the next: the far end of the picture moves by this part of a capital.
const STEP: f32 = 0.15;

/// Knows the mark.
pub struct Checker {
    /// Spectrum of the tile, its mean and what is broad in it taken out.
    tile: Vec<Complex32>,
}

/// A picture as the search sees it: where it is not paper, and how far from it.
struct Seen {
    /// From the middle of the picture, px.
    places: Vec<(f32, f32)>,
    /// Whether there is anything, and, below zero, whether it is as dark as ink.
    values: Vec<Complex32>,
    /// Of the picture, px.
    longer: f32,
    diagonal: f32,
}

impl Default for Checker {
    fn default() -> Self {
        Self::new()
    }
}

impl Checker {
    /// Learns the mark from an empty page.
    ///
    /// # Panics
    /// If no mark is drawn on it.
    #[must_use]
    pub fn new() -> Self {
        let mut page = Page {
            width_mm: 160.0,
            height_mm: 160.0,
            width_px: 1280,
            height_px: 1280,
            dpi: 8.0 * 25.4,
            color: Color::Rgb([0; 3]),
            darkness: 1.0,
            strokes: Vec::new(),
            marked: false,
        };
        draw::mark(&mut page);
        let seen = Seen::of(&on_paper(&draw::png(&page)), 1280.0).expect("a mark");
        // A capital is 4.5 mm high on a page of this size.
        let mut plane = fold(&seen.places, &seen.values, 4.5 * 8.0);
        for cell in &mut plane {
            cell.im = 0.0;
        }
        Self { tile: transformed(less_around(&plane)) }
    }

    /// How surely the picture has the mark: it has from 1 up.
    #[must_use]
    pub fn score(&self, picture: &RgbImage) -> f32 {
        let Some(seen) = Seen::of(picture, LONGEST) else { return 0.0 };
        let (mut height, last) = (HEIGHTS.0 * seen.longer, HEIGHTS.1 * seen.longer);
        let mut best = 0.0f32;
        while height < last {
            best = best.max(self.score_at(&seen, height));
            height += STEP * height * height / (0.5 * seen.diagonal);
        }
        best
    }

    /// The same for capitals of a height, px.
    fn score_at(&self, seen: &Seen, height: f32) -> f32 {
        let mut plane = transformed(fold(&seen.places, &seen.values, height));
        for (here, tile) in plane.iter_mut().zip(&self.tile) {
            *here *= tile.conj();
        }
        let agreement = inverse(plane);
        let most = |part: fn(&Complex32) -> f32| {
            let square: f64 = agreement.iter().map(|c| f64::from(part(c)).powi(2)).sum();
            let deviation = (square / agreement.len() as f64).sqrt() as f32;
            agreement.iter().map(part).fold(0.0, f32::max) / deviation.max(f32::MIN_POSITIVE)
        };
        (most(|c| c.re) / SURE.re).max(most(|c| c.im) / SURE.im)
    }
}

impl Seen {
    /// Nothing if there is nothing but paper.
    fn of(picture: &RgbImage, longest: f32) -> Option<Self> {
        let (width, height) = picture.dimensions();
        let shrink = (longest / width.max(height) as f32).min(1.0);
        let size = [width, height].map(|side| ((side as f32 * shrink) as u32).max(1));
        let small = image::imageops::resize(picture, size[0], size[1], image::imageops::FilterType::Triangle);
        let paper = commonest(&small);
        let away = |p: &image::Rgb<u8>| (0..3).map(|k| p[k].abs_diff(paper[k])).max().unwrap_or(0);
        let mut sorted: Vec<u8> = small.pixels().map(away).filter(|d| *d > 24).collect();
        sorted.sort_unstable();
        let darkest = f32::from(*sorted.get(sorted.len() * 9 / 10)?);
        let far: Vec<f32> = small.pixels().map(|pixel| f32::from(away(pixel)) / darkest).collect();
        let ink: Vec<f32> = far.iter().map(|far| ramp(*far, 0.45, 0.75)).collect();
        let (mut places, mut values) = (Vec::new(), Vec::new());
        let middle = size.map(|side| 0.5 * side as f32);
        for (i, (x, y, _)) in small.enumerate_pixels().enumerate() {
            let something = ramp(far[i], 0.08, 0.2);
            if something > 0.0 {
                places.push((x as f32 + 0.5 - middle[0], y as f32 + 0.5 - middle[1]));
                values.push(Complex32::new(something, -ink[i]));
            }
        }
        let (width, height) = (size[0] as f32, size[1] as f32);
        Some(Self { places, values, longer: width.max(height), diagonal: width.hypot(height) })
    }
}

/// 0 up to `from`, 1 beyond `to`.
fn ramp(value: f32, from: f32, to: f32) -> f32 {
    ((value - from) / (to - from)).clamp(0.0, 1.0)
}

/// The colour of most pixels.
fn commonest(picture: &RgbImage) -> image::Rgb<u8> {
    let mut counts = std::collections::HashMap::new();
    for pixel in picture.pixels() {
        *counts.entry(pixel.0.map(|c| c >> 3)).or_insert(0u32) += 1;
    }
    let most = counts.into_iter().max_by_key(|(color, count)| (*count, *color)).map_or([31; 3], |(color, _)| color);
    image::Rgb(most.map(|c| c << 3 | 4))
}

/// A PNG as it looks on white paper.
///
/// # Panics
/// If it is not a PNG.
#[must_use]
pub fn on_paper(png: &[u8]) -> RgbImage {
    let picture = image::load_from_memory_with_format(png, image::ImageFormat::Png).expect("a PNG").into_rgba8();
    let mixed = |c: u8, alpha: u8| {
        let alpha = u32::from(alpha);
        ((u32::from(c) * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [r, g, b, a] = picture.get_pixel(x, y).0;
        image::Rgb([r, g, b].map(|c| mixed(c, a)))
    })
}
