use ndarray::{Array2, array};

use super::layers::{Conv, Norm, Spans};
use super::material::{Chance, Example, rows};
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

/// A network of small weights, ink of two sequences, and a text for each.
fn small() -> (Network, Array2<f32>, Spans) {
    let mut random = noise(3);
    let net = Network::new(6, 4, &mut random);
    (net, Array2::from_shape_simple_fn((22, 6), &mut random), Spans::new([9, 13]))
}

fn small_loss(net: &Network, x: &Array2<f32>, spans: &Spans) -> f32 {
    let (rows, _) = net.forward(x, spans, &mut |_| {});
    let texts = [[1, 2], [3, 3]];
    let halved = spans.halved();
    let losses = texts.iter().zip(halved.iter()).map(|(t, (from, to))| {
        let own = rows.slice(ndarray::s![from..to, ..]);
        ctc::loss(own, t, Array2::zeros(own.raw_dim()).view_mut()).unwrap()
    });
    losses.sum()
}

#[test]
fn every_weight_gets_the_slope_of_the_loss() {
    let (net, x, spans) = small();
    let (rows, trace) = net.forward(&x, &spans, &mut |_| {});
    let mut dy = Array2::zeros(rows.raw_dim());
    for (t, (from, to)) in [[1, 2], [3, 3]].iter().zip(spans.halved().iter()) {
        let own = ndarray::s![from..to, ..];
        ctc::loss(rows.slice(own), t, dy.slice_mut(own)).unwrap();
    }
    let mut grad = net.zero();
    net.backward(&x, &trace, &dy, 1.0, &mut grad);
    let tensors = grad.tensors_mut().len();
    for k in 0..tensors {
        let own = grad.tensors_mut().swap_remove(k).to_vec();
        // The steepest of each tensor, where a step tells most.
        let steepest = (0..own.len()).max_by(|a, b| own[*a].abs().total_cmp(&own[*b].abs())).unwrap();
        let mut moved = net.clone();
        let at = moved.tensors_mut()[k][steepest];
        let found = slope(at, |v| {
            moved.tensors_mut()[k][steepest] = v;
            small_loss(&moved, &x, &spans)
        });
        assert!(near(found, own[steepest]), "tensor {k}: {} for {found}", own[steepest]);
    }
}

#[test]
fn sequences_side_by_side_do_not_see_each_other() {
    let (net, x, spans) = small();
    let (both, _) = net.forward(&x, &spans, &mut |_| {});
    let (first, _) = net.forward(&x.slice(ndarray::s![..9, ..]).to_owned(), &Spans::new([9]), &mut |_| {});
    let apart = &both.slice(ndarray::s![..5, ..]) - &first;
    assert!(apart.iter().all(|d| d.abs() < 1e-5), "{apart}");
}

#[test]
fn a_convolution_keeps_as_many_rows_as_the_ink_or_half() {
    let conv = Conv::new(5, 2, 3, &mut noise(1));
    let spans = Spans::new([5, 1, 4]);
    assert_eq!(conv.forward(Array2::zeros((10, 2)).view(), &spans).dim(), (10, 3));
    assert_eq!(conv.halving().forward(Array2::zeros((10, 2)).view(), &spans).dim(), (6, 3));
    assert_eq!(spans.halved(), Spans::new([3, 1, 2]));
}

#[test]
fn normalised_rows_have_mean_0_and_variance_1() {
    let x = Array2::from_shape_simple_fn((4, 30), noise(2)) * 7.0 + 3.0;
    let (y, _) = Norm::new(30).forward(&x);
    for row in y.rows() {
        assert!(row.sum().abs() < 1e-3 && (row.dot(&row) / 30.0 - 1.0).abs() < 1e-3, "{row}");
    }
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
    Reader { view, network: Network::new(view.inputs(), CLASSES, &mut noise(8)) }
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
