//! A page to the bytes of a file.

use longhand_ink::draw;
use longhand_ink::page::Page;
use longhand_ink::params::Format;

/// The file of this format.
pub fn encode(page: &Page, format: Format) -> Vec<u8> {
    match format {
        Format::Png | Format::Pdf | Format::Svg | Format::Json | Format::Inkml => draw::png(page),
    }
}
