//! Drawing, tested from outside: pictures decoded, formats against one another.

mod agreement;
mod sample;
