//! Whether the mark of test renders is found again after twenty attacks, and is not seen where there is none.
//!
//!     cargo run --release -p longhand-tests --example marks [NOTES]
//!
//! Ends with 1 if it is found in less than 95 of 100 pictures, or in one that has none.

use std::process::ExitCode;

use longhand_tests::mark::{ATTACKS, Checker, notes, picture};

fn main() -> ExitCode {
    let count = std::env::args().nth(1).map_or(20, |count| count.parse().expect("a number of notes"));
    let (pages, checker) = (notes(count).collect::<Vec<_>>(), Checker::new());
    let (mut found, mut false_alarms) = (0, 0);
    for (name, attack) in ATTACKS {
        let scores = |marked| {
            let scores = pages.iter().map(|page| checker.score(&attack(&picture(page, marked))));
            let mut scores: Vec<f32> = scores.collect();
            scores.sort_unstable_by(f32::total_cmp);
            scores
        };
        let (with, without) = (scores(true), scores(false));
        let over = |scores: &[f32]| scores.iter().filter(|score| **score >= 1.0).count();
        found += over(&with);
        false_alarms += over(&without);
        println!(
            "{name:38} found {:3} of {count}, least {:4.2}, middle {:4.2}; without a mark at most {:4.2}",
            over(&with),
            with[0],
            with[count / 2],
            without[count - 1]
        );
    }
    let all = count * ATTACKS.len();
    println!("found in {found} of {all} pictures with the mark, and in {false_alarms} of {all} without");
    if found * 100 >= all * 95 && false_alarms == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
