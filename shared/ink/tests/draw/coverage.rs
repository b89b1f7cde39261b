//! Coverage against geometry in closed form.

use std::f64::consts::PI;

use longhand_ink::draw;

use crate::page;

/// Sum of the ink of a drawing, pixels.
fn area(strokes: &[&[(f32, f32, f32)]]) -> f64 {
    let levels = draw::coverage(&page(100, 100, strokes)).levels;
    levels.iter().map(|&l| f64::from(l)).sum::<f64>() / 255.0
}

#[test]
fn a_line_covers_its_length_times_width_and_two_half_discs() {
    for width in [1.0f32, 2.0, 3.3, 8.0, 25.0] {
        for (x, y) in [(80.0, 50.0), (80.0, 50.4), (76.0, 65.0), (65.0, 76.0), (50.3, 80.0)] {
            let (dx, dy) = (f64::from(x) - 20.0, f64::from(y) - 50.0);
            let expected = dx.hypot(dy) * f64::from(width) + PI * f64::from(width * width) / 4.0;
            let found = area(&[&[(20.0, 50.0, width), (x, y, width)]]);
            // Round ends of a pixel's size are not quite round.
            assert!((found - expected).abs() < 0.005 * expected + 0.3, "{width} to {x},{y}: {found} {expected}");
        }
    }
}

#[test]
fn a_dot_covers_its_circle() {
    for (radius, x) in [(2.0f32, 50.0), (5.0, 50.5), (10.0, 50.2), (30.0, 49.9)] {
        let expected = PI * f64::from(radius * radius);
        let found = area(&[&[(x, x, 2.0 * radius)]]);
        assert!((found / expected - 1.0).abs() < 0.025, "{radius}: {found} {expected}");
    }
}

#[test]
fn a_tapering_line_covers_its_trapezium() {
    // Long enough for its ends to matter little: 60 × (2 + 8) / 2 and two half discs.
    let expected = 60.0 * 5.0 + PI * (1.0 + 16.0) / 2.0;
    let found = area(&[&[(20.0, 50.0, 2.0), (80.0, 50.0, 8.0)]]);
    assert!((found / expected - 1.0).abs() < 0.02, "{found} {expected}");
}

#[test]
fn a_hairline_is_as_faint_as_it_is_thin() {
    for width in [0.1f32, 0.25, 0.5, 0.9] {
        for y in [50.0, 50.25, 50.5] {
            let expected = 60.0 * f64::from(width);
            let found = area(&[&[(20.0, y, width), (80.0, y, width)]]);
            // One level of 255 in a pixel is the finest there is.
            assert!((found - expected).abs() < 0.04 * expected + 0.4, "{width}: {found} {expected}");
        }
    }
}

#[test]
fn ink_over_ink_is_as_dark_as_ink() {
    let line: &[(f32, f32, f32)] = &[(20.0, 50.3, 3.0), (80.0, 50.3, 3.0)];
    assert_eq!(area(&[line]).to_bits(), area(&[line, line]).to_bits());
}

#[test]
fn a_line_crossing_itself_leaves_no_hole() {
    let loop_: Vec<_> = (0..=40)
        .map(|k| {
            let angle = k as f32 * 0.2;
            (50.0 + 20.0 * angle.sin() + k as f32 * 0.2, 50.0 + 15.0 * angle.cos(), 6.0)
        })
        .collect();
    let drawn = draw::coverage(&page(100, 100, &[&loop_]));
    for pair in loop_.windows(2) {
        let (x, y) = (0.5 * (pair[0].0 + pair[1].0), 0.5 * (pair[0].1 + pair[1].1));
        assert_eq!(drawn.levels[y as usize * 100 + x as usize], 255, "at {x},{y}");
    }
}

#[test]
fn many_points_on_a_line_are_drawn_as_two() {
    let few = page(100, 100, &[&[(20.0, 30.0, 4.0), (80.0, 60.0, 4.0)]]);
    let between = |k: u8| (20.0 + f32::from(k) * 2.0, 30.0 + f32::from(k), 4.0);
    let many: Vec<_> = (0..=30).map(between).collect();
    let (few, many) = (draw::coverage(&few).levels, draw::coverage(&page(100, 100, &[&many])).levels);
    let worst = few.iter().zip(&many).map(|(&a, &b)| a.abs_diff(b)).max();
    assert!(worst <= Some(2), "{worst:?}");
}

#[test]
fn ink_does_not_depend_on_the_band_it_falls_in() {
    // The same line 40 rows further down crosses the border between two bands.
    let at = |y: f32| draw::coverage(&page(100, 200, &[&[(20.0, y, 7.0), (80.0, y + 9.0, 3.0)]]));
    let (here, there) = (at(20.0), at(60.0));
    assert_eq!(here.levels[..100 * 100], there.levels[40 * 100..140 * 100]);
}

#[test]
fn what_lies_off_the_page_is_cut_off() {
    let whole = draw::coverage(&page(100, 100, &[&[(-50.0, 50.0, 4.0), (150.0, 50.0, 4.0)]]));
    let row = &whole.levels[49 * 100..50 * 100];
    assert!(row.iter().all(|&l| l == 255));
    let outside: [&[_]; 3] = [&[(-9.0, 50.0, 8.0)], &[(50.0, 2e9, 8.0)], &[(500.0, 500.0, 8.0), (600.0, 90.0, 8.0)]];
    assert_eq!(area(&outside).to_bits(), 0);
}
