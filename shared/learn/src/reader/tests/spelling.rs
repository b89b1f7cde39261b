//! Spelling, and what is read by it.

use ndarray::Array2;

use super::super::spelling::{Spelling, Tail};
use super::super::{CLASSES, beam, character, class, ctc};

#[test]
fn what_may_follow_is_certain_in_all() {
    let spelling = Spelling::of(["the", "Then", "there", "10", "THE", "1991"]);
    for before in ["", "th", "TH", "ther", "19", "xq"] {
        let tail = before.bytes().fold(Tail::START, Tail::then);
        let all: f32 = (b'!'..=b'~').map(|c| spelling.follows(tail, c).exp()).sum::<f32>() + spelling.ends(tail).exp();
        assert!((all - 1.0).abs() < 1e-4, "after {before}: {all}");
    }
    let th = Tail::START.then(b't').then(b'h');
    assert!(spelling.follows(th, b'e') > spelling.follows(th, b'a') && spelling.follows(th, b'a').is_finite());
    assert!((spelling.follows(Tail::START, b'7') - spelling.follows(Tail::START, b'1')).abs() < 1e-6);
    // A capital is likelier after one than after a small letter, whatever was spelled so.
    let capitals = Tail::START.then(b'T').then(b'H');
    assert!(spelling.follows(capitals, b'E') > spelling.follows(th, b'E'));
    assert_eq!(spelling, Spelling::of(["the", "the", "THE", "Then", "there", "10", "1991", "10"]));
}

#[test]
fn spelling_comes_back_from_its_bytes() {
    let spelling = Spelling::of(["the", "then", "there", "10", "café"]);
    assert_eq!(Spelling::parse(&spelling.bytes()).unwrap(), spelling);
    assert_eq!(spelling, Spelling::of(["10", "there", "then", "the"]));
    assert!(Spelling::parse(b"no such").is_err());
}

#[test]
fn a_doubtful_letter_is_read_as_people_spell_and_a_clear_one_as_it_stands() {
    let spelling = Spelling::of(["the", "then", "there", "other"]);
    let rows = |of_e: f32| {
        let mut rows = Array2::from_elem((5, CLASSES), 1e-6f32);
        for (t, c) in [(0, 't'), (2, 'h')] {
            rows[[t, usize::from(class(c).unwrap())]] = 0.9;
        }
        (0..5).for_each(|t| rows[[t, ctc::BLANK]] = if t % 2 == 1 { 0.99 } else { 0.01 });
        rows[[4, usize::from(class('e').unwrap())]] = of_e;
        rows[[4, usize::from(class('c').unwrap())]] = 1.0 - of_e;
        rows.mapv(f32::ln)
    };
    let found = |of_e| beam::likeliest(rows(of_e).view(), &spelling);
    let read = |of_e| found(of_e).0.into_iter().map(character).collect::<String>();
    assert!(found(0.9).1 > found(0.4).1, "the clearer is the surer");
    assert_eq!((&*read(0.4), &*read(0.0001)), ("the", "thc"));
    assert_eq!(ctc::greedy(rows(0.4).view()).into_iter().map(character).collect::<String>(), "thc");
    assert_eq!(beam::likeliest(Array2::zeros((0, CLASSES)).view(), &spelling).0, Vec::<u16>::new());
}

#[test]
fn a_doubled_letter_needs_a_blank_between() {
    let spelling = Spelling::of(["all", "al"]);
    let rows = |path: &[char]| {
        let mut rows = Array2::from_elem((path.len(), CLASSES), 1e-6f32);
        path.iter().enumerate().for_each(|(t, c)| rows[[t, class(*c).map_or(ctc::BLANK, usize::from)]] = 0.99);
        rows.mapv(f32::ln)
    };
    let read =
        |path: &[char]| beam::likeliest(rows(path).view(), &spelling).0.into_iter().map(character).collect::<String>();
    assert_eq!((&*read(&['a', 'l', ' ', 'l']), &*read(&['a', 'a', 'l', 'l'])), ("all", "al"));
}
