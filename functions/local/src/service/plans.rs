//! `longhand plans`.

use std::path::Path;

use longhand_core::app::month_of;
use longhand_core::error::AppError;
use longhand_core::plans::Plans;
use longhand_core::ports::{Clock as _, InForce};
use longhand_system::SystemClock;

use super::args::PlansArgs;
use super::open::{Opened, block_on};
use crate::failure::Failure;
use crate::output::write_file;

/// Puts a file of plans into force, pauses test renders or has them go on; prints what is in force if nothing is to be
/// changed.
pub fn plans(args: &PlansArgs) -> Result<(), Failure> {
    let file = args.file.as_deref().map(read).transpose()?;
    let said = block_on(async {
        let opened = Opened::open(&args.data).await?;
        let writer = &opened.plan_writer;
        let mut said = Vec::new();
        if let Some((file, _)) = &file {
            writer.put_plans(file).await.map_err(AppError::from)?;
            said.push("These plans are in force".to_owned());
        }
        if args.pause_tests || args.resume_tests {
            let until = args.pause_tests.then(|| month_of(SystemClock.now()).1);
            writer.pause_tests(until).await.map_err(AppError::from)?;
            said.push(
                until.map_or("Tests are drawn again".to_owned(), |until| format!("Tests are paused until {until}")),
            );
        }
        if said.is_empty() {
            return Ok(shown(&opened.plans.plans().await.map_err(AppError::from)?));
        }
        Ok(format!("{}; services that run follow within a minute.\n", said.join(". ")))
    })?;
    write_file(Path::new("-"), said.as_bytes())
}

/// What is in force, as a file of plans.
fn shown(in_force: &InForce) -> String {
    let paused = in_force.tests_paused_until.filter(|until| SystemClock.now() < *until);
    let paused = paused.map_or_else(String::new, |until| format!("# Test renders are paused until {until}.\n"));
    let none = "# No plans are in force: all is allowed, nothing has a price.\n";
    paused + in_force.file.as_deref().unwrap_or(none)
}

/// A file of plans and what it says, or all its faults.
pub fn read(file: &Path) -> Result<(String, Plans), Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::io("read", file, &error))?;
    let plans = Plans::read(&text).map_err(|faults| {
        let say = |message: &str| format!("{}: {message}", file.display());
        Failure::Parameters(faults.as_slice().iter().map(|fault| say(&fault.message)).collect())
    })?;
    Ok((text, plans))
}
