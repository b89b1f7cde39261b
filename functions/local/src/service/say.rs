//! What the commands print.

use core::fmt::Arguments;
use std::io::Write as _;

use crate::failure::Failure;
use crate::output::unwritten;

/// Says a line on standard output. Nobody may be listening any more, which is a failure and no panic.
macro_rules! say {
    ($($words:tt)*) => { $crate::service::say::line(format_args!($($words)*)) };
}
pub(super) use say;

/// See [`say`].
pub fn line(words: Arguments<'_>) -> Result<(), Failure> {
    writeln!(std::io::stdout(), "{words}").map_err(|error| unwritten(&error))
}
