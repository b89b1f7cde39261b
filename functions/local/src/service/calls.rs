//! `longhand calls`.

use jiff::{SignedDuration, Timestamp};
use longhand_core::audit::{Entry, Known, Wanted};
use longhand_core::error::AppError;
use longhand_core::ids::{AccountId, TokenKey};
use longhand_core::ports::{Clock as _, Span};
use longhand_system::SystemClock;
use serde_json::Value;

use super::args::CallsArgs;
use super::open::{Opened, block_on};
use super::say::say;
use crate::failure::Failure;

/// How far back is looked unless told otherwise.
const USUAL_SPAN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Prints the calls that are looked for, newest first.
pub fn calls(args: &CallsArgs) -> Result<(), Failure> {
    let wanted = wanted(args)?;
    let now = SystemClock.now();
    let from = args.from.unwrap_or_else(|| now.saturating_sub(USUAL_SPAN).unwrap_or(Timestamp::MIN));
    let span = Span { from, to: args.to.unwrap_or(now) };
    let found = block_on(async {
        let opened = Opened::open(&args.data).await?;
        Ok(opened.finder.find(&wanted, span, args.limit, now).await.map_err(AppError::from)?)
    })?;
    if args.json {
        return say!("{:#}", found.iter().map(object).collect::<Result<Value, _>>()?);
    }
    found.iter().try_for_each(print)
}

/// What is looked for, or all faults.
fn wanted(args: &CallsArgs) -> Result<Wanted, Failure> {
    let mut wanted = Wanted::default();
    let given = [
        ("--account", Known::Account, &args.account),
        ("--token", Known::Token, &args.token),
        ("--status", Known::Status, &args.status),
        ("--route", Known::Route, &args.route),
        ("--request-id", Known::Request, &args.request_id),
    ];
    let faults = given.into_iter().filter_map(|(flag, known, text)| {
        let fault = wanted.add(known, text.as_ref()?).err()?;
        Some(format!("{flag} {fault}"))
    });
    let faults: Vec<String> = faults.collect();
    if faults.is_empty() { Ok(wanted) } else { Err(Failure::Parameters(faults)) }
}

/// A call without its text, which is sealed, and is read by disputes alone.
fn object(entry: &Entry) -> Result<Value, Failure> {
    let mut object = serde_json::to_value(entry).map_err(|error| Failure::Io(error.to_string()))?;
    object.as_object_mut().map(|members| members.remove("text"));
    Ok(object)
}

fn print(entry: &Entry) -> Result<(), Failure> {
    let Entry { at, status, method, route, request_id, duration_us, .. } = entry;
    let or_none = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let account = or_none(entry.account.as_ref().map(AccountId::as_str));
    let token = or_none(entry.token.as_ref().map(TokenKey::as_str));
    let (at, request) = (at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"), request_id.as_str());
    let ms = *duration_us as f64 / 1000.0;
    say!("{at}  {status}  {method:<6} {route:<22} {account:<16}  {token:<16}  {ms:>8.1} ms  {request}")
}
