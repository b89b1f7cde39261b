//! Golden images. `LONGHAND_ACCEPT=1 cargo test -p longhand-tests --test golden` stores what the cases
//! give now, and fails; look at the images, commit them, and run again without it.

mod harness;
mod notes;
mod pages;

use longhand_ink::draw;
use longhand_ink::page::Page;
use longhand_tests::golden::{Golden, Output};

/// Declares each case as a test of its own and lists their names.
macro_rules! cases {
    ($($name:ident => $page:expr;)+) => {
        const CASES: &[&str] = &[$(stringify!($name)),+];
        $(#[test]
        fn $name() {
            check(stringify!($name), &$page);
        })+
    };
}

cases! {
    nothing => pages::blank();
    strokes_of_every_width => pages::widths();
    ink_off_the_edges => pages::edges();
    coloured_ink_with_the_mark => pages::marked();
    every_composed_character => pages::compounds();
    a_note_in_a_joined_hand => notes::note(&[("handwriting_id", "Perry")]);
    a_note_in_an_unjoined_hand => notes::note(&[("handwriting_id", "Cedar"), ("pen", "felt")]);
    a_note_in_a_hand_on_demand => notes::note(&[("handwriting_id", "hand:17"), ("pen", "gel")]);
    a_note_with_a_fountain_pen => notes::note(&[("handwriting_id", "Molly"), ("pen", "fountain")]);
    a_note_with_a_pencil => notes::note(&[("handwriting_id", "Squire"), ("pen", "pencil")]);
    a_note_in_a_mix_of_hands => notes::note(&[("handwriting_id", "mix:Perry:0.5,Cedar:0.5")]);
    a_centred_note_with_everything_varied => notes::note(&[
        ("handwriting_id", "Molly"),
        ("align", "center"),
        ("min_padding", "20px"),
        ("line_spacing_variance", "0.1"),
        ("word_spacing_variance", "0.2"),
        ("baseline_variance", "0.1"),
        ("margin_variance", "0.3"),
    ]);
}

fn check(name: &str, page: &Page) {
    let outputs = [
        Output { extension: "png", bytes: draw::png(page) },
        Output { extension: "svg", bytes: draw::svg(page).into_bytes() },
    ];
    if let Err(message) = Golden::of_project().check(name, &outputs) {
        panic!("{message}");
    }
}

#[test]
fn every_golden_file_has_its_case() {
    let dead = Golden::of_project().dead(CASES).expect("the folder of images is read");
    assert!(dead.is_empty(), "no case gives {dead:?}; delete them");
}
