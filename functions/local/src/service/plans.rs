//! `longhand plans`.

use std::path::Path;

use longhand_core::error::AppError;
use longhand_core::plans::Plans;

use super::args::PlansArgs;
use super::open::{Opened, block_on};
use crate::failure::Failure;
use crate::output::write_file;

/// Puts a file of plans into force, or prints the one that is.
pub fn plans(args: &PlansArgs) -> Result<(), Failure> {
    let file = args.file.as_deref().map(read).transpose()?;
    let said = block_on(async {
        let opened = Opened::open(&args.data).await?;
        let Some((file, _)) = &file else { return Ok(opened.plans.plans().await.map_err(AppError::from)?) };
        opened.plan_writer.put_plans(file).await.map_err(AppError::from)?;
        Ok(Some("These plans are in force; services that run follow within a minute.\n".to_owned()))
    })?;
    let said = said.as_deref().unwrap_or("# No plans are in force: all is allowed, nothing has a price.\n");
    write_file(Path::new("-"), said.as_bytes())
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
