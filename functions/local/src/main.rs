//! The longhand command.
fn main() {}
