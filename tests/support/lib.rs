//! Support for tests that span crates.

pub mod calls;
pub mod cost;
pub mod counts;
pub mod dearest;
pub mod diff;
pub mod emulator;
pub mod entries;
pub mod entry_call;
pub mod golden;
pub mod identity;
pub mod mark;
pub mod memory;
pub mod python;
pub mod stripe;
pub mod template;
