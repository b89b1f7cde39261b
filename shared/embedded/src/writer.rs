//! The one writer of a process. Writes that wait at the same time become one transaction, so that many
//! calls share one wait for the disk.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use longhand_core::error::StoreError;
use longhand_core::ports::Answer;
use rusqlite::{Connection, Savepoint, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

/// Most writes of one transaction.
const MOST_TOGETHER: usize = 256;

/// Of a full disk, for one, `SQLite` takes back everything at once.
const ROLLED_BACK: &str = "the transaction was rolled back";

/// Told whether the transaction came to its end.
type Finish = Box<dyn FnOnce(Result<(), String>) + Send>;
/// Given the transaction, or why there is none.
type Job = Box<dyn FnOnce(Result<&mut Transaction<'_>, &str>) -> Finish + Send>;

/// Hands writes to the thread that does them.
#[derive(Clone)]
pub struct Writer(Sender<Job>);

impl Writer {
    /// Starts the thread, which ends when the last handle is gone.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn start(connection: Connection) -> std::io::Result<Self> {
        let (sender, receiver) = channel();
        thread::Builder::new().name("longhand-writer".into()).spawn(move || work(connection, &receiver))?;
        Ok(Self(sender))
    }

    /// Runs `write`; when this returns, what it did is on the disk, or undone. `write` must not keep
    /// half of its work when it fails: it runs in a savepoint of its own.
    ///
    /// # Errors
    /// What went wrong while `doing` something.
    pub async fn run<T: Send + 'static>(
        &self,
        doing: &'static str,
        write: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Answer<T> {
        let (job, receiver) = job(write);
        let gone = |_| StoreError::new(doing, "the writer has ended");
        self.0.send(job).map_err(|_| StoreError::new(doing, "the writer has ended"))?;
        receiver.await.map_err(gone)?.map_err(|e| StoreError::new(doing, e))
    }
}

/// A write, and where is told what became of it.
fn job<T: Send + 'static>(
    write: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
) -> (Job, oneshot::Receiver<Result<T, String>>) {
    let (sender, receiver) = oneshot::channel();
    let job: Job = Box::new(move |transaction| {
        let result = match transaction {
            Ok(transaction) => attempt(transaction, write).map_err(|e| e.to_string()),
            Err(why) => Err(why.to_owned()),
        };
        Box::new(move |end| {
            let result = result.and_then(|value| end.map(|()| value));
            // Whoever asked may be gone.
            let _ = sender.send(result);
        })
    });
    (job, receiver)
}

fn attempt<T>(
    transaction: &mut Transaction<'_>,
    write: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let savepoint: Savepoint<'_> = transaction.savepoint()?;
    let value = write(&savepoint)?;
    savepoint.commit()?;
    Ok(value)
}

fn work(mut connection: Connection, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let waiting: Vec<Job> = core::iter::once(first).chain(jobs.try_iter()).take(MOST_TOGETHER).collect();
        commit(&mut connection, waiting);
    }
}

fn commit(connection: &mut Connection, jobs: Vec<Job>) {
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let (mut transaction, why) = match begun {
        Ok(transaction) => (Some(transaction), String::new()),
        Err(e) => (None, e.to_string()),
    };
    let run = |job: Job| match &mut transaction {
        // What comes after would be kept by itself, and its caller be told that it is not.
        Some(transaction) if transaction.is_autocommit() => job(Err(ROLLED_BACK)),
        Some(transaction) => job(Ok(transaction)),
        None => job(Err(&why)),
    };
    let finishes: Vec<Finish> = jobs.into_iter().map(run).collect();
    let end = match transaction {
        Some(transaction) if transaction.is_autocommit() => Err(ROLLED_BACK.to_owned()),
        Some(transaction) => transaction.commit().map_err(|e| e.to_string()),
        None => Ok(()),
    };
    for finish in finishes {
        finish(end.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_transaction_that_is_rolled_back_by_itself_nothing_is_kept_and_all_are_told() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE notes (n INTEGER)").unwrap();
        let sqls = ["INSERT INTO notes VALUES (1)", "ROLLBACK", "INSERT INTO notes VALUES (2)"];
        let (jobs, told): (Vec<Job>, Vec<_>) = sqls.map(|sql| job(move |c| c.execute_batch(sql))).into_iter().unzip();
        commit(&mut connection, jobs);
        assert!(told.into_iter().all(|told| told.blocking_recv().unwrap().is_err()));
        let count = |c: &Connection| c.query_row("SELECT count(*) FROM notes", (), |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(count(&connection), 0);
        let (next, told) = job(|c| c.execute_batch("INSERT INTO notes VALUES (3)"));
        commit(&mut connection, vec![next]);
        assert_eq!((told.blocking_recv().unwrap(), count(&connection)), (Ok(()), 1), "the next goes on");
    }
}
