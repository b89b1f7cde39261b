//! The harness itself: what would a wrong picture do?

use longhand_ink::draw;
use longhand_tests::golden::{Golden, Output};
use tempfile::TempDir;

use super::pages;

struct Place {
    _dir: TempDir,
    golden: Golden,
}

fn place() -> Place {
    let dir = tempfile::tempdir().expect("a temporary folder is made");
    let golden =
        Golden { images: dir.path().join("images"), differences: dir.path().join("differences"), accept: false };
    Place { _dir: dir, golden }
}

fn png(bytes: Vec<u8>) -> [Output; 1] {
    [Output { extension: "png", bytes }]
}

fn accept(golden: &Golden, outputs: &[Output]) -> Result<(), String> {
    Golden { accept: true, ..golden.clone() }.check("case", outputs)
}

#[test]
fn a_run_that_accepts_fails_and_the_next_one_passes() {
    let p = place();
    let page = png(draw::png(&pages::widths()));
    assert!(p.golden.check("case", &page).unwrap_err().contains("LONGHAND_ACCEPT=1"));
    assert!(accept(&p.golden, &page).unwrap_err().contains("accepted"));
    assert_eq!(p.golden.check("case", &page), Ok(()));
}

#[test]
fn a_changed_picture_fails_with_three_panels_of_it() {
    let p = place();
    let _ = accept(&p.golden, &png(draw::png(&pages::widths())));
    let mut page = pages::widths();
    page.strokes.truncate(page.strokes.len() - 1);
    let message = p.golden.check("case", &png(draw::png(&page))).unwrap_err();
    let shown = p.golden.differences.join("case.png");
    assert!(message.contains(&shown.display().to_string()) && message.contains("pixels differ"), "{message}");
    let panels = std::fs::read(shown).expect("the panels are written");
    let reader = png::Decoder::new(std::io::Cursor::new(&panels)).read_info().expect("they are a PNG");
    assert_eq!(reader.info().width, 3 * page.width_px + 16);
}

#[test]
fn equal_pixels_in_other_bytes_fail_too() {
    let p = place();
    let bytes = draw::png(&pages::widths());
    let _ = accept(&p.golden, &png(bytes.clone()));
    let mut other = bytes;
    // A chunk that no decoder minds, before IEND.
    let end = other.len() - 12;
    other.splice(end..end, [0, 0, 0, 0, b't', b'E', b'S', b't', 0, 0, 0, 0]);
    let message = p.golden.check("case", &png(other)).unwrap_err();
    assert!(message.contains("the bytes are not"), "{message}");
}

#[test]
fn files_without_a_case_are_found() {
    let p = place();
    let _ = accept(&p.golden, &png(draw::png(&pages::blank())));
    assert!(p.golden.dead(&["case"]).unwrap().is_empty());
    let dead = p.golden.dead(&["cas", "case2"]).unwrap();
    assert_eq!(dead.into_iter().collect::<Vec<_>>(), ["case.png", "case.sha256"]);
}
