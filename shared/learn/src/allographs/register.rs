//! Letters of a class point for point: the same point of each is the same moment of the movement.

use longhand_ink::geometry::Vec2;

use super::{Item, LATE_POINTS};
use crate::polyline::{arc, sample_by};
use crate::recordings::Polyline;

/// Points even in length plus turning, so that bends correspond before registration.
fn path(p: &[Vec2], n: usize) -> Polyline {
    let mut s = arc(p);
    if p.len() >= 8 {
        let heading = |i: usize| {
            let d = p[i + 1] - p[i];
            d.y.atan2(d.x)
        };
        let mut extra = 0.0;
        let end = p.len() - 1;
        for (i, s) in s.iter_mut().enumerate().take(end).skip(1) {
            let mut turn = (heading(i) - heading(i - 1)).abs();
            if turn > std::f32::consts::PI {
                turn = std::f32::consts::TAU - turn;
            }
            extra += 0.22 * turn.min(1.5);
            *s += extra;
        }
        s[end] += extra;
    }
    sample_by(p, &s, n)
}

/// The coordinates of a letter: main pieces of so many points, then dots and bars.
pub(super) fn shape(item: &Item, points: usize) -> Vec<f32> {
    let flat = |p: Polyline| p.into_iter().flat_map(|q| [q.x - item.x0, q.y]).collect::<Vec<_>>();
    let main = item.main.iter().flat_map(|p| flat(path(p, points)));
    let late = item.late.iter().flat_map(|p| flat(path(p, LATE_POINTS)));
    main.chain(late).collect()
}

/// Warps the main pieces to the class's mean, twice; dots and bars stay as they are.
pub(super) fn register(own: &[usize], items: &[Item], points: usize, middle: &[f32]) -> Vec<f32> {
    let template = |flat: &[f32], p: usize| -> Polyline {
        flat[p * points * 2..(p + 1) * points * 2].chunks_exact(2).map(|v| Vec2::new(v[0], v[1])).collect()
    };
    let mut mean = middle.to_vec();
    let mut rows: Vec<Vec<f32>> = Vec::new();
    for _ in 0..2 {
        rows = own
            .iter()
            .map(|i| {
                let item = &items[*i];
                let mut row = shape(item, points);
                for (p, piece) in item.main.iter().enumerate() {
                    let dense: Polyline =
                        path(piece, 2 * points).into_iter().map(|q| Vec2::new(q.x - item.x0, q.y)).collect();
                    for (k, q) in warp(&dense, &template(&mean, p)).into_iter().enumerate() {
                        row[(p * points + k) * 2] = q.x;
                        row[(p * points + k) * 2 + 1] = q.y;
                    }
                }
                row
            })
            .collect();
        for (j, m) in mean.iter_mut().enumerate() {
            *m = rows.iter().map(|r| r[j]).sum::<f32>() / rows.len() as f32;
        }
    }
    rows.concat()
}

/// Position and direction of each point, for comparing movements.
fn moves(p: &[Vec2]) -> Vec<[f32; 4]> {
    (0..p.len())
        .map(|i| {
            let d = p[(i + 1).min(p.len() - 1)] - p[i.saturating_sub(1)];
            let k = 0.45 / (d.length() + 1e-3);
            [p[i].x, p[i].y, d.x * k, d.y * k]
        })
        .collect()
}

/// One point of `dense` (2K points) for each of the template's K, in order, 0 to 5 steps apart.
fn warp(dense: &[Vec2], template: &[Vec2]) -> Polyline {
    let (f, t) = (moves(dense), moves(template));
    let (n, k) = (dense.len(), template.len());
    let mut cost = vec![f32::MAX / 8.0; n];
    cost[0] = 0.0;
    let mut back = vec![0u8; n * k];
    for i in 1..k {
        let mut next = vec![f32::MAX / 8.0; n];
        for j in 0..n {
            let apart: f32 = f[j].iter().zip(&t[i]).map(|(a, b)| (a - b).powi(2)).sum();
            for s in 0..=5.min(j) {
                let v = cost[j - s] + 0.004 * (s as f32 - 2.0).powi(2) + apart;
                if v < next[j] {
                    next[j] = v;
                    back[i * n + j] = s as u8;
                }
            }
        }
        cost = next;
    }
    let mut at = vec![0.0f32; k];
    let mut j = n - 1;
    for i in (0..k).rev() {
        at[i] = j as f32;
        j -= usize::from(back[i * n + j]).min(j);
    }
    for _ in 0..2 {
        let old = at.clone();
        for i in 1..k - 1 {
            at[i] = (old[i - 1] + 2.0 * old[i] + old[i + 1]) / 4.0;
        }
    }
    at.iter()
        .map(|v| {
            let j = (*v as usize).min(n - 2);
            dense[j].lerp(dense[j + 1], v - j as f32)
        })
        .collect()
}

#[cfg(test)]
mod tests;
