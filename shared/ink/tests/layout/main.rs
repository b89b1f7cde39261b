//! Where the ink goes.

mod effort;
mod lines;
mod pages;
mod properties;
mod room;
mod support;
mod words;

const PANGRAM: &str = "The quick brown fox jumps over the lazy dog and runs far away into the deep dark woods";
