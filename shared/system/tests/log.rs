//! The log, in a process of its own since it is one for all of it.

use std::io::Write;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_panic_is_logged_by_its_place_and_without_its_words() {
    let log = Log::default();
    let writer = log.clone();
    longhand_system::log_to(move || writer.clone());
    let ended = std::thread::spawn(|| panic!("at the text Zwitschermaschine")).join();
    assert!(ended.is_err());
    let text = String::from_utf8(log.0.lock().expect("nobody panicked").clone()).expect("text");
    assert!(text.contains("a panic") && text.contains("tests/log.rs:"), "{text}");
    assert!(!text.contains("Zwitschermaschine"), "{text}");
}
