//! Drawing, tested from outside: pictures decoded, formats against one another.

mod agreement;
mod animated_svg;
mod any_page;
mod coverage;
mod mark;
mod pdf_picture;
mod plotter;
mod png_file;
mod sample;
mod text_files;
mod webp_file;

use longhand_ink::page::{Color, Page, Point, Stroke};

/// A page with one millimetre to a pixel and these strokes of (x, y, width).
fn page(width: u32, height: u32, strokes: &[&[(f32, f32, f32)]]) -> Page {
    let point = |&(x, y, width): &(f32, f32, f32)| Point { x, y, width, t: x, pressure: 0.5 };
    let stroke = |points: &&[_]| Stroke { char_index: 0, points: points.iter().map(point).collect() };
    Page {
        width_mm: f64::from(width),
        height_mm: f64::from(height),
        width_px: width,
        height_px: height,
        dpi: 25.4,
        color: Color::Rgb([26, 42, 108]),
        darkness: 1.0,
        strokes: strokes.iter().map(stroke).collect(),
        marked: false,
    }
}

/// A decoded PNG: what its header says and RGBA pixels.
struct Picture {
    info: png::Info<'static>,
    pixels: Vec<[u8; 4]>,
}

fn decode(bytes: &[u8]) -> Picture {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut buffer).unwrap();
    reader.finish().unwrap();
    let pixels = buffer.chunks_exact(4).map(|p| [p[0], p[1], p[2], p[3]]).collect();
    Picture { info: reader.info().clone(), pixels }
}
