use super::*;
use crate::testing::lines;

fn circle(n: usize) -> Polyline {
    // Points crowd at the beginning, as slow pens leave them.
    (0..n).map(|i| (i as f32 / (n - 1) as f32).powi(2) * 4.0).map(|a| Vec2::new(a.cos(), a.sin())).collect()
}

#[test]
fn arc_is_the_length_up_to_each_point() {
    let p = [Vec2::new(0.0, 0.0), Vec2::new(3.0, 4.0), Vec2::new(3.0, 4.0), Vec2::new(3.0, 2.0)];
    assert_eq!(arc(&p), [0.0, 5.0, 5.0, 7.0]);
    assert!((length(&p) - 7.0).abs() < 1e-6);
    assert!(arc(&[]).is_empty());
}

#[test]
fn resampled_ink_keeps_its_ends_and_has_even_steps() {
    let p = circle(400);
    let r = resample(&p, 0.1, 3);
    assert_eq!((r[0], r[r.len() - 1]), (p[0], p[399]));
    assert_eq!(r.len(), 41, "4 x-heights of ink in steps of 0.1");
    for s in r.windows(2).map(|w| (w[1] - w[0]).length()) {
        assert!((s - 0.1).abs() < 0.006, "a step of {s}");
    }
    for q in &r {
        assert!((q.length() - 1.0).abs() < 0.01, "{q:?} left the circle");
    }
}

#[test]
fn a_single_point_resamples_to_itself() {
    let dot = Vec2::new(2.0, -1.0);
    assert_eq!(resample(&[dot], 0.1, 3), [dot; 3]);
    assert_eq!(resample(&[dot, dot], 0.1, 4), [dot; 4]);
}

#[test]
fn smoothing_keeps_ends_and_straight_lines_and_halves_a_spike() {
    let straight: Polyline = (0..9).map(|i| Vec2::new(i as f32, 2.0 * i as f32)).collect();
    let mut same = straight.clone();
    smooth(&mut same);
    assert_eq!(same, straight);
    let mut spike = vec![Vec2::new(0.0, 0.0); 7];
    spike[0].y = 5.0;
    spike[3].y = 1.0;
    smooth(&mut spike);
    let y: Vec<f32> = spike.iter().map(|p| p.y).collect();
    assert_eq!(y, [5.0, 1.25, 0.25, 0.5, 0.25, 0.0, 0.0], "a 1-2-1 filter of the ink before it");
}

#[test]
fn samples_follow_the_parameter_and_not_the_points() {
    let p = lines(&[(0.0, 0.0), (1.0, 0.0)]);
    let s: Vec<f32> = p.iter().map(|q| q.x * q.x).collect();
    for (i, q) in sample_by(&p, &s, 11).iter().enumerate() {
        assert!((q.x - (i as f32 / 10.0).sqrt()).abs() < 0.03, "point {i} at {}", q.x);
    }
}

#[test]
fn quantiles_are_values_of_the_sorted_list() {
    let mut v = [5.0, 1.0, 4.0, 2.0, 3.0];
    let at: Vec<f32> = [0.0, 0.25, 0.5, 0.9, 1.0].map(|q| quantile(&mut v, q)).to_vec();
    assert_eq!(at, [1.0, 2.0, 3.0, 5.0, 5.0]);
    assert_eq!(vec![quantile(&mut [7.0], 0.3)], [7.0]);
}

#[test]
fn shearing_stands_leaning_ink_up() {
    let mut p = lines(&[(0.6, -2.0), (0.0, 0.0)]);
    shear(&mut p, 0.3);
    assert!(p.iter().all(|q| q.x.abs() < 1e-6));
    assert_eq!(bounds(&p)[1].to_bits(), (-2.0f32).to_bits(), "heights stay");
}
