mod network;
mod spelling;

use ndarray::{Array2, array};

use super::material::{Chance, Example, followed, rows};
use super::network::Network;
use super::*;
use crate::testing::{lines, noise};

/// Slope of a loss along one number, by stepping both ways.
fn slope(at: f32, mut loss: impl FnMut(f32) -> f32) -> f32 {
    let h = 4e-3;
    (loss(at + h) - loss(at - h)) / (2.0 * h)
}

fn near(a: f32, b: f32) -> bool {
    (a - b).abs() < 0.02 + 0.03 * a.abs().max(b.abs())
}

/// Log-probabilities of three classes over these rows of scores.
fn normal(scores: &Array2<f32>) -> Array2<f32> {
    let mut rows = scores.clone();
    crate::net::log_softmax(&mut rows);
    rows
}

#[test]
fn the_likelihood_of_a_text_is_the_sum_over_all_ways_to_write_it() {
    let rows = normal(&array![[0.3, -0.4, 1.0], [0.9, 0.1, -0.6], [-0.2, 0.8, 0.4], [0.5, -0.7, 0.2]]);
    for text in [vec![], vec![1], vec![1, 2], vec![1, 1], vec![2, 1, 2]] {
        let ways = (0..81).map(|w| [w / 27, w / 9 % 3, w / 3 % 3, w % 3]).filter(|path| {
            let mut read = Vec::new();
            for (t, c) in path.iter().enumerate() {
                if *c != ctc::BLANK && (t == 0 || path[t - 1] != *c) {
                    read.push(*c as u16);
                }
            }
            read == text
        });
        let sum: f32 = ways.map(|p| p.iter().enumerate().map(|(t, c)| rows[[t, *c]]).sum::<f32>().exp()).sum();
        let mut gradient = Array2::zeros(rows.raw_dim());
        let loss = ctc::loss(rows.view(), &text, gradient.view_mut()).unwrap();
        assert!((loss + sum.ln()).abs() < 1e-4, "{text:?}: {loss} for {}", -sum.ln());
    }
}

#[test]
fn the_gradient_of_a_text_is_the_slope_of_its_loss() {
    let scores = array![[0.3, -0.4, 1.0], [0.9, 0.1, -0.6], [-0.2, 0.8, 0.4], [0.5, -0.7, 0.2]];
    let mut gradient = Array2::zeros((4, 3));
    ctc::loss(normal(&scores).view(), &[1, 1], gradient.view_mut()).unwrap();
    for (at, g) in gradient.indexed_iter() {
        let found = slope(scores[at], |v| {
            let mut moved = scores.clone();
            moved[at] = v;
            ctc::loss(normal(&moved).view(), &[1, 1], Array2::zeros((4, 3)).view_mut()).unwrap()
        });
        assert!(near(found, *g), "{at:?}: {g} for {found}");
    }
}

#[test]
fn a_text_longer_than_its_rows_teaches_nothing() {
    let rows = normal(&Array2::<f32>::zeros((2, 3)));
    let mut gradient = Array2::<f32>::ones((2, 3));
    assert_eq!(ctc::loss(rows.view(), &[1, 1], gradient.view_mut()), None);
    assert!(gradient.iter().all(|g| *g == 0.0));
}

#[test]
fn repeats_are_one_character_unless_a_blank_parts_them() {
    let row = |c: usize| (0..3).map(move |k| if k == c { 0.0 } else { -9.0 });
    let path = |cs: &[usize]| Array2::from_shape_vec((cs.len(), 3), cs.iter().flat_map(|c| row(*c)).collect()).unwrap();
    assert_eq!(ctc::greedy(path(&[0, 1, 1, 0, 1, 2, 2, 0]).view()), [1, 1, 2]);
}

#[test]
fn edits_are_insertions_deletions_and_changes() {
    for (written, read, edits) in
        [("dear", "dear", 0), ("dear", "dar", 1), ("dear", "clear", 2), ("", "x", 1), ("x", "", 1)]
    {
        let found = Errors::between(written, read);
        assert_eq!((found.edits, found.characters), (edits, written.len()), "{written} {read}");
    }
}

#[test]
fn each_character_of_a_writer_is_used_once_in_rows() {
    let one = |k: usize| {
        let strokes = vec![lines(&[(0.0, -1.0), (0.3, 0.0)])];
        Example { writer: 5, strokes, text: char::from(b'0' + k as u8).to_string() }
    };
    let own: Vec<Example> = (0..10).map(one).collect();
    let rows = rows(&own, &mut Chance::new(4));
    let mut all: Vec<char> = rows.iter().flat_map(|r| r.text.chars()).collect();
    all.sort_unstable();
    assert_eq!(all.into_iter().collect::<String>(), "0123456789");
    assert!(rows.iter().all(|r| r.strokes.len() == r.text.len() && r.writer == 5));
}

