//! What Stripe answers.

use std::error::Error;

use longhand_core::ports::Taken;
use serde::Deserialize;

#[derive(Deserialize)]
struct Refusal {
    error: Complaint,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Complaint {
    code: String,
    message: String,
}

/// What became of an event, by the answer.
///
/// # Errors
/// If it may be taken another time.
pub fn taken(status: u16, body: &[u8]) -> Result<Taken, Box<dyn Error + Send + Sync>> {
    if (200..300).contains(&status) {
        return Ok(Taken::Yes);
    }
    let Complaint { code, message } = serde_json::from_slice::<Refusal>(body).map(|r| r.error).unwrap_or_default();
    // That it has an event already is an error to Stripe, and not always one with a code.
    if status == 400 && (code == "duplicate_meter_event" || message.contains("already exists with identifier")) {
        return Ok(Taken::Yes);
    }
    match status {
        400 | 402 | 404 => Ok(Taken::Refused(format!("Stripe answers {status} {code}: {message}"))),
        // A key that is not good (yet, or any more), two at once, too many, a fault of Stripe's.
        _ => Err(format!("it answers {status} {code}").into()),
    }
}

/// A list of meters.
#[derive(Deserialize)]
pub struct Meters {
    data: Vec<MeterInfo>,
}

#[derive(Deserialize)]
struct MeterInfo {
    id: String,
    event_name: String,
}

impl Meters {
    /// The id of the meter of this event.
    pub fn named(&self, event_name: &str) -> Option<&str> {
        self.data.iter().find(|meter| meter.event_name == event_name).map(|meter| meter.id.as_str())
    }
}

/// A list of what a meter came to.
#[derive(Deserialize)]
pub struct Summaries {
    data: Vec<Summary>,
}

#[derive(Deserialize)]
struct Summary {
    aggregated_value: f64,
}

impl Summaries {
    /// All together. They are sums of whole numbers, which Stripe writes with a point.
    pub fn sum(&self) -> i64 {
        self.data.iter().map(|summary| summary.aggregated_value).sum::<f64>().round() as i64
    }
}
