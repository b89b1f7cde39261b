//! The likeliest text of rows of probabilities, as writing and as spelling.
//!
//! Prefix search: Hannun et al., "First-pass large vocabulary continuous speech recognition using bi-directional
//! recurrent DNNs", 2014.

use std::collections::HashMap;

use ndarray::{ArrayView1, ArrayView2};

use super::character;
use super::ctc::{BLANK, log_add};
use super::spelling::{Spelling, Tail};

/// Texts that are gone on with after each row.
const BEAM: usize = 24;
/// What is this much less likely than the likeliest of a row is not looked at, nats.
const UNLIKELY: f32 = 8.0;
/// Weight of the spelling beside the writing: how sure of its rows the reader is.
const SPELLING: f32 = 0.45;
/// What a character more is worth, nats: long texts are not unlikely for being long.
const LONGER: f32 = 0.9;

/// A beginning of a text.
struct Prefix {
    /// The class of its last character.
    last: u16,
    before: usize,
    tail: Tail,
    /// What is thought of its spelling, and length.
    spelled: f32,
    longer: HashMap<u16, usize>,
}

/// How likely a prefix is by the rows so far, ending in a blank or in its last character, nats.
#[derive(Clone, Copy)]
struct Ways {
    blank: f32,
    character: f32,
}

/// Every prefix thought of; the first is empty.
struct Search<'a> {
    spelling: &'a Spelling,
    prefixes: Vec<Prefix>,
}

/// The likeliest text over rows of log-probabilities, and how likely it is, nats: more where it is clearer.
pub fn likeliest(rows: ArrayView2<f32>, spelling: &Spelling) -> (Vec<u16>, f32) {
    let empty = Prefix { last: BLANK as u16, before: 0, tail: Tail::START, spelled: 0.0, longer: HashMap::new() };
    let mut search = Search { spelling, prefixes: vec![empty] };
    let mut beam = vec![(0, Ways { blank: 0.0, character: f32::NEG_INFINITY })];
    for row in rows.rows() {
        beam = search.next(&beam, row);
    }
    let ended = |(prefix, ways): &(usize, Ways)| {
        ways.all() + search.prefixes[*prefix].spelled + SPELLING * spelling.ends(search.prefixes[*prefix].tail)
    };
    let best = beam.iter().max_by(|a, b| ended(a).total_cmp(&ended(b)));
    (search.text(best.map_or(0, |(prefix, _)| *prefix)), best.map_or(0.0, ended))
}

impl Ways {
    const NONE: Self = Self { blank: f32::NEG_INFINITY, character: f32::NEG_INFINITY };

    fn all(self) -> f32 {
        log_add(self.blank, self.character)
    }
}

impl Search<'_> {
    /// The beam after one more row.
    fn next(&mut self, beam: &[(usize, Ways)], row: ArrayView1<f32>) -> Vec<(usize, Ways)> {
        let least = row.fold(f32::NEG_INFINITY, |a, b| a.max(*b)) - UNLIKELY;
        let likely = || row.iter().enumerate().skip(1).filter(|(_, p)| **p > least).map(|(c, p)| (c as u16, *p));
        let mut next: HashMap<usize, Ways> = HashMap::new();
        for (prefix, ways) in beam {
            let last = self.prefixes[*prefix].last;
            let stays = next.entry(*prefix).or_insert(Ways::NONE);
            stays.blank = log_add(stays.blank, row[BLANK] + ways.all());
            if *prefix > 0 {
                stays.character = log_add(stays.character, row[usize::from(last)] + ways.character);
            }
            for (class, p) in likely() {
                // The same character again is another only after a blank.
                let so_far = if class == last { ways.blank } else { ways.all() };
                let grown = next.entry(self.longer(*prefix, class)).or_insert(Ways::NONE);
                grown.character = log_add(grown.character, p + so_far);
            }
        }
        let mut next: Vec<_> = next.into_iter().collect();
        let worth = |(prefix, ways): &(usize, Ways)| ways.all() + self.prefixes[*prefix].spelled;
        next.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then(a.0.cmp(&b.0)));
        next.truncate(BEAM);
        next
    }

    /// A prefix with one more character.
    fn longer(&mut self, prefix: usize, class: u16) -> usize {
        if let Some(longer) = self.prefixes[prefix].longer.get(&class) {
            return *longer;
        }
        let Prefix { tail, spelled, .. } = self.prefixes[prefix];
        let c = character(class) as u8;
        let spelled = spelled + SPELLING * self.spelling.follows(tail, c) + LONGER;
        let longer = self.prefixes.len();
        self.prefixes[prefix].longer.insert(class, longer);
        self.prefixes.push(Prefix { last: class, before: prefix, tail: tail.then(c), spelled, longer: HashMap::new() });
        longer
    }

    fn text(&self, mut prefix: usize) -> Vec<u16> {
        let mut text = Vec::new();
        while prefix > 0 {
            text.push(self.prefixes[prefix].last);
            prefix = self.prefixes[prefix].before;
        }
        text.reverse();
        text
    }
}
