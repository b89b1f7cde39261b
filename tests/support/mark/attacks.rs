//! What someone may do to a test render to use it as a real one: crop it, recolour it, change its size.

use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};

/// A name and what it does.
pub type Attack = (&'static str, fn(&RgbImage) -> RgbImage);

/// Twenty of them.
pub const ATTACKS: [Attack; 20] = [
    ("nothing", RgbImage::clone),
    ("left half", |p| part(p, [0.0, 0.0, 0.5, 1.0])),
    ("lower half", |p| part(p, [0.0, 0.5, 1.0, 0.5])),
    ("middle seven tenths", |p| part(p, [0.15, 0.15, 0.7, 0.7])),
    ("greys to paper", bleached),
    ("ink alone in black", |p| recoloured(p, |l| if l < 90 { 0 } else { 255 })),
    ("all that is not paper in black", |p| recoloured(p, |l| if l < 235 { 0 } else { 255 })),
    ("inverted", |p| recoloured(p, |l| 255 - l)),
    ("mark in the paper's tint", |p| tinted(p, [250, 244, 228])),
    ("paler", |p| recoloured(p, |l| 255 - (255 - l) / 3)),
    ("more contrast", |p| recoloured(p, |l| ((i16::from(l) - 128) * 2 + 128).clamp(0, 255) as u8)),
    ("half the size", |p| sized(p, 0.5)),
    ("seven tenths of the size", |p| sized(p, 0.7)),
    ("twice the size", |p| sized(p, 2.0)),
    ("blurred", |p| imageops::blur(p, 1.0)),
    ("a poor JPEG", jpeg),
    ("greys to paper, a half", |p| part(&bleached(p), [0.5, 0.0, 0.5, 1.0])),
    ("greys to paper, half the size", |p| sized(&bleached(p), 0.5)),
    ("greys to paper, gaps grown over", |p| grown(&bleached(p))),
    ("greys to paper, middle, larger, JPEG", |p| jpeg(&sized(&part(&bleached(p), [0.1, 0.1, 0.8, 0.8]), 1.3))),
];

/// Left, top, width and height as parts of the picture.
fn part(picture: &RgbImage, [left, top, width, height]: [f32; 4]) -> RgbImage {
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    let [x, y, w, h] = [left * w, top * h, width * w, height * h].map(|px| px as u32);
    imageops::crop_imm(picture, x, y, w.max(1), h.max(1)).to_image()
}

fn sized(picture: &RgbImage, times: f32) -> RgbImage {
    let [w, h] = [picture.width(), picture.height()].map(|side| ((side as f32 * times) as u32).max(1));
    imageops::resize(picture, w, h, FilterType::CatmullRom)
}

/// By its lightness.
fn recoloured(picture: &RgbImage, to: fn(u8) -> u8) -> RgbImage {
    changed(picture, |pixel| Rgb([to(lightness(*pixel)); 3]))
}

fn lightness(pixel: Rgb<u8>) -> u8 {
    (pixel.0.iter().map(|c| u32::from(*c)).sum::<u32>() / 3) as u8
}

fn changed(picture: &RgbImage, to: impl Fn(&Rgb<u8>) -> Rgb<u8>) -> RgbImage {
    let mut copy = picture.clone();
    for pixel in copy.pixels_mut() {
        *pixel = to(pixel);
    }
    copy
}

/// Whatever has no colour or little darkness becomes paper; ink is darker than the mark by far.
fn bleached(picture: &RgbImage) -> RgbImage {
    changed(picture, |pixel| if lightness(*pixel) > 150 { Rgb([255; 3]) } else { *pixel })
}

/// All as light as the mark or lighter takes one tint.
fn tinted(picture: &RgbImage, tint: [u8; 3]) -> RgbImage {
    changed(picture, |pixel| if lightness(*pixel) > 150 { Rgb(tint) } else { *pixel })
}

fn jpeg(picture: &RgbImage) -> RgbImage {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 30);
    encoder.encode_image(picture).expect("written to memory");
    image::load_from_memory_with_format(&bytes, image::ImageFormat::Jpeg).expect("just written").into_rgb8()
}

/// Ink is grown by a pixel on all sides and shrunk again, which closes narrow gaps.
fn grown(picture: &RgbImage) -> RgbImage {
    let most = |picture: &RgbImage, pick: fn(u8, u8) -> u8| {
        RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
            let near = |at: u32, side: u32| at.saturating_sub(1)..(at + 2).min(side);
            let around = near(y, picture.height()).flat_map(|y| near(x, picture.width()).map(move |x| (x, y)));
            let all = around.map(|(x, y)| picture.get_pixel(x, y).0);
            Rgb(all.reduce(|a, b| [0, 1, 2].map(|k| pick(a[k], b[k]))).unwrap_or([255; 3]))
        })
    };
    most(&most(picture, u8::min), u8::max)
}
