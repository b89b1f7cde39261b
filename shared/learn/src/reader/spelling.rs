//! Which letters follow which, learned from what people wrote: a reader's sense of what a word is like.
//!
//! Letters after up to five before, each length leaning on the one below: Witten & Bell, "The zero-frequency
//! problem", 1991. Whether they are capitals is learned apart. It is no dictionary: every text has a probability.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Read as _, Write as _};

use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// Characters of a run, the last of which follows the others.
const RUN: usize = 6;
/// Stands before a word, and behind.
const EDGE: u8 = b' ';
/// Characters that may follow: printable ASCII and the end, the digits as one, small letters for capitals too.
const FOLLOWING: f32 = 60.0;
/// Counts of cases.
const CASES: usize = 6;
/// Bits of a character.
const BITS: u32 = 7;

/// Counts of runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// Runs of full length, and how often each occurred.
    runs: BTreeMap<[u8; RUN], u16>,
    /// How often runs of each length occurred.
    counts: HashMap<u64, u32>,
    /// How often anything followed, and how many different characters did.
    after: HashMap<u64, (u32, u32)>,
    /// How often a letter was small and how often a capital, by what was before it: see [`Before`].
    cases: [[u16; 2]; 3],
}

/// What is before a letter, as far as that tells whether it is a capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// No letter.
    None,
    Small,
    Capital,
}

/// The last characters of a text, from before its first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tail([u8; RUN - 1], Before);

/// A letter whatever its case. All digits are one: a number says nothing of the next.
fn letter(c: u8) -> u8 {
    if c.is_ascii_digit() { b'0' } else { c.to_ascii_lowercase() }
}

/// A number for a short run, another for each.
fn key(run: &[u8]) -> u64 {
    run.iter().fold(1, |key, c| key << BITS | u64::from(*c))
}

impl Tail {
    /// Before the first character.
    pub const START: Self = Self([EDGE; RUN - 1], Before::None);

    /// The tail when a character of ASCII has followed.
    pub fn then(self, c: u8) -> Self {
        let mut next = self.0;
        next.rotate_left(1);
        next[RUN - 2] = letter(c);
        let before = match c {
            b'A'..=b'Z' => Before::Capital,
            b'a'..=b'z' => Before::Small,
            _ => Before::None,
        };
        Self(next, before)
    }

    /// The characters and one that follows.
    fn run(self, c: u8) -> [u8; RUN] {
        let mut run = [letter(c); RUN];
        run[..RUN - 1].copy_from_slice(&self.0);
        run
    }
}

impl Spelling {
    /// Learns from words, each once however often it is among them: people were asked to write some more often than
    /// others. Such as are not all ASCII are left out.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words: BTreeSet<&str> = words.into_iter().filter(|word| word.is_ascii()).collect();
        let mut runs = BTreeMap::<[u8; RUN], u16>::new();
        let mut cases = [[0u16; 2]; 3];
        for word in words {
            let mut tail = Tail::START;
            for c in word.bytes().chain([EDGE]) {
                if c.is_ascii_alphabetic() {
                    let case = &mut cases[tail.1 as usize][usize::from(c.is_ascii_uppercase())];
                    *case = case.saturating_add(1);
                }
                let run = runs.entry(tail.run(c)).or_default();
                *run = run.saturating_add(1);
                tail = tail.then(c);
            }
        }
        Self::counted(runs, cases)
    }

    fn counted(runs: BTreeMap<[u8; RUN], u16>, cases: [[u16; 2]; 3]) -> Self {
        let (mut counts, mut after) = (HashMap::<u64, u32>::new(), HashMap::<u64, (u32, u32)>::new());
        for (run, times) in &runs {
            for from in 0..RUN {
                *counts.entry(key(&run[from..])).or_default() += u32::from(*times);
            }
        }
        for (run, times) in &counts {
            let (all, kinds) = after.entry(run >> BITS).or_default();
            *all += times;
            *kinds += 1;
        }
        Self { runs, counts, after, cases }
    }

    /// How likely a character follows, in nats (0 or below).
    pub fn follows(&self, tail: Tail, c: u8) -> f32 {
        let run = tail.run(c);
        let mut p = 1.0 / FOLLOWING;
        for from in (0..RUN).rev() {
            let Some((all, kinds)) = self.after.get(&key(&run[from..RUN - 1])) else { break };
            let times = self.counts.get(&key(&run[from..])).copied().unwrap_or(0);
            p = (times as f32 + *kinds as f32 * p) / (all + kinds) as f32;
        }
        match c {
            b'0'..=b'9' => (p / 10.0).ln(),
            b'A'..=b'Z' | b'a'..=b'z' => (p * self.case(tail.1, c)).ln(),
            _ => p.ln(),
        }
    }

    /// How likely a letter has the case that it has.
    fn case(&self, before: Before, c: u8) -> f32 {
        let times = self.cases[before as usize].map(f32::from);
        (times[usize::from(c.is_ascii_uppercase())] + 1.0) / (times[0] + times[1] + 2.0)
    }

    /// How likely a text ends here, in nats.
    pub fn ends(&self, tail: Tail) -> f32 {
        self.follows(tail, EDGE)
    }

    /// The runs of full length and the cases, deflated.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = DeflateEncoder::new(Vec::new(), Compression::best());
        let runs = self.runs.keys().flatten().copied().collect::<Vec<u8>>();
        let times = self.runs.values().chain(self.cases.as_flattened());
        let times = times.flat_map(|times| times.to_le_bytes()).collect::<Vec<u8>>();
        // Writing to memory does not fail.
        let _ = out.write_all(&runs).and_then(|()| out.write_all(&times));
        out.finish().unwrap_or_default()
    }

    /// Reads what [`bytes`](Self::bytes) gave. Fails where it is damaged.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut all = Vec::new();
        DeflateDecoder::new(bytes).read_to_end(&mut all).context("a reader's spelling is damaged")?;
        let counted = all.len().checked_sub(2 * CASES).context("a reader's spelling is short")?;
        let (runs, times) = all.split_at(counted / (RUN + 2) * RUN);
        let mut times = times.chunks_exact(2).map(|t| u16::from_le_bytes([t[0], t[1]]));
        let runs = runs.chunks_exact(RUN).filter_map(|run| run.try_into().ok());
        let runs = runs.zip(times.by_ref()).collect();
        let mut cases = [[0; 2]; 3];
        cases.as_flattened_mut().iter_mut().zip(times).for_each(|(case, times)| *case = times);
        Ok(Self::counted(runs, cases))
    }
}