#[test]
fn what_follows_a_word_is_its_writers_own_and_stands_behind_it() {
    let one = |text: &str, up: f32| {
        let strokes = vec![lines(&[(0.0, -1.0 - up), (0.3, -up)])];
        Example { writer: 5, strokes, text: text.to_owned() }
    };
    let own: Vec<Example> = [("'", 1.0), ("s", 0.0), ("!", 0.0), ("A", 0.0)].map(|(c, up)| one(c, up)).into();
    let mut chance = Chance::new(2);
    let all: Vec<Example> = (0..60).map(|_| followed(&one("it", 0.0), &own, &mut chance)).collect();
    let texts: std::collections::BTreeSet<&str> = all.iter().map(|e| &*e.text).collect();
    assert_eq!(texts.into_iter().collect::<Vec<_>>(), ["it!", "it'", "it's", "it'ss"]);
    for e in &all {
        assert_eq!(e.strokes.len() + 1, e.text.len());
        assert!(e.strokes.windows(2).all(|s| s[1][0].x > s[0][1].x - 0.2), "{:?}", e.strokes);
    }
    assert_eq!(followed(&one("it", 0.0), &[], &mut chance).text, "it");
}

#[test]
fn a_reader_comes_back_from_its_file_and_not_from_another() {
    let reader = reader(View::Pen);
    let bytes = reader.bytes();
    let ink = vec![lines(&[(0.0, -1.0), (0.3, 0.0), (0.9, -1.2)])];
    let again = Reader::parse(&bytes).unwrap();
    assert!((again.surprise(&ink, "l") - reader.surprise(&ink, "l")).abs() < 0.1);
    assert!(Reader::parse(&bytes[..bytes.len() - 2]).is_err());
    assert!(Reader::parse(b"something else").is_err());
}

#[test]
fn no_ink_reads_as_nothing() {
    let reader = reader(View::Pen);
    assert_eq!(reader.read(&[]), "");
    assert!(reader.surprise(&[vec![]], "é").is_infinite());
}

/// A reader that has learned nothing.
fn reader(view: View) -> Reader {
    Reader { view, network: Network::new(view, view.inputs(), CLASSES, &mut noise(8)), spelling: None }
}

#[test]
fn a_picture_has_the_same_columns_whether_strokes_or_pixels_are_looked_at() {
    // A stem of one x-height that stands on the baseline, 40 pixels high and 8 wide.
    let stem = vec![lines(&[(0.0, -1.0), (0.0, 0.0)])];
    let strokes = picture::columns(&stem, 0.1);
    let mut drawn = Coverage { width: 60, height: 100, levels: vec![0; 6000] };
    for (y, x) in (36..84).flat_map(|y| (26..34).map(move |x| (y, x))) {
        drawn.levels[y * 60 + x] = 255;
    }
    let pixels = page::columns(&drawn, Ruling { baseline: 80.0, x_height: 40.0, slant: 0.0 });
    assert_eq!(strokes.ncols(), pixels.ncols());
    // The picture of pixels begins before the ink, that of strokes before its middle.
    for (at, offset) in [(-1.5, 1.0), (0.0, 1.0), (-0.5, 1.0), (0.5, 0.0), (-2.0, 0.0)] {
        let row = ((at - picture::TOP) / picture::CELL.y) as usize;
        let inside = offset * f32::from(u8::from((-1.1..0.1).contains(&at)));
        let dark = |of: &Array2<f32>| of.column(row).iter().copied().fold(0.0, f32::max);
        assert!((dark(&strokes) - inside).abs() < 0.6 && (dark(&pixels) - inside).abs() < 0.6, "{at}");
    }
    assert_eq!(
        page::columns(
            &Coverage { width: 9, height: 9, levels: vec![0; 81] },
            Ruling { baseline: 5.0, x_height: 4.0, slant: 0.2 }
        )
        .nrows(),
        0
    );
}

#[test]
fn a_leaning_picture_is_seen_upright() {
    let ruling = |slant| Ruling { baseline: 80.0, x_height: 40.0, slant };
    let lean = |by: f32| {
        let mut drawn = Coverage { width: 140, height: 100, levels: vec![0; 14000] };
        for (y, x) in (20..80).flat_map(|y| (0..8).map(move |x| (y, x))) {
            let left = 40.0 + by * (y as f32 - 80.0);
            drawn.levels[y * 140 + left as usize + x] = 255;
        }
        drawn
    };
    let [upright, leaning] = [lean(0.0), lean(-0.5)].map(|drawn| page::columns(&drawn, ruling(0.0)).nrows());
    assert!(leaning > upright + 5);
    assert!(page::columns(&lean(-0.5), ruling(-0.5)).nrows() <= upright + 1);
}
