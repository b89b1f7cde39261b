//! A stand-in for the part of Stripe that meters: the shapes of requests and answers are those that Stripe documents
//! (<https://docs.stripe.com/api/billing/meter-event>), the books are its own. Nothing that can run here has meters.

#![expect(clippy::missing_panics_doc, reason = "a test's server may panic")]

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// The key that it knows.
pub const KEY: &str = "sk_test_of_nobody";
/// For how long it knows identifiers and idempotency keys, s.
const REMEMBERED_S: i64 = 24 * 3600;

/// What may become of an event instead of an answer.
#[derive(Clone, Copy, Debug)]
pub enum Trouble {
    /// A fault of its own; nothing is taken.
    Down,
    /// It is taken, and then there is a fault.
    Lost,
    /// Another call is at the same customer.
    Conflict,
    /// Too many calls.
    Limited,
}

/// An event that was taken.
#[derive(Clone, Debug)]
pub struct Event {
    /// As it was told.
    pub identifier: String,
    /// Whose.
    pub customer: String,
    /// Of which meter.
    pub name: String,
    /// How much.
    pub value: i64,
    /// When it was used, s.
    pub at: i64,
    told: i64,
}

/// What it has.
pub struct Books {
    /// What time it is, s.
    pub now: i64,
    /// Events that were taken.
    pub events: Vec<Event>,
    /// What becomes of the next events.
    pub troubles: VecDeque<Trouble>,
    keys: HashMap<String, (String, u16, Value)>,
}

/// A server on a port of this machine.
pub struct Stripe {
    /// Where it is.
    pub address: String,
    books: Arc<Mutex<Books>>,
}

type Shared = Arc<Mutex<Books>>;
type Form = BTreeMap<String, String>;

impl Stripe {
    /// One that thinks it is this second.
    #[must_use]
    pub fn start(now: i64) -> Self {
        let (events, troubles, keys) = (Vec::new(), VecDeque::new(), HashMap::new());
        let books: Shared = Arc::new(Mutex::new(Books { now, events, troubles, keys }));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a setting");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let router = Router::new()
            .route("/v1/billing/meter_events", post(meter_event))
            .route("/v1/billing/meters", get(meters))
            .route("/v1/billing/meters/{id}/event_summaries", get(summaries))
            .with_state(Arc::clone(&books));
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                axum::serve(listener, router).await.expect("it serves");
            });
        });
        Self { address, books }
    }

    /// What it has.
    pub fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().expect("nobody panicked")
    }
}

async fn meter_event(State(books): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let mut books = books.lock().expect("nobody panicked");
    if let Some(refused) = stranger(&headers) {
        return refused;
    }
    let key = headers.get("idempotency-key").map(|key| key.to_str().expect("text").to_owned());
    if let Some((before, status, answer)) = key.as_ref().and_then(|key| books.keys.get(key)) {
        let same = *before == body;
        return if same {
            shown(*status, answer.clone())
        } else {
            refusal(400, "idempotency_error", "other parameters")
        };
    }
    let trouble = books.troubles.pop_front();
    let (status, answer) = match trouble {
        Some(Trouble::Down) => (500, error("api_error", "down")),
        // Stripe does not keep these: another try is meant to go through.
        Some(Trouble::Conflict) => return refusal(409, "lock_timeout", "try again"),
        Some(Trouble::Limited) => return refusal(429, "rate_limit", "slow down"),
        Some(Trouble::Lost) | None => {
            let taken = books.take(&read(&body));
            if trouble.is_some() { (500, error("api_error", "lost")) } else { taken }
        }
    };
    if let Some(key) = key {
        books.keys.insert(key, (body, status, answer.clone()));
    }
    shown(status, answer)
}

impl Books {
    /// It has this, whoever told it.
    pub fn add(&mut self, name: &str, customer: &str, value: i64, at: i64) {
        let (identifier, name, customer) = (format!("added {at}"), name.to_owned(), customer.to_owned());
        self.events.push(Event { identifier, customer, name, value, at, told: self.now });
    }

