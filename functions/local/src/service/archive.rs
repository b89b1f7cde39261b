//! `longhand archive`.

use std::time::Instant;

use longhand_core::audit::hour_of;
use longhand_core::error::AppError;
use serde_json::json;

use super::args::ArchiveArgs;
use super::open::{block_on, log_of};
use super::say::say;
use crate::failure::Failure;

/// Prints the totals of an hour as they are archived, and puts them back if that is asked for.
pub fn archive(args: &ArchiveArgs) -> Result<(), Failure> {
    let (begun, hour) = (Instant::now(), hour_of(args.hour));
    let totals = block_on(async {
        let cloud = log_of(args.region.as_deref()).await?;
        let totals = cloud.archived(hour).await.map_err(AppError::from)?;
        let missing = || Failure::Parameters(vec![format!("nothing is archived of the hour that begins at {hour}")]);
        let totals = totals.ok_or_else(missing)?;
        if args.restore {
            cloud.keep_totals(&totals).await.map_err(AppError::from)?;
        }
        Ok(totals)
    })?;
    let took = begun.elapsed().as_millis();
    if args.json {
        say!("{:#}", json!({ "hour": hour, "totals": totals, "restored": args.restore, "took_ms": took }))?;
        return Ok(());
    }
    for total in &totals {
        say!("{}  {}  {} images, {} characters", total.account, total.token, total.images, total.characters)?;
    }
    let done = if args.restore { "read and put back" } else { "read" };
    say!("{hour}  {} tokens, {done} in {took} ms", totals.len())
}
