//! `GET /.well-known/security.txt`.

use super::By::{Nobody, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case("for anyone", Nobody, "", "", 200, "Contact: mailto:security@example.org\nExpires: 2027-02-14T08:00:00Z\n"),
    Case("with a wrong secret", Wrong, "", "", 200, "Preferred-Languages: en"),
];
