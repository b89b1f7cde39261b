//! Support for tests that span crates.
