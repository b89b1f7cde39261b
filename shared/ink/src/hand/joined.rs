//! Which neighbours a hand joins.
//!
//! A third of people join no letters, a fifth nearly all, the others any share between. Whoever joins some has a taste
//! for each pair, and does not follow it always: of those who join half of their pairs, the same pair is joined now and
//! lifted now about half as often as if it were left to chance. Measured over 319 writers.

use crate::rng::{Purpose, Rng};

use super::Hand;

/// Spread of a hand's taste for one pair, and of what the moment makes of it, in logits.
const TASTE: f32 = 1.5;
const MOMENT: f32 = 1.33;
/// Mean, over running text, of the logit of the share in which those who join a pair's letters at all join it.
const USUAL: f32 = 2.5;
/// By how much the bar falls for each logit of the share that a hand joins: pairs, tastes and moments all spread it.
const SPREAD: f32 = 1.37;
/// Hands of a smaller share join nothing, and none joins more than the largest.
const LEAST: f32 = 0.05;
const MOST: f32 = 0.985;
/// Where tastes are in a hand's stream.
const PAIRS: u64 = 1 << 20;

fn logit(share: f32) -> f32 {
    libm::logf(share / (1.0 - share))
}

impl Hand {
    /// Whether this hand writes two neighbours in one stroke more often than not, wherever in a word they stand.
    #[must_use]
    pub fn joins(&self, a: char, b: char) -> bool {
        self.readiness(a, b) > 0.0
    }

    /// Whether it does this time.
    pub(super) fn joins_now(&self, a: char, b: char, rng: &mut Rng) -> bool {
        let moment = MOMENT * rng.normal_within(2.0);
        self.readiness(a, b) + moment > 0.0
    }

    /// How readily it joins two letters, in logits of the moment's spread; none that it has no forms for.
    fn readiness(&self, a: char, b: char) -> f32 {
        let share = self.model.join_share(a, b);
        let able = self.joined >= LEAST
            && share > 0.0
            && self.forms.has(a, a.is_ascii_lowercase(), true)
            && self.forms.has(b, true, true)
            && self.forms.has(b, true, false);
        if !able {
            return f32::NEG_INFINITY;
        }
        let pair = PAIRS + u64::from(u32::from(a)) * 128 + u64::from(u32::from(b));
        let taste = TASTE * self.root.sub(Purpose::Letter, pair).rng().normal_within(2.0);
        logit(share.clamp(0.01, 0.99)) + taste - USUAL + SPREAD * logit(self.joined.min(MOST))
    }
}
