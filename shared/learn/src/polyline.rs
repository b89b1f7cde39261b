//! Operations on pen paths.

use longhand_ink::geometry::Vec2;

use crate::recordings::Polyline;

/// Length along the path up to each point.
pub fn arc(p: &[Vec2]) -> Vec<f32> {
    let mut s = 0.0;
    let mut out = Vec::with_capacity(p.len());
    for (i, q) in p.iter().enumerate() {
        if i > 0 {
            s += (*q - p[i - 1]).length();
        }
        out.push(s);
    }
    out
}

/// Total length.
pub fn length(p: &[Vec2]) -> f32 {
    p.windows(2).map(|w| (w[1] - w[0]).length()).sum()
}

/// `n` points at even steps of a monotone parameter `s` (one value a point).
pub fn sample_by(p: &[Vec2], s: &[f32], n: usize) -> Polyline {
    if p.len() < 2 || s[s.len() - 1] < 1e-6 {
        return vec![p.first().copied().unwrap_or_default(); n];
    }
    let end = s[s.len() - 1];
    let mut j = 0;
    (0..n)
        .map(|i| {
            let t = end * i as f32 / (n - 1) as f32;
            while j + 2 < s.len() && s[j + 1] < t {
                j += 1;
            }
            let d = s[j + 1] - s[j];
            p[j].lerp(p[j + 1], if d > 1e-9 { ((t - s[j]) / d).clamp(0.0, 1.0) } else { 0.0 })
        })
        .collect()
}

/// Even steps of about `step`, at least `least` points, lightly smoothed (1-2-1 twice, ends kept).
pub fn resample(p: &[Vec2], step: f32, least: usize) -> Polyline {
    let s = arc(p);
    let n = least.max((s.last().copied().unwrap_or(0.0) / step).round() as usize + 1);
    let mut r = sample_by(p, &s, n);
    for _ in 0..2 {
        smooth(&mut r);
    }
    r
}

/// One pass of a 1-2-1 filter; the ends stay.
pub fn smooth(r: &mut [Vec2]) {
    let mut last = r.first().copied().unwrap_or_default();
    for i in 1..r.len().saturating_sub(1) {
        let here = r[i];
        r[i] = (last + r[i + 1]) * 0.25 + here * 0.5;
        last = here;
    }
}

/// (left, top, right, bottom) of the points.
pub fn bounds<'a>(points: impl IntoIterator<Item = &'a Vec2>) -> [f32; 4] {
    points.into_iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |b, p| {
        [b[0].min(p.x), b[1].min(p.y), b[2].max(p.x), b[3].max(p.y)]
    })
}

/// Leans ink by `k` (dx per unit of height; positive undoes a lean to the right when negated).
pub fn shear(p: &mut [Vec2], k: f32) {
    for q in p {
        q.x += k * q.y;
    }
}

/// Undoes a lean of `slant` (dx per dy) in all strokes.
pub fn upright(strokes: &mut [Polyline], slant: f32) {
    for s in strokes {
        shear(s, -slant);
    }
}

/// The mean; 0 of nothing.
pub fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

/// The standard deviation; 0 of nothing.
pub fn deviation(values: &[f32]) -> f32 {
    let mean = mean(values);
    (values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / values.len().max(1) as f32).sqrt()
}

/// The `q`-quantile (0 ..= 1) of unsorted values; NaN-free, not empty.
pub fn quantile(values: &mut [f32], q: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    values[((values.len() - 1) as f32 * q).round() as usize]
}

#[cfg(test)]
mod tests;
