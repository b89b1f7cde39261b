//! Readers of handwriting, without a dictionary: pen strokes to text, letter by letter, and pictures to text, by what
//! is known of how words are spelled.
//!
//! [`ink`] makes features of strokes and [`picture`] of what they leave, [`network`] ([`front`], of [`layers`] and
//! [`planes`], then blocks) turns either into characters' probabilities, [`ctc`] ties those to text, and [`beam`] finds
//! the likeliest by its [`spelling`]. [`material`] is what it learns from, [`training`] how. A tenth of the writers is
//! kept out, and what it makes of their words is what it is worth.

mod beam;
mod ctc;
mod file;
mod front;
mod ink;
mod layers;
mod material;
mod network;
mod page;
mod picture;
mod planes;
mod score;
mod spelling;
mod training;
mod view;

use longhand_ink::draw::Coverage;
use ndarray::Array2;

use crate::recordings::Polyline;
use layers::Spans;
pub use material::{Chance, Example, Material};
use network::Network;
pub use page::Ruling;
pub use score::Errors;
use spelling::Spelling;
pub use training::{Plan, train};
pub use view::View;

/// Printable ASCII without the space, and the blank.
const CLASSES: usize = 95;

/// Sizes of an x-height in which a picture is looked at, by the one that is told: how high letters are, of which some
/// are higher, is a matter of opinion, and the reading that is surest counts.
const GLANCES: [f32; 3] = [0.8, 0.88, 0.96];

/// Reads upright ink in x-heights over its baseline.
pub struct Reader {
    view: View,
    network: Network,
    /// What is known of how people spell; one without it reads letter by letter.
    spelling: Option<Spelling>,
}

/// The class of a character; `None` where it cannot be read.
fn class(c: char) -> Option<u16> {
    c.is_ascii_graphic().then(|| c as u16 - 32)
}

/// The character of a class other than the blank.
fn character(class: u16) -> char {
    char::from_u32(u32::from(class) + 32).unwrap_or(' ')
}

impl Reader {
    /// What the strokes say, in order of writing.
    pub fn read(&self, strokes: &[Polyline]) -> String {
        self.text(&self.view.frames(strokes)).0
    }

    /// What a drawn line says; only a reader of pictures can tell.
    pub fn read_drawn(&self, picture: &Coverage, ruling: Ruling) -> String {
        let glances = GLANCES.map(|size| Ruling { x_height: size * ruling.x_height, ..ruling });
        let read = glances.map(|ruling| self.text(&page::columns(picture, ruling)));
        read.into_iter().max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(text, _)| text).unwrap_or_default()
    }

    /// What is read, and how sure the reader is of it, nats (0 or below, but for what it expects of its length).
    fn text(&self, x: &Array2<f32>) -> (String, f32) {
        let rows = self.rows(x);
        let (classes, sure) = match &self.spelling {
            Some(spelling) => beam::likeliest(rows.view(), spelling),
            None => (
                ctc::greedy(rows.view()),
                rows.rows().into_iter().map(|row| row.fold(f32::MIN, |a, b| a.max(*b))).sum(),
            ),
        };
        (classes.into_iter().map(character).collect(), sure)
    }

    /// How much less likely than certain `text` is, in nats a character; infinite where it cannot be that.
    pub fn surprise(&self, strokes: &[Polyline], text: &str) -> f32 {
        let Some(classes) = text.chars().map(class).collect::<Option<Vec<u16>>>() else { return f32::INFINITY };
        let rows = self.rows(&self.view.frames(strokes));
        let loss = ctc::loss(rows.view(), &classes, Array2::zeros(rows.raw_dim()).view_mut());
        loss.map_or(f32::INFINITY, |l| l / classes.len().max(1) as f32)
    }

    fn rows(&self, x: &Array2<f32>) -> Array2<f32> {
        if x.is_empty() {
            return Array2::from_shape_fn((1, CLASSES), |(_, c)| if c == ctc::BLANK { 0.0 } else { -50.0 });
        }
        let (rows, _) = self.network.forward(x, &Spans::new([x.nrows()]), &mut |_| {});
        rows
    }
}

#[cfg(test)]
mod tests;
