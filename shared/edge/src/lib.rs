//! HTTP in and out: who calls and what they ask for, to one use case, to an answer.
//!
//! Each service is a router over the ports it is given, so that what a process may do is what its ports
//! allow. Every call goes through the audit, which answers nobody before the call's entry is stored.
#![forbid(unsafe_code)]

mod audit;
mod auth;
pub mod disputes;
mod envelope;
mod form;
mod guard;
mod input;
mod keys;
mod limits;
mod oidc;
mod openapi;
mod people;
mod recorder;
pub mod render;
mod routes;
pub mod tokens;

pub use audit::ClientAddress;
pub use jsonwebtoken::jwk::JwkSet;
pub use keys::public_keys;
pub use oidc::{KeySource, Provider};
pub use openapi::document;
pub use people::Trust;
pub use recorder::{Measured, Recorder};
pub use routes::{Known, complete, walk};
