//! What every built-in hand guarantees.

use longhand_ink::compound;
use longhand_ink::geometry::Vec2;
use longhand_ink::hand::{Hand, WordInk, catalogue};
use longhand_ink::model::Model;
use longhand_ink::rng::{Purpose, Stream};
use proptest::prelude::*;

fn hands() -> impl Iterator<Item = Hand> {
    catalogue().iter().map(|h| Hand::find(h.id).expect("a listed hand is found"))
}

fn stream(n: u64) -> Stream {
    Stream::root(11).sub(Purpose::Word, n)
}

fn supported() -> impl Iterator<Item = char> {
    ('!'..='~').chain(compound::all())
}

fn points(ink: &WordInk) -> impl Iterator<Item = &Vec2> {
    ink.strokes.iter().flat_map(|s| &s.points)
}

/// Words of small letters alone.
const WORDS: &str = "the quick brown fox jumps over a lazy dog while seven wizards make very big toxic jars and nobody \
                     minds that an evening in the village was longer than any other they had known together";

/// Whether the letter at `i` and the next are one pen stroke.
fn is_joined(ink: &WordInk, i: u32) -> bool {
    ink.strokes.iter().any(|s| s.char_offset <= i && s.last_char > i)
}

/// The share of neighbours that a hand joins.
fn joined_share(hand: &Hand) -> f32 {
    let (mut joined, mut all) = (0.0, 0.0);
    for (n, word) in WORDS.split_whitespace().enumerate() {
        let ink = hand.write_word(word, stream(n as u64));
        for i in 1..word.len() as u32 {
            joined += f32::from(u8::from(is_joined(&ink, i - 1)));
            all += 1.0;
        }
    }
    joined / all
}

#[test]
fn the_catalogue_has_sixty_hands_of_which_twenty_four_join_most_letters_and_others_some_or_none() {
    let shares: Vec<f32> = hands().map(|h| joined_share(&h)).collect();
    let of = |from: f32, to: f32| shares.iter().filter(|s| (from..to).contains(s)).count();
    assert!(shares.len() >= 60, "{} hands", shares.len());
    assert!(of(0.6, 1.1) >= 24 && of(0.05, 0.6) >= 6 && of(0.0, 0.01) >= 6, "{shares:?}");
}

#[test]
fn ids_and_titles_are_unique_and_shaped_like_the_originals() {
    let mut seen = std::collections::BTreeSet::new();
    for h in catalogue() {
        assert_eq!(h.id.len(), 12, "{}", h.id);
        assert!(h.id.bytes().all(|b| b"0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(&b)), "{}", h.id);
        assert!(seen.insert(h.id) && seen.insert(h.title), "{} twice", h.title);
        for r in [h.rating_neatness, h.rating_cursivity, h.rating_embellishment, h.rating_character_width] {
            assert!((1000..1800).contains(&r), "{}: {r}", h.title);
        }
    }
}

#[test]
fn ids_that_old_programs_know_answer_by_their_titles() {
    for (id, title) in [
        ("2D5S46A80003", "Perry"),
        ("5WGWVX9800WC", "Cedar"),
        ("2D5QW0F80001", "Molly"),
        ("2D5S18M00002", "Winters"),
        ("2D5S46JG0004", "Squire"),
        ("7EQMJPSG00H9", "Beekman"),
    ] {
        assert_eq!(Hand::find(id).expect(id).title(), title);
    }
    assert!(Hand::find("31SAZEF000DX").is_some() && Hand::find("5WGWVXQG00WM").is_some());
}

#[test]
fn every_hand_writes_every_supported_character() {
    for hand in hands() {
        for c in supported() {
            let ink = hand.write_word(&c.to_string(), stream(1));
            let all: Vec<&Vec2> = points(&ink).collect();
            assert!(!all.is_empty(), "{} leaves out {c:?}", hand.title());
            assert!(
                all.iter().all(|p| p.x.is_finite() && p.y.is_finite() && p.y.abs() < 6.0 && p.x.abs() < 12.0),
                "{} throws {c:?} off the line",
                hand.title()
            );
        }
    }
}

#[test]
fn pairs_that_a_hand_joins_are_mostly_one_pen_stroke_and_not_always() {
    let (mut through, mut all) = (0, 0);
    for hand in hands().filter(|h| (0.2..0.8).contains(&joined_share(h))) {
        for (a, b) in ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| (a, b))).filter(|(a, b)| hand.joins(*a, *b)) {
            let word = format!("n{a}{b}n");
            through += (0..3).filter(|n| is_joined(&hand.write_word(&word, stream(*n)), 1)).count();
            all += 3;
        }
    }
    assert!(all > 3000, "{all}");
    let share = through as f32 / all as f32;
    assert!((0.7..0.95).contains(&share), "{share}");
}

#[test]
fn repeated_letters_are_never_alike() {
    for hand in hands() {
        let ink = hand.write_word("oooooo", stream(3));
        let wide = hand.write_word("Mississippi", stream(3));
        assert!(wide.strokes.len() >= 2);
        let mut starts: Vec<String> = ink.strokes.iter().map(|s| shape(&s.points)).collect();
        starts.sort();
        starts.dedup();
        assert_eq!(starts.len(), ink.strokes.len(), "{} repeats itself", hand.title());
    }
}

