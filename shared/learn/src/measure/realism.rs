//! How well words of ours are told from people's by a judge that saw neither hand nor writer before.
//!
//! The area under the curve (0.5: not at all, 1: always): Hanley & `McNeil`, "The meaning and use of the area
//! under a receiver operating characteristic curve", 1982.

use longhand_ink::hand::Hand;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::{by_writer, traits, written};
use crate::net::Net;
use crate::polyline;
use crate::reader::{Chance, Example, Material};

/// Words of one writer or hand.
const WORDS: usize = 60;
/// Parts that writers and hands are dealt into; each is judged by what was learned from the others.
const PARTS: usize = 5;
/// Passes over the words.
const EPOCHS: usize = 40;

/// What the judge found.
pub struct Realism {
    /// All words of ours against all words of people.
    pub all: f32,
    /// Between these it lies nineteen times in twenty, by drawing hands and writers again.
    pub range: [f32; 2],
    /// People against other people, by the same judge: what chance alone gives.
    pub control: f32,
    /// Each hand's words against all words of people, in the hands' order.
    pub each: Vec<f32>,
    /// What gives us away, the clearest first: a trait and how well it alone tells.
    pub tells: Vec<(String, f32)>,
    /// Traits whose spread is least like people's, the worst first.
    pub spreads: Vec<Spread>,
}

/// The deviation of a trait, ours over people's.
pub struct Spread {
    /// Which.
    pub name: String,
    /// Among the words of one hand.
    pub within: f32,
    /// Among the means of hands.
    pub between: f32,
}

/// Words of one writer or hand, and whether they are ours.
pub(super) struct Group {
    pub(super) rows: Vec<Vec<f32>>,
    pub(super) ours: bool,
}

/// Words of people and of the hands, each hand writing what one writer wrote.
fn groups(material: &Material, hands: &[&Hand]) -> Vec<Group> {
    let mut people = by_writer(&material.words, WORDS);
    people.extend(by_writer(&material.unseen_words, WORDS));
    let lent = |k: usize| &people[k * 7 % people.len()];
    let ours: Vec<Group> = hands.par_iter().enumerate().map(|(k, h)| group(lent(k), Some(h))).collect();
    people.par_iter().map(|own| group(own, None)).collect::<Vec<_>>().into_iter().chain(ours).collect()
}

/// How well each hand's words are told from all words of people, in the hands' order.
pub fn told(material: &Material, hands: &[&Hand]) -> Vec<f32> {
    let groups = groups(material, hands);
    each(&groups, &judged(&groups))
}

fn each(groups: &[Group], found: &[Vec<f32>]) -> Vec<f32> {
    let real = scores(groups, found, false);
    groups.iter().zip(found).filter(|(g, _)| g.ours).map(|(_, s)| area(s, &real)).collect()
}

/// Judges the hands, and people against other people.
pub fn realism(material: &Material, hands: &[&Hand]) -> Realism {
    let groups = groups(material, hands);
    let found = judged(&groups);
    let people = groups.iter().filter(|g| !g.ours);
    let halves: Vec<Group> =
        people.enumerate().map(|(k, g)| Group { rows: g.rows.clone(), ours: k % 2 == 0 }).collect();
    let overall =
        |groups: &[Group], found: &[Vec<f32>]| area(&scores(groups, found, true), &scores(groups, found, false));
    Realism {
        all: overall(&groups, &found),
        range: range(&groups, &found),
        control: overall(&halves, &judged(&halves)),
        each: each(&groups, &found),
        tells: tells(&groups),
        spreads: spreads(&groups),
    }
}

fn group(words: &[&Example], hand: Option<&Hand>) -> Group {
    let long = words.iter().filter(|w| w.text.len() >= 3 && w.text.chars().all(|c| c.is_ascii_alphabetic()));
    let row = |(nth, w): (usize, &&Example)| match hand {
        Some(hand) => traits::of_word(&written(hand, &w.text, 1000 + nth as u64), w.text.len()),
        None => traits::of_word(&w.strokes, w.text.len()),
    };
    let rows = long.take(WORDS).enumerate().filter_map(row).collect();
    Group { rows, ours: hand.is_some() }
}

/// The judge's score of each word: how surely it is ours. Each part is judged by what the others taught.
fn judged(groups: &[Group]) -> Vec<Vec<f32>> {
    let part = |k: usize| {
        let before = groups[..k].iter().filter(|g| g.ours == groups[k].ours).count();
        before % PARTS
    };
    let judges: Vec<Judge> = (0..PARTS)
        .into_par_iter()
        .map(|p| {
            Judge::new(&groups.iter().enumerate().filter(|(k, _)| part(*k) != p).map(|(_, g)| g).collect::<Vec<_>>())
        })
        .collect();
    groups.par_iter().enumerate().map(|(k, g)| judges[part(k)].scores(&g.rows)).collect()
}

/// A judge of traits, each brought to mean 0 and deviation 1.
struct Judge {
    net: Net,
    mean: Vec<f32>,
    deviation: Vec<f32>,
}

