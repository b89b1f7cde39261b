//! What a reader sees of ink.

use ndarray::Array2;

use super::material::{Chance, Example};
use super::{ink, picture};
use crate::polyline::{bounds, length};
use crate::recordings::Polyline;

/// What a reader sees of ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum View {
    /// The way of the pen, step by step.
    Pen,
    /// A picture, column by column, as on paper.
    Picture,
}

impl View {
    /// Numbers that describe a step or column.
    pub fn inputs(self) -> usize {
        match self {
            Self::Pen => ink::FEATURES,
            Self::Picture => picture::ROWS,
        }
    }

    /// What is seen of upright strokes (x-heights, baseline 0), one row each.
    pub fn frames(self, strokes: &[Polyline]) -> Array2<f32> {
        match self {
            Self::Pen => ink::frames(strokes),
            Self::Picture => picture::columns(strokes, picture::NIB),
        }
    }

    /// What is seen of an example as another might have written it, with another pen.
    pub fn varied(self, example: &Example, chance: &mut Chance) -> Array2<f32> {
        let strokes = example.varied(chance);
        match self {
            Self::Pen => ink::frames(&strokes),
            Self::Picture => picture::columns(&strokes, picture::NIB * (0.35 * chance.bell()).exp()),
        }
    }

    /// About how many rows [`Self::frames`] has, halved.
    pub fn rows(self, example: &Example) -> usize {
        match self {
            Self::Pen => example.strokes.iter().map(|s| length(s) / 0.4 + 1.0).sum::<f32>() as usize,
            Self::Picture => {
                let [left, _, right, _] = bounds(example.strokes.iter().flatten());
                ((right - left + 2.0 * picture::MARGIN).max(0.0) / (2.0 * picture::CELL.x)) as usize
            }
        }
    }
}
