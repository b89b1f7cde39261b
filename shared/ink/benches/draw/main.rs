//! Rendering against its floor, in one run: a note of 300 characters to a PNG of 1920×1080, and the outlines
//! of the same strokes, ready made, through the fastest pair measured (`ab_glyph_rasterizer` and fdeflate).
//!
//! `cargo bench -p longhand-ink --bench draw`; the last lines compare medians of alternating runs, which
//! a busy machine disturbs less than Criterion's blocks.

mod floor;
#[path = "../../tests/draw/sample/mod.rs"]
mod sample;
mod whole;

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use longhand_ink::draw;

/// Ours over the floor, at most.
const AIM: f64 = 1.5;
/// Time a character of a long text over a short one's, at most.
const AIM_GROWTH: f64 = 1.1;
/// Alternating runs.
const RUNS: usize = 101;

fn main() {
    let page = sample::page(300, 40.0, 1920, 1080, 96.0);
    let outlines = floor::outlines(&page);
    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function("coverage of 300 letters", |b| b.iter(|| draw::coverage(&page)));
    criterion.bench_function("png of 300 letters", |b| b.iter(|| draw::png(&page)));
    criterion.bench_function("svg of 300 letters", |b| b.iter(|| draw::svg(&page)));
    criterion.bench_function("pdf of 300 letters", |b| b.iter(|| draw::pdf([&page])));
    criterion.bench_function("floor of 300 letters", |b| b.iter(|| floor::png(&page, &outlines)));
    criterion.final_summary();

    let (ours, floor) = alternate(|| draw::png(&page), || floor::png(&page, &outlines));
    report("drawing 300 letters", ours, floor);
    compare_whole();
}

/// Layout included: against the floor of the same page, and 5,000 characters against 500.
fn compare_whole() {
    let note = whole::text(300);
    let page = whole::page(&note, "1080px");
    let outlines = floor::outlines(&page);
    let (ours, floor) = alternate(|| whole::png(&note, "1080px"), || floor::png(&page, &outlines));
    report("a note of 300 characters", ours, floor);

    let (short, long) = (whole::text(500), whole::text(5000));
    let (short, long) = alternate(|| whole::png(&short, "auto"), || whole::png(&long, "auto"));
    let growth = long.as_secs_f64() / short.as_secs_f64() / 10.0;
    println!("500 characters {short:.2?}, 5,000 {long:.2?}: {growth:.2}× a character; aim ≤ {AIM_GROWTH}");
}

fn report(what: &str, ours: Duration, floor: Duration) {
    let ratio = ours.as_secs_f64() / floor.as_secs_f64();
    println!("{what}: ours {ours:.2?}, floor {floor:.2?}: ours/floor = {ratio:.2}×; aim ≤ {AIM}");
}

/// Medians of two things done in turn.
fn alternate<A, B>(mut a: impl FnMut() -> A, mut b: impl FnMut() -> B) -> (Duration, Duration) {
    let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        of_a.push(timed(&mut a));
        of_b.push(timed(&mut b));
    }
    (median(of_a), median(of_b))
}

fn timed<T>(work: &mut impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
