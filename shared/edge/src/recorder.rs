//! What it takes to log a call, and what is measured of it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::{Extensions, StatusCode};
use jiff::Timestamp;
use longhand_core::app::{Call, Names, Turnstile};
use longhand_core::audit::Units;
use longhand_core::ports::{AuditSink, Clock, Entropy, Spending};

use crate::audit::ClientAddress;

/// What is measured of a call.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// When it came in.
    pub at: Timestamp,
    /// What the caller may quote.
    pub request_id: &'a str,
    /// HTTP method; `other` for one that is made up.
    pub method: &'a str,
    /// The route's pattern; empty if there is none.
    pub route: &'a str,
    /// HTTP status of the answer.
    pub status: u16,
    /// How long the answer took, µs.
    pub duration_us: u64,
    /// Bytes of its body.
    pub bytes: u64,
    /// What it counts as.
    pub units: Units,
}

/// What it takes to log a call.
#[derive(Clone)]
pub struct Recorder {
    /// Where entries go.
    pub sink: Arc<dyn AuditSink>,
    /// Takes back what a failed call had reserved, where calls reserve anything.
    pub spending: Option<Arc<dyn Spending>>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Names calls.
    pub names: Names,
    /// Counts calls by their address.
    pub turnstile: Arc<Turnstile>,
    /// Where a call came from, as whoever carries it vouches.
    pub address: fn(&Extensions) -> Option<IpAddr>,
    /// Is told of every call that has ended.
    pub observer: Option<fn(&Measured<'_>)>,
    /// The most bytes of an answer that whoever carries it takes, if it is not all.
    pub longest_answer: Option<u64>,
}

impl Recorder {
    /// The same where no answer may have more than so many bytes: a longer one is a fault, and not billed.
    #[must_use]
    pub fn limited(self, longest_answer: u64) -> Self {
        Self { longest_answer: Some(longest_answer), ..self }
    }

    /// The same where it is not a [`ClientAddress`] that says where a call came from.
    #[must_use]
    pub fn addressed(self, address: fn(&Extensions) -> Option<IpAddr>) -> Self {
        Self { address, ..self }
    }

    /// The same with someone who is told of every call.
    #[must_use]
    pub fn observed(self, observer: fn(&Measured<'_>)) -> Self {
        Self { observer: Some(observer), ..self }
    }

    /// A recorder by these means.
    pub(crate) fn new(
        sink: &Arc<dyn AuditSink>,
        spending: Option<&Arc<dyn Spending>>,
        clock: &Arc<dyn Clock>,
        entropy: &Arc<dyn Entropy>,
        turnstile: Turnstile,
    ) -> Self {
        let names = Names::new(Arc::clone(entropy));
        Self {
            sink: Arc::clone(sink),
            spending: spending.cloned(),
            clock: Arc::clone(clock),
            names,
            turnstile: Arc::new(turnstile),
            address: |extensions| extensions.get::<ClientAddress>().map(|address| address.0),
            observer: None,
            longest_answer: None,
        }
    }

    /// Tells of a call that has ended. What it counts as is told if it was answered after all.
    pub(crate) fn measure(
        &self,
        call: &Call,
        status: StatusCode,
        (_, bytes, duration_us): (u16, u64, u64),
        units: Units,
    ) {
        let Some(observer) = self.observer else { return };
        observer(&Measured {
            at: call.at,
            request_id: call.request_id.as_str(),
            method: &call.method,
            route: &call.route,
            status: status.as_u16(),
            duration_us,
            bytes,
            units: if status == StatusCode::OK { units } else { Units::default() },
        });
    }
}
