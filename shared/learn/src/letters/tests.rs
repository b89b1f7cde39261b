use super::*;
use crate::testing::{letter, lines, noise, word};

/// Top and bottom of the letters used here.
const USUAL: [(char, f32, f32); 4] = [('n', -1.0, 0.0), ('l', -2.0, 0.0), ('p', -1.0, 0.8), ('e', -1.0, 0.0)];

/// A word put up by `b`, sloping by `k` and larger by `s`; the letters themselves vary a little.
fn placed(text: &str, [b, k, s]: [f32; 3], random: &mut impl FnMut() -> f32) -> Vec<Letter> {
    let middle = (text.len() as f32 - 1.0) / 2.0;
    let at = |i: usize| {
        let (_, top, bottom) = USUAL.iter().find(|u| text[i..].starts_with(u.0)).unwrap();
        let (top, bottom) = (top + 0.02 * random(), bottom + 0.02 * random());
        let x = s * i as f32;
        let y = |y: f32| s * y + b + k * (x - s * middle);
        letter(text[i..].chars().next().unwrap(), 0, vec![lines(&[(x, y(top)), (x + 0.01, y(bottom))])])
    };
    (0..text.len()).map(at).collect()
}

fn planted() -> Vec<[f32; 3]> {
    let mut random = noise(8);
    let mut place = |i: usize| {
        if i.is_multiple_of(4) { [0.2 * random(), 0.03 * random(), 1.0 + 0.2 * random()] } else { [0.0, 0.0, 1.0] }
    };
    (0..80).map(&mut place).collect()
}

fn words() -> Vec<Vec<Letter>> {
    let mut random = noise(9);
    let texts = ["nelpen", "plenel", "leppen", "elnpel"];
    planted().into_iter().enumerate().map(|(i, at)| placed(texts[i / 3 % 4], at, &mut random)).collect()
}

/// The largest distance of a top or bottom from where it should be.
fn worst(words: &[Vec<Letter>]) -> f32 {
    let off = |l: &Letter| {
        let (_, top, bottom) = USUAL.iter().find(|u| u.0 == l.c).unwrap();
        let h = heights(l).unwrap();
        (h[0] - top).abs().max((h[1] - bottom).abs())
    };
    words.iter().flatten().map(off).fold(0.0, f32::max)
}

#[test]
fn planted_shifts_slopes_and_sizes_are_undone() {
    let mut words = words();
    assert!(worst(&words) > 0.4, "{} is planted", worst(&words));
    let extents = fit_frames(&mut words);
    assert!(worst(&words) < 0.09, "{} is left", worst(&words));
    for (c, top, bottom) in USUAL {
        let e = &extents[&c];
        assert!((e.top - top).abs() < 0.03 && (e.bottom - bottom).abs() < 0.03, "{c}: {e:?}");
    }
}

#[test]
fn widths_shrink_with_heights_and_dots_move_with_their_letters() {
    let mut words = words();
    let k = (0..80).find(|i| planted()[*i][2] > 1.15).unwrap();
    let [b, _, s] = planted()[k];
    words[k][0].late = vec![vec![Vec2::new(0.0, s * -1.5 + b)]];
    fit_frames(&mut words);
    let x = |i: usize| words[k][i].main[0][0].x;
    assert!((x(5) - x(0) - 5.0).abs() < 0.3, "letters stand one apart again: {}", x(5) - x(0));
    assert!((words[k][0].late[0][0].y + 1.5).abs() < 0.12, "{:?}", words[k][0].late);
}

#[test]
fn one_unusual_letter_does_not_move_its_word() {
    let mut words = words();
    for p in &mut words[1][2].main[0] {
        p.y -= 1.5;
    }
    fit_frames(&mut words);
    let off = words[1].iter().enumerate().filter(|(i, _)| *i != 2).map(|(_, l)| worst(&[vec![l.clone()]]));
    assert!(off.fold(0.0, f32::max) < 0.12);
}

#[test]
fn a_character_alone_is_put_where_it_usually_stands() {
    let extents = fit_frames(&mut words());
    let alone = |text: &str, top: f32, bottom: f32| {
        isolated(&word(text, vec![lines(&[(0.3, top), (0.0, bottom)])]), -0.3 / (bottom - top), &extents)
    };
    let p = alone("p", 3.0, 4.8).unwrap();
    let [x0, top, x1, bottom] = bounds(p.main.iter().flatten());
    assert!((bottom - 0.8).abs() < 0.03 && (top + 1.0).abs() < 0.03, "from {top} to {bottom}");
    assert!(x1 - x0 < 1e-4, "and stands upright");
    assert!(alone("l", 0.0, 0.8).is_none(), "far too small");
    assert!(alone("n", 0.0, 4.0).is_none(), "far too tall");
    assert!(alone("q", 0.0, 1.8).is_none(), "of unknown height");
    assert!(alone("np", 0.0, 1.8).is_none(), "not one character");
}
