//! What renders cost on AWS: what one takes, times prices.

use std::collections::BTreeMap;

/// What a million renders cost at the last release, dollars. What is more by fifteen in a hundred is a decision, and is
/// written in here.
pub const RELEASED: f64 = 10.79;

/// Name, value, what it is. Prices are those of us-east-1, in dollars, as published in 2025; what a render takes is measured
/// by the test of the function that draws.
pub const PARAMETERS: [(&str, f64, &str); 16] = [
    ("memory_mb", 1769.0, "memory of the function"),
    ("ms", 0.0, "time of a render; 0: measured here, and the stores' answers added"),
    ("store_ms", 8.0, "time that a warm render waits for its entry to be stored"),
    ("kb", 27.3, "size of an answer: a note of 300 characters as a 1200 × 600 PNG"),
    ("log_writes", 4.0, "write units of its entry: two, and two in its indexes"),
    ("permits", 2.0, "calls counted: of the token and of the address"),
    ("reads", 0.1, "reads of a token and its account, once in five seconds of a busy token"),
    ("keys", 0.001, "data keys made: one in a thousand texts"),
    ("gb_second", 0.000_013_333_4, "Lambda on arm64"),
    ("call", 0.2e-6, "Lambda, a call"),
    ("gateway_call", 3.5e-6, "API Gateway, REST"),
    ("firewall_call", 0.6e-6, "WAF"),
    ("write_unit", 0.625e-6, "DynamoDB, on demand"),
    ("read_unit", 0.125e-6, "DynamoDB, on demand"),
    ("key_call", 3e-6, "KMS"),
    ("gb_out", 0.09, "traffic to the internet"),
];

/// What a million renders cost, dollars by what they are for.
pub struct Cost(pub [(&'static str, f64); 9]);

impl Cost {
    /// By these values of [`PARAMETERS`]; of those that are not in them, by their own.
    ///
    /// # Panics
    /// Never: it asks for parameters alone.
    #[must_use]
    pub fn of(values: &BTreeMap<&str, f64>) -> Self {
        let known = |name: &str| PARAMETERS.iter().find(|(known, ..)| *known == name).map(|(_, value, _)| *value);
        let of = |name: &str| values.get(name).copied().or_else(|| known(name)).expect("a parameter");
        let rows = [
            ("Lambda, time", of("memory_mb") / 1024.0 * of("ms") / 1e3 * of("gb_second")),
            ("Lambda, calls", of("call")),
            ("API Gateway", of("gateway_call")),
            ("WAF", of("firewall_call")),
            ("DynamoDB, the log", of("log_writes") * of("write_unit")),
            ("DynamoDB, limits", of("permits") * of("write_unit")),
            ("DynamoDB, tokens", 2.0 * of("reads") * of("read_unit")),
            ("KMS", of("keys") * of("key_call")),
            ("traffic", of("kb") / 1e6 * of("gb_out")),
        ];
        Self(rows.map(|(what, each)| (what, 1e6 * each)))
    }

    /// All of it, dollars.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.0.iter().map(|(_, dollars)| dollars).sum()
    }

    /// Whether it is more than what was released by fifteen in a hundred.
    #[must_use]
    pub fn is_too_much(&self) -> bool {
        self.sum() > 1.15 * RELEASED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_twentieth_more_passes_and_a_fifth_does_not() {
        let with = |ms: f64| Cost::of(&BTreeMap::from([("ms", ms)]));
        let each = with(1.0).sum() - with(0.0).sum();
        let to = |share: f64| with((share * RELEASED - with(0.0).sum()) / each);
        assert!((to(1.0).sum() - RELEASED).abs() < 1e-6);
        assert!(!to(1.05).is_too_much() && to(1.2).is_too_much());
    }
}
