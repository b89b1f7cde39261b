use super::trace::{bounds, length};
use super::*;
use crate::rng::{Rng, Stream};

const PUNCTUATION: &str = "“”‘’‚„–—…€•";

/// A letter of straight strokes with the box that matters to marks: a stem with a foot and a head.
fn stand_in(c: char) -> Ink {
    let top = match c {
        'a'..='z' if "bdfhkl".contains(c) => -1.9,
        't' => -1.5,
        'a'..='z' => -1.0,
        _ => -1.85,
    };
    let line = |from: (f32, f32), to: (f32, f32)| {
        let (a, b) = (Vec2::new(from.0, from.1), Vec2::new(to.0, to.1));
        (0..=24u16).map(|k| a.lerp(b, f32::from(k) / 24.0)).collect::<Vec<_>>()
    };
    let mut ink = vec![line((0.3, top), (0.3, 0.0)), line((0.0, 0.0), (0.6, 0.0)), line((0.05, top), (0.55, top))];
    if matches!(c, 'i' | 'j') {
        ink.push(line((0.3, -1.5), (0.32, -1.46)));
    }
    ink
}

fn base_of(r: &Recipe) -> Ink {
    let ink = r.base.map(stand_in).unwrap_or_default();
    if r.dotless { without_dot(ink) } else { ink }
}

/// The base and what is placed on it, in many hands.
fn placed(c: char) -> impl Iterator<Item = (Ink, Ink)> {
    let r = recipe(c).unwrap_or_else(|| panic!("{c} has no recipe"));
    (0..40).map(move |seed| {
        let mut rng: Rng = Stream::root(seed).rng();
        let habit = MarkHabit::draw(&mut rng);
        let base = base_of(&r);
        let added = place(&r, &base, &habit, &mut rng, &mut stand_in);
        (base, added)
    })
}

fn nearest(a: &Ink, b: &Ink) -> f32 {
    let pairs = a.iter().flatten().flat_map(|p| b.iter().flatten().map(|q| (*p - *q).length()));
    pairs.fold(f32::MAX, f32::min)
}

#[test]
fn every_supported_character_outside_ascii_has_a_recipe() {
    let latin_1 = ('\u{a1}'..='\u{ff}').filter(|&c| c != '\u{ad}');
    for c in latin_1.chain('\u{100}'..='\u{17f}').chain(PUNCTUATION.chars()) {
        let r = recipe(c).unwrap_or_else(|| panic!("{c} U+{:04X} has no recipe", c as u32));
        assert!(r.base.is_some() || !r.parts.is_empty(), "{c} has no ink");
    }
}

#[test]
fn nothing_else_has_a_recipe() {
    let expected = 0xff - 0xa1 + 128 + PUNCTUATION.chars().count() + doodles::DOODLES.len();
    assert_eq!(all().count(), expected);
    assert_eq!(('\0'..='~').filter(|&c| recipe(c).is_some()).collect::<String>(), "*");
    assert_eq!(('\u{7f}'..=char::MAX).filter(|&c| recipe(c).is_some()).count(), expected);
    for c in ['\u{a0}', '\u{ad}', 'a', '~', ' ', '\u{301}', 'ș', 'ǎ'] {
        assert_eq!(recipe(c), None, "{c:?}");
    }
}

#[test]
fn recipes_borrow_only_printable_ascii() {
    for c in all() {
        let r = recipe(c).unwrap();
        let parts = r.parts.iter().filter_map(|p| match p {
            Part::Glyph { c, .. } => Some(*c),
            Part::Mark { .. } => None,
        });
        assert!(r.base.into_iter().chain(parts).all(|b| b.is_ascii_graphic()), "{c}");
        assert!(!r.dotless || matches!(r.base, Some('i' | 'j')), "{c}");
    }
}

#[test]
fn ink_stays_within_three_x_heights_above_and_two_below() {
    for c in all().filter(|&c| c != 'ı') {
        for (base, added) in placed(c) {
            let b = bounds(&added).unwrap_or_else(|| panic!("{c} places nothing"));
            assert!(b.top > -3.0 && b.bottom < 2.0 && b.left > -1.5 && b.right < 3.0, "{c} {b:?}");
            assert!(base.iter().chain(&added).flatten().all(|p| p.x.is_finite() && p.y.is_finite()), "{c}");
        }
    }
}

#[test]
fn strokes_are_dense_and_turn_sharply_only_at_corners() {
    for c in all() {
        let r = recipe(c).unwrap();
        let own =
            || r.parts.iter().filter_map(|p| if let Part::Mark { strokes, .. } = p { Some(*strokes) } else { None });
        let corners: usize = own().flatten().map(|k| k.windows(2).filter(|w| w[0] == w[1]).count()).sum();
        if own().count() < r.parts.len() {
            continue;
        }
        for (_, added) in placed(c) {
            assert!(added.iter().all(|s| s.len() >= 3 && length(s) > 0.02), "{c} has a stroke that is no stroke");
            let steps = || added.iter().flat_map(|s| s.windows(2)).map(|w| (w[1] - w[0]).length());
            assert!(steps().all(|d| d > 0.0 && d < 0.2), "{c}");
            let turns = added.iter().flat_map(|s| s.windows(3)).filter(|w| {
                let (a, b) = (w[1] - w[0], w[2] - w[1]);
                a.x * b.x + a.y * b.y < 0.2 * a.length() * b.length()
            });
            let turns: Vec<_> = turns.collect();
            assert!(turns.len() <= corners, "{c} turns where it has no corner: {turns:?}");
        }
    }
}

