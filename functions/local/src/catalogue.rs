//! The built-in hands.

pub use longhand_ink::catalogue_stub::{HandInfo, catalogue};
