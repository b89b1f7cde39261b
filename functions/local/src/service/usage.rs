//! `longhand usage` and `longhand rollup`.

use std::sync::Arc;

use jiff::tz::TimeZone;
use longhand_core::account::Account;
use longhand_core::app::{By, Count, Manager, Notary, Per, Rolled, Rollup, UsageQuery, whole_hours};
use longhand_core::error::AppError;
use longhand_core::ports::Clock as _;
use longhand_system::SystemClock;
use serde_json::{Value, json};

use super::args::{RollupArgs, UsageArgs};
use super::open::{Opened, block_on, open_store};
use super::say::say;
use crate::failure::Failure;

/// Prints what each account used.
pub fn usage(args: &UsageArgs) -> Result<(), Failure> {
    let now = SystemClock.now();
    let query = UsageQuery {
        span: whole_hours(args.from, args.to, now, &TimeZone::UTC),
        per: Per::default(),
        by: By::default(),
        zone: TimeZone::UTC,
        label: None,
    };
    let done = block_on(async {
        let opened = Opened::open(&args.data).await?;
        let mut rows = Vec::new();
        for account in opened.accounts().await? {
            let who = Manager { account: Arc::new(account), actor: Opened::actor() };
            let total = opened.management.usage.report(&who, &query, now).await?.total;
            rows.push(row(&who.account, &query, [total.live, total.test]));
        }
        Ok(rows)
    })?;
    if args.json {
        say!("{:#}", Value::from(done))?;
        return Ok(());
    }
    for row in done {
        let count = |kind: &str| format!("{} images, {} characters", row[kind]["images"], row[kind]["characters"]);
        let title = row["title"].as_str().unwrap_or_default();
        say!("{}  live: {}  test: {}  {title}", text(&row["account"]), count("live"), count("test"))?;
    }
    Ok(())
}

/// Adds up the hours that are due, or shows one.
pub fn rollup(args: &RollupArgs) -> Result<(), Failure> {
    let store = open_store(&args.data)?;
    let (rollup, now) = (Rollup::on(&store), SystemClock.now());
    let rolled = block_on(async {
        let rolled = match args.hour {
            Some(hour) => rollup.hour(hour, now).await.map(|rolled| vec![rolled]),
            None => rollup.run(now).await,
        };
        let rolled = rolled.map_err(AppError::from)?;
        Notary::on(&store).run().await.map_err(AppError::from)?;
        Ok::<_, Failure>(rolled)
    })?;
    if args.json {
        say!("{:#}", rolled.iter().map(hour).collect::<Value>())?;
        return Ok(());
    }
    for Rolled { hour, totals } in rolled {
        let images: u64 = totals.iter().map(|total| total.images).sum();
        say!("{hour}  {} tokens, {images} images", totals.len())?;
    }
    Ok(())
}

fn row(account: &Account, query: &UsageQuery, [live, test]: [Count; 2]) -> Value {
    let count = |count: Count| json!({ "images": count.images, "characters": count.characters });
    json!({
        "account": account.id, "title": account.title, "from": query.span.from, "to": query.span.to,
        "live": count(live), "test": count(test),
    })
}

fn hour(rolled: &Rolled) -> Value {
    json!({ "hour": rolled.hour, "totals": rolled.totals })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
