//! The built-in hands: chosen draws, legible and far apart.
//!
//! Candidates are drawn from what all writers have in common, read by the reader and held against people, and those
//! that pass best and differ most in lean, width, proportion, neatness and flourish are kept. Seeds that look wrong to
//! the eye are named in `REJECTED`.

use indicatif::ProgressBar;
use longhand_ink::draw;
use longhand_ink::hand::Hand;
use longhand_ink::layout::compose;
use longhand_ink::model::{Habit, HandRow, Model, STYLE};
use longhand_ink::params::{Format, RenderRequest};
use longhand_ink::rng::{Purpose, Stream};
use rayon::prelude::*;

use crate::measure::{legible, told, write_upright};
use crate::polyline::{bounds, deviation, length, mean};
use crate::reader::{Material, Reader};

/// Draws that are read well here yet look wrong, or are misread in longer texts.
const REJECTED: &[u64] = &[3840];
/// What a full letter page of a hand may weigh as PDF, bytes.
const PAGE: usize = 147_000;
/// The same in KB, by a fit to sixty hands, of which heavier ones are thought the less: so much for the ink of a letter
/// over its advance, and so much for letters in the height of a capital.
const HEAVIEST: f32 = 132.0;
const OF_INK: f32 = 22.5;
const OF_LETTERS: f32 = 34.9;
const CANDIDATES: u64 = 9000;
/// In each round a judge is taught by people and the candidates that are left, and one of so many is kept that it tells
/// from people worst. What those have in common is known to the next judge, as it will be to who judges the chosen alone.
const ROUNDS: [usize; 3] = [3, 3, 3];

/// Names of the hands, joined ones first; the first eight answer ids of the original API.
const TITLES: [(&str, Option<&str>); 60] = [
    ("Perry", Some("2D5S46A80003")),
    ("Molly", Some("2D5QW0F80001")),
    ("Winters", Some("2D5S18M00002")),
    ("Beekman", Some("7EQMJPSG00H9")),
    ("Hazel", Some("31SAZEF000DX")),
    ("Adelaide", None),
    ("Clement", None),
    ("Delphine", None),
    ("Esther", None),
    ("Fielding", None),
    ("Greta", None),
    ("Harlan", None),
    ("Imogen", None),
    ("Jasper", None),
    ("Linnet", None),
    ("Merrill", None),
    ("Orla", None),
    ("Percival", None),
    ("Quincy", None),
    ("Rosalind", None),
    ("Sylvie", None),
    ("Theodora", None),
    ("Ursula", None),
    ("Verity", None),
    ("Cedar", Some("5WGWVX9800WC")),
    ("Squire", Some("2D5S46JG0004")),
    ("Wren", Some("5WGWVXQG00WM")),
    ("Kit", None),
    ("Lark", None),
    ("Marlow", None),
    ("Nell", None),
    ("Otis", None),
    ("Pike", None),
    ("Quill", None),
    ("Rowan", None),
    ("Sable", None),
    ("Tansy", None),
    ("Umber", None),
    ("Vera", None),
    ("Willa", None),
    ("Yarrow", None),
    ("Zadie", None),
    ("Alder", None),
    ("Briar", None),
    ("Corin", None),
    ("Dunstan", None),
    ("Ambrose", None),
    ("Bryony", None),
    ("Callum", None),
    ("Della", None),
    ("Edmund", None),
    ("Flora", None),
    ("Gideon", None),
    ("Hester", None),
    ("Ivor", None),
    ("Juniper", None),
    ("Kester", None),
    ("Lorna", None),
    ("Milo", None),
    ("Nora", None),
];
/// How many of the titles are for joined hands.
const JOINED: usize = 24;
/// A hand that joins more than this share of pairs is a joined one.
const MOSTLY: f32 = 0.7;

/// Every letter in ordinary surroundings.
const WORDS: &[&str] = &[
    "Dear",
    "Anna",
    "thank",
    "you",
    "so",
    "much",
    "for",
    "the",
    "thoughtful",
    "wedding",
    "gift.",
    "We",
    "were",
    "looking",
    "at",
    "crystal",
    "wine",
    "glasses",
    "just",
    "other",
    "week!",
    "quick",
    "brown",
    "fox",
    "jumps",
    "over",
    "lazy",
    "dogs",
    "because",
    "every",
    "evening",
    "pizza",
    "exactly",
    "have",
    "been",
    "which",
    "would",
    "Best",
    "wishes",
    "from",
    "Karen",
    "Peter",
    "Julia",
    "Oliver",
    "Quentin",
    "Xavier",
    "Zoe",
    "Victor",
    "Ulrich",
    "Yes,",
    "No",
    "Happy",
    "Christmas",
    "Easter",
    "Monday",
    "Friday",
    "London",
    "Great",
    "In",
    "12",
    "34",
    "56",
    "78",
    "90",
    "2026",
    "million",
    "banana",
    "bubble",
    "coffee",
    "summer",
    "village",
    "beautiful",
];

