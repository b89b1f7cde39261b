//! The allographs that one hand uses.

use std::sync::OnceLock;

use crate::geometry::Vec2;
use crate::model::{Class, LATE_POINTS, Link, Model, STYLE};
use crate::rng::{Purpose, Rng, Stream};

use super::Metrics;
use super::shape::{kin, tether};

/// Forms kept of each character and links: a person has several of each letter.
const KEPT: usize = 4;
/// Allographs that they are forms of. More would be several persons' writing.
const ALLOGRAPHS: usize = 3;
/// A letter is drawn within this many standard deviations of its form in each direction, so that it stays
/// inside what was learned of its allograph.
pub(super) const REACH: f32 = 2.1;
/// The same for the letters of lively hands.
const FARTHEST: f32 = 2.6;
/// How far from its own usual place a hand sets a dot each time, x-heights.
const DOT_SCATTER: f32 = 0.2;
/// Share of the learned momentary variation, of small letters and of others: part of it is the tablet's and the
/// alignment's, and the order of strokes.
const LIVELINESS: [f32; 2] = [1.02, 0.73];
/// How readily a hand takes a form other than its best: scores differ by this for odds of e to 1.
const FICKLE: f32 = 0.5;

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
    /// Which of the character's forms it is: a number of its own for each.
    pub form: usize,
}

impl Drawn {
    /// All its strokes.
    pub fn into_ink(self) -> Vec<Vec<Vec2>> {
        self.main.into_iter().chain(self.late).collect()
    }
}

/// Allographs of one character that begin and end alike, and the forms that a hand makes of them. Those are made
/// when first written: a word needs few of all that a hand has.
#[derive(Clone, Debug)]
struct Group {
    classes: &'static [Class<'static>],
    /// Place of the first in the model.
    first: usize,
    forms: OnceLock<Vec<Form>>,
}

impl Group {
    /// Whether it can follow a joined letter (or none), leaves the pen down (or up), and has a form that can be read.
    fn fits(&self, entry: bool, joined: bool) -> bool {
        let links = |c: &Class| (c.exit != Link::None) == joined && (c.entry != Link::None || !entry);
        self.classes.first().is_some_and(links) && self.classes.iter().any(whole)
    }
}

/// All forms of a hand, by character.
#[derive(Clone, Debug)]
pub(super) struct Forms {
    by_char: Vec<Vec<Group>>,
    style: [f32; STYLE],
    root: Stream,
}

impl Forms {
    /// A hand's allographs: the likely ones for its style, with its own taste.
    pub fn choose(model: &'static Model<'static>, z: &[f32; STYLE], root: Stream) -> Self {
        let mut by_char: Vec<Vec<Group>> = (0..94).map(|_| Vec::new()).collect();
        let mut first = 0;
        for classes in model.classes().chunk_by(|a, b| (a.c, a.entry, a.exit) == (b.c, b.entry, b.exit)) {
            if let Some(own) = by_char.get_mut((classes[0].c as usize).wrapping_sub(33)) {
                own.push(Group { classes, first, forms: OnceLock::new() });
            }
            first += classes.len();
        }
        Self { by_char, style: *z, root }
    }

    fn groups(&self, c: char) -> &[Group] {
        (c as usize).checked_sub(33).and_then(|k| self.by_char.get(k)).map_or(&[], Vec::as_slice)
    }

    fn made<'a>(&self, group: &'a Group) -> &'a [Form] {
        group.forms.get_or_init(|| best(group.classes, group.first, &self.style, self.root))
    }

    /// Draws a letter that begins with `entry` and is joined to the next or not, `lively` times as different from its
    /// form as people's are; `None` if no form is. A letter that follows nothing may begin with a lead-in stroke, as
    /// if it were joined. The form `not` is taken only for want of another.
    pub fn draw(
        &self,
        c: char,
        (entry, joined): (Link, bool),
        not: Option<usize>,
        lively: f32,
        rng: &mut Rng,
    ) -> Option<Drawn> {
        let cost = |k: usize, f: &Form| match (entry, f.class.entry) {
            _ if not == Some(k) => 8.0,
            (a, b) if a == b => 0.0,
            (Link::None, _) => 3.0,
            _ => 4.0,
        };
        let groups = self.groups(c).iter().enumerate().filter(|(_, g)| g.fits(entry != Link::None, joined));
        let fitting = groups.flat_map(|(g, group)| (g * KEPT..).zip(self.made(group)));
        let (_, k, form) = fitting
            .map(|(k, f)| (f.score - cost(k, f) + FICKLE * rng.gumbel(), k, f))
            .max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(Drawn { form: k, ..form.draw(lively, rng) })
    }

    /// Whether some form follows a joined letter (or none), and is joined to the next (or not).
    pub fn has(&self, c: char, entry: bool, joined: bool) -> bool {
        self.groups(c).iter().any(|g| g.fits(entry, joined))
    }

    /// Heights: as they are known, or from the forms themselves.
    pub fn metrics(&self, known: Option<[f32; 3]>) -> Metrics {
        let [cap_height, ascent, descent] = known.unwrap_or_else(|| self.heights());
        Metrics { cap_height, ascent, descent, ..Metrics::default() }
    }

    fn heights(&self) -> [f32; 3] {
        let top = |set: &str| set.chars().map(|c| self.reach(c)[0]).fold(1.0, f32::max);
        let descent = "gjpqyf".chars().map(|c| self.reach(c)[1]).fold(0.3, f32::max);
        let ascent = top("bdfhklABDEFGHIJKLMNOPQRSTUVWXYZ");
        [self.reach('H')[0], ascent, descent]
    }

    /// How far a character's forms reach over and under the baseline: their mean, as often as each is drawn.
    fn reach(&self, c: char) -> [f32; 2] {
        let lifted = |g: &&Group| g.classes.first().is_some_and(|c| (c.entry, c.exit) == (Link::None, Link::None));
        let mut sum = [0.0f32; 2];
        let mut total = 0.0;
        for f in self.groups(c).iter().filter(lifted).flat_map(|g| self.made(g)) {
            let main = &f.shape[..2 * f.class.main * f.class.points];
            let y = main.iter().skip(1).step_by(2);
            let reach = y.fold([0.0f32, 0.0f32], |r, y| [r[0].max(-y), r[1].max(*y)]);
            let often = libm::expf(f.score / FICKLE);
            sum = [sum[0] + often * reach[0], sum[1] + often * reach[1]];
            total += often;
        }
        if total > 0.0 { sum.map(|s| s / total) } else { [1.0, 0.0] }
    }
}

