//! When the pen is where, and how hard it presses.
