//! The floor: outlines that nobody had to compute, the fastest rasteriser, the fastest encoder.

use ab_glyph_rasterizer::{Point as Corner, Rasterizer, point};
use longhand_ink::page::{Page, Point};
use png::{BitDepth, ColorType, Encoder, chunk};

/// A closed polygon in pixels.
type Outline = Vec<Corner>;

/// The ink of each stroke as a polygon: both sides of the polyline and two round ends. The points are
/// a pixel or two apart, so that no further flattening is needed.
pub fn outlines(page: &Page) -> Vec<Outline> {
    let scale = (page.dpi / 25.4) as f32;
    page.strokes.iter().map(|s| outline(&s.points, scale)).collect()
}

fn outline(points: &[Point], scale: f32) -> Outline {
    let last = points.len() - 1;
    let at = |k: usize| (points[k].x * scale, points[k].y * scale, 0.5 * points[k].width * scale);
    let way = |k: usize| {
        let ((x0, y0, _), (x1, y1, _)) = (at(k.saturating_sub(1)), at((k + 1).min(last)));
        let length = (x1 - x0).hypot(y1 - y0).max(1e-6);
        ((x1 - x0) / length, (y1 - y0) / length)
    };
    let side = |k: usize, sign: f32| {
        let ((x, y, r), (dx, dy)) = (at(k), way(k));
        point(x - sign * dy * r, y + sign * dx * r)
    };
    let end = |k: usize, sign: f32| {
        let ((x, y, r), (dx, dy)) = (at(k), way(k));
        (1..8).map(move |i| {
            let (sin, cos) = (i as f32 * std::f32::consts::PI / 8.0).sin_cos();
            let (u, v) = (sign * r * sin, sign * r * cos);
            point(x + u * dx - v * dy, y + u * dy + v * dx)
        })
    };
    let there = (0..=last).map(|k| side(k, 1.0));
    let back = (0..=last).rev().map(|k| side(k, -1.0));
    there.chain(end(last, 1.0)).chain(back).chain(end(0, -1.0)).collect()
}

/// Rasterises the outlines and encodes the page.
pub fn png(page: &Page, outlines: &[Outline]) -> Vec<u8> {
    let (width, height) = (page.width_px as usize, page.height_px as usize);
    let mut rasterizer = Rasterizer::new(width, height);
    for outline in outlines {
        for pair in outline.windows(2) {
            rasterizer.draw_line(pair[0], pair[1]);
        }
        rasterizer.draw_line(outline[outline.len() - 1], outline[0]);
    }
    let mut levels = vec![0u8; width * height];
    rasterizer.for_each_pixel(|i, coverage| levels[i] = (coverage.min(1.0) * 15.0 + 0.5) as u8);
    let row_bytes = 1 + width / 2;
    let mut rows = vec![0u8; row_bytes * height];
    for (row, levels) in rows.chunks_exact_mut(row_bytes).zip(levels.chunks_exact(width)) {
        for (byte, pair) in row[1..].iter_mut().zip(levels.chunks_exact(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
    }
    let mut zlib = fdeflate::Compressor::new(Vec::new()).unwrap();
    zlib.write_data(&rows).unwrap();
    container(page, &zlib.finish().unwrap())
}

fn container(page: &Page, zlib: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, page.width_px, page.height_px);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Four);
    encoder.set_palette(vec![0u8; 48]);
    encoder.set_trns((0..16).map(|level| level * 17).collect::<Vec<u8>>());
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(chunk::IDAT, zlib).unwrap();
    writer.finish().unwrap();
    file
}
