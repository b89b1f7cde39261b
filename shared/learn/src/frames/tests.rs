use super::*;
use crate::testing::{lines, noise, word};

fn stem(x: f32) -> Polyline {
    lines(&[(x, -1.0), (x, 0.0)])
}

fn n(x: f32) -> Polyline {
    lines(&[(x, -1.0), (x, 0.0), (x + 0.1, -0.9), (x + 0.5, -0.9), (x + 0.6, 0.0)])
}

fn late(strokes: &[Polyline], text: &str) -> Vec<bool> {
    split_late(strokes, &text.chars().collect::<Vec<_>>())
}

#[test]
fn a_dot_over_an_i_is_late_and_a_comma_is_not() {
    let dot = lines(&[(0.05, -1.5), (0.1, -1.45)]);
    let comma = lines(&[(1.9, -0.1), (1.95, 0.1), (1.85, 0.3)]);
    assert_eq!(late(&[stem(0.0), n(0.8), comma, dot], "in,"), [false, false, false, true]);
}

#[test]
fn the_bar_of_a_t_is_late_and_a_dash_after_it_is_not() {
    let t = lines(&[(0.4, -1.6), (0.4, 0.0)]);
    let bar = lines(&[(0.1, -1.05), (0.8, -1.1)]);
    let dash = lines(&[(2.0, -0.7), (2.7, -0.7)]);
    assert_eq!(late(&[t, n(0.8), bar, dash], "tn-"), [false, false, true, false]);
}

#[test]
fn the_first_stroke_is_never_late() {
    assert_eq!(late(&[lines(&[(0.0, -1.5), (0.05, -1.45)]), stem(0.0)], "i"), [false, false]);
}

#[test]
fn without_letters_that_have_dots_high_ink_is_not_late() {
    let high = lines(&[(0.3, -1.6), (0.35, -1.2)]);
    assert_eq!(late(&[n(0.0), high.clone()], "n'"), [false, false]);
    assert_eq!(late(&[n(0.0), high], "ni"), [false, true]);
}

#[test]
fn truth_follows_the_marks_along_a_stroke_and_across_strokes() {
    let line = lines(&[(0.0, 0.0), (4.0, 0.0)]);
    let at = line.iter().position(|p| p.x >= 1.5).unwrap();
    let mut sample = word("ab c", vec![line.clone(), stem(5.0)]);
    let whole = (1, 0, sample.strokes[1].len());
    sample.marks =
        Some(vec![('a', vec![(0, 0, at)]), ('b', vec![(0, at, line.len())]), (' ', vec![]), ('c', vec![whole])]);
    let f = Frames::new(&sample, 0.0).unwrap();
    let truth = f.truth.clone().unwrap();
    assert_eq!(truth.len(), f.len());
    for (i, t) in truth.iter().enumerate() {
        let x = f.at(i).x + STEP / 2.0;
        let want = if x > 4.5 { 2 } else { u16::from(x > 1.5) };
        assert!(*t == want || (x - 1.5).abs() < STEP, "frame {i} at {x} is said to be of letter {t}");
    }
    assert_eq!(f.space_after, [false, true, false]);
}

#[test]
fn marked_dots_keep_their_letter() {
    let mut sample = word("ni", vec![n(0.0), stem(1.0), lines(&[(0.3, -1.5), (0.35, -1.45)])]);
    let mark = |k: usize| (k, 0, sample.strokes[k].len());
    sample.marks = Some(vec![('n', vec![mark(0)]), ('i', vec![mark(1), mark(2)])]);
    let f = Frames::new(&sample, 0.0).unwrap();
    assert_eq!(f.late.iter().map(|l| l.letter).collect::<Vec<_>>(), [Some(1)]);
    assert_eq!(f.truth.unwrap().iter().max(), Some(&1));
}

#[test]
fn frames_are_even_and_begin_where_strokes_begin() {
    let f = Frames::new(&word("ii", vec![stem(0.0), stem(1.0)]), 0.0).unwrap();
    assert_eq!(f.fine.len(), f.len() * FINE);
    assert_eq!(f.start.iter().filter(|s| **s).count(), 2);
    let second = f.start.iter().skip(1).position(|s| *s).unwrap() + 1;
    assert_eq!((f.at(0), f.at(second)), (Vec2::new(0.0, -1.0), Vec2::new(1.0, -1.0)));
    for i in (1..f.len()).filter(|i| !f.start[*i]) {
        assert!(((f.at(i) - f.at(i - 1)).length() - STEP).abs() < 0.02, "frame {i}");
    }
    assert_eq!(lifts(&f)[f.len() - 1], 2);
}

#[test]
fn the_writers_lean_is_taken_out() {
    let f = Frames::new(&word("l", vec![lines(&[(0.8, -2.0), (0.0, 0.0)])]), -0.4).unwrap();
    assert!(f.fine.iter().all(|p| p.x.abs() < 1e-5), "a stem that leans by 0.4 stands");
}

#[test]
fn words_without_ink_for_every_letter_are_left_out() {
    assert!(Frames::new(&word("iiiii", vec![lines(&[(0.0, 0.0), (0.1, 0.0)])]), 0.0).is_none());
    assert!(Frames::new(&word("i", vec![]), 0.0).is_none());
    assert!(Frames::new(&word(" ", vec![stem(0.0)]), 0.0).is_none());
}

#[test]
fn features_see_nothing_beyond_their_bounds() {
    let (from, to) = (20, 45);
    let a = Frames::new(&word("nnnn", vec![n(0.0), n(1.0), n(2.0), n(3.0)]), 0.0).unwrap();
    let mut b = a.clone();
    let mut random = noise(1);
    for i in (0..from).chain(to..a.len()) {
        b.start[i] = random() > 0.0;
        for p in &mut b.fine[i * FINE..(i + 1) * FINE] {
            *p = Vec2::new(random(), random());
        }
    }
    for i in from..to {
        let seen = |f: &Frames, from, to| {
            let mut out = [f32::NAN; FEATURES];
            features(f, i, from, to, &lifts(f), &mut out);
            out
        };
        assert!(seen(&a, from, to).iter().all(|v| v.is_finite()), "frame {i} leaves a feature unset");
        let [ours, theirs] = [&a, &b].map(|f| seen(f, from, to).map(f32::to_bits));
        assert_eq!(ours, theirs, "frame {i}");
        assert_ne!(seen(&a, 0, a.len()).map(f32::to_bits), seen(&b, 0, b.len()).map(f32::to_bits), "frame {i}");
    }
}
