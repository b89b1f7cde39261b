//! An identity provider for tests: its one key pair, of P-256.

/// Signs for these tests alone.
pub const KEY: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgEf8lj2fpXqrbnx6I
WXoamoz0VmRAeOJSvW6BNkM9oE+hRANCAATgSC9ZjodVnPlr/REWtf7mOmfjev7N
MFTbSJP0LCGcNH9i4X3FitQFwQxG/CnUhr5/40yh04JlsIvFt5Pp+0Ys
-----END PRIVATE KEY-----
";

/// The public half, named `k1`, as a provider shows it.
pub const JWKS: &str = r#"{"keys":[{
    "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "k1",
    "x": "4EgvWY6HVZz5a_0RFrX-5jpn43r-zTBU20iT9CwhnDQ", "y": "f2LhfcWK1AXBDEb8KdSGvn_jTKHTgmWwi8W3k-n7Riw"
}]}"#;
