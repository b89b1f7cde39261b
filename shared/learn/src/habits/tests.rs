use super::*;
use crate::recordings::Sample;
use crate::testing::{letter, lines, noise, word};

/// Stems so far apart as the pairs say; `joined` tells which letters are joined to the next.
fn stems(
    writer: usize,
    text: &str,
    gap: impl Fn(char, char) -> f32,
    joined: impl Fn(char, char) -> bool,
) -> Vec<Letter> {
    let letters: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
    let spaces: Vec<bool> =
        text.chars().zip(text.chars().skip(1).chain(['.'])).filter(|(c, _)| *c != ' ').map(|(_, d)| d == ' ').collect();
    let (mut x, mut entry) = (0.0, Link::None);
    let mut out = Vec::new();
    for (k, c) in letters.iter().enumerate() {
        let mut l = letter(*c, writer, vec![lines(&[(x, -1.0), (x, -0.01)])]);
        (l.entry, l.space_after) = (entry, spaces[k]);
        if let Some(next) = letters.get(k + 1) {
            x += if l.space_after { 2.0 } else { gap(*c, *next) };
            entry = if joined(*c, *next) && !l.space_after { Link::Low } else { Link::None };
            l.exit = entry;
        }
        out.push(l);
    }
    out
}

fn close(a: f32, b: f32, by: f32) -> bool {
    (a - b).abs() < by
}

#[test]
fn slants_are_the_lean_of_the_down_strokes() {
    let planted = [-0.45, -0.1, 0.0, 0.3];
    let sample = |writer: usize, k: f32| {
        // Strokes upwards and bars lean otherwise.
        let down = lines(&[(-k, -1.0), (k, 1.0)]);
        let (up, bar) = (lines(&[(0.0, 1.0), (0.9, -1.0)]), lines(&[(0.0, 0.0), (2.0, 0.1)]));
        Sample { writer, ..word("n", vec![down, up, bar]) }
    };
    let samples = (0..8).flat_map(|_| planted.iter().enumerate().map(|(w, k)| sample(w, *k))).collect();
    let writers = ["p", "q", "r", "s", "silent"].map(str::to_owned).to_vec();
    let found = slants(&Recordings { writers, combed: vec![false; 5], samples });
    for (found, planted) in found.iter().zip(planted) {
        assert!(close(*found, planted, 0.005), "{found} instead of {planted}");
    }
    assert!(close(found[4], 0.0, 1e-9), "a writer of nothing is upright");
}

#[test]
fn gaps_of_letters_and_words_are_each_writers_own() {
    let words: Vec<Vec<Letter>> = (0..20)
        .flat_map(|k| {
            [(0, 0.3), (1, 0.5)].map(|(w, g)| stems(w, "nm un", |_, _| g + 0.01 * (k % 3) as f32, |_, _| false))
        })
        .collect();
    let (h, _, _) = habits(&words, &[0.1, -0.2, 0.0], &[false; 3]);
    assert!(close(h[0][1], 0.31, 0.005) && close(h[1][1], 0.51, 0.005), "{h:?}");
    assert!(h[0][2] > 0.005 && h[0][2] < 0.02, "they differ by a hundredth: {}", h[0][2]);
    assert!(close(h[0][3], 2.0, 0.01) && close(h[1][3], 2.0, 0.01), "{h:?}");
    assert!(close(h[1][0], -0.2, 1e-9));
    assert!(h[2][1..].iter().all(|v| v.is_nan()), "nothing is known of who wrote nothing");
}

#[test]
fn joined_letters_and_doubtful_cuts_have_no_gap() {
    let mut words: Vec<Vec<Letter>> = (0..40).map(|_| stems(0, "nmn", |_, _| 0.3, |a, _| a == 'm')).collect();
    assert_eq!(gaps(&words).len(), 40);
    for w in &mut words {
        w[0].certainty = -3.0;
    }
    assert!(gaps(&words).is_empty());
}

