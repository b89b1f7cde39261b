//! A page to the bytes of a file.

use longhand_ink::draw;
use longhand_ink::page::Page;
use longhand_ink::params::Format;

/// The file of this format.
pub fn encode(page: &Page, format: Format) -> Vec<u8> {
    match format {
        Format::Png => draw::png(page),
        Format::Pdf => draw::pdf(page),
        Format::Svg => draw::svg(page).into_bytes(),
        Format::Json => draw::strokes(page).into_bytes(),
        Format::Inkml => draw::inkml(page).into_bytes(),
    }
}
