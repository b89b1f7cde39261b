//! The allographs that one hand uses.

use crate::geometry::Vec2;
use crate::model::{Class, LATE_POINTS, Link, Model, STYLE};
use crate::rng::{Purpose, Rng, Stream};

use super::Metrics;

/// Allographs kept of each character and links.
const KEPT: usize = 2;
/// A letter is drawn within this many standard deviations of its form in each direction, so that it stays
/// inside what was learned of its allograph.
const REACH: f32 = 1.7;
/// Share of the learned momentary variation: part of it is the tablet's and the alignment's.
const LIVELINESS: f32 = 0.72;
/// Share of the learned personal variation.
const PERSONAL: f32 = 0.75;

/// One form of a character in this hand.
#[derive(Clone, Debug)]
pub(super) struct Form {
    class: Class<'static>,
    shape: Vec<f32>,
    /// Log of how readily the hand uses it.
    score: f32,
}

/// A letter as drawn once: main pieces and dots or bars, x from its entry or left edge.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawn {
    pub main: Vec<Vec<Vec2>>,
    pub late: Vec<Vec<Vec2>>,
    pub entry: Link,
    pub exit: Link,
}

impl Drawn {
    /// All its strokes.
    pub fn into_ink(self) -> Vec<Vec<Vec2>> {
        self.main.into_iter().chain(self.late).collect()
    }
}

/// All forms of a hand, by character.
#[derive(Clone, Debug)]
pub(super) struct Forms {
    by_char: Vec<Vec<Form>>,
}

impl Forms {
    /// Chooses a hand's allographs: the likely ones for its style, with its own taste.
    pub fn choose(model: &'static Model<'static>, z: &[f32; STYLE], root: Stream) -> Self {
        let mut by_char: Vec<Vec<Form>> = (0..94).map(|_| Vec::new()).collect();
        let classes = model.classes();
        let mut from = 0;
        while from < classes.len() {
            let same = |c: &Class| (c.c, c.entry, c.exit) == (classes[from].c, classes[from].entry, classes[from].exit);
            let n = classes[from..].iter().take_while(|c| same(c)).count();
            let own = by_char.get_mut((classes[from].c as usize).wrapping_sub(33));
            if let Some(own) = own {
                own.extend(best(&classes[from..from + n], from, z, root));
            }
            from += n;
        }
        Self { by_char }
    }

    fn of(&self, c: char) -> &[Form] {
        (c as usize).checked_sub(33).and_then(|k| self.by_char.get(k)).map_or(&[], Vec::as_slice)
    }

    /// Draws a letter that begins with `entry` and is joined to the next or not; `None` if no form is.
    /// A letter that follows nothing may begin with a lead-in stroke, as if it were joined.
    pub fn draw(&self, c: char, entry: Link, joined: bool, rng: &mut Rng) -> Option<Drawn> {
        let cost = |f: &Form| match (entry, f.class.entry) {
            (a, b) if a == b => 0.0,
            (Link::None, _) => 3.0,
            _ => 4.0,
        };
        let pick = self
            .of(c)
            .iter()
            .filter(|f| f.fits(entry != Link::None, joined))
            .map(|f| (f.score - cost(f) + 0.35 * rng.gumbel(), f))
            .max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(pick.1.draw(rng))
    }

    /// Whether some form follows a joined letter (or none), and is joined to the next (or not).
    pub fn has(&self, c: char, entry: bool, joined: bool) -> bool {
        self.of(c).iter().any(|f| f.fits(entry, joined))
    }

    /// Heights, from the forms themselves.
    pub fn metrics(&self) -> Metrics {
        let reach = |c: char| {
            let best = self.of(c).iter().filter(|f| f.class.entry == Link::None).max_by(|a, b| a.score.total_cmp(&b.score));
            best.map_or([-1.0, 0.0], |f| {
                let main = &f.shape[..2 * f.class.main * f.class.points];
                main.iter().skip(1).step_by(2).fold([0.0f32, 0.0f32], |r, y| [r[0].min(*y), r[1].max(*y)])
            })
        };
        let top = |set: &str| set.chars().map(|c| -reach(c)[0]).fold(1.0, f32::max);
        let bottom = "gjpqyf".chars().map(|c| reach(c)[1]).fold(0.3, f32::max);
        Metrics { cap_height: -reach('H')[0], ascent: top("bdfhklABDEFGHIJKLMNOPQRSTUVWXYZ"), descent: bottom, ..Metrics::default() }
    }
}

/// The best forms of one group of allographs.
fn best(group: &[Class<'static>], first: usize, z: &[f32; STYLE], root: Stream) -> Vec<Form> {
    let mut scored: Vec<(f32, usize)> = group
        .iter()
        .enumerate()
        .filter(|(_, c)| whole(c))
        .map(|(k, c)| {
            let taste = 0.3 * root.sub(Purpose::Letter, (first + k) as u64).rng().gumbel();
            (libm::logf(c.share(z).max(0.004)) + taste, k)
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let top = scored.first().map_or(0.0, |s| s.0);
    scored.retain(|s| s.0 > top - 0.9);
    scored.truncate(KEPT);
    let weight = libm::logf(group.iter().map(|c| c.count).sum::<f32>().max(1.0));
    scored
        .into_iter()
        .map(|(score, k)| {
            let class = group[k];
            let mut rng = root.sub(Purpose::Word, (first + k) as u64).rng();
            let personal: Vec<f32> = (0..class.personal_count()).map(|_| PERSONAL * rng.normal_within(REACH)).collect();
            Form { class, shape: class.shape(z, &personal), score: score - top + 0.6 * weight }
        })
        .collect()
}

/// Whether the allograph has all its parts: an i without its dot, or a t without its bar, is another letter.
fn whole(c: &Class) -> bool {
    !matches!(c.c, 'i' | 'j' | 't') || c.main + c.late >= 2
}

impl Form {
    /// Whether it can follow a joined letter (or none), and leaves the pen down (or up).
    fn fits(&self, entry: bool, joined: bool) -> bool {
        (self.class.exit != Link::None) == joined && (self.class.entry != Link::None || !entry)
    }

    fn draw(&self, rng: &mut Rng) -> Drawn {
        let mut v = self.shape.clone();
        let moment: Vec<f32> = (0..self.class.momentary_count()).map(|_| LIVELINESS * rng.normal_within(REACH)).collect();
        self.class.add_momentary(&mut v, &moment);
        let split = 2 * self.class.main * self.class.points;
        let piece = |s: &[f32]| s.chunks_exact(2).map(|p| Vec2::new(p[0], p[1])).collect::<Vec<_>>();
        Drawn {
            main: v[..split].chunks_exact(2 * self.class.points).map(piece).collect(),
            late: v[split..].chunks_exact(2 * LATE_POINTS).map(piece).collect(),
            entry: self.class.entry,
            exit: self.class.exit,
        }
    }
}
