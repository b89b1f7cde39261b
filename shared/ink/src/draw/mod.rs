//! A resolved page to bytes.
//!
//! Every function here takes a [`Page`](crate::page::Page), or pages, and returns a file. Nothing is decided and
//! nothing can fail: coordinates that are not finite are left out, ink outside the page is cut off.
//! The same page gives the same bytes on every architecture.

mod animate;
mod animation;
mod capsule;
mod colour;
mod fit;
mod flatten;
mod mark;
mod outline;
mod paths;
mod pdf;
mod plot;
mod png;
mod raster;
mod spline;
mod strokes;
mod svg;
mod timeline;
mod webp;

pub use self::animate::svg_animated;
pub use self::mark::mark;
pub use self::pdf::pdf;
pub use self::plot::{gcode, hpgl, svg_lines};
pub use self::png::png;
pub use self::raster::{Coverage, coverage};
pub use self::strokes::{inkml, strokes, strokes_with_boxes};
pub use self::svg::svg;
pub(crate) use self::webp::pictured;
pub use self::webp::{webp, webp_animated};