#[test]
fn letters_that_stand_off_are_told_from_writers_who_space() {
    let wide = |base: f32| move |a: char, _: char| base + if a == 'r' { 0.15 } else { 0.0 };
    let words: Vec<Vec<Letter>> = (0..200)
        .flat_map(|_| [(0, 0.3), (1, 0.6)].map(|(w, g)| stems(w, "nmnrnmunrmun", wide(g), |_, _| false)))
        .collect();
    let (h, m, _) = habits(&words, &[0.0; 2], &[false; 2]);
    let [after_r, after_n] = ['r', 'n'].map(|c| m.after[index(c)]);
    assert!(close(after_r - after_n, 0.15, 0.02), "{after_r} and {after_n}");
    assert!(close(h[1][1] - h[0][1], 0.3, 0.01), "{h:?}");
    assert!(close(m.before[index('n')] - m.before[index('m')], 0.0, 0.02), "nothing stands off before these");
}

#[test]
fn the_share_of_joined_pairs_is_counted_among_small_letters() {
    // Of three pairs of small letters two are joined; pairs with a capital or a space are not counted.
    let words: Vec<Vec<Letter>> =
        (0..20).map(|_| stems(0, "Annm n", |_, _| 0.4, |a, b| (a, b) != ('n', 'm'))).collect();
    let (h, _, _) = habits(&words, &[0.0], &[false]);
    assert!(close(h[0][5], 0.5, 1e-6), "{}", h[0][5]);
    let few: Vec<Vec<Letter>> = words.into_iter().take(10).collect();
    assert!(habits(&few, &[0.0], &[false]).0[0][5].is_nan(), "twenty pairs are too few");
}

#[test]
fn pairs_are_joined_as_often_as_writers_who_join_do() {
    let joins = |a: char, b: char| (a, b) != ('s', 'o');
    let cursive = (0..100).map(|_| stems(0, "Annonnonsonno", |_, _| 0.4, joins));
    let print = (0..100).map(|_| stems(1, "Annonnonsonno", |_, _| 0.4, |_, _| false));
    let (h, _, j) = habits(&cursive.chain(print).collect::<Vec<_>>(), &[0.0; 2], &[false; 2]);
    assert!(h[0][5] > 0.85 && h[1][5] < 0.01);
    let share = |a: u8, b: u8| j.lower[usize::from(a - b'a')][usize::from(b - b'a')];
    assert!(share(b'n', b'o') > 0.97 && share(b'n', b'n') > 0.97, "print does not count");
    assert!(share(b's', b'o') < 0.1, "{}", share(b's', b'o'));
    assert!(close(share(b'x', b'y'), 0.5, 1e-5), "an unseen pair is anybody's guess");
    assert!(j.upper[0][13] > 0.95, "capital A and n");
}

#[test]
fn wandering_is_the_deviation_of_letters_from_the_baseline() {
    let mut random = noise(3);
    let word =
        || (0..8).map(|_| letter('n', 0, vec![lines(&[(0.0, -1.0), (0.0, 0.1 * 3f32.sqrt() * random())])])).collect();
    let words: Vec<Vec<Letter>> = std::iter::repeat_with(word).take(60).collect();
    let (h, _, _) = habits(&words, &[0.0], &[false]);
    assert!(close(h[0][6], 0.1, 0.015), "{}", h[0][6]);
    let low: Vec<Letter> = (0..8).map(|_| letter('g', 0, vec![lines(&[(0.0, -1.0), (0.0, 0.8)])])).collect();
    assert_eq!(wander(&low), None, "letters with tails tell nothing");
}

#[test]
fn gaps_that_a_comb_made_teach_nothing() {
    let words: Vec<Vec<Letter>> =
        (0..20).flat_map(|_| [(0, 0.3), (1, 0.9)].map(|(w, g)| stems(w, "nm un", |_, _| g, |_, _| false))).collect();
    let (h, m, _) = habits(&words, &[0.0; 2], &[false, true]);
    assert!(close(h[0][1], 0.3, 0.005) && h[1][1].is_nan() && h[1][3].is_nan(), "{h:?}");
    assert!(m.after.iter().chain(&m.before).all(|v| v.abs() < 1e-3), "the comb is no pair's own gap");
}
