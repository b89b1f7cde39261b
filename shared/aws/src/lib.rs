//! The ports of `longhand-core` on DynamoDB, KMS and Secrets Manager.
//!
//! [`Cloud`] is every port that keeps something; what a function may do is the ports it is given and the
//! statements of its role, which say the same. No request scans a table. What is too old is filtered on
//! read, whether or not the table's time to live has deleted it.
#![forbid(unsafe_code)]

mod accounts;
mod apart;
mod archive;
mod audit;
mod batch;
mod bills;
mod claims;
mod cloud;
mod corrections;
mod disputes;
mod erasure;
mod find;
mod invoices;
mod item;
mod keys;
mod ledger;
mod mail;
mod notices;
mod peppers;
mod permits;
mod plans;
mod recovery;
mod regions;
mod spending;
mod tables;
mod tokens;
mod usage;
mod whereabouts;

pub use apart::Apart;
pub use cloud::{Cloud, Settings, environment};
pub use mail::Mail;
pub use recovery::{Begun, Comparison, Drilled, Job, Recovery, Restored};
pub use regions::Regions;
pub use tables::{Tables, create_tables};
