use super::*;
use crate::recordings::{Kind, Polyline, Sample};
use crate::testing::{lines, noise};

/// A tall loop or a zigzag, each ending in a link to the right.
fn shape(c: char) -> Polyline {
    match c {
        'l' => lines(&[(0.0, 0.0), (0.5, -1.5), (0.4, -2.0), (0.2, -1.5), (0.3, -0.1), (0.5, 0.0), (0.7, -0.1)]),
        _ => lines(&[(0.0, 0.0), (0.4, -1.0), (1.0, -0.9), (0.4, 0.0), (1.1, -0.1)]),
    }
}

/// Writes a word with the marks of its letters; with `lifts` the pen is raised between letters.
fn write(writer: usize, text: &str, lifts: bool, random: &mut impl FnMut() -> f32) -> Sample {
    let width = 0.8 + 0.1 * writer as f32;
    let (mut x, mut strokes, mut marks) = (0.0, Vec::<Polyline>::new(), Vec::new());
    for c in text.chars() {
        let scale = 1.0 + 0.06 * random();
        let own: Polyline =
            shape(c).iter().map(|p| Vec2::new(x + p.x * width * scale, p.y * scale + 0.004 * random())).collect();
        if lifts || strokes.is_empty() {
            strokes.push(Vec::new());
        }
        let k = strokes.len() - 1;
        let from = strokes[k].len();
        x = own[own.len() - 1].x + if lifts { 0.25 } else { 0.0 };
        strokes[k].extend(own);
        marks.push((c, vec![(k, from, strokes[k].len())]));
    }
    Sample { writer, kind: Kind::Word, text: text.chars().collect(), strokes, marks: Some(marks) }
}

/// Words of four writers with the true beginnings of their letters; one in six keeps its marks.
fn words(each: usize) -> (Vec<Frames>, Vec<Vec<usize>>) {
    let mut random = noise(11);
    let one = |k: usize| {
        let lifts = k.is_multiple_of(6);
        let text: String = (0..3 + k % 3).map(|_| if random() > 0.0 { 'l' } else { 'z' }).collect();
        let mut w = Frames::new(&write(k / each, &text, lifts, &mut random), 0.0).unwrap();
        let truth = marked(&w).unwrap().begin;
        w.truth = w.truth.filter(|_| lifts);
        (w, truth)
    };
    (0..4 * each).map(one).unzip()
}

/// Keeps one round, or nothing.
struct Kept(Option<(usize, Vec<Option<Alignment>>)>);

impl Keeper for Kept {
    fn kept(&self, round: usize) -> Option<Vec<Option<Alignment>>> {
        self.0.as_ref().filter(|k| k.0 == round).map(|k| k.1.clone())
    }

    fn keep(&self, _: usize, _: &[Option<Alignment>]) {}
}

fn aligned(words: &[Frames], rounds: usize) -> Vec<Alignment> {
    align(words, rounds, &Kept(None), &ProgressBar::hidden()).into_iter().map(Option::unwrap).collect()
}

#[test]
fn letters_of_joined_words_are_found_from_few_marked_words() {
    let (words, truth) = words(36);
    let found = aligned(&words, 2);
    let unmarked = || words.iter().zip(&found).zip(&truth).filter(|((w, _), _)| w.truth.is_none());
    let off: Vec<usize> = unmarked()
        .flat_map(|((_, a), t)| a.begin.iter().zip(t).map(|(a, t)| a.abs_diff(*t)).skip(1).take(t.len() - 2))
        .collect();
    let near = off.iter().filter(|d| **d <= 3).count();
    assert!(near * 10 >= off.len() * 9, "{near} of {} boundaries are right", off.len());
    for ((w, a), t) in words.iter().zip(&found).zip(&truth).filter(|((w, _), _)| w.truth.is_some()) {
        assert_eq!(&a.begin, t, "marks of {:?} stay", w.text);
    }
}

#[test]
fn the_same_words_are_aligned_the_same_twice() {
    let (words, _) = words(8);
    let bits = |a: &Alignment| (a.begin.clone(), a.certainty.iter().map(|c| c.to_bits()).collect::<Vec<_>>());
    let [a, b] = [0, 1].map(|_| aligned(&words, 1).iter().map(bits).collect::<Vec<_>>());
    assert_eq!(a, b);
}

#[test]
fn what_was_kept_is_taken_up() {
    let (words, truth) = words(2);
    let kept: Vec<Option<Alignment>> =
        truth.iter().map(|t| Some(Alignment { begin: t.clone(), certainty: vec![-0.25; t.len() - 1] })).collect();
    let found = align(&words, 3, &Kept(Some((3, kept))), &ProgressBar::hidden());
    for (a, t) in found.iter().zip(&truth) {
        let a = a.as_ref().unwrap();
        assert_eq!(&a.begin, t);
        assert!((a.score() + 0.25).abs() < 1e-6);
    }
}

#[test]
fn only_words_whose_letters_are_all_marked_in_order_teach() {
    let (words, truth) = words(2);
    let w = &words[0];
    assert_eq!(marked(w).unwrap().begin, truth[0]);
    let with = |t: Vec<u16>| marked(&Frames { truth: Some(t), ..w.clone() });
    let labels = w.truth.clone().unwrap();
    assert!(with(labels.iter().map(|t| (*t).min(1)).collect()).is_none(), "the last letters have no frames");
    assert!(with(labels.iter().rev().copied().collect()).is_none(), "backwards");
    assert!(with(labels).is_some());
}

#[test]
fn drawn_links_join_letters_and_keep_their_ink() {
    let (words, truth) = words(6);
    let (w, begin) = (&words[0], &truth[0]);
    let lifts = |w: &Frames| w.start.iter().filter(|s| **s).count();
    let mut joined = 0;
    for seed in 0..20 {
        let (out, starts) = connect(w, begin, seed);
        assert_eq!((out.fine.len(), starts.len()), (out.len() * FINE, begin.len()));
        assert_eq!((starts[0], starts[begin.len() - 1]), (0, out.len()));
        assert!(starts.windows(2).zip(begin.windows(2)).all(|(s, b)| s[1] - s[0] >= b[1] - b[0]));
        assert!(w.fine.iter().all(|p| out.fine.contains(p)));
        for s in out.fine.windows(2).enumerate().filter(|(i, _)| (i + 1) % FINE != 0 || !out.start[(i + 1) / FINE]) {
            assert!((s.1[1] - s.1[0]).length() < 2.0 * STEP, "a jump in drawn ink");
        }
        joined += lifts(w) - lifts(&out);
    }
    let most = 20 * (begin.len() - 2);
    assert!((most * 4 / 10..most * 8 / 10).contains(&joined), "{joined} of {most} lifts are drawn over");
}