#[test]
fn marks_over_and_under_letters_never_touch_them() {
    let clear = |p: &Part| {
        matches!(p, Part::Mark { at: Anchor::Above | Anchor::Under | Anchor::RightOf(_) | Anchor::LeftOf(_), .. })
    };
    for c in all().filter(|&c| recipe(c).unwrap().parts.iter().any(clear)) {
        for (base, added) in placed(c) {
            assert!(nearest(&base, &added) > 0.08, "{c} {}", nearest(&base, &added));
        }
    }
}

#[test]
fn cedillas_ogoneks_and_strokes_touch_their_letters() {
    for c in "çÇşŞţŢąĄęĘįĮųŲøØđĐŁłħĦŧŦ".chars() {
        for (base, added) in placed(c) {
            assert!(nearest(&base, &added) < 0.05, "{c} {}", nearest(&base, &added));
        }
    }
}

#[test]
fn marks_stand_higher_on_capitals() {
    let foot = |c| placed(c).map(|(_, m)| bounds(&m).unwrap().bottom).fold(f32::MIN, f32::max);
    let head = |c| placed(c).map(|(_, m)| bounds(&m).unwrap().bottom).fold(f32::MAX, f32::min);
    for (small, capital) in
        ["éÉ", "åÅ", "őŐ", "žŽ", "ůŮ", "ñÑ"].map(|s| (s.chars().next().unwrap(), s.chars().nth(1).unwrap()))
    {
        assert!(foot(capital) < head(small) - 0.4, "{small} {capital}");
    }
}

#[test]
fn marks_that_look_alike_stay_apart() {
    let size = |m: &Ink| {
        let b = bounds(m).unwrap();
        (b.right - b.left, b.bottom - b.top)
    };
    for (_, m) in placed('ā') {
        assert!(size(&m).1 < 0.13, "a macron is flat");
    }
    for (_, m) in placed('ă').chain(placed('ě')) {
        assert!(size(&m).1 > 0.17, "a breve and a caron are deep");
    }
    for (_, m) in placed('ö') {
        assert!(m.len() == 2 && m.iter().all(|s| length(s) < 0.12), "a diaeresis is two dots");
    }
    for (_, m) in placed('ő') {
        assert!(m.len() == 2 && m.iter().all(|s| length(s) > 0.25), "a double acute is two long strokes");
    }
    for (_, m) in placed('ů') {
        let s = &m[0];
        let seam = s[s.len() / 2..].iter().map(|p| (*p - s[0]).length()).fold(f32::MAX, f32::min);
        assert!(seam < 0.06, "a ring closes: {seam}");
    }
    for (_, m) in placed('ż') {
        assert!(m.len() == 1 && (0.02..0.1).contains(&length(&m[0])), "a dot is a touch of the pen, not a point");
    }
}

#[test]
fn acute_and_grave_lean_apart_in_every_hand() {
    for ((_, acute), (_, grave)) in placed('é').zip(placed('è')) {
        let rise = |m: &Ink| {
            let (top, foot) = (m[0][0], m[0][m[0].len() - 1]);
            top.x - foot.x
        };
        assert!(rise(&acute) > 0.12 && rise(&grave) < -0.12, "{} {}", rise(&acute), rise(&grave));
    }
}

#[test]
fn a_mark_differs_each_time_but_keeps_its_habit() {
    let r = recipe('é').unwrap();
    let base = base_of(&r);
    let write = |habit: &MarkHabit, seed| place(&r, &base, habit, &mut Stream::root(seed).rng(), &mut stand_in);
    let habit = MarkHabit::default();
    assert_ne!(write(&habit, 1), write(&habit, 2));
    assert_eq!(write(&habit, 1), write(&habit, 1));
    let high = MarkHabit { lift: 0.4, ..habit };
    for seed in 0..20 {
        let rise = bounds(&write(&habit, seed)).unwrap().bottom - bounds(&write(&high, seed)).unwrap().bottom;
        assert!((rise - 0.15).abs() < 0.01, "{rise}");
    }
}

#[test]
fn only_the_dot_is_taken_from_an_i() {
    let i = stand_in('i');
    assert_eq!(without_dot(i.clone()), i[..3]);
    let mut j = stand_in('j');
    j[0].extend((1..=8u8).map(|k| Vec2::new(0.3 - 0.05 * f32::from(k), 0.1 * f32::from(k))));
    assert_eq!(without_dot(j.clone()), j[..3]);
    assert_eq!(without_dot(Ink::new()), Ink::new());
}

#[test]
fn ligatures_follow_their_letter_at_the_stated_distance() {
    for (c, least, most) in [('œ', -0.1, -0.02), ('ĳ', 0.06, 0.14)] {
        for (base, added) in placed(c) {
            let gap = bounds(&added).unwrap().left - bounds(&base).unwrap().right;
            assert!((least..most).contains(&gap), "{c} {gap}");
        }
    }
}
