//! What the command does when run.
