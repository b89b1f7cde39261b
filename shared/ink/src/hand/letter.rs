//! One character as this hand writes it once: learned, or composed of what is learned.

use crate::compound::{self, Ink, Part, Recipe};
use crate::model::Link;
use crate::rng::Rng;

use super::Hand;
use super::forms::Drawn;

/// The letter that carries a character's links and spacing: itself, the letter under its marks, or none.
pub(super) fn skeleton(c: char) -> Option<char> {
    if c.is_ascii_graphic() {
        return Some(c);
    }
    compound::recipe(c).filter(only_marks).and_then(|r| r.base)
}

/// What a letter follows in its word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct After {
    /// How the letter before ends.
    pub exit: Link,
    /// The letter before, without its marks, and which of its forms.
    pub letter: Option<(char, usize)>,
}

fn only_marks(recipe: &Recipe) -> bool {
    recipe.parts.iter().all(|p| matches!(p, Part::Mark { .. }))
}

impl Hand {
    /// Draws `c` to stand after `after`, joined to `next` where this hand does so; `None` for white space and
    /// characters no hand can write.
    pub(super) fn letter(&self, c: char, after: After, next: Option<char>, rng: &mut Rng) -> Option<Drawn> {
        if c.is_ascii_graphic() && c != '*' {
            return self.plain(c, after, next, rng);
        }
        let recipe = compound::recipe(c)?;
        let marked = only_marks(&recipe);
        let mut base = match recipe.base {
            Some(b) if marked => self.plain(b, after, next, rng)?,
            Some(b) => self.plain(b, After::default(), None, rng)?,
            None => Drawn::default(),
        };
        if recipe.dotless {
            base.late.clear();
            base.main = compound::without_dot(base.main);
        }
        let ink: Ink = base.main.iter().chain(&base.late).cloned().collect();
        let mut glyph_rng = rng.clone();
        let mut glyph =
            |g| self.plain(g, After::default(), None, &mut glyph_rng).map_or_else(Ink::new, Drawn::into_ink);
        let added = compound::place(&recipe, &ink, &self.marks, rng, &mut glyph);
        if marked && recipe.base.is_some() {
            base.late.extend(added);
        } else {
            base.main.extend(added);
        }
        Some(base)
    }

    fn plain(&self, c: char, after: After, next: Option<char>, rng: &mut Rng) -> Option<Drawn> {
        let join = next.and_then(skeleton).is_some_and(|n| self.joins_now(c, n, rng));
        // The second of two equal letters has another form.
        let not = after.letter.filter(|(before, _)| *before == c).map(|(_, form)| form);
        let mut draw = |entry, join| self.forms.draw(c, (entry, join), not, self.lively, rng);
        draw(after.exit, join)
            .or_else(|| draw(after.exit, false))
            .or_else(|| draw(Link::None, join))
            .or_else(|| draw(Link::None, false))
    }
}
