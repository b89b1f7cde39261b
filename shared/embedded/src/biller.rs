//! A biller that is a file: a line of JSON for each event, for whoever makes invoices of them.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Error, ErrorKind, Write as _};
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
}

impl FileBiller {
    /// The file at `path`, made if there is none.
    ///
    /// # Errors
    /// If it cannot be read or written, or has a line that is no event.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let mut known = HashMap::new();
        for (line, number) in BufReader::new(&file).lines().zip(1..) {
            let event: MeterEvent = serde_json::from_str(&line?)
                .map_err(|error| Error::new(ErrorKind::InvalidData, format!("line {number} is no event: {error}")))?;
            known.insert(event.identifier.clone(), event);
        }
        Ok(Self(Mutex::new(Events { file, known })))
    }
}

impl Events {
    fn append(&mut self, event: &MeterEvent) -> Result<(), Error> {
        let mut line = serde_json::to_vec(event)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.file.sync_data()?;
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

    async fn known(&self, customer: &Customer, meter: Meter, span: Span) -> Answer<u64> {
        let events = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_of =
            |e: &&MeterEvent| (&e.customer, e.meter) == (customer, meter) && (span.from..span.to).contains(&e.at);
        Ok(events.known.values().filter(is_of).map(|event| event.value).sum())
    }
}
