//! What is in the PNG file.

use longhand_ink::draw;
use longhand_ink::page::Color;

use crate::{decode, page, sample};

#[test]
fn size_resolution_and_format_are_as_asked() {
    for (width, height) in [(1, 1), (2, 3), (7, 64), (101, 65), (640, 129)] {
        let page = sample::page(20, 30.0, width, height, 300.0);
        let mut marked = page.clone();
        draw::mark(&mut marked);
        for page in [page, marked] {
            let info = decode(&draw::png(&page)).info;
            assert_eq!((info.width, info.height), (width, height));
            assert_eq!(info.color_type, png::ColorType::Indexed);
            let dims = info.pixel_dims.unwrap();
            assert_eq!((dims.xppu, dims.yppu, dims.unit), (11_811, 11_811, png::Unit::Meter));
        }
    }
}

#[test]
fn covered_pixels_are_the_colour_asked_and_the_ground_is_transparent() {
    for color in [[0, 0, 0], [26, 42, 108], [255, 254, 253]] {
        let mut page = page(99, 70, &[&[(20.0, 30.0, 9.0), (80.0, 40.0, 9.0)]]);
        page.color = Color::Rgb(color);
        let picture = decode(&draw::png(&page));
        let [r, g, b] = color;
        assert_eq!(picture.pixels[35 * 99 + 50], [r, g, b, 255]);
        assert!(picture.pixels.iter().all(|p| p[..3] == color), "a second colour");
        for corner in [0, 98, 69 * 99, 70 * 99 - 1] {
            assert_eq!(picture.pixels[corner][3], 0);
        }
    }
}

#[test]
fn pixels_are_the_coverage_in_sixteen_levels() {
    let page = sample::page(40, 40.0, 901, 300, 96.0);
    let exact = draw::coverage(&page).levels;
    let picture = decode(&draw::png(&page));
    for (pixel, exact) in picture.pixels.iter().zip(exact) {
        assert_eq!(pixel[3] % 17, 0);
        assert!(pixel[3].abs_diff(exact) <= 9, "{} for {exact}", pixel[3]);
    }
}

#[test]
fn a_page_without_ink_or_pixels_is_still_a_picture() {
    let empty = decode(&draw::png(&page(300, 200, &[])));
    assert!(empty.pixels.iter().all(|p| p[3] == 0));
    let none = decode(&draw::png(&page(0, 0, &[&[(0.0, 0.0, 1.0)]])));
    assert_eq!((none.info.width, none.info.height), (1, 1));
}
