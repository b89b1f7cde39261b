//! A resolved page to bytes.
//!
//! Every function here takes a [`Page`](crate::page::Page) and returns a file. Nothing is decided and
//! nothing can fail: coordinates that are not finite are left out, ink outside the page is cut off.
//! The same page gives the same bytes on every architecture.

mod capsule;
mod colour;
mod flatten;
mod mark;
mod png;
mod raster;
mod spline;

pub use self::png::png;
pub use self::raster::{Coverage, coverage};
