use super::*;
use crate::testing::lines;

const POINTS: usize = 24;

/// A wave at time `t` (0 to 1).
fn wave(t: f32) -> Vec2 {
    Vec2::new(1.6 * t, -0.5 + 0.5 * (t * 9.0).cos())
}

fn apart(a: &[Vec2], b: &[Vec2]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (*a - *b).length()).fold(0.0, f32::max)
}

#[test]
fn a_time_warped_copy_maps_back_onto_the_template() {
    let template: Polyline = (0..POINTS).map(|i| wave(i as f32 / (POINTS - 1) as f32)).collect();
    let last = (2 * POINTS - 1) as f32;
    for amount in [-0.11f32, 0.0, 0.11] {
        let hurried = |i: usize| {
            let u = i as f32 / last;
            wave(u + amount * (u * std::f32::consts::TAU).sin())
        };
        let dense: Polyline = (0..2 * POINTS).map(hurried).collect();
        let back = warp(&dense, &template);
        assert_eq!((back.len(), back[0], back[POINTS - 1]), (POINTS, dense[0], dense[2 * POINTS - 1]));
        assert!(apart(&back, &template) < 0.1, "{amount}: {} off", apart(&back, &template));
        if amount != 0.0 {
            let unwarped: Polyline = (0..POINTS).map(|i| dense[i * 2]).collect();
            assert!(apart(&unwarped, &template) > 0.2, "the test warps too little to tell");
        }
    }
}

/// A stem with a foot of some length.
fn foot(length: f32) -> Polyline {
    lines(&[(0.0, -1.5), (0.0, 0.0), (length, 0.0)])
}

#[test]
fn after_registration_the_same_point_is_the_same_moment() {
    let inks: Vec<Polyline> = (0..12).map(|k| foot(0.5 + 0.05 * k as f32)).collect();
    let item = |p| Item { writer: 0, main: vec![p], late: Vec::new(), x0: 0.0, length: 2.0 };
    let items: Vec<Item> = inks.iter().map(item).collect();
    let middle = shape(&items[6], POINTS);
    let rows = register(&(0..12).collect::<Vec<_>>(), &items, POINTS, &middle);
    let corner = |row: &[f32]| {
        let down = row.chunks_exact(2).take_while(|p| p[1] < -0.1).count();
        assert!(row.chunks_exact(2).skip(down + 2).all(|p| p[1] > -0.1));
        down
    };
    let corners: Vec<usize> = rows.chunks_exact(2 * POINTS).map(corner).collect();
    let (least, most) = (corners.iter().min().unwrap(), corners.iter().max().unwrap());
    assert!(most - least <= 1, "corners at points {corners:?}");
}

#[test]
fn shapes_are_measured_from_the_letters_own_left_and_end_with_its_dots() {
    let (main, dot) = (foot(0.5), lines(&[(0.1, -2.0), (0.2, -1.9)]));
    let row = shape(&Item { writer: 0, main: vec![&main], late: vec![dot], x0: -3.0, length: 2.0 }, POINTS);
    assert_eq!(row.len(), 2 * (POINTS + LATE_POINTS));
    let near = |k: usize, x: f32, y: f32| (row[2 * k] - x).abs() + (row[2 * k + 1] - y).abs() < 1e-4;
    assert!(near(0, 3.0, -1.5) && near(POINTS - 1, 3.5, 0.0), "{row:?}");
    assert!(near(POINTS, 3.1, -2.0) && near(POINTS + LATE_POINTS - 1, 3.2, -1.9), "{row:?}");
}
