use super::*;
use crate::testing::{letter, lines, noise};

/// A stem with a foot, a little different each time.
fn l(writer: usize, random: &mut impl FnMut() -> f32) -> Letter {
    let (x, h) = (10.0 * random(), 2.0 + 0.1 * random());
    letter('l', writer, vec![lines(&[(x, -h), (x, 0.0), (x + 0.4, 0.0)])])
}

/// So many letters each of so many writers.
fn many(writers: usize, each: usize) -> Vec<Letter> {
    let mut random = noise(4);
    (0..writers * each).map(|k| l(k % writers, &mut random)).collect()
}

fn classes(letters: &[Letter]) -> Vec<Allograph> {
    allographs(&letters.iter().collect::<Vec<_>>(), &indicatif::ProgressBar::hidden())
}

#[test]
fn letters_written_alike_are_one_class_point_for_point() {
    let found = classes(&many(4, 12));
    assert_eq!(found.len(), 1);
    let a = &found[0];
    assert_eq!(a.key, Key { c: 'l', entry: Link::None, exit: Link::None, main: 1, late: 0 });
    assert_eq!(a.shapes.dim(), (a.writers.len(), 2 * a.points));
    assert!(a.writers.len() >= 40, "only outliers are left out: {}", a.writers.len());
    assert!(a.shapes.column(0).iter().all(|x| x.abs() < 1e-4), "x counts from the left edge");
    assert!(a.shapes.column(2 * a.points - 1).iter().all(|y| y.abs() < 0.02), "the last point is on the baseline");
}

#[test]
fn what_fewer_than_three_writers_do_is_no_class() {
    assert!(classes(&many(2, 30)).is_empty());
    assert_eq!(classes(&many(3, 20)).len(), 1);
}

#[test]
fn no_writer_gives_more_than_forty_letters() {
    let mut all = many(4, 10);
    let mut random = noise(5);
    all.extend((0..44).map(|_| l(0, &mut random)));
    let found = classes(&all);
    assert_eq!(found.len(), 1);
    assert!(found[0].writers.iter().filter(|w| **w == 0).count() <= 40);
}

#[test]
fn pieces_and_links_part_classes() {
    let mut all = many(4, 12);
    let mut joined = many(4, 12);
    for l in &mut joined {
        (l.entry, l.exit) = (Link::Low, Link::Low);
    }
    let mut two = many(4, 12);
    for l in &mut two {
        let x = l.main[0][0].x;
        l.main.push(lines(&[(x, -1.0), (x + 0.3, -1.0)]));
    }
    all.append(&mut joined);
    all.append(&mut two);
    let keys: Vec<(Link, usize)> = classes(&all).iter().map(|a| (a.key.exit, a.key.main)).collect();
    assert_eq!(keys, [(Link::None, 1), (Link::None, 2), (Link::Low, 1)]);
}

#[test]
fn doubtful_cuts_are_left_out() {
    let mut all = many(4, 20);
    for l in all.iter_mut().step_by(4) {
        l.certainty = -5.0;
    }
    let found = classes(&all);
    assert_eq!(found.len(), 1);
    assert!(!found[0].writers.contains(&0), "writer 0 wrote only doubtful letters");
    assert!(found[0].writers.contains(&1));
}

#[test]
fn two_ways_of_writing_with_many_letters_each_are_two_classes() {
    let mut random = noise(6);
    let hooked = |x: f32, h: f32| lines(&[(x - 0.8, -h), (x, -h), (x, 0.0)]);
    let mut all = many(6, 17);
    all.extend((0..102).map(|k| letter('l', k % 6, vec![hooked(random(), 1.7 + 0.1 * random())])));
    let found = classes(&all);
    assert_eq!(found.len(), 2);
    let ends: Vec<bool> = found.iter().map(|a| a.shapes.column(2 * a.points - 2).mean().unwrap() > 0.6).collect();
    assert_ne!(ends[0], ends[1], "stems to the left of their foot, and stems to the right of their hook");
}
