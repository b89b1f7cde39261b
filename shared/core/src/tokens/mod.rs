//! Token pairs: a public key that is looked up and a secret of which only a digest is kept.

mod address;
mod leak;
mod origin;
mod pepper;
mod secret;
mod token;
mod verify;

pub use address::AddressRange;
pub use leak::{PATTERN, pairs_apart_in, pairs_in};
pub use origin::Origin;
pub use pepper::{PEPPER_BYTES, Pepper, PepperId, Peppers, SecretDigest};
pub use secret::{OwnerKey, PlainSecret};
pub use token::{Cap, Kind, LastUse, MAX_LABELS, NOTICE, Overlap, Scope, Token, TokenState};
pub use verify::{Denied, verify};