struct Candidate {
    row: HandRow,
    /// How misread it is, nats a character, and how strange its proportions are.
    misread: f32,
    /// How well it is told from people: less is better.
    told: f32,
    traits: [f32; 6],
}

/// Chooses the catalogue: of all but the worst-read, those that pass best for people, far apart.
pub fn choose(model: &'static Model<'static>, reader: &Reader, material: &Material, bar: &ProgressBar) -> Vec<HandRow> {
    bar.set_length(CANDIDATES);
    let mut all: Vec<(Hand, Candidate)> = (1..=CANDIDATES)
        .into_par_iter()
        .map(|seed| {
            bar.inc(1);
            candidate(model, reader, seed)
        })
        .collect();
    all.sort_by(|a, b| a.1.misread.total_cmp(&b.1.misread));
    // Not the best-read alone: those are wide, and far from people by it.
    all.truncate(all.len() * 3 / 4);
    all.retain(|(_, c)| !REJECTED.contains(&c.row.seed));
    let (mut joined, mut apart): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, c)| c.row.joined > MOSTLY);
    for one_of in ROUNDS {
        judge(material, &mut joined, &mut apart);
        joined = believed(joined, one_of);
        apart = believed(apart, one_of);
    }
    let mut hands = spread(fit(joined, reader, material), JOINED);
    hands.extend(spread(fit(apart, reader, material), TITLES.len() - JOINED));
    finish(&hands)
}

/// Notes how well each is told from people by judges that the others taught.
fn judge(material: &Material, joined: &mut [(Hand, Candidate)], apart: &mut [(Hand, Candidate)]) {
    let all = || joined.iter().chain(apart.iter());
    let told = told(material, &all().map(|(hand, _)| hand).collect::<Vec<_>>());
    for ((_, candidate), told) in joined.iter_mut().chain(apart).zip(told) {
        candidate.told = told;
    }
}

/// One of so many, those that pass best for people, the best first.
fn believed<H>(mut all: Vec<(H, Candidate)>, one_of: usize) -> Vec<(H, Candidate)> {
    all.sort_by(|(_, a), (_, b)| a.told.total_cmp(&b.told));
    all.truncate(all.len() / one_of);
    all
}

/// Those whose pages are not too heavy, and that are misread no more than people.
fn fit(all: Vec<(Hand, Candidate)>, reader: &Reader, material: &Material) -> Vec<Candidate> {
    let light: Vec<_> = all.into_par_iter().filter(|(hand, _)| page(hand) <= PAGE).collect();
    let well = legible(reader, material, &light.iter().map(|(hand, _)| hand).collect::<Vec<_>>());
    light.into_iter().zip(well).filter(|(_, well)| *well).map(|((_, candidate), _)| candidate).collect()
}

/// How much farther from the mean of all writers than chance alone hands are drawn: least squares holds writers of whom
/// there is little nearer to it than they are.
const FARTHER: f32 = 1.3;

/// A draw about the mean of all writers. Two fifths join most pairs, as the catalogue needs; the others as those people
/// do, of whom nearly half join none.
fn style(model: &Model, seed: u64) -> ([f32; STYLE], f32) {
    let mut rng = Stream::root(seed).sub(Purpose::Hand, 2).rng();
    let mut z: [f32; STYLE] = std::array::from_fn(|_| FARTHER * rng.normal_within(2.0));
    let at = |z: &[f32; STYLE]| model.habit(Habit::Joined, z, 0.0);
    let base = at(&[0.0; STYLE]);
    let line: [f32; STYLE] = std::array::from_fn(|k| at(&std::array::from_fn(|j| f32::from(u8::from(j == k)))) - base);
    let norm: f32 = line.iter().map(|v| v * v).sum();
    let want = match seed % 5 {
        0 | 1 => rng.range(MOSTLY + 0.03, 1.0),
        _ if rng.uniform() < 0.44 => 0.0,
        _ => rng.range(0.1, MOSTLY),
    };
    let t = (want - at(&z)) / norm;
    for (z, l) in z.iter_mut().zip(line) {
        *z += t * l;
    }
    (z, want)
}

fn candidate(model: &'static Model<'static>, reader: &Reader, seed: u64) -> (Hand, Candidate) {
    let (style, joined) = style(model, seed);
    let row = HandRow { id: String::new(), title: String::new(), style, seed, joined, ratings: [0; 4], heights: None };
    let hand = Hand::new(model, &row);
    let heights = hand.metrics();
    let heights = Some([heights.cap_height, heights.ascent, heights.descent]);
    let row = HandRow { heights, ..row };
    let mut surprises = surprises(reader, &hand);
    surprises.sort_by(|a, b| b.total_cmp(a));
    let misread = mean(&surprises) + 0.5 * mean(&surprises[..surprises.len() / 8]);
    let cap = hand.metrics().cap_height;
    let strange = (1.35 - cap).max(0.0) + (cap - 2.4).max(0.0);
    let traits = traits(&hand);
    let weight = (OF_INK * traits[2] + OF_LETTERS) / traits[3];
    let strange = strange + (weight - HEAVIEST).max(0.0);
    (hand, Candidate { misread: misread + 4.0 * strange, told: 1.0, traits, row })
}

