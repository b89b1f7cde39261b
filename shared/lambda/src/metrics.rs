//! What is measured of each call, as a line that `CloudWatch` reads (its "embedded metric format"), so that measuring
//! asks for nothing.

use jiff::Timestamp;
use longhand_edge::Measured;
use serde_json::{Value, json};

/// What all functions measure under.
const NAMESPACE: &str = "Longhand";

/// Prints the line of a call.
pub(crate) fn print(call: &Measured<'_>) {
    println!("{}", line(call));
}

/// Prints how many there are of something at a time, told apart by nothing.
pub fn gauge(name: &str, value: usize, at: Timestamp) {
    println!("{}", gauge_line(name, value, at));
}

fn gauge_line(name: &str, value: usize, at: Timestamp) -> Value {
    let metrics = [json!({ "Name": name, "Unit": "Count" })];
    json!({
        "_aws": {
            "Timestamp": at.as_millisecond(),
            "CloudWatchMetrics": [{ "Namespace": NAMESPACE, "Dimensions": [[]], "Metrics": metrics }],
        },
        (name): value,
    })
}

/// The line. It is told apart by route and status alone, which are few; whose call it was is in no metric.
fn line(call: &Measured<'_>) -> Value {
    let metric = |name: &str, unit: &str| json!({ "Name": name, "Unit": unit });
    let metrics = [
        metric("calls", "Count"),
        metric("duration", "Microseconds"),
        metric("bytes", "Bytes"),
        metric("images", "Count"),
        metric("characters", "Count"),
    ];
    json!({
        "_aws": {
            "Timestamp": call.at.as_millisecond(),
            "CloudWatchMetrics": [{ "Namespace": NAMESPACE, "Dimensions": [["route", "status"]], "Metrics": metrics }],
        },
        "route": if call.route.is_empty() { "none".to_owned() } else { format!("{} {}", call.method, call.route) },
        "status": call.status.to_string(),
        "request_id": call.request_id,
        "calls": 1, "duration": call.duration_us, "bytes": call.bytes,
        "images": call.units.images, "characters": call.units.characters,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gauge_is_one_number_without_a_dimension() {
        let line = gauge_line("notices_aside", 3, "2027-01-31T00:00:00Z".parse().unwrap());
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!((&line["notices_aside"], &directive["Dimensions"]), (&json!(3), &json!([[]])));
        assert_eq!(
            (&directive["Namespace"], &directive["Metrics"][0]["Name"]),
            (&json!("Longhand"), &json!("notices_aside"))
        );
        assert_eq!(line["_aws"]["Timestamp"], 1_801_353_600_000_i64);
    }

    #[test]
    fn a_line_has_every_metric_and_dimension_it_names_and_no_other_dimension() {
        let call = Measured {
            at: "2027-01-31T00:00:00Z".parse().unwrap(),
            request_id: "order-9",
            method: "GET",
            route: "/render/png",
            status: 200,
            duration_us: 1234,
            bytes: 5678,
            units: longhand_core::audit::Units { images: 1, characters: 9 },
        };
        let line = line(&call);
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(line["_aws"]["Timestamp"], 1_801_353_600_000_i64);
        assert_eq!(directive["Dimensions"], json!([["route", "status"]]));
        for dimension in ["route", "status"] {
            assert!(line[dimension].is_string(), "{line}");
        }
        let metrics = directive["Metrics"].as_array().unwrap();
        assert!(metrics.len() <= 30 && metrics.iter().all(|m| line[m["Name"].as_str().unwrap()].is_u64()), "{line}");
        assert_eq!(
            (&line["route"], &line["duration"], &line["request_id"]),
            (&json!("GET /render/png"), &json!(1234), &json!("order-9"))
        );
        let nowhere = super::line(&Measured { route: "", method: "FROB", ..call });
        assert_eq!(nowhere["route"], "none", "what callers make up is no dimension");
    }
}
