//! Images of handwriting, as people have them.

use std::io::Cursor;

use image::imageops::thumbnail;
use image::{DynamicImage, GrayImage, ImageDecoder as _, ImageReader, Limits, Luma, LumaA};

use super::Likeness;

/// Most pixels of a sample that is read, and of what is looked at: a larger one is made smaller.
const MOST_PIXELS: u64 = 40_000_000;
const LOOKED_AT: u32 = 4_000_000;
/// Most memory that its reading may take, bytes.
const MOST_MEMORY: u64 = 256 << 20;

/// Why an image is no sample of handwriting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSample {
    /// It cannot be read.
    #[error("must be a PNG or JPEG image")]
    NoImage,
    /// It has too many pixels.
    #[error("must have {} million pixels at most", MOST_PIXELS / 1_000_000)]
    TooLarge,
    /// Not enough is written.
    #[error("has too little writing in it: a line of dark ink on light paper is the least")]
    TooLittle,
}

impl Likeness {
    /// That of a PNG or JPEG file's image, upright as the file says; what shows through is paper.
    ///
    /// # Errors
    /// Why there is none.
    pub fn read(file: &[u8]) -> Result<Self, NoSample> {
        let image = upright(file)?;
        let pixels = image.width().saturating_mul(image.height());
        let smaller = if pixels > LOOKED_AT {
            let by = (f64::from(LOOKED_AT) / f64::from(pixels)).sqrt();
            let shrunk = |length: u32| ((f64::from(length) * by) as u32).max(1);
            thumbnail(&image, shrunk(image.width()), shrunk(image.height()))
        } else {
            image
        };
        Self::of(smaller.width() as usize, smaller.as_raw()).ok_or(NoSample::TooLittle)
    }
}

/// The grey of a file's image.
fn upright(file: &[u8]) -> Result<GrayImage, NoSample> {
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| NoSample::NoImage)?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| NoSample::NoImage)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(NoSample::TooLarge);
    }
    let orientation = decoder.orientation().map_err(|_| NoSample::NoImage)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| NoSample::NoImage)?;
    image.apply_orientation(orientation);
    if !image.color().has_alpha() {
        return Ok(image.into_luma8());
    }
    let image = image.into_luma_alpha8();
    let mut grey = GrayImage::new(image.width(), image.height());
    for (Luma([level]), LumaA([ink, alpha])) in grey.pixels_mut().zip(image.pixels()) {
        *level = 255 - (u16::from(255 - ink) * u16::from(*alpha) / 255) as u8;
    }
    Ok(grey)
}
