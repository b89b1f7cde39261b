//! The embedded store.

use std::sync::Arc;

use longhand_core::audit::RETENTION;
use longhand_core::ports::{
    AuditReader as _, AuditSink as _, DataKeyMaker as _, DataKeyOpener as _, Purger as _, Span, Warrants as _,
};
use longhand_embedded::Store;
use longhand_system::SystemEntropy;
use tempfile::TempDir;

use crate::disputes::dispute;
use crate::made::{account_id, at, entry};
use crate::{Everything, Ports};

impl Everything for Store {}

fn store(directory: &TempDir) -> Store {
    Store::open(directory.path(), Arc::new(SystemEntropy)).expect("a fresh store opens")
}

/// A store of its own; it lasts as long as its directory.
pub async fn fresh() -> (TempDir, Ports) {
    let directory = tempfile::tempdir().expect("there is room for a directory");
    let store = store(&directory);
    (directory, Arc::new(store))
}

/// On AWS it is KMS that refuses, by grants, which no emulator does.
#[test]
fn no_key_opens_without_a_warrant_of_its_account() {
    crate::block(async {
        let directory = tempfile::tempdir().expect("there is room for a directory");
        let store = store(&directory);
        let key = store.make(&account_id(1), at(0)).await.unwrap();
        assert!(store.open_key(&account_id(1), &key.id, at(1)).await.is_err());
        store.issue(&account_id(2), &dispute(2, 2).id).await.unwrap();
        assert!(store.open_key(&account_id(1), &key.id, at(1)).await.is_err(), "another's is none");
        store.issue(&account_id(1), &dispute(1, 1).id).await.unwrap();
        assert!(store.open_key(&account_id(1), &key.id, at(1)).await.unwrap().is_some());
        store.withdraw(&dispute(1, 1)).await.unwrap();
        assert!(store.open_key(&account_id(1), &key.id, at(1)).await.is_err());
    });
}

/// On AWS the tables' time to live does this.
#[test]
fn nothing_older_than_the_retention_is_kept() {
    crate::block(async {
        let directory = tempfile::tempdir().expect("there is room for a directory");
        let store = store(&directory);
        store.make(&account_id(1), at(0)).await.unwrap();
        store.append(&entry(1, 1, 0)).await.unwrap();
        store.append(&entry(2, 1, 5)).await.unwrap();
        assert_eq!(store.purge(at(1) + RETENTION).await.unwrap(), 2, "the entry and the key");
        let span = Span { from: at(-1), to: at(1000) };
        assert_eq!(store.entries(&account_id(1), span, None, 9, at(0)).await.unwrap(), [entry(2, 1, 5)]);
    });
}