/// The best forms of one group of allographs: up to [`ALLOGRAPHS`] of those, and of each so many that there are
/// [`KEPT`] in all, the best first.
fn best(group: &[Class<'static>], first: usize, z: &[f32; STYLE], root: Stream) -> Vec<Form> {
    let mut scored: Vec<(f32, usize)> = group
        .iter()
        .enumerate()
        .filter(|(_, c)| whole(c))
        .map(|(k, c)| {
            let taste = 0.3 * root.sub(Purpose::Letter, (first + k) as u64).rng().gumbel();
            (libm::logf(c.share(z).max(0.004)) + taste - lowness(c, z), k)
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let top = scored.first().map_or(0.0, |s| s.0);
    scored.retain(|s| s.0 > top - 0.9);
    scored.truncate(ALLOGRAPHS);
    let weight = libm::logf(group.iter().map(Class::count).sum::<f32>().max(1.0));
    let kinds = scored.len();
    let forms = scored.into_iter().enumerate().flat_map(|(rank, (score, k))| {
        let own = (KEPT - rank).div_ceil(kinds);
        let mut rng = root.sub(Purpose::Word, (first + k) as u64).rng();
        // An allograph of two forms is not drawn twice as often.
        let score = score - top + 0.6 * weight - FICKLE * libm::logf(own as f32);
        kin(&group[k], own, z, &mut rng).into_iter().map(move |shape| Form { class: group[k], shape, score })
    });
    forms.collect()
}

/// Against capitals as low as small letters: some recordings name a small letter as its capital.
fn lowness(c: &Class, z: &[f32; STYLE]) -> f32 {
    if !c.c.is_ascii_uppercase() {
        return 0.0;
    }
    let top = c.shape(z, &[]).iter().skip(1).step_by(2).fold(0.0f32, |t, y| t.min(*y));
    4.0 * (1.45 + top).max(0.0)
}

/// Whether the allograph has its parts and no others: an i without its dot, or a t without its bar, is another
/// letter, and so is a 0 with a stroke. Those who write F in three strokes begin with any, so that its bars wander.
fn whole(c: &Class) -> bool {
    match c.c {
        'i' | 'j' | 't' => c.main + c.late >= 2,
        '0' | 'O' => c.main + c.late == 1,
        'F' => c.main + c.late == 2,
        _ => true,
    }
}

/// The share of a small letter, or of any other character.
pub(super) fn by_case(c: char, [small, other]: [f32; 2]) -> f32 {
    if c.is_ascii_lowercase() { small } else { other }
}

impl Form {
    fn draw(&self, lively: f32, rng: &mut Rng) -> Drawn {
        let mut v = self.shape.clone();
        // Nobody is careless with digits and capitals as with the run of a word.
        let lively = by_case(self.class.c, [lively, lively.min(1.0)]) * by_case(self.class.c, LIVELINESS);
        let mut moment = || (lively * rng.normal_within(REACH)).clamp(-FARTHEST, FARTHEST);
        let moment: Vec<f32> = (0..self.class.momentary_count()).map(|_| moment()).collect();
        self.class.add_momentary(&mut v, &moment);
        tether(&self.class, &mut v, &self.shape, DOT_SCATTER);
        let split = 2 * self.class.main * self.class.points;
        let piece = |s: &[f32]| s.chunks_exact(2).map(|p| Vec2::new(p[0], p[1])).collect::<Vec<_>>();
        Drawn {
            main: v[..split].chunks_exact(2 * self.class.points).map(piece).collect(),
            late: v[split..].chunks_exact(2 * LATE_POINTS).map(piece).collect(),
            entry: self.class.entry,
            exit: self.class.exit,
            form: 0,
        }
    }
}