#[test]
fn a_capital_h_is_as_high_as_the_hand_says() {
    for hand in hands() {
        let high = |n| -points(&hand.write_word("H", stream(n))).map(|p| p.y).fold(f32::MAX, f32::min);
        let mean = (0..160).map(high).sum::<f32>() / 160.0;
        let off = mean / hand.metrics().cap_height - 1.0;
        assert!(off.abs() < 0.08, "{}: H is off by {:.0} %", hand.title(), 100.0 * off);
    }
}

/// Ranks of values, lowest first.
fn ranks(values: &[f32]) -> Vec<f32> {
    values.iter().map(|v| values.iter().filter(|w| *w < v).count() as f32).collect()
}

#[test]
fn width_ratings_order_the_hands_by_their_mean_advance() {
    let text = "the quick brown fox jumps over a lazy dog while seven wizards make very big toxic jars";
    let advance = |hand: &Hand| {
        let words = text.split(' ').enumerate();
        words.map(|(i, w)| hand.write_word(w, stream(i as u64)).advance).sum::<f32>() / hand.metrics().cap_height
    };
    let (a, b) = (ranks(&hands().map(|h| advance(&h)).collect::<Vec<_>>()), {
        ranks(&catalogue().iter().map(|h| h.rating_character_width as f32).collect::<Vec<_>>())
    });
    let mean = |v: &[f32]| v.iter().sum::<f32>() / v.len() as f32;
    let (ma, mb) = (mean(&a), mean(&b));
    let cov: f32 = a.iter().zip(&b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let var = |v: &[f32], m: f32| v.iter().map(|x| (x - m).powi(2)).sum::<f32>();
    let rho = cov / (var(&a, ma) * var(&b, mb)).sqrt();
    assert!(rho >= 0.9, "rank correlation {rho:.2}");
}

/// A stroke relative to its first point.
fn shape(p: &[Vec2]) -> String {
    p.iter().map(|q| format!("{:.3},{:.3}", q.x - p[0].x, q.y - p[0].y)).collect::<Vec<_>>().join(" ")
}

#[test]
fn dots_are_set_when_the_pen_was_lifted_from_their_letters() {
    let mut dots = 0;
    for (hand, n) in hands().flat_map(|h| (0..6).map(move |n| (h.clone(), n))) {
        let ink = hand.write_word("minim", stream(n));
        for (k, dot) in ink.strokes.iter().enumerate().filter(|(_, s)| s.points.iter().all(|p| p.y < -1.0)) {
            let letter = |s: &longhand_ink::hand::PenStroke| (s.char_offset..=s.last_char).contains(&dot.char_offset);
            assert!(ink.strokes[..k].iter().any(letter), "{}: a dot before its letter", hand.title());
            dots += 1;
        }
    }
    assert!(dots > 300, "{dots}");
}

#[test]
fn the_same_stream_gives_the_same_ink_and_another_does_not() {
    let hand = Hand::find("Perry").expect("built in");
    assert_eq!(hand.write_word("minimum", stream(5)), hand.write_word("minimum", stream(5)));
    assert_ne!(hand.write_word("minimum", stream(5)), hand.write_word("minimum", stream(6)));
}

#[test]
fn hands_on_demand_and_mixes_are_found_and_nonsense_is_not() {
    assert!(Hand::find("hand:17").is_some());
    assert!(Hand::find("mix:Perry:0.7,Cedar:0.3").is_some());
    for bad in [
        "",
        "nobody",
        "hand:",
        "hand:-1",
        "hand:x",
        "mix:",
        "mix:Perry",
        "mix:Perry:0",
        "mix:Perry:nan",
        "mix:Perry:1,",
    ] {
        assert!(Hand::find(bad).is_none(), "{bad}");
    }
}

#[test]
fn a_mix_leans_between_its_hands() {
    let lean = |s: &str| Hand::find(s).expect(s).slant();
    let steps: Vec<f32> =
        [1.0, 0.75, 0.5, 0.25, 0.0].iter().map(|w| lean(&format!("mix:Perry:{w},Cedar:{}", 1.0 - w))).collect();
    let rising = steps.windows(2).all(|p| p[1] >= p[0] - 1e-6);
    let falling = steps.windows(2).all(|p| p[1] <= p[0] + 1e-6);
    assert!(rising || falling, "{steps:?}");
}

static SHIPPED: &[u8] = include_bytes!("../model/hands.lhm");

#[test]
fn the_shipped_model_is_whole_and_small() {
    let model = Model::parse(SHIPPED).expect("shipped");
    assert!(SHIPPED.len() <= 4_000_000);
    assert!(('!'..='~').all(|c| model.classes().iter().any(|k| k.c == c)));
}

proptest! {
    #[test]
    fn damaged_models_are_refused_or_read_but_never_panic(at in 0..SHIPPED.len(), byte: u8, cut in 0..SHIPPED.len()) {
        let mut bytes = SHIPPED.to_vec();
        bytes[at % 45_000] = byte;
        let _ = Model::parse(&bytes);
        prop_assert!(Model::parse(&SHIPPED[..cut]).is_err());
    }
}

#[test]
fn hands_that_change_say_since_when() {
    let fnv = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let model = include_bytes!("../model/hands.lhm").iter().fold(0xcbf2_9ce4_8422_2325, fnv);
    // Whoever changes the one changes the other.
    let since = catalogue()[0].date_modified;
    assert_eq!((model, since), (0xcb52_d5ed_3948_2b10, "2026-11-28T12:00:00.000000Z"));
}
