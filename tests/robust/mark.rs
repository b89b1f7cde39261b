//! The mark of test renders is found again whatever was done to the picture. `--example marks` asks more notes.

use longhand_tests::mark::{ATTACKS, Checker, notes, picture};

const NOTES: usize = 3;

#[test]
fn the_mark_is_found_after_cropping_recolouring_and_resizing() {
    let (checker, pages) = (Checker::new(), notes(NOTES).collect::<Vec<_>>());
    let scores = pages.iter().flat_map(|page| {
        let marked = picture(page, true);
        ATTACKS.map(|(name, attack)| (name, checker.score(&attack(&marked))))
    });
    let missed: Vec<_> = scores.filter(|(_, score)| *score < 1.0).collect();
    assert!(missed.len() * 100 <= NOTES * ATTACKS.len() * 5, "{missed:?}");
}

#[test]
fn no_mark_is_seen_where_there_is_none() {
    let (checker, pages) = (Checker::new(), notes(NOTES).collect::<Vec<_>>());
    let attacks =
        ATTACKS.into_iter().step_by(3).map(|(name, attack)| (name, checker.score(&attack(&picture(&pages[0], false)))));
    let others = pages[1..].iter().map(|page| ("nothing", checker.score(&picture(page, false))));
    let seen: Vec<_> = attacks.chain(others).filter(|(_, score)| *score >= 1.0).collect();
    assert!(seen.is_empty(), "{seen:?}");
}

#[test]
fn nothing_is_seen_on_blank_paper() {
    let blank = image::RgbImage::from_pixel(300, 200, image::Rgb([255; 3]));
    assert!(Checker::new().score(&blank) < 1.0);
}
