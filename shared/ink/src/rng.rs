//! The only source of randomness: a seed in, named sub-streams out.
//!
//! A sub-stream depends on its own path of names alone, so changing one word leaves the draws of all
//! other words as they were.

use rand_core::{Rng as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;

/// A point in the tree of random streams; cheap to copy, holds no generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream(u64);

/// What a sub-stream is for; the number is part of every image ever made with a seed, so never renumber.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub enum Purpose {
    /// Choice of a hand's allographs and habits.
    Hand = 1,
    /// One line of the page, by its number.
    Line = 2,
    /// One word of the text, by its ordinal.
    Word = 3,
    /// The gap after a word, by the word's ordinal.
    Gap = 4,
    /// One letter of a word, by its place in the word.
    Letter = 5,
}

impl Stream {
    /// The root stream of a seed.
    #[must_use]
    pub const fn root(seed: u64) -> Self {
        Self(mix(seed ^ 0x4c6f_6e67_6861_6e64))
    }

    /// The sub-stream for the `n`th thing of a purpose.
    #[must_use]
    pub const fn sub(self, purpose: Purpose, n: u64) -> Self {
        Self(mix(mix(self.0 ^ (purpose as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)) ^ n))
    }

    /// A generator at the beginning of this stream.
    #[must_use]
    pub fn rng(self) -> Rng {
        Rng(Pcg64Mcg::seed_from_u64(self.0))
    }
}

/// The finalizer of `SplitMix64` (Steele, Lea, Flood, 2014).
const fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A PCG generator (O'Neill, 2014) with the draws the engine needs.
#[derive(Clone, Debug)]
pub struct Rng(Pcg64Mcg);

impl Rng {
    /// Uniform in [0, 1), 24 bits.
    pub fn uniform(&mut self) -> f32 {
        (self.0.next_u64() >> 40) as f32 / 16_777_216.0
    }

    /// Uniform in [lo, hi).
    pub fn range(&mut self, lo: f32, hi: f32) -> f32 {
        lo + (hi - lo) * self.uniform()
    }

    /// Standard normal, by Box and Muller (1958).
    pub fn normal(&mut self) -> f32 {
        let u = 1.0 - self.uniform();
        let v = self.uniform();
        (-2.0 * libm::logf(u)).sqrt() * libm::cosf(core::f32::consts::TAU * v)
    }

    /// Standard normal, redrawn until within `limit` (> 0.5) standard deviations.
    pub fn normal_within(&mut self, limit: f32) -> f32 {
        loop {
            let x = self.normal();
            if x.abs() <= limit {
                return x;
            }
        }
    }

    /// Standard Gumbel: the largest of scores with it added is a draw from their softmax.
    pub fn gumbel(&mut self) -> f32 {
        -libm::logf(-libm::logf(self.range(1e-7, 1.0 - 1e-7)))
    }
}
