use indicatif::ProgressBar;
use ndarray::Array2;

use super::*;
use crate::allographs::Key;
use crate::cut::Link;
use crate::testing::noise;

const WRITERS: usize = 80;
const EACH: usize = 6;
const POINTS: usize = 10;
const PLANTED: usize = 3;

/// Styles of writers: about zero, variance one.
fn styles(random: &mut impl FnMut() -> f32) -> Vec<[f32; PLANTED]> {
    (0..WRITERS).map(|_| std::array::from_fn(|_| 3f32.sqrt() * random())).collect()
}

/// An allograph whose letters are what `shape` draws for a writer.
fn class(c: char, mut shape: impl FnMut(usize) -> Vec<f32>) -> Allograph {
    let writers: Vec<usize> = (0..WRITERS * EACH).map(|k| 5 + k % WRITERS).collect();
    let rows: Vec<f32> = writers.iter().flat_map(|w| shape(w - 5)).collect();
    let shapes = Array2::from_shape_vec((writers.len(), 2 * POINTS), rows).unwrap();
    let key = Key { c, entry: Link::None, exit: Link::None, main: 1, late: 0 };
    Allograph { key, points: POINTS, shapes, writers }
}

fn row(random: &mut impl FnMut() -> f32) -> Vec<f32> {
    (0..2 * POINTS).map(|_| random()).collect()
}

/// mean + z·B, and so much of the letter's own.
fn planted(momentary: f32) -> (Vec<Allograph>, Vec<[f32; PLANTED]>, Vec<Vec<f32>>) {
    let mut random = noise(21);
    let z = styles(&mut random);
    let mut means = Vec::new();
    let classes = ('a'..='j').map(|c| {
        let (mean, b) = (row(&mut random), [(); PLANTED].map(|()| row(&mut random)));
        means.push(mean.clone());
        class(c, |w| {
            let own = momentary * 3f32.sqrt() * random();
            let at = |j: usize| mean[j] + 0.2 * (0..PLANTED).map(|k| z[w][k] * b[k][j]).sum::<f32>();
            (0..2 * POINTS).map(|j| at(j) + if j == 4 { own } else { 0.0 }).collect()
        })
    });
    (classes.collect(), z, means)
}

fn no_habits() -> Vec<Habits> {
    vec![[f32::NAN; HABITS]; WRITERS + 5]
}

fn fitted(classes: &[Allograph], habits: &[Habits]) -> Styles {
    fit(classes, habits, &ProgressBar::hidden())
}

#[test]
fn styles_explain_shapes_that_follow_styles() {
    let (classes, _, _) = planted(0.0);
    let s = fitted(&classes, &no_habits());
    assert!(s.explained >= 0.9 && s.explained <= 1.0, "{}", s.explained);
    assert_eq!((s.writers, s.classes.len()), (WRITERS, 10));
}

#[test]
fn styles_do_not_explain_what_each_writer_shapes_apart() {
    let mut random = noise(22);
    let classes: Vec<Allograph> = ('a'..='j')
        .map(|c| {
            let own: Vec<Vec<f32>> = (0..WRITERS).map(|_| row(&mut random)).collect();
            class(c, |w| own[w].clone())
        })
        .collect();
    let s = fitted(&classes, &no_habits());
    assert!(s.explained < 0.6, "{}", s.explained);
    assert!(s.classes[0].personal.row(0).norm() > 0.3, "it is theirs");
}

#[test]
fn the_change_with_style_has_the_planted_size_and_the_mean_is_the_mean() {
    let (classes, _, means) = planted(0.0);
    let s = fitted(&classes, &no_habits());
    for ((c, l), mean) in classes.iter().zip(&s.classes).zip(&means) {
        let variance: f32 = (0..2 * POINTS).map(|j| c.shapes.column(j).std(0.0).powi(2)).sum();
        let explained = l.style.norm_squared();
        assert!((0.7..1.05).contains(&(explained / variance)), "{explained} of {variance}");
        let off = l.mean.iter().zip(mean).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(off < 0.15, "{}: {off} from the planted mean", c.key.c);
        assert!(l.momentary.norm() < 1e-3, "a writer's letters are all the same here");
        assert!((l.share - 1.0).abs() < 1e-4, "the only way to write it");
    }
}

