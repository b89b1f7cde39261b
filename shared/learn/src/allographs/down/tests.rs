use super::*;
use crate::testing::{letter, lines};

const STEM: &[(f32, f32)] = &[(0.0, -1.0), (0.0, 0.0)];
const U: &[(f32, f32)] = &[(0.0, -1.0), (0.1, 0.0), (0.5, 0.0), (0.6, -1.0), (0.7, 0.0)];
const M: &[(f32, f32)] = &[(0.0, -0.9), (0.0, 0.0), (0.2, -1.0), (0.4, 0.0), (0.6, -1.0), (0.8, 0.0), (1.0, -0.2)];

#[test]
fn stems_are_counted_however_they_are_joined() {
    for (shape, n) in [(STEM, 1), (U, 2), (M, 3)] {
        assert_eq!(down_strokes(&lines(shape)), n);
        let mut joined = vec![(-0.5, 0.0)];
        joined.extend(shape);
        joined.push((1.4, -0.9));
        assert_eq!(down_strokes(&lines(&joined)), n, "with links that rise on both sides");
    }
}

#[test]
fn small_waves_are_not_strokes() {
    assert_eq!(down_strokes(&lines(&[(0.0, 0.0), (0.2, -0.3), (0.4, 0.0), (0.6, -0.3), (0.8, 0.0)])), 0);
    assert_eq!(down_strokes(&lines(&[(0.0, -1.0), (0.1, -0.5), (0.2, -0.8), (0.3, 0.0)])), 1, "a kinked stem is one");
}

#[test]
fn a_letter_with_a_stroke_of_its_neighbour_is_unusual() {
    let (stem, u, m) = (lines(STEM), lines(U), lines(M));
    for (c, own) in [('i', &stem), ('u', &u), ('m', &m)] {
        for ink in [&stem, &u, &m] {
            let mut l = letter(c, 0, Vec::new());
            l.exit = Link::Low;
            assert_eq!(usual(&l, &[ink]), core::ptr::eq(ink, own), "{c} of {} strokes", down_strokes(ink));
        }
    }
}

#[test]
fn strokes_of_all_pieces_count_and_other_characters_may_have_any() {
    let stem = lines(STEM);
    assert!(usual(&letter('n', 0, Vec::new()), &[&stem, &stem]));
    assert!(!usual(&letter('n', 0, Vec::new()), &[&stem]));
    assert!("M7%".chars().all(|c| usual(&letter(c, 0, Vec::new()), &[&stem])));
}
