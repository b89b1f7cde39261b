use longhand_ink::hand::Hand;

use super::realism::area;
use super::{by_writer, traits, written};
use crate::reader::Example;
use crate::testing::{lines, noise};

#[test]
fn the_area_is_the_share_of_pairs_in_order_and_ties_count_half() {
    assert!((area(&[3.0, 2.0], &[1.0, 0.0]) - 1.0).abs() < 1e-6);
    assert!((area(&[1.0, 0.0], &[3.0, 2.0])).abs() < 1e-6);
    assert!((area(&[1.0, 2.0], &[1.0, 0.0]) - 0.875).abs() < 1e-6);
    let (mut a, mut b) = (noise(1), noise(2));
    let (a, b): (Vec<f32>, Vec<f32>) = (0..2000).map(|_| (a(), b())).unzip();
    assert!((area(&a, &b) - 0.5).abs() < 0.03, "the same draw twice is not told apart");
}

#[test]
fn traits_have_a_name_each_and_do_not_change_with_size_or_place() {
    let strokes = vec![lines(&[(0.0, -1.0), (0.4, 0.0), (0.9, -1.1)]), lines(&[(1.2, -0.9), (1.3, 0.1)])];
    let moved = |k: f32, x: f32, y: f32| {
        let place = |p: &longhand_ink::geometry::Vec2| longhand_ink::geometry::Vec2::new(k * p.x + x, k * p.y + y);
        strokes.iter().map(|s| s.iter().map(place).collect()).collect::<Vec<Vec<_>>>()
    };
    let own = traits::of_word(&strokes, 2).unwrap();
    assert_eq!(own.len(), traits::names().len());
    let other = traits::of_word(&moved(1.0, 3.0, -2.0), 2).unwrap();
    assert!(own.iter().zip(&other).all(|(a, b)| (a - b).abs() < 0.02), "{own:?} {other:?}");
    let larger = traits::of_word(&moved(1.6, 0.0, 0.0), 2).unwrap();
    assert!(own[..4].iter().zip(&larger).all(|(a, b)| (a / b - 1.0).abs() < 0.1), "{own:?} {larger:?}");
    assert!(traits::of_word(&[], 3).is_none());
}

#[test]
fn a_word_of_ours_stands_upright_and_differs_from_time_to_time() {
    let hand = Hand::find("Perry").unwrap();
    let [a, b, again] = [1, 2, 1].map(|nth| written(&hand, "hello", nth));
    assert_eq!(a, again);
    assert_ne!(a, b);
    let lean = |strokes: &[crate::recordings::Polyline]| {
        let down =
            strokes.iter().flat_map(|s| s.windows(2)).map(|w| w[1] - w[0]).filter(|d| d.y > 0.02 && d.x.abs() < d.y);
        down.fold((0.0, 0.0), |s, d| (s.0 + d.x, s.1 + d.y))
    };
    let (x, y) = lean(&a);
    assert!((x / y).abs() < 0.25, "{}", x / y);
}

#[test]
fn words_are_sorted_by_writer_and_few_are_left_out() {
    let word = |writer| Example { writer, strokes: Vec::new(), text: "a".into() };
    let words: Vec<Example> = [4, 2, 4, 4, 7, 2].map(word).into();
    let found = by_writer(&words, 2);
    assert_eq!(found.iter().map(|own| (own[0].writer, own.len())).collect::<Vec<_>>(), [(4, 3), (2, 2)]);
}
