//! WebP holds the PNG's picture, still or in the end.

use image_webp::WebPDecoder;
use longhand_ink::draw;
use longhand_ink::page::Page;

use crate::sample;

fn decoder(bytes: &[u8]) -> WebPDecoder<std::io::Cursor<&[u8]>> {
    WebPDecoder::new(std::io::Cursor::new(bytes)).unwrap()
}

/// Red, green, blue and alpha of each pixel.
fn still(page: &Page) -> Vec<u8> {
    let bytes = draw::webp(page);
    let mut decoder = decoder(&bytes);
    assert_eq!(decoder.dimensions(), (page.width_px, page.height_px));
    let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
    decoder.read_image(&mut pixels).unwrap();
    pixels
}

fn pages() -> [Page; 2] {
    let plain = sample::page(24, 20.0, 301, 203, 96.0);
    let mut marked = plain.clone();
    draw::mark(&mut marked);
    [marked, plain]
}

#[test]
fn webp_shows_what_png_does() {
    for page in pages() {
        let png = crate::decode(&draw::png(&page)).pixels;
        for (a, b) in png.iter().zip(still(&page).chunks_exact(4)) {
            // PNG has sixteen levels of coverage.
            assert!(a[3].abs_diff(b[3]) <= 9, "{a:?} {b:?}");
            assert!(a[3] < 250 || a[..3] == b[..3] || page.marked, "{a:?} {b:?}");
        }
    }
}

#[test]
fn an_animation_lasts_as_long_as_asked_and_ends_with_the_still_picture() {
    for (page, seconds) in pages().into_iter().zip([1.0, 2.5]) {
        let bytes = draw::webp_animated(&page, seconds);
        let mut decoder = decoder(&bytes);
        assert!(decoder.is_animated());
        assert_eq!(decoder.loop_count(), image_webp::LoopCount::Times(std::num::NonZeroU16::new(1).unwrap()));
        let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
        let (mut lasted, mut inked) = (0, 0u64);
        for _ in 0..decoder.num_frames() {
            lasted += decoder.read_frame(&mut pixels).unwrap();
            let now = pixels.chunks_exact(4).map(|p| u64::from(p[3])).sum();
            assert!(now + 600 >= inked, "ink does not vanish again");
            inked = now;
        }
        assert!((f64::from(lasted) - seconds * 1000.0).abs() <= 40.0, "{lasted} ms");
        assert!(decoder.num_frames() > 10);
        // A frame is drawn from its own corner, which may round another way.
        let away = pixels.iter().zip(still(&page)).map(|(a, b)| a.abs_diff(b)).max();
        assert!(away <= Some(1), "the last frame is the still picture: {away:?}");
    }
}