/// What a letter page in small writing weighs as PDF, bytes.
fn page(hand: &Hand) -> usize {
    let text = "Anna, who had not slept since Tuesday, wrote another letter to her sister; it was late. ".repeat(60);
    let note = [("text", text.as_str()), ("handwriting_size", "11pt"), ("margin", "0.75in"), ("random_seed", "1")];
    let sheet = [("handwriting_id", "Perry"), ("width", "8.5in"), ("height", "11in")];
    let request = RenderRequest::from_pairs(Format::Pdf, note.into_iter().chain(sheet)).expect("a good request");
    let composed = compose(&request, hand, 1).expect("a page that is not fitted fills");
    draw::pdf([&composed.page]).len()
}

/// How far from certain each of the words is to the reader, nats a character, 4 at most.
fn surprises(reader: &Reader, hand: &Hand) -> Vec<f32> {
    let root = Stream::root(1);
    let one = |(i, word): (usize, &&str)| {
        reader.surprise(&write_upright(hand, word, root.sub(Purpose::Word, i as u64)), word).min(4.0)
    };
    WORDS.iter().enumerate().map(one).collect()
}

/// Neatness, cursivity, embellishment, width, lean, proportion: measured from the strokes of the words.
fn traits(hand: &Hand) -> [f32; 6] {
    let root = Stream::root(3);
    let (mut ink, mut letters, mut strokes, mut advance) = (0.0, 0.0f32, 0.0f32, 0.0);
    let mut bottoms = Vec::new();
    for (i, w) in WORDS.iter().enumerate() {
        let word = hand.write_word(w, root.sub(Purpose::Word, i as u64));
        letters += w.chars().count() as f32;
        strokes += word.strokes.len() as f32;
        advance += word.advance;
        ink += word.strokes.iter().map(|s| length(&s.points)).sum::<f32>();
        if !w.contains(|c| "gjpqyfz,Q".contains(c)) {
            bottoms.push(bounds(word.strokes.iter().flat_map(|s| &s.points))[3]);
        }
    }
    let uneven = deviation(&bottoms);
    let wander = hand.metrics().baseline_sd;
    let cap = hand.metrics().cap_height;
    [-(uneven + wander), letters / strokes, ink / letters / cap, advance / letters / cap, hand.slant(), cap]
}

/// The first, then again and again the one farthest from all chosen.
fn spread(mut all: Vec<Candidate>, n: usize) -> Vec<Candidate> {
    let scale: [f32; 6] =
        std::array::from_fn(|k| deviation(&all.iter().map(|c| c.traits[k]).collect::<Vec<_>>()).max(1e-4));
    let far = |a: &Candidate, b: &Candidate| {
        let t: f32 = (0..6).map(|k| ((a.traits[k] - b.traits[k]) / scale[k]).powi(2)).sum();
        let z: f32 = a.row.style.iter().zip(&b.row.style).map(|(a, b)| (a - b).powi(2)).sum();
        t + 0.3 * z
    };
    let mut chosen = vec![all.remove(0)];
    while chosen.len() < n && !all.is_empty() {
        let apart = |c: &Candidate| chosen.iter().map(|d| far(c, d)).fold(f32::MAX, f32::min) * (1.05 - c.told);
        let k = (0..all.len()).max_by(|a, b| apart(&all[*a]).total_cmp(&apart(&all[*b]))).unwrap_or(0);
        chosen.push(all.remove(k));
    }
    chosen
}

/// Titles, ids and ratings: 1400, and 100 more or less a standard deviation among the hands.
fn finish(hands: &[Candidate]) -> Vec<HandRow> {
    let column = |k: usize| hands.iter().map(|c| c.traits[k]).collect::<Vec<f32>>();
    let stats: [(f32, f32); 4] = std::array::from_fn(|k| {
        let v = column(k);
        (mean(&v), deviation(&v).max(1e-4))
    });
    hands
        .iter()
        .zip(TITLES)
        .map(|(c, (title, id))| HandRow {
            title: title.to_owned(),
            id: id.map_or_else(|| new_id(title), str::to_owned),
            ratings: std::array::from_fn(|k| 1400 + (100.0 * (c.traits[k] - stats[k].0) / stats[k].1).round() as i32),
            ..c.row.clone()
        })
        .collect()
}

/// Twelve characters of Crockford's base 32, from the title alone (FNV-1a, 60 bits).
fn new_id(title: &str) -> String {
    let hash = title.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    (0..12).map(|k| char::from(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"[(hash >> (5 * k)) as usize & 31])).collect()
}

#[cfg(test)]
mod tests;
