use longhand_ink::model::{Habit, Model};
use ndarray::Array2;

use super::*;
use crate::allographs::{Key, LATE_POINTS};
use crate::style::Learned;
use crate::testing::noise;

const POINTS: usize = 9;

fn matrix(rows: usize, columns: usize, random: &mut impl FnMut() -> f32) -> DMatrix<f32> {
    DMatrix::from_fn(rows, columns, |_, _| random())
}

/// A class of a character with `main` pieces and `late` dots.
fn class(c: char, [main, late]: [usize; 2], random: &mut impl FnMut() -> f32) -> (Allograph, Learned) {
    let width = 2 * (main * POINTS + late * LATE_POINTS);
    let key = Key { c, entry: cut::Link::Low, exit: cut::Link::High, main, late };
    let allograph = Allograph { key, points: POINTS, shapes: Array2::zeros((3, width)), writers: vec![0, 1, 2] };
    let learned = Learned {
        mean: (0..width).map(|_| 3.0 * random()).collect(),
        style: matrix(STYLE, width, random),
        personal: matrix(5, width, random),
        momentary: matrix(2, width, random),
        share: 0.25,
        share_style: (0..STYLE).map(|_| 0.1 * random()).collect(),
    };
    (allograph, learned)
}

fn learned() -> (Vec<Allograph>, Styles, GapModel, JoinModel, Vec<HandRow>) {
    let mut random = noise(31);
    let (classes, own) = [class('i', [1, 1], &mut random), class('x', [2, 0], &mut random)].into_iter().unzip();
    let habits = (0..HABITS).map(|h| (h as f32, 0.5, (0..STYLE).map(|_| random()).collect())).collect();
    let styles = Styles { classes: own, habits, explained: 0.5, writers: 3 };
    let gaps = GapModel { after: [(); 94].map(|()| 0.3 * random()), before: [(); 94].map(|()| 0.3 * random()) };
    let mut share = || [[(); 26]; 26].map(|r| r.map(|()| 0.5 + 0.5 * random()));
    let joins = JoinModel { lower: share(), upper: share() };
    let hand = HandRow {
        id: "0123456789AB".to_owned(),
        title: "Émile".to_owned(),
        style: std::array::from_fn(|k| k as f32 / 7.0),
        seed: u64::MAX - 3,
        joined: 0.875,
        ratings: [1400, -3, 1250, i32::MAX],
        heights: Some([1.9, 2.0, 0.8]),
    };
    (classes, styles, gaps, joins, vec![hand.clone(), HandRow { seed: 1, heights: None, ..hand }])
}

fn packed() -> Vec<u8> {
    let (classes, styles, gaps, joins, hands) = learned();
    pack(&classes, &styles, &gaps, &joins, &hands)
}

#[test]
fn shapes_come_back_to_within_half_a_step() {
    let ((_, styles, ..), bytes) = (learned(), packed());
    let model = Model::parse(&bytes).unwrap();
    for (c, l) in model.classes().iter().zip(&styles.classes) {
        let origin = c.shape(&[0.0; STYLE], &[]);
        assert_eq!(origin.len(), l.mean.len());
        assert!(origin.iter().zip(&l.mean).all(|(a, b)| (a - b).abs() <= 3.0 / 32767.0 * 0.51));
        let near = |v: &[f32], row: usize, m: &DMatrix<f32>| {
            let change = v.iter().zip(&origin).map(|(a, b)| a - b);
            assert!(change.zip(&m.row(row)).all(|(a, b)| (a - b).abs() <= 0.51 / 127.0), "row {row}");
        };
        let unit = |k: usize, n: usize| (0..n).map(|i| f32::from(u8::from(i == k))).collect::<Vec<f32>>();
        for k in 0..STYLE {
            near(&c.shape(unit(k, STYLE)[..].try_into().unwrap(), &[]), k, &l.style);
        }
        for k in 0..c.personal_count() {
            near(&c.shape(&[0.0; STYLE], &unit(k, 5)), k, &l.personal);
        }
        for k in 0..c.momentary_count() {
            let mut v = origin.clone();
            c.add_momentary(&mut v, &unit(k, 2));
            near(&v, k, &l.momentary);
        }
    }
}

#[test]
fn classes_come_back_with_their_forms_and_shares() {
    let ((_, styles, ..), bytes) = (learned(), packed());
    let model = Model::parse(&bytes).unwrap();
    let forms: Vec<_> = model.classes().iter().map(|c| (c.c, c.entry, c.exit, c.main, c.late, c.points)).collect();
    assert_eq!(forms, [('i', Link::Low, Link::High, 1, 1, POINTS), ('x', Link::Low, Link::High, 2, 0, POINTS)]);
    for (c, l) in model.classes().iter().zip(&styles.classes) {
        assert_eq!((c.personal_count(), c.momentary_count()), (5, 2));
        assert!((c.count() - 3.0).abs() < 1e-6 && (c.share(&[0.0; STYLE]) - 0.25).abs() < 1e-6);
        let z: [f32; STYLE] = std::array::from_fn(|k| if k == 3 { 1.0 } else { 0.0 });
        assert!((c.share(&z) - 0.25 - l.share_style[3]).abs() < 0.1 / 127.0);
    }
}

#[test]
fn habits_gaps_and_joins_come_back() {
    let ((_, styles, gaps, joins, _), bytes) = (learned(), packed());
    let model = Model::parse(&bytes).unwrap();
    let z: [f32; STYLE] = std::array::from_fn(|k| k as f32 - 8.0);
    let (mean, sd, line) = &styles.habits[Habit::Joined as usize];
    let want = mean + 2.0 * sd + line.iter().zip(&z).map(|(a, b)| a * b).sum::<f32>();
    assert!((model.habit(Habit::Joined, &z, 2.0) - want).abs() < 1e-5);
    let gap = gaps.after['r' as usize - 33] + gaps.before['o' as usize - 33];
    assert!((model.pair_gap('r', 'o') - gap).abs() <= 0.0051);
    assert!((model.join_share('c', 'h') - joins.lower[2][7]).abs() <= 0.51 / 255.0);
    assert!((model.join_share('C', 'h') - joins.upper[2][7]).abs() <= 0.51 / 255.0);
}

#[test]
fn hands_come_back_exactly_and_the_bytes_are_always_the_same() {
    let (bytes, (.., hands)) = (packed(), learned());
    assert_eq!(Model::parse(&bytes).unwrap().hands(), hands);
    assert_eq!(bytes, packed());
}
