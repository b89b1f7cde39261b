//! People by the word of an OpenID Connect provider.

use std::sync::Arc;

use async_trait::async_trait;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use longhand_core::error::StoreError;
use longhand_edge::Trust;
use longhand_edge::{JwkSet, KeySource, Provider};
use longhand_tests::identity::{JWKS, KEY};
use serde_json::{Value, json};

use crate::{Ask, Server};

const ISSUER: &str = "https://id.example.org";
const AUDIENCE: &str = "longhand";

pub struct Keys;

#[async_trait]
impl KeySource for Keys {
    async fn keys(&self) -> Result<JwkSet, StoreError> {
        serde_json::from_str(JWKS).map_err(|error| StoreError::new("reading keys", error))
    }
}

pub async fn server() -> Server {
    Server::with_trust(trust()).await
}

/// The same, and scanners are believed.
pub async fn everyone() -> Server {
    Server::with_trust(Trust { scanners: Some(Arc::new(Keys)), ..trust() }).await
}

fn trust() -> Trust {
    let provider = Provider { issuer: ISSUER.to_owned(), audience: AUDIENCE.to_owned(), keys: Arc::new(Keys) };
    Trust { provider: Some(provider), admins: ["admin", "second admin"].map(str::to_owned).into(), scanners: None }
}

fn claims(server: &Server, subject: &str) -> Value {
    let now = server.now().as_second();
    json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": subject, "iat": now, "nbf": now, "exp": now + 600 })
}

/// The ask as one who runs the service makes it, about the customer's account.
pub fn as_admin(server: &Server, ask: Ask, subject: &str) -> Ask {
    by_subject(server, ask, subject).header("x-account-id", server.customer.account.id.as_str())
}

/// The ask as the provider's word for a subject makes it.
pub fn by_subject(server: &Server, ask: Ask, subject: &str) -> Ask {
    ask.bearer(&sign(&claims(server, subject)))
}

fn sign(claims: &Value) -> String {
    sign_as(claims, &Header { kid: Some("k1".to_owned()), ..Header::new(Algorithm::ES256) })
}

fn sign_as(claims: &Value, header: &Header) -> String {
    encode(header, claims, &EncodingKey::from_ec_pem(KEY.as_bytes()).expect("a key")).expect("a token")
}

#[tokio::test]
async fn a_member_of_the_account_is_let_in() {
    let server = server().await;
    let jwt = sign(&claims(&server, "owner of First"));
    let answer = server.ask(Ask::get("/account").bearer(&jwt)).await;
    assert_eq!((answer.status.as_u16(), answer.json()["title"].clone()), (200, "First".into()));
    let entry = server.entries().await.pop().expect("an entry");
    assert_eq!(entry.subject.as_deref(), Some("owner of First"));
}

#[tokio::test]
async fn whatever_is_not_the_providers_word_now_and_for_us_is_401() {
    let server = server().await;
    let good = claims(&server, "owner of First");
    let now = server.now().as_second();
    let with = |name: &str, value: Value| {
        let mut changed = good.clone();
        changed[name] = value;
        sign(&changed)
    };
    let without = |name: &str| {
        let mut changed = good.clone();
        changed.as_object_mut().expect("claims").remove(name);
        sign(&changed)
    };
    let signed = sign(&good);
    let (head, rest) = signed.split_once('.').expect("parts");
    let (body, _) = rest.split_once('.').expect("parts");
    let base64 = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text);
    let cases = [
        ("another issuer", with("iss", "https://evil.example".into())),
        ("another audience", with("aud", "somebody".into())),
        ("a list of other audiences", with("aud", json!(["a", "b"]))),
        ("expired", with("exp", (now - 61).into())),
        ("not yet good", with("nbf", (now + 61).into())),
        ("from the future", with("iat", (now + 61).into())),
        ("no expiry", without("exp")),
        ("no subject", without("sub")),
        ("no issuer", without("iss")),
        ("no audience", without("aud")),
        ("an empty subject", with("sub", "".into())),
        ("a stranger", with("sub", "nobody".into())),
        ("algorithm none", format!("{}.{body}.", base64(r#"{"alg":"none"}"#))),
        ("a shared key", {
            let header = Header { kid: Some("k1".to_owned()), ..Header::new(Algorithm::HS256) };
            encode(&header, &good, &EncodingKey::from_secret(KEY.as_bytes())).expect("a token")
        }),
        ("an unknown key", sign_as(&good, &Header { kid: Some("k2".to_owned()), ..Header::new(Algorithm::ES256) })),
        ("no signature", format!("{head}.{body}.")),
        (
            "another's signature",
            format!(
                "{head}.{}.{}",
                base64(&good.to_string().replace("First", "Second")),
                &signed[signed.rfind('.').expect("parts") + 1..]
            ),
        ),
        ("nonsense", "a.b.c".to_owned()),
        ("half of it", format!("{head}.{body}")),
    ];
    for (what, jwt) in cases {
        let answer = server.ask(Ask::get("/account").bearer(&jwt)).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (401, "unauthorized".to_owned()), "{what}");
    }
    let close = with("exp", (now - 59).into());
    assert_eq!(server.ask(Ask::get("/account").bearer(&close)).await.status, 200, "clocks may differ by a minute");
    let listed = with("aud", json!(["other", AUDIENCE]));
    assert_eq!(server.ask(Ask::get("/account").bearer(&listed)).await.status, 200);
}

#[tokio::test]
async fn without_a_provider_nobodys_word_counts() {
    let (server, stranger) = (Server::new().await, server().await);
    let jwt = sign(&claims(&stranger, "owner of First"));
    assert_eq!(server.ask(Ask::get("/account").bearer(&jwt)).await.status, 401);
}

#[tokio::test]
async fn another_account_is_not_found_to_a_member() {
    let server = server().await;
    let other = server.another("Second").await;
    let ask = Ask::get("/account").bearer(&sign(&claims(&server, "owner of First")));
    assert_eq!(server.ask(ask.header("x-account-id", other.account.id.as_str())).await.status, 404);
}
