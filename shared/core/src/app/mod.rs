//! Use cases: what a caller can have done.

mod accounts;
mod actors;
mod call;
mod catalogue;
mod disputes;
mod gate;
mod herald;
mod link;
mod names;
mod once;
mod render;
mod rollup;
mod shape;
mod texts;
mod tokens;
mod turnstile;
mod usage;

pub use accounts::{AccountChange, Accounts, NewAccount, read_contact};
pub use actors::{Manager, Person};
pub use call::{Call, Notes};
pub use catalogue::{DEFAULT_LIMIT, Direction, HandInfo, Listing, MOST_LISTED, OrderBy, hand, hands};
pub use disputes::{Disputes, NewDispute, withdraw_overdue};
pub use gate::{Caller, Gate, TOKEN_MEMORY, Visit};
pub use herald::Herald;
pub use link::Proof;
pub use longhand_ink::params::{ENGINE_VERSION, Format, PARAMETERS, RenderRequest};
pub use names::Names;
pub use once::{IdempotencyKey, Once};
pub use render::{Drawn, Job, Measure, Scribe, sample};
pub use rollup::{Rolled, Rollup};
pub use shape::Shape;
pub use texts::{MOST_READ, OpenedText, Texts};
pub use tokens::{Form, MOST_LISTED as MOST_TOKENS_LISTED, Minted, NewToken, Rotation, TokenChange, Tokens};
pub use turnstile::Turnstile;
pub use usage::{By, Count, Counts, MOST_ROWS, Per, Usage, UsageQuery, UsageReport, UsageRow, whole_hours};