impl Judge {
    fn new(groups: &[&Group]) -> Self {
        let all: Vec<(&Vec<f32>, bool)> = groups.iter().flat_map(|g| g.rows.iter().map(|r| (r, g.ours))).collect();
        let width = all.first().map_or(0, |r| r.0.len());
        let columns: Vec<Vec<f32>> = (0..width).map(|k| all.iter().map(|r| r.0[k]).collect()).collect();
        let mean = columns.iter().map(|c| polyline::mean(c)).collect();
        let deviation = columns.iter().map(|c| polyline::deviation(c).max(1e-4)).collect();
        let mut judge = Self { net: Net::new(&[width, 32, 2], 5), mean, deviation };
        let kinds: [Vec<&Vec<f32>>; 2] =
            [false, true].map(|ours| all.iter().filter(|r| r.1 == ours).map(|r| r.0).collect());
        let mut chance = Chance::new(6);
        let steps = EPOCHS * all.len() / 128;
        for step in 0..steps {
            // Half of each batch is ours, however few hands there are.
            let labels: Vec<u16> = (0..128).map(|k| k % 2).collect();
            let batch: Vec<Vec<f32>> = labels
                .iter()
                .map(|l| {
                    let kind = &kinds[usize::from(*l)];
                    kind[chance.below(kind.len())].clone()
                })
                .collect();
            let x = judge.matrix(&batch);
            judge.net.train(x.view(), &labels, 2e-3 * (1.0 - step as f32 / steps as f32));
        }
        judge
    }

    fn matrix(&self, rows: &[Vec<f32>]) -> Array2<f32> {
        Array2::from_shape_fn((rows.len(), self.mean.len()), |(i, k)| {
            ((rows[i][k] - self.mean[k]) / self.deviation[k]).clamp(-4.0, 4.0)
        })
    }

    fn scores(&self, rows: &[Vec<f32>]) -> Vec<f32> {
        self.net.log_probs(self.matrix(rows).view()).index_axis(Axis(1), 1).to_vec()
    }
}

/// All scores of ours, or of people's.
fn scores(groups: &[Group], found: &[Vec<f32>], ours: bool) -> Vec<f32> {
    groups.iter().zip(found).filter(|(g, _)| g.ours == ours).flat_map(|(_, s)| s.iter().copied()).collect()
}

/// How often one of `high` lies above one of `low`, ties counting half.
pub fn area(high: &[f32], low: &[f32]) -> f32 {
    let mut low = low.to_vec();
    low.sort_by(f32::total_cmp);
    let below = |v: f32| (low.partition_point(|l| *l < v) + low.partition_point(|l| *l <= v)) as f64 / 2.0;
    (high.iter().map(|v| below(*v)).sum::<f64>() / (high.len() * low.len()).max(1) as f64) as f32
}

/// The middle nineteen twentieths of areas with hands and writers drawn again (Efron, "Bootstrap methods", 1979).
fn range(groups: &[Group], found: &[Vec<f32>]) -> [f32; 2] {
    let mut chance = Chance::new(7);
    let kinds = [true, false]
        .map(|ours| groups.iter().zip(found).filter(|(g, _)| g.ours == ours).map(|(_, s)| s).collect::<Vec<_>>());
    let mut areas: Vec<f32> = (0..200)
        .map(|_| {
            let [ours, real] = [0, 1].map(|k| {
                (0..kinds[k].len()).flat_map(|_| kinds[k][chance.below(kinds[k].len())].clone()).collect::<Vec<f32>>()
            });
            area(&ours, &real)
        })
        .collect();
    [0.025, 0.975].map(|q| polyline::quantile(&mut areas, q))
}

/// How well each trait tells by itself, the clearest first.
fn tells(groups: &[Group]) -> Vec<(String, f32)> {
    let column = |ours: bool, k: usize| {
        groups.iter().filter(|g| g.ours == ours).flat_map(|g| &g.rows).map(|r| r[k]).collect::<Vec<f32>>()
    };
    let mut out: Vec<(String, f32)> = traits::names()
        .into_iter()
        .enumerate()
        .map(|(k, name)| (name, area(&column(true, k), &column(false, k))))
        .collect();
    out.sort_by(|a, b| (b.1 - 0.5).abs().total_cmp(&(a.1 - 0.5).abs()));
    out
}

/// The spreads of all traits, the one least like people's first.
pub(super) fn spreads(groups: &[Group]) -> Vec<Spread> {
    let of = |ours: bool, k: usize| {
        let whole = groups.iter().filter(|g| g.ours == ours && g.rows.len() > 1);
        let own: Vec<Vec<f32>> = whole.map(|g| g.rows.iter().map(|r| r[k]).collect()).collect();
        let within: Vec<f32> = own.iter().map(|v| polyline::deviation(v).powi(2)).collect();
        let means: Vec<f32> = own.iter().map(|v| polyline::mean(v)).collect();
        [polyline::mean(&within).sqrt(), polyline::deviation(&means)]
    };
    let spread = |(k, name): (usize, String)| {
        let ([w, b], [people_w, people_b]) = (of(true, k), of(false, k));
        Spread { name, within: w / people_w.max(1e-6), between: b / people_b.max(1e-6) }
    };
    let mut out: Vec<Spread> = traits::names().into_iter().enumerate().map(spread).collect();
    let far = |s: &Spread| s.within.ln().abs().max(s.between.ln().abs());
    out.sort_by(|a, b| far(b).total_cmp(&far(a)));
    out
}
