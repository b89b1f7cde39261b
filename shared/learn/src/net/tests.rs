use super::*;
use crate::testing::noise;

/// Points in a square, labelled by the ring about the middle that they lie in.
fn rings(n: usize, seed: u64) -> (Array2<f32>, Vec<u16>) {
    let mut random = noise(seed);
    let x = Array2::from_shape_simple_fn((n, 2), &mut random);
    let labels = x.rows().into_iter().map(|p| (p[0].hypot(p[1]) * 2.0).min(2.0) as u16).collect();
    (x, labels)
}

fn trained(seed: u64) -> Net {
    let mut net = Net::new(&[2, 24, 24, 3], seed);
    let (x, labels) = rings(600, 1);
    for step in 0..400 {
        net.train(x.view(), &labels, 1e-2 * (1.0 - step as f32 / 400.0));
    }
    net
}

#[test]
fn a_small_net_learns_what_no_straight_line_parts() {
    let (x, labels) = rings(500, 2);
    let lp = trained(3).log_probs(x.view());
    let right = lp.rows().into_iter().zip(&labels).filter(|(row, label)| row[usize::from(**label)] > -0.69).count();
    assert!(right >= 475, "{right} of 500 unseen points are read right");
}

#[test]
fn the_same_seed_gives_the_same_net() {
    let (x, _) = rings(50, 2);
    let [a, b, c] = [3, 3, 4].map(|seed| trained(seed).log_probs(x.view()));
    assert_eq!(a, b);
    assert_ne!(a, c);
}

#[test]
fn training_returns_the_mean_cross_entropy_before_the_step() {
    let (x, labels) = rings(40, 5);
    let mut net = Net::new(&[2, 8, 3], 6);
    let lp = net.log_probs(x.view());
    let want = -labels.iter().enumerate().map(|(i, l)| lp[[i, usize::from(*l)]]).sum::<f32>() / 40.0;
    assert!((net.train(x.view(), &labels, 1e-3) - want).abs() < 1e-4);
    assert_ne!(net.log_probs(x.view()), lp, "a step changes the net");
}

/// With Adam's first step every weight moves by the rate against the sign of its gradient, so the loss falls
/// from any start only if the gradients of all layers point the right way.
#[test]
fn a_small_step_never_raises_the_loss() {
    let (x, labels) = rings(100, 7);
    for seed in 0..20 {
        let mut net = Net::new(&[2, 8, 8, 3], seed);
        let before = net.train(x.view(), &labels, 1e-4);
        let after = net.train(x.view(), &labels, 1e-4);
        assert!(after < before, "seed {seed}: {before} to {after}");
    }
}

#[test]
fn log_softmax_rows_are_probabilities_however_large() {
    let mut y = ndarray::array![[1000.0, 1001.0, 999.0], [-800.0, -800.0, -800.0]];
    log_softmax(&mut y);
    for row in y.rows() {
        assert!((row.mapv(f32::exp).sum() - 1.0).abs() < 1e-3, "{row}");
    }
    assert!((y[[0, 1]] - y[[0, 0]] - 1.0).abs() < 1e-4, "odds stay");
}
