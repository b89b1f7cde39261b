//! Pen recordings to the model.
fn main() {}
