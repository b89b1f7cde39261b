//! Text to handwriting.
//!
//! A request goes one way through this crate: [`hand`] gives letters the shape one writer gives them,
//! layout places them on a [`page::Page`] where everything is decided, and [`draw`] turns the page into
//! bytes without choices or failure. Nothing here does I/O, reads a clock or keeps state between calls;
//! the same request with the same positive seed gives the same bytes on every architecture.
#![forbid(unsafe_code)]

pub mod compound;
pub mod draw;
pub mod dynamics;
mod effort;
mod file;
pub mod geometry;
pub mod hand;
pub mod layout;
pub mod likeness;
pub mod model;
pub mod page;
pub mod params;
pub mod pen;
pub mod rng;
pub mod spacing;
pub mod text;

pub use file::file;
