//! Ink colours: 24-bit RGB for screens, CMYK for print.

use crate::page::Color;

/// What an RGB colour must look like, for messages.
pub const RGB_FORM: &str = "#RRGGBB in hexadecimal, as #1a2a6c";
/// What a CMYK colour must look like, for messages.
pub const CMYK_FORM: &str = "(C,M,Y,K), each from 0 to 1, as (1, 0.8, 0, 0.2)";

/// Reads `#RRGGBB` or the six digits bare, as some old programs send them.
#[must_use]
pub fn parse_rgb(text: &str) -> Option<Color> {
    let digits = text.strip_prefix('#').unwrap_or(text);
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some(Color::Rgb([r, g, b]))
}

/// Reads `(C,M,Y,K)`, spaces anywhere around the numbers.
#[must_use]
pub fn parse_cmyk(text: &str) -> Option<Color> {
    let inner = text.trim().strip_prefix('(')?.strip_suffix(')')?;
    let mut parts = inner.split(',').map(|part| unit_number(part.trim()));
    let cmyk = [parts.next()??, parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(Color::Cmyk(cmyk))
}

fn unit_number(text: &str) -> Option<f32> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse().ok().filter(|v| plain && (0.0..=1.0).contains(v))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rgb_is_six_hexadecimal_digits_with_or_without_the_hash() {
        assert_eq!(parse_rgb("#1a2A6c"), Some(Color::Rgb([0x1a, 0x2a, 0x6c])));
        assert_eq!(parse_rgb("00ff7f"), Some(Color::Rgb([0, 255, 127])));
        for bad in ["", "#", "#fff", "##0000ff", "#12345", "#1234567", "#12345g", "+12345", "red", "(0,0,0,1)", "#ééé"]
        {
            assert_eq!(parse_rgb(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn cmyk_is_four_shares_in_parentheses() {
        assert_eq!(parse_cmyk("(0, 0, 0, 1)"), Some(Color::Cmyk([0.0, 0.0, 0.0, 1.0])));
        assert_eq!(parse_cmyk("(1.000,.25, 0.5 ,0)"), Some(Color::Cmyk([1.0, 0.25, 0.5, 0.0])));
        for bad in [
            "",
            "cheesecake",
            "#000000",
            "0,0,0,1",
            "(0,0,0)",
            "(0,0,0,0,0)",
            "(0,0,0,1.01)",
            "(0,0,0,-0)",
            "(0,0,0,NaN)",
            "(0,0,0,)",
        ] {
            assert_eq!(parse_cmyk(bad), None, "{bad:?}");
        }
    }
}
