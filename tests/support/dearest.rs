//! The dearest request: a search through what may be asked for, by what it costs a running service.

use std::fs;
use std::time::Duration;

use longhand_ink::rng::{Purpose, Rng, Stream};

use crate::memory;

/// Most that one request may take.
pub const MOST_TIME: Duration = Duration::from_secs(10);
/// Most memory, MB.
pub const MOST_MB: f64 = 1024.0;

/// What each parameter may be; an empty value leaves it out. The first is the kind of file.
const CHOICES: [(&str, &[&str]); 17] = [
    ("kind", &["png", "webp", "svg", "pdf", "strokes"]),
    ("text", &["M9000", "W9000", "#9000", "words", "lines", "i9000", "accents", "pictures", "M300", "M1"]),
    ("handwriting_id", &["Perry", "hand:7", "Ursula", "mix:Perry:1,Ursula:1"]),
    ("width", &["9000px", "3000px", "600px", "auto", "200in"]),
    ("height", &["9000px", "3000px", "600px", "auto", "200in"]),
    ("handwriting_size", &["", "auto", "8px", "20px", "40px", "60px", "90px", "200px", "2000px", "20pt", "60pt"]),
    ("duration", &["", "0.1", "3", "20", "60"]),
    ("pen", &["", "felt", "pencil", "fountain", "gel"]),
    ("line_spacing", &["", "0", "0.2", "5"]),
    ("letter_spacing", &["", "1", "-0.3"]),
    ("baseline_variance", &["", "1"]),
    ("fatigue", &["", "1"]),
    ("overflow", &["", "paginate"]),
    ("dpi", &["", "72", "300", "1200"]),
    ("paths", &["", "lines"]),
    ("layout", &["", "true"]),
    ("format", &["", "json", "inkml", "gcode", "hpgl"]),
];

/// Where the search begins: what looked dear to people.
const BEGINNINGS: [&[(&str, &str)]; 5] = [
    &[("kind", "png"), ("width", "9000px"), ("height", "9000px"), ("handwriting_size", "60px"), ("pen", "pencil")],
    &[("kind", "webp"), ("width", "3000px"), ("height", "3000px"), ("duration", "20"), ("text", "M300")],
    &[("kind", "pdf"), ("handwriting_size", "20pt"), ("overflow", "paginate"), ("height", "200in"), ("width", "200in")],
    &[("kind", "svg"), ("handwriting_size", "20px"), ("width", "9000px"), ("height", "9000px"), ("duration", "60")],
    &[("kind", "strokes"), ("format", "json"), ("layout", "true"), ("width", "9000px"), ("height", "auto")],
];

/// A request of the search: which choice each parameter takes.
#[derive(Clone, Debug)]
pub struct Wish([usize; CHOICES.len()]);

/// What a request took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Status of the answer.
    pub status: u16,
    /// Time of processors.
    pub time: Duration,
    /// Memory at its most, MB.
    pub mb: f64,
}

impl Cost {
    /// As a share of what a request may take.
    #[must_use]
    pub fn share(&self) -> f64 {
        (self.time.as_secs_f64() / MOST_TIME.as_secs_f64()).max(self.mb / MOST_MB)
    }
}

impl Wish {
    fn of(values: &[(&str, &str)]) -> Self {
        let place = |(name, all): &(&str, &[&str])| {
            let value = values.iter().find(|(other, _)| other == name).map(|(_, value)| *value);
            value.and_then(|value| all.iter().position(|one| *one == value)).unwrap_or_default()
        };
        Self(std::array::from_fn(|n| place(&CHOICES[n])))
    }

    /// The same with one or two parameters changed.
    fn changed(&self, rng: &mut Rng) -> Self {
        let mut below = |most: usize| ((rng.uniform() * most as f32) as usize).min(most - 1);
        let mut wish = self.clone();
        for _ in 0..=below(2) {
            let place = below(CHOICES.len());
            wish.0[place] = below(CHOICES[place].1.len());
        }
        wish
    }

    /// The route and its form.
    #[must_use]
    pub fn request(&self) -> (String, String) {
        let values = CHOICES.iter().zip(self.0).map(|((name, all), place)| (*name, all[place]));
        let pairs = values.clone().skip(1).filter(|(_, value)| !value.is_empty()).map(|(name, value)| match name {
            "text" => format!("text={}", text(value)),
            name => format!("{name}={value}"),
        });
        let kind = values.clone().next().map_or("", |(_, kind)| kind);
        (format!("/render/{kind}"), pairs.chain(["random_seed=1".to_owned()]).collect::<Vec<_>>().join("&"))
    }

    /// In a line, for people.
    #[must_use]
    pub fn said(&self) -> String {
        let values = CHOICES.iter().zip(self.0).map(|((name, all), place)| (*name, all[place]));
        values.filter(|(_, value)| !value.is_empty()).map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join(" ")
    }
}

/// A text by its name, as it stands in a form: as long as it may be unless the name says otherwise.
fn text(name: &str) -> String {
    match name {
        "words" => "illumination+".repeat(9000 / 13),
        "lines" => "M%0A".repeat(4500),
        "accents" => "%C7%98".repeat(9000),
        "pictures" => "%F0%9F%98%80".repeat(9000),
        "#9000" => "%23".repeat(9000),
        name => name[..1].repeat(name[1..].parse().unwrap_or(1)),
    }
}

/// Tries so many requests, each the dearest so far of its kind of file with something changed; the dearest by time, and
/// by memory.
pub fn search(steps: usize, mut cost: impl FnMut(&Wish) -> Cost) -> [(Wish, Cost); 2] {
    let mut rng = Stream::root(7).sub(Purpose::Word, 0).rng();
    let mut best: Vec<(Wish, Cost)> =
        BEGINNINGS.iter().map(|values| Wish::of(values)).map(|w| (w.clone(), cost(&w))).collect();
    let mut all = best.clone();
    for step in 0..steps.saturating_sub(best.len()) {
        let place = step % best.len();
        let wish = best[place].0.changed(&mut rng);
        let found = cost(&wish);
        all.push((wish.clone(), found));
        if found.status == 200 && found.share() >= best[place].1.share() {
            best[place] = (wish, found);
        }
    }
    let most = |of: fn(&Cost) -> f64| {
        all.iter().max_by(|a, b| of(&a.1).total_cmp(&of(&b.1))).cloned().unwrap_or_else(|| best[0].clone())
    };
    [most(|cost| cost.time.as_secs_f64()), most(|cost| cost.mb)]
}

/// What a process takes while something is asked of it.
///
/// # Panics
/// If there is no such process.
pub fn measure(pid: u32, ask: impl FnOnce() -> u16) -> Cost {
    memory::count_anew(pid);
    let before = time(pid);
    let status = ask();
    Cost { status, time: time(pid).saturating_sub(before), mb: memory::most_mb(pid) }
}

/// Time of processors that a process has had.
fn time(pid: u32) -> Duration {
    let said = fs::read_to_string(format!("/proc/{pid}/stat")).expect("a process of ours");
    let (_, rest) = said.rsplit_once(')').expect("its name");
    let ticks = rest.split_ascii_whitespace().skip(11).take(2).map(|n| n.parse::<u64>().expect("a number"));
    // 100 a second on Linux (USER_HZ).
    Duration::from_millis(10 * ticks.sum::<u64>())
}
