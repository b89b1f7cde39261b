//! A biller that is a file: a line of JSON for each event, for whoever makes invoices of them.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind::InvalidData;
use std::io::{BufRead as _, BufReader, Error, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use longhand_core::bill::{Customer, Meter, MeterEvent};
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, Biller, Span, Taken};

/// A file of events. One process may write it.
pub struct FileBiller(Mutex<Events>);

struct Events {
    file: File,
    known: HashMap<String, MeterEvent>,
    /// Bytes of whole lines.
    length: u64,
}

impl FileBiller {
    /// The file at `path`, made if there is none. A last line that was not written to its end is taken away: whoever told
    /// of that event was not heard, and tells it again.
    ///
    /// # Errors
    /// If it cannot be read or written, or has a line that is no event.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let (mut known, mut length, mut lines, mut line) = (HashMap::new(), 0, BufReader::new(&file), String::new());
        for number in 1.. {
            line.clear();
            let read = lines.read_line(&mut line)?;
            let is_whole = line.ends_with('\n');
            let event: MeterEvent = match serde_json::from_str(&line) {
                Ok(event) if is_whole => event,
                // The end of the file, or of what was written of a line.
                Ok(_) => break,
                Err(error) if error.is_eof() && !is_whole => break,
                Err(error) => return Err(Error::new(InvalidData, format!("line {number} is no event: {error}"))),
            };
            known.insert(event.identifier.clone(), event);
            length += read as u64;
        }
        file.set_len(length)?;
        Ok(Self(Mutex::new(Events { file, known, length })))
    }
}

impl Events {
    fn append(&mut self, event: &MeterEvent) -> Result<(), Error> {
        let mut line = serde_json::to_vec(event)?;
        line.push(b'\n');
        if let Err(error) = self.file.write_all(&line).and_then(|()| self.file.sync_data()) {
            // What was written of it must not stand before the next line.
            self.file.set_len(self.length)?;
            return Err(error);
        }
        self.length += line.len() as u64;
        self.known.insert(event.identifier.clone(), event.clone());
        Ok(())
    }
}

#[async_trait]
impl Biller for FileBiller {
    async fn tell(&self, event: &MeterEvent) -> Answer<Taken> {
        let mut events = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !events.known.contains_key(&event.identifier) {
            events.append(event).map_err(|error| StoreError::new("writing to the file of meter events", error))?;
        }
        Ok(Taken::Yes)
    }

    async fn known(&self, customer: &Customer, meter: Meter, span: Span) -> Answer<i64> {
        let events = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_of =
            |e: &&MeterEvent| (&e.customer, e.meter) == (customer, meter) && (span.from..span.to).contains(&e.at);
        Ok(events.known.values().filter(is_of).map(|event| event.value).sum())
    }
}
