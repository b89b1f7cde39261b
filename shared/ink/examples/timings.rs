//! Times texts to PNG pages in one warm process, for comparison with other programs.
//!
//! `timings HAND RUNS FILE…` prints one JSON line for each file: its characters, the pages of 1920×1080 px
//! it fills at capitals of 40 px, and the median of `RUNS` times of laying out, drawing and encoding them
//! all. `tests/peers/` uses it.

use std::time::Instant;

use longhand_ink::params::{Format, RenderRequest};
use longhand_ink::{draw, layout};

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [hand, runs, files @ ..] = arguments.as_slice() else {
        return Err("usage: timings HAND RUNS FILE…".to_owned());
    };
    let runs: usize = runs.parse().map_err(|e| format!("RUNS: {e}"))?;
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
        let bytes = pages(hand, &text)?;
        let mut times = Vec::new();
        for _ in 0..runs.max(1) {
            let start = Instant::now();
            pages(hand, &text)?;
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        let (chars, median) = (text.chars().count(), times[times.len() / 2]);
        let count = bytes.len();
        let bytes: usize = bytes.iter().sum();
        println!(r#"{{"chars":{chars},"pages":{count},"median_ms":{median:.3},"bytes":{bytes}}}"#);
    }
    Ok(())
}

/// Writes a text on as many pages as it needs; the sizes of the PNGs.
fn pages(hand: &str, text: &str) -> Result<Vec<usize>, String> {
    let (mut rest, mut sizes) = (text, Vec::new());
    loop {
        let request = request(hand, rest)?;
        let composed = layout::compose(&request, request.hand(), 1).map_err(|e| e.to_string())?;
        sizes.push(draw::png(&composed.page).len());
        let Some(at) = composed.overflow.filter(|&at| at > 0) else { return Ok(sizes) };
        let byte = rest.char_indices().nth(at).map_or(rest.len(), |(byte, _)| byte);
        rest = rest[byte..].trim_start();
    }
}

fn request(hand: &str, text: &str) -> Result<RenderRequest, String> {
    let pairs = [
        ("handwriting_id", hand),
        ("text", text),
        ("handwriting_size", "40px"),
        ("width", "1920px"),
        ("height", "1080px"),
        ("random_seed", "42"),
    ];
    RenderRequest::from_pairs(Format::Png, pairs).map_err(|e| e.to_string())
}
