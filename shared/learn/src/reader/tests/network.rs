//! Layers, and the network of them.

use ndarray::Array2;

use super::super::layers::{Conv, Norm, Spans};
use super::super::network::Network;
use super::super::planes::Plane;
use super::super::{View, ctc};
use super::{near, slope};
use crate::testing::noise;

/// A network of small weights, ink of two sequences, and a text for each.
fn small(view: View) -> (Network, Array2<f32>, Spans) {
    let mut random = noise(3);
    let net = Network::new(view, 6, 4, &mut random);
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
    for view in [View::Pen, View::Picture] {
        let (net, x, spans) = small(view);
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
            assert!(near(found, own[steepest]), "{view:?}, tensor {k}: {} for {found}", own[steepest]);
        }
    }
}

#[test]
fn sequences_side_by_side_do_not_see_each_other() {
    for view in [View::Pen, View::Picture] {
        let (net, x, spans) = small(view);
        let (both, _) = net.forward(&x, &spans, &mut |_| {});
        let (first, _) = net.forward(&x.slice(ndarray::s![..9, ..]).to_owned(), &Spans::new([9]), &mut |_| {});
        let apart = &both.slice(ndarray::s![..5, ..]) - &first;
        assert!(apart.iter().all(|d| d.abs() < 1e-5), "{view:?}: {apart}");
    }
}

#[test]
fn each_cell_sees_three_by_three_about_its_own_and_nothing_beyond_the_edges() {
    let mut plane = Plane::new(2, 1, &mut noise(1)).keeping(2, 2);
    plane.weight.fill(1.0);
    plane.bias.fill(0.5);
    // Five columns of four cells of two channels: all in a cell have its number, 10 · column + row.
    let x = Array2::from_shape_fn((5, 8), |(x, k)| (10 * x + k / 2) as f32);
    let y = plane.forward(&x, &Spans::new([5]));
    let about = |range: std::ops::Range<usize>, at: usize| range.filter(move |k| k.abs_diff(at) < 2);
    for (column, row) in (0..3).flat_map(|x| (0..2).map(move |y| (x, y))) {
        let cells = about(0..5, 2 * column).flat_map(|x| about(0..4, 2 * row).map(move |y| (10 * x + y) as f32));
        assert!((y[[column, row]] - 0.5 - 2.0 * cells.sum::<f32>()).abs() < 1e-3, "{column} {row}");
    }
    assert_eq!(y.dim(), (3, 2));
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
