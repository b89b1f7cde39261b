//! Ink and numbers made up for tests.

use longhand_ink::geometry::Vec2;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore as _, SeedableRng as _};

use crate::cut::{Letter, Link};
use crate::recordings::{Kind, Polyline, Sample};

/// Straight pieces from corner to corner, a point every 0.04 or nearer.
pub fn lines(corners: &[(f32, f32)]) -> Polyline {
    let corners: Vec<Vec2> = corners.iter().map(|(x, y)| Vec2::new(*x, *y)).collect();
    let mut out = vec![corners[0]];
    for pair in corners.windows(2) {
        let n = ((pair[1] - pair[0]).length() / 0.04).ceil().max(1.0) as usize;
        out.extend((1..=n).map(|k| pair[0].lerp(pair[1], k as f32 / n as f32)));
    }
    out
}

/// A recorded word of writer 0, its letters not marked.
pub fn word(text: &str, strokes: Vec<Polyline>) -> Sample {
    Sample { writer: 0, kind: Kind::Word, text: text.chars().collect(), strokes, marks: None }
}

/// A surely cut letter without links.
pub fn letter(c: char, writer: usize, main: Vec<Polyline>) -> Letter {
    Letter {
        c,
        writer,
        main,
        late: Vec::new(),
        entry: Link::None,
        exit: Link::None,
        certainty: 0.0,
        space_after: false,
    }
}

/// Numbers from -1 to 1, even, the same for the same seed.
pub fn noise(seed: u64) -> impl FnMut() -> f32 {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    move || (rng.next_u64() >> 40) as f32 / 8_388_608.0 - 1.0
}
