//! The API as its callers meet it, whole and in one process: router, use cases and the embedded store. Each
//! answer is held against the OpenAPI document.

mod abroad;
mod account;
mod anything;
mod ask;
mod audit;
mod canary;
mod caps;
mod conformance;
mod disputes;
mod erasure;
mod exposed;
mod failing;
mod faulty;
mod fixed;
mod get_account_invoice;
mod get_account_usage;
mod get_estimate;
mod get_handwritings;
mod get_linked;
mod get_render;
mod get_status;
mod harness;
mod leaks;
mod limits;
mod lockout;
mod log;
mod notices;
mod openapi;
mod owasp;
mod people;
mod plans;
mod post_handwritings_like;
mod post_render;
mod post_tokens;
mod receipts;
mod schema;
mod tokens;
mod unusual;
mod walk;

use ask::{Answer, Ask};
use harness::Server;
