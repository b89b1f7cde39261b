//! Pens: how wide their ink is at a speed and pressure.

/// A kind of pen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pen {
    /// Ballpoint: thin, thinner when fast.
    #[default]
    Ball,
    /// Gel pen: even and dark.
    Gel,
    /// Felt tip: wide and blunt.
    Felt,
}
