//! Support for tests that span crates.

pub mod diff;
pub mod emulator;
pub mod entries;
pub mod golden;
pub mod identity;
pub mod python;
pub mod template;