    fn take(&mut self, form: &Form) -> (u16, Value) {
        let of = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let (customer, value) = (of("payload[stripe_customer_id]"), of("payload[value]").parse::<i64>().unwrap_or(0));
        let (identifier, at) = (of("identifier"), of("timestamp").parse::<i64>().unwrap_or(self.now));
        if !of("event_name").starts_with("longhand_") {
            return (404, error("resource_missing", "No active meter found for that event name"));
        }
        if !customer.starts_with("cus_") {
            return (400, error("resource_missing", &format!("No such customer: '{customer}'")));
        }
        if value == 0 || identifier.len() > 100 {
            return (400, error("parameter_invalid", "value must be a whole number"));
        }
        if !(self.now - 35 * 86_400..=self.now + 300).contains(&at) {
            return (400, error("timestamp_too_far_in_past", "within the past 35 days or 5 minutes ahead"));
        }
        let known = |event: &&Event| event.identifier == identifier && self.now - event.told < REMEMBERED_S;
        if self.events.iter().any(|event| known(&event)) {
            let message = format!("An event already exists with identifier {identifier}.");
            // Seen with and without a code.
            let code = if identifier.len() % 2 == 0 { "duplicate_meter_event" } else { "" };
            return (400, error(code, &message));
        }
        let (identifier, customer, name) = (identifier.to_owned(), customer.to_owned(), of("event_name").to_owned());
        let answer = json!({
            "object": "billing.meter_event", "created": self.now, "event_name": name, "identifier": identifier,
            "livemode": false, "payload": { "value": value.to_string(), "stripe_customer_id": customer },
            "timestamp": at,
        });
        self.events.push(Event { identifier, customer, name, value, at, told: self.now });
        (200, answer)
    }
}

async fn meters(headers: HeaderMap) -> Response {
    if let Some(refused) = stranger(&headers) {
        return refused;
    }
    let meter = |name: &str| {
        json!({
            "object": "billing.meter", "id": format!("mtr_{name}"), "event_name": name, "status": "active",
            "default_aggregation": { "formula": "sum" },
        })
    };
    let data = ["longhand_images", "longhand_characters"].map(meter);
    shown(200, json!({ "object": "list", "url": "/v1/billing/meters", "has_more": false, "data": data }))
}

async fn summaries(
    State(books): State<Shared>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if let Some(refused) = stranger(&headers) {
        return refused;
    }
    let form = read(&query.unwrap_or_default());
    let second = |name: &str| form[name].parse::<i64>().expect("a time");
    let (start, end) = (second("start_time"), second("end_time"));
    let books = books.lock().expect("nobody panicked");
    let of =
        |e: &&Event| format!("mtr_{}", e.name) == id && e.customer == form["customer"] && (start..end).contains(&e.at);
    let sum: i64 = books.events.iter().filter(of).map(|event| event.value).sum();
    let summary = json!({
        "object": "billing.meter_event_summary", "id": "mtrusg_1", "aggregated_value": sum as f64, "meter": id,
        "start_time": start, "end_time": end, "livemode": false,
    });
    shown(200, json!({ "object": "list", "has_more": false, "data": [summary] }))
}

/// The refusal of who has not the key.
fn stranger(headers: &HeaderMap) -> Option<Response> {
    let known =
        headers.get("authorization").is_some_and(|proof| proof.as_bytes() == format!("Bearer {KEY}").as_bytes());
    (!known).then(|| refusal(401, "", "Invalid API Key provided"))
}

fn read(form: &str) -> Form {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned();
    form.split('&').filter_map(|pair| pair.split_once('=')).map(|(n, v)| (decode(n), decode(v))).collect()
}

fn error(code: &str, message: &str) -> Value {
    let mut error = json!({ "error": { "type": "invalid_request_error", "message": message } });
    if !code.is_empty() {
        error["error"]["code"] = code.into();
    }
    error
}

fn refusal(status: u16, code: &str, message: &str) -> Response {
    shown(status, error(code, message))
}

fn shown(status: u16, body: Value) -> Response {
    (StatusCode::from_u16(status).expect("a status"), axum::Json(body)).into_response()
}
