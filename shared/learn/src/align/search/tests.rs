use super::*;
use crate::align::labeller::fit;
use crate::testing::{lines, noise, word};

/// States of a text of the first so many characters.
fn states(letters: usize) -> Vec<usize> {
    (0..letters * THIRDS).collect()
}

/// Even odds of staying and going on.
fn pace(letters: usize) -> Vec<[f32; 2]> {
    vec![[-0.1, -2.0]; letters]
}

/// Log-probabilities that favour each third of each letter between its boundaries, under noise.
fn planted(begin: &[usize], seed: u64) -> Array2<f32> {
    let letters = begin.len() - 1;
    let mut random = noise(seed);
    let mut lp = Array2::from_shape_simple_fn((begin[letters], letters * THIRDS + 5), || -4.0 + 1.5 * random());
    for k in 0..letters {
        for i in begin[k]..begin[k + 1] {
            let third = (i - begin[k]) * THIRDS / (begin[k + 1] - begin[k]);
            lp[[i, k * THIRDS + third]] += 3.5;
        }
    }
    lp
}

fn found(path: &[usize]) -> Vec<usize> {
    let first = |k: usize| path.iter().position(|s| s / THIRDS == k).unwrap_or(path.len());
    (0..=path[path.len() - 1] / THIRDS + 1).map(first).collect()
}

#[test]
fn planted_boundaries_are_found() {
    for (seed, begin) in [[0, 20, 31, 60, 75], [0, 6, 40, 46, 52], [0, 12, 24, 36, 48]].iter().enumerate() {
        let n = begin[4];
        let path = search(&planted(begin, seed as u64), &states(4), &vec![false; n], &pace(4)).unwrap();
        for (got, want) in found(&path).iter().zip(begin) {
            assert!(got.abs_diff(*want) <= 1, "{:?} instead of {begin:?}", found(&path));
        }
    }
}

#[test]
fn a_path_runs_through_the_letters_in_order() {
    let n = 50;
    let mut random = noise(9);
    for _ in 0..20 {
        let lp = Array2::from_shape_simple_fn((n, 12), || 8.0 * random());
        let path = search(&lp, &states(4), &vec![false; n], &pace(4)).unwrap();
        assert_eq!(path.len(), n);
        assert!(path[0] < THIRDS && path[n - 1] >= 3 * THIRDS);
        assert!(path.windows(2).all(|w| w[0] <= w[1] && w[1] / THIRDS <= w[0] / THIRDS + 1), "{path:?}");
    }
}

#[test]
fn a_lift_attracts_the_boundary() {
    let n = 60;
    for lift in [24, 27, 30, 33, 36] {
        let mut lp = planted(&[0, 30, 60], 3);
        for i in 20..40 {
            lp.row_mut(i).fill(-3.0);
        }
        let start: Vec<bool> = (0..n).map(|i| i == lift).collect();
        let path = search(&lp, &states(2), &start, &pace(2)).unwrap();
        assert_eq!(found(&path), [0, lift, n]);
    }
}

#[test]
fn as_many_frames_as_letters_are_enough_and_fewer_are_not() {
    let lp = Array2::from_elem((4, 15), -1.0);
    let path = search(&lp, &states(4), &[false; 4], &pace(4)).unwrap();
    assert_eq!(found(&path), [0, 1, 2, 3, 4]);
    assert_eq!(search(&lp, &states(5), &[false; 4], &pace(5)), None);
    assert_eq!(search(&lp, &states(13), &[false; 4], &pace(13)), None);
}

#[test]
fn text_that_cannot_fit_is_none() {
    let untaught = fit(&[], &[], 0, 0);
    let frames = |text| Frames::new(&word(text, vec![lines(&[(0.0, -1.0), (0.0, 0.0)])]), 0.0).unwrap();
    let fits = fit_text(&untaught, &frames("il")).unwrap();
    assert_eq!((fits.begin.len(), fits.begin[0], fits.begin[2], fits.certainty.len()), (3, 0, 10, 2));
    assert!(fit_text(&untaught, &frames("ié")).is_none(), "the net knows printable ASCII only");
    let mut crowded = frames("i");
    crowded.text = vec!['i'; crowded.len() + 1];
    assert!(fit_text(&untaught, &crowded).is_none());
}
