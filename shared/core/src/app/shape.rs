//! What a text becomes, in numbers.

use longhand_ink::layout::Composed;

/// What a text becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shape {
    /// Width and height of the raster image, px.
    pub size_px: [u32; 2],
    /// Width and height of a page, mm.
    pub size_mm: [f64; 2],
    /// Height of a capital, mm.
    pub cap_height_mm: f64,
    /// Pages.
    pub pages: usize,
    /// Lines of writing.
    pub lines: usize,
    /// How many characters the page has room for, if not for all.
    pub overflow: Option<usize>,
}

impl Shape {
    /// That of some pages: all are of one size.
    pub(super) fn of(pages: &[Composed]) -> Self {
        let mut shape = Self { pages: pages.len(), ..Self::default() };
        for composed in pages {
            let page = &composed.page;
            shape.size_px = [page.width_px, page.height_px];
            shape.size_mm = [page.width_mm, page.height_mm];
            shape.cap_height_mm = composed.size_mm;
            shape.lines += composed.lines.len();
            shape.overflow = composed.overflow;
        }
        shape
    }
}
