//! The marks that go on letters, as a pen makes them. Each is told from its neighbours by more than size:
//! a caron has a corner where a breve is round, a macron is flat where a tilde waves, the strokes of a
//! double acute are long where the dots of a diaeresis are dots, and a ring closes.

use super::Anchor::{Above, Across, Hung, LeftOf, OffBar, OnStem, RightOf, Through, Under};
use super::{Anchor, Knots, Part, Spot};

const fn mark(strokes: &'static [Knots], at: Anchor) -> Part {
    Part::Mark { strokes, at }
}

pub(super) const GRAVE: Part = mark(&[&[(-0.18, -0.31), (-0.08, -0.21), (0.03, -0.09), (0.13, 0.0)]], Above);
pub(super) const ACUTE: Part = mark(&[&[(0.19, -0.34), (0.09, -0.22), (-0.02, -0.10), (-0.13, 0.0)]], Above);
pub(super) const CIRCUMFLEX: Part = mark(&[&[(-0.26, 0.0), (-0.14, -0.13), (0.0, -0.29), (0.0, -0.29), (0.12, -0.15), (0.25, -0.01)]], Above);
pub(super) const CARON: Part = mark(&[&[(-0.25, -0.29), (-0.13, -0.15), (0.0, 0.0), (0.0, 0.0), (0.13, -0.17), (0.26, -0.31)]], Above);
pub(super) const TILDE: Part = mark(&[&[(-0.31, 0.01), (-0.25, -0.11), (-0.15, -0.17), (-0.03, -0.11), (0.07, -0.03), (0.18, -0.02), (0.26, -0.09), (0.32, -0.2)]], Above);
pub(super) const MACRON: Part = mark(&[&[(-0.29, 0.0), (-0.1, -0.015), (0.1, -0.01), (0.29, -0.02)]], Above);
pub(super) const BREVE: Part = mark(&[&[(-0.25, -0.27), (-0.22, -0.14), (-0.13, -0.03), (0.0, 0.0), (0.14, -0.04), (0.22, -0.14), (0.26, -0.28)]], Above);
pub(super) const DOT: Part = mark(&[&[(-0.014, -0.03), (0.0, -0.012), (0.012, 0.008), (0.014, 0.022)]], Above);
pub(super) const DIAERESIS: Part = mark(&[
    &[(-0.195, -0.025), (-0.182, 0.0), (-0.172, 0.022)],
    &[(0.17, -0.035), (0.182, -0.01), (0.192, 0.012)],
], Above);
pub(super) const RING: Part = mark(&[&[(0.04, -0.30), (-0.07, -0.29), (-0.14, -0.20), (-0.13, -0.08), (-0.04, 0.0), (0.08, -0.02), (0.14, -0.11), (0.12, -0.22), (0.05, -0.295), (-0.04, -0.31)]], Above);
pub(super) const DOUBLE_ACUTE: Part = mark(&[
    &[(0.0, -0.34), (-0.07, -0.21), (-0.15, -0.09), (-0.22, 0.0)],
    &[(0.28, -0.35), (0.21, -0.22), (0.12, -0.1), (0.05, -0.01)],
], Above);
pub(super) const TURNED_COMMA: Part = mark(&[&[(0.1, -0.36), (0.01, -0.29), (-0.05, -0.18), (-0.04, -0.06), (0.03, 0.0)]], Above);

pub(super) const CEDILLA: Part = mark(&[&[(0.0, -0.01), (-0.02, 0.07), (-0.04, 0.13), (-0.04, 0.13), (0.06, 0.13), (0.14, 0.2), (0.13, 0.31), (0.03, 0.38), (-0.09, 0.38), (-0.17, 0.33)]], Hung(0.52));
pub(super) const OGONEK: Part = mark(&[&[(0.0, -0.01), (-0.07, 0.06), (-0.12, 0.15), (-0.13, 0.25), (-0.06, 0.34), (0.05, 0.36), (0.15, 0.3)]], Hung(0.86));
pub(super) const COMMA: Part = mark(&[&[(0.04, 0.0), (0.07, 0.08), (0.05, 0.18), (-0.02, 0.27), (-0.1, 0.33)]], Under);

pub(super) const APOSTROPHE_CARON: Part = mark(&[&[(0.2, -0.1), (0.23, 0.02), (0.2, 0.14), (0.12, 0.25)]], RightOf(0.0));
/// Over the right end of the bar of t.
pub(super) const HIGH_APOSTROPHE_CARON: Part = mark(&[&[(0.2, -0.26), (0.23, -0.15), (0.2, -0.04), (0.13, 0.06)]], RightOf(0.0));
pub(super) const APOSTROPHE_BEFORE: Part = mark(&[&[(-0.14, -0.62), (-0.12, -0.5), (-0.17, -0.37), (-0.26, -0.25)]], LeftOf(0.12));
pub(super) const MIDDLE_DOT: Part = mark(&[&[(0.2, -0.02), (0.215, 0.0), (0.225, 0.025)]], RightOf(0.5));

pub(super) const SLASH: Part = mark(&[&[(1.12, -0.2), (0.8, 0.15), (0.35, 0.72), (-0.1, 1.18)]], Across);
pub(super) const LONG_SLASH: Part = mark(&[&[(1.04, -0.1), (0.75, 0.22), (0.35, 0.7), (-0.04, 1.1)]], Across);
pub(super) const HALF_BAR: Part = mark(&[&[(-0.3, 0.02), (-0.08, 0.0), (0.14, -0.01), (0.36, -0.02)]], OnStem(0.5));
pub(super) const FULL_BAR: Part = mark(&[&[(-0.14, 0.245), (0.2, 0.24), (0.75, 0.225), (1.14, 0.22)]], Across);
pub(super) const STEM_BAR: Part = mark(&[&[(-0.31, 0.02), (-0.1, 0.0), (0.12, -0.01), (0.31, -0.03)]], Through(0.2));
pub(super) const STEM_STROKE: Part = mark(&[&[(0.3, -0.2), (0.13, -0.1), (-0.1, 0.05), (-0.28, 0.16)]], Through(0.52));
pub(super) const SECOND_BAR: Part = mark(&[&[(-0.26, 0.02), (-0.08, 0.0), (0.1, -0.01), (0.28, -0.02)]], OffBar);

pub(super) const CENT_STROKE: Part = mark(&[&[(0.68, -0.28), (0.6, 0.2), (0.5, 0.75), (0.42, 1.26)]], Across);
pub(super) const YEN_BARS: Part = mark(&[
    &[(0.08, 0.57), (0.35, 0.56), (0.65, 0.555), (0.92, 0.55)],
    &[(0.06, 0.77), (0.35, 0.765), (0.65, 0.755), (0.9, 0.75)],
], Across);
pub(super) const EURO_BARS: Part = mark(&[
    &[(-0.24, 0.42), (0.0, 0.41), (0.35, 0.4), (0.66, 0.39)],
    &[(-0.26, 0.62), (0.0, 0.61), (0.3, 0.605), (0.56, 0.6)],
], Across);

pub(super) const TOUCHING_E: Part = Part::Glyph { c: 'e', scale: 1.0, at: Spot::After(-0.06) };
pub(super) const TOUCHING_CAPITAL_E: Part = Part::Glyph { c: 'E', scale: 1.0, at: Spot::After(-0.08) };
pub(super) const CLOSE_J: Part = Part::Glyph { c: 'j', scale: 1.0, at: Spot::After(0.1) };
pub(super) const CLOSE_CAPITAL_J: Part = Part::Glyph { c: 'J', scale: 1.0, at: Spot::After(0.06) };
