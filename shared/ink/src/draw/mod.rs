//! A resolved page to bytes.
