//! The service dies in the midst of work, again and again: what was given out is in the log, once.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use longhand_core::audit::Entry;
use longhand_core::ids::TokenKey;
use longhand_core::ports::{AuditReader as _, Span, TokenReader as _};
use longhand_embedded::Store;
use longhand_system::SystemEntropy;

use crate::Service;

const DEATHS: u64 = 50;
const CALLERS: usize = 4;

/// Every entry of the account of a token.
fn entries(directory: &Path, token: &str) -> Vec<Entry> {
    let store = Store::open(directory, Arc::new(SystemEntropy)).expect("the store opens");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let key: TokenKey = token.parse().expect("a key");
        let account = store.token(&key).await.expect("a store").expect("the token").account;
        let span = Span { from: jiff::Timestamp::UNIX_EPOCH, to: jiff::Timestamp::MAX };
        store.entries(&account, span, None, 1_000_000, jiff::Timestamp::now()).await.expect("entries")
    })
}

/// Asks for images until told to stop; the ids of those that came whole.
fn call(request: &str, address: &str, stop: &AtomicBool, given: &Mutex<Vec<String>>) {
    while !stop.load(Ordering::Relaxed) {
        let Some((id, whole)) = crate::process::try_send(address, request.as_bytes()) else { continue };
        if whole {
            given.lock().expect("nobody panicked").push(id);
        }
    }
}

#[test]
fn killed_in_mid_work_it_loses_no_entry_of_an_image_and_has_none_twice() {
    let mut service = Service::start();
    let (key, basic) = (service.printed("live token").0.to_owned(), service.basic("live token"));
    let target = "/render/png?handwriting_id=Perry&text=a&width=60px&height=40px";
    let request = format!("GET {target} HTTP/1.1\r\nHost: x\r\n{basic}\r\nConnection: close\r\n\r\n");
    let given = Arc::new(Mutex::new(Vec::new()));
    for death in 0..DEATHS {
        let stop = Arc::new(AtomicBool::new(false));
        let callers: Vec<_> = (0..CALLERS)
            .map(|_| {
                let (request, address) = (request.clone(), service.address.clone());
                let (stop, given) = (Arc::clone(&stop), Arc::clone(&given));
                thread::spawn(move || call(&request, &address, &stop, &given))
            })
            .collect();
        // Not always at the same point of the work.
        thread::sleep(Duration::from_millis(40 + 7 * (death % 13)));
        service.kill();
        stop.store(true, Ordering::Relaxed);
        for caller in callers {
            caller.join().expect("a caller");
        }
        service.restart();
    }
    service.kill();
    let mut logged: HashMap<String, (u32, u32)> = HashMap::new();
    for entry in entries(&service.data(), &key) {
        let (times, images) = logged.entry(entry.request_id.as_str().to_owned()).or_default();
        (*times, *images) = (*times + 1, *images + entry.units.images);
    }
    let given = given.lock().expect("nobody panicked");
    assert!(given.len() > 50, "only {} images in all lives", given.len());
    for id in given.iter() {
        assert_eq!(logged.get(id), Some(&(1, 1)), "{id}");
    }
    assert!(logged.values().all(|&(times, _)| times == 1));
}
