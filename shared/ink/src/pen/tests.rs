//! Pens: each has its own measure.

use super::*;
use crate::dynamics::{Pace, ride};
use crate::rng::Stream;

const PENS: [Pen; 5] = [Pen::Ball, Pen::Gel, Pen::Felt, Pen::Fountain, Pen::Pencil];

/// A page of loops that grow and shrink, as joined writing does: its speeds and widths.
fn page(pen: Pen) -> Vec<(f32, f32)> {
    let mut rng = Stream::root(3).rng();
    let mut all = Vec::new();
    for stroke in 0..60 {
        let points: Vec<_> = (0..80)
            .map(|k| {
                let (s, c) = libm::sincosf(k as f32 * 0.25);
                let size = 0.5 + 0.3 * libm::sinf(stroke as f32 + k as f32 * 0.05);
                Vec2::new(k as f32 * 0.05 + 0.3 * c, size * s)
            })
            .collect();
        let moments = ride(&points, &Pace::default(), &mut rng);
        let widths = pen.widths(1.0, &points, &moments, &mut rng);
        all.extend(moments.iter().map(|m| m.speed).zip(widths));
    }
    all
}

fn ranks(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let values: Vec<f32> = values.collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, &i) in order.iter().enumerate() {
        ranks[i] = rank as f32;
    }
    ranks
}

#[test]
fn faster_ink_is_thinner() {
    for pen in PENS {
        let page = page(pen);
        let (speed, width) = (ranks(page.iter().map(|p| p.0)), ranks(page.iter().map(|p| p.1)));
        let mean = (page.len() - 1) as f32 / 2.0;
        let (mut product, mut square) = (0.0, 0.0);
        for (s, w) in speed.iter().zip(&width) {
            product += (s - mean) * (w - mean);
            square += (s - mean) * (s - mean);
        }
        let correlation = product / square;
        assert!(correlation <= -0.3, "{pen:?}: {correlation}");
    }
}

#[test]
fn each_pen_keeps_its_measure() {
    for (pen, swing) in PENS.into_iter().zip([0.18, 0.08, 0.10, 0.5, 0.24]) {
        let mut widths: Vec<f32> = page(pen).into_iter().map(|p| p.1).collect();
        widths.sort_by(f32::total_cmp);
        let at = |part: f32| widths[(part * (widths.len() - 1) as f32) as usize];
        // Tails and blots are the outermost tenths.
        assert!(at(0.1) >= 1.0 - swing && at(0.9) <= 1.0 + swing, "{pen:?}");
        assert!(at(0.9) - at(0.1) > 0.2 * swing, "{pen:?} varies too little");
    }
}

#[test]
fn small_writing_is_bolder_but_in_a_real_pens_range() {
    for (cap, least, most) in [(3.0, 11.0, 14.0), (5.3, 11.0, 14.0), (10.6, 11.0, 14.1)] {
        let part = cap / Pen::Ball.nominal_width(cap);
        assert!((least..=most).contains(&part), "1/{part} at {cap} mm");
    }
    assert!(Pen::Felt.nominal_width(5.0) > Pen::Gel.nominal_width(5.0));
    assert!(Pen::Gel.nominal_width(5.0) > Pen::Ball.nominal_width(5.0));
}

#[test]
fn a_balls_fast_exit_thins_out_and_a_felts_does_not() {
    let points: Vec<_> = (0..20).map(|k| Vec2::new(k as f32 * 0.1, 0.0)).collect();
    let moments = ride(&points, &Pace::default(), &mut Stream::root(1).rng());
    let mut rng = Stream::root(1).rng();
    let ball = Pen::Ball.widths(1.0, &points, &moments, &mut rng);
    let felt = Pen::Felt.widths(1.0, &points, &moments, &mut rng);
    assert!(ball[19] < 0.7 * ball[10]);
    assert!(felt[19] > felt[10]);
}

/// Widths in the middle of a straight stroke in the direction of an angle in degrees.
fn towards(pen: Pen, degrees: f32) -> Vec<f32> {
    let (sin, cos) = libm::sincosf(degrees.to_radians());
    let points: Vec<_> = (0..60).map(|k| Vec2::new(k as f32 * 0.1 * cos, k as f32 * 0.1 * sin)).collect();
    let moments = ride(&points, &Pace::default(), &mut Stream::root(1).rng());
    pen.widths(1.0, &points, &moments, &mut Stream::root(2).rng())[15..45].to_vec()
}

fn mean(widths: &[f32]) -> f32 {
    widths.iter().sum::<f32>() / widths.len() as f32
}

#[test]
fn only_a_fountain_pen_minds_where_it_goes() {
    for pen in PENS {
        let contrast = mean(&towards(pen, -50.0)) / mean(&towards(pen, 40.0));
        let expected = if pen == Pen::Fountain { 1.6..2.2 } else { 0.95..1.05 };
        assert!(expected.contains(&contrast), "{pen:?}: {contrast}");
    }
    assert!(mean(&towards(Pen::Fountain, -90.0)) > mean(&towards(Pen::Fountain, 0.0)), "a stem is broader than a bar");
}

#[test]
fn only_a_pencil_is_grey_and_rough() {
    let rough = |pen: Pen| {
        let widths = towards(pen, -90.0);
        mean(&widths.windows(2).map(|w| (w[1] - w[0]).abs() / w[1]).collect::<Vec<_>>())
    };
    for pen in PENS {
        assert_eq!(pen.darkness() < 1.0, pen == Pen::Pencil);
        assert_eq!(rough(pen) > 0.03, pen == Pen::Pencil, "{pen:?}: {}", rough(pen));
    }
}
