//! The embedded store.

use std::sync::Arc;

use longhand_embedded::{Store, SystemEntropy};
use tempfile::TempDir;

use crate::{Everything, Ports};

impl Everything for Store {}

/// A store of its own; it lasts as long as its directory.
pub fn fresh() -> (TempDir, Ports) {
    let directory = tempfile::tempdir().expect("there is room for a directory");
    let store = Store::open(directory.path(), Arc::new(SystemEntropy)).expect("a fresh store opens");
    (directory, Arc::new(store))
}
