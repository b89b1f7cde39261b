use longhand_ink::hand::Hand;

use super::realism::{Group, area, spreads};
use super::{by_writer, pixels, traits, written};
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

#[test]
fn the_trait_that_spreads_least_as_peoples_does_is_named_first() {
    let mut chance = noise(3);
    let traits = traits::names();
    let mut group = |ours: bool, at: f32, wide: f32| {
        let one = |k: usize, by: f32| if k == 5 { at + wide * by } else { by };
        let rows = (0..40).map(|_| (0..traits.len()).map(|k| one(k, chance())).collect()).collect();
        Group { rows, ours }
    };
    // Hands lie as far apart as people, and each differs three times as much from word to word.
    let groups: Vec<Group> = (0..20).flat_map(|k| [group(false, k as f32, 1.0), group(true, k as f32, 3.0)]).collect();
    let found = spreads(&groups);
    assert_eq!(found[0].name, traits[5]);
    assert!((found[0].within - 3.0).abs() < 0.3 && (found[0].between - 1.0).abs() < 0.1, "{}", found[0].within);
}

/// A pen line through these points, in steps of less than a cell.
fn walked(points: &[(f32, f32)]) -> crate::recordings::Polyline {
    crate::polyline::resample(&lines(points), 0.1, 3)
}

/// A trait of a picture by its name.
fn of_picture(strokes: &[crate::recordings::Polyline], name: &str) -> f32 {
    let k = pixels::NAMES.iter().position(|n| *n == name).unwrap();
    pixels::of_word(strokes, 2.0)[k]
}

#[test]
fn a_picture_knows_counters_gaps_and_crossings() {
    let closed = walked(&[(0.0, -1.0), (2.0, -1.0), (2.0, 1.0), (0.0, 1.0), (0.0, -1.0)]);
    let open = walked(&[(2.0, -1.0), (0.0, -1.0), (0.0, 1.0), (2.0, 1.0)]);
    let bar = walked(&[(5.0, -1.0), (5.0, 1.0)]);
    let counters = |first: &crate::recordings::Polyline| of_picture(&[first.clone(), bar.clone()], "counters a letter");
    assert_eq!((counters(&closed), counters(&open)), (0.5, 0.0));
    let word = [closed, bar];
    assert!((of_picture(&word, "size of a counter") - 9.0).abs() <= 1.0, "1.8 deviations");
    assert!((of_picture(&word, "columns without ink") - 14.0 / 26.0).abs() < 0.05);
    // Both sides of the square and the bar, by two letters; top and bottom are two crossings, the bar one.
    assert!((of_picture(&word, "crossings of a middle row, a letter") - 1.4).abs() < 0.15);
    assert!((1.7..2.0).contains(&of_picture(&word, "crossings of a column")));
    assert!((of_picture(&word, "wide gaps") - 14.0).abs() <= 1.0);
    assert!(
        of_picture(&word, "ink a cell") < of_picture(&[word[0].clone(), word[0].clone()], "ink a cell"),
        "retraced"
    );
}
