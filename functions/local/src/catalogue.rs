//! The built-in hands.

pub use longhand_ink::hand::{HandInfo, catalogue};
