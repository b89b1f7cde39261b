//! Colours between devices.

use crate::page::Color;

/// The colour as red, green and blue; CMYK without a profile, as light through four filters.
pub(super) fn rgb(color: Color) -> [u8; 3] {
    match color {
        Color::Rgb(rgb) => rgb,
        Color::Cmyk([c, m, y, k]) => [c, m, y].map(|ink| (255.0 * (1.0 - part(ink)) * (1.0 - part(k)) + 0.5) as u8),
    }
}

/// The colour as cyan, magenta, yellow and black; RGB with as much black as all three share.
pub(super) fn cmyk(color: Color) -> [f32; 4] {
    match color {
        Color::Cmyk(cmyk) => cmyk.map(part),
        Color::Rgb(rgb) => {
            let [c, m, y] = rgb.map(|light| 1.0 - f32::from(light) / 255.0);
            let k = c.min(m).min(y);
            if k >= 1.0 {
                return [0.0, 0.0, 0.0, 1.0];
            }
            [(c - k) / (1.0 - k), (m - k) / (1.0 - k), (y - k) / (1.0 - k), k]
        }
    }
}

/// Less of a print colour, as a screen of dots prints it: it needs no transparency, which print forms forbid.
pub(super) fn tint(cmyk: [f32; 4], darkness: f32) -> [f32; 4] {
    cmyk.map(|ink| ink * part(darkness))
}

/// Cut to 0 ..= 1; what is no number is no ink.
pub(super) fn part(ink: f32) -> f32 {
    if ink.is_nan() { 0.0 } else { ink.clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// To compare exactly.
    fn bits(ink: [f32; 4]) -> [u32; 4] {
        ink.map(f32::to_bits)
    }

    #[test]
    fn what_a_colour_was_asked_as_is_kept() {
        assert_eq!(rgb(Color::Rgb([1, 2, 3])), [1, 2, 3]);
        assert_eq!(bits(cmyk(Color::Cmyk([0.1, 0.2, 0.3, 0.4]))), bits([0.1, 0.2, 0.3, 0.4]));
    }

    #[test]
    fn black_white_and_primaries_convert_both_ways() {
        for (light, ink) in [
            ([0, 0, 0], [0.0, 0.0, 0.0, 1.0]),
            ([255, 255, 255], [0.0, 0.0, 0.0, 0.0]),
            ([255, 0, 0], [0.0, 1.0, 1.0, 0.0]),
            ([0, 0, 255], [1.0, 1.0, 0.0, 0.0]),
        ] {
            assert_eq!(bits(cmyk(Color::Rgb(light))), bits(ink));
            assert_eq!(rgb(Color::Cmyk(ink)), light);
        }
    }

    #[test]
    fn ink_out_of_range_is_cut() {
        assert_eq!(rgb(Color::Cmyk([f32::NAN, 2.0, -1.0, 0.0])), [255, 0, 255]);
    }
}
