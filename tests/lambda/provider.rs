//! Who has keys that a function reads over HTTPS: an identity provider, a secret scanner.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use longhand_tests::identity::KEY;
use serde_json::json;
use tempfile::TempDir;

/// Keys on a port of this machine, under a certificate that it signed itself.
pub struct Provider {
    directory: TempDir,
    port: u16,
    /// It ends when this does, since it then loses its standard input.
    _child: Child,
}

impl Provider {
    /// Shows this.
    pub fn start(keys: &str) -> Self {
        let directory = TempDir::new().expect("a directory");
        let file = |name: &str| directory.path().join(name);
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"])
            .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
            .arg(file("key.pem"))
            .arg("-out")
            .arg(file("certificate.pem"))
            .output();
        assert!(made.is_ok_and(|made| made.status.success()), "openssl makes a certificate");
        std::fs::write(file("keys.json"), keys).expect("written");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/lambda/https.py");
        let mut command = Command::new("python3");
        command.arg(script).args([file("certificate.pem"), file("key.pem"), file("keys.json")]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python3 starts");
        let mut port = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut port).expect("a port");
        Self { directory, port: port.trim().parse().expect("a port"), _child: child }
    }

    /// Where the keys are, and whom the function is to trust for them.
    pub fn address(&self, name: &'static str) -> [(&'static str, String); 2] {
        let certificate = self.directory.path().join("certificate.pem").display().to_string();
        [(name, format!("https://localhost:{}/keys", self.port)), ("SSL_CERT_FILE", certificate)]
    }

    /// What the function is told of an identity provider.
    pub fn environment(&self, is_trusted: bool) -> Vec<(&'static str, String)> {
        let [address, certificate] = self.address("LONGHAND_OIDC_JWKS");
        let mut named = vec![
            ("LONGHAND_OIDC_ISSUER", "https://id.example.org".to_owned()),
            ("LONGHAND_OIDC_AUDIENCE", "longhand".to_owned()),
            address,
            ("LONGHAND_ADMINS", "someone, admin".to_owned()),
        ];
        named.extend(is_trusted.then_some(certificate));
        named
    }
}

/// Its word for a subject.
pub fn jwt(subject: &str) -> String {
    let now = jiff::Timestamp::now().as_second();
    let claims =
        json!({ "iss": "https://id.example.org", "aud": "longhand", "sub": subject, "iat": now, "exp": now + 600 });
    let header = Header { kid: Some("k1".to_owned()), ..Header::new(Algorithm::ES256) };
    encode(&header, &claims, &EncodingKey::from_ec_pem(KEY.as_bytes()).expect("a key")).expect("a token")
}