#[test]
fn what_is_new_in_each_letter_is_momentary() {
    let (classes, _, _) = planted(0.3);
    let s = fitted(&classes, &no_habits());
    for l in &s.classes {
        let first = l.momentary.row(0);
        // A deviation of 0.3, less what the mean of six letters takes with it.
        assert!((first[4].abs() - 0.3 * (5.0f32 / 6.0).sqrt()).abs() < 0.03, "{}", first[4]);
        assert!(first.norm() - first[4].abs() < 0.01 && l.momentary.rows(1, 2).norm() < 0.01);
    }
}

#[test]
fn habits_follow_styles_as_planted() {
    let (classes, z, _) = planted(0.0);
    let mut habits = no_habits();
    for (w, z) in z.iter().enumerate() {
        habits[w + 5][1] = 0.4 + 0.1 * z[0] - 0.05 * z[2];
    }
    let (mean, rest, line) = &fitted(&classes, &habits).habits[1];
    let size = line.iter().map(|v| v * v).sum::<f32>().sqrt();
    assert!((mean - 0.4).abs() < 0.03, "{mean}");
    assert!((size - 0.112).abs() < 0.03, "{size}");
    assert!(*rest < 0.04, "{rest} is left unexplained");
}

#[test]
fn shares_are_of_the_ways_a_writer_writes_a_letter() {
    let mut random = noise(23);
    let mut classes: Vec<Allograph> = (0..2).map(|_| class('a', |_| row(&mut random))).collect();
    let three_quarters: Vec<usize> = (0..WRITERS * EACH).filter(|k| k / WRITERS < 2).collect();
    classes[1].shapes = classes[1].shapes.select(ndarray::Axis(0), &three_quarters);
    classes[1].writers.truncate(three_quarters.len());
    let s = fitted(&classes, &no_habits());
    assert!((s.classes[0].share - 0.75).abs() < 1e-3 && (s.classes[1].share - 0.25).abs() < 1e-3);
}

#[test]
fn whitened_styles_have_mean_zero_and_unit_covariance() {
    let mut random = noise(24);
    let mix = DMatrix::from_fn(STYLE, STYLE, |_, _| random());
    let mut z = DMatrix::from_fn(200, STYLE, |_, _| 2.0 + random()) * mix;
    whiten(&mut z);
    assert!(z.row_mean().norm() < 1e-2, "{}", z.row_mean());
    let off = z.transpose() * &z / 200.0 - DMatrix::identity(STYLE, STYLE);
    assert!(off.amax() < 0.02, "{}", off.amax());
    let begin = start(200);
    assert!((begin.transpose() * &begin / 200.0 - DMatrix::identity(STYLE, STYLE)).amax() < 0.02);
}

#[test]
fn directions_are_one_standard_deviation_long_and_the_longest_first() {
    let mut random = noise(25);
    let mut normal = |sd: f32| sd * 3f32.sqrt() * random();
    let rows: Vec<DVector<f32>> =
        (0..4000).map(|_| DVector::from_vec(vec![normal(0.1), normal(0.5), 0.0, normal(0.2)])).collect();
    let d = directions(&rows, 4);
    let long: Vec<f32> = d.row_iter().take(3).map(|r| r.norm()).collect();
    assert!((long[0] - 0.5).abs() < 0.02 && (long[1] - 0.2).abs() < 0.01 && (long[2] - 0.1).abs() < 0.01, "{long:?}");
    assert!(d[(0, 1)].abs() > 0.48 && d[(1, 3)].abs() > 0.19 && d[(2, 0)].abs() > 0.09, "{d}");
    assert_eq!(directions(&rows[..3], 4).nrows(), 0, "three letters tell nothing");
}
