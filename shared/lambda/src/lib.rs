//! A service's router under AWS Lambda, on the things that the environment names.
//!
//! The environment names things and holds no secret: see [`Settings::of_environment`].
//! `AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH` must be `true`: paths are the original's, without the stage's name.
#![forbid(unsafe_code)]

mod keys;
mod metrics;

use std::env;
use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::http::Extensions;
use lambda_http::request::RequestContext;
use lambda_http::{Error, run_with_streaming_response};
use longhand_aws::{Apart, Cloud, Mail, Settings};
use longhand_edge::render::About;
use longhand_edge::{KeySource, Provider, Recorder, Trust};
use longhand_stripe::{SecretKey, Stripe};
use longhand_system::SystemEntropy;

use keys::KeyAddress;
pub use metrics::gauge;

/// Every port, on what the environment names; made once, before the first call.
///
/// # Errors
/// If something is not named.
pub async fn cloud() -> Result<Arc<Cloud>, Error> {
    longhand_system::log_to(std::io::stdout);
    let settings = Settings::of_environment()?;
    Ok(Arc::new(Cloud::of_environment(settings, Arc::new(SystemEntropy)).await))
}

/// What sends notices: SES, from the address that `LONGHAND_MAIL_FROM` names.
///
/// # Errors
/// If none is named.
pub async fn mail() -> Result<Mail, Error> {
    let from = env::var("LONGHAND_MAIL_FROM").map_err(|_| "LONGHAND_MAIL_FROM is not set")?;
    Ok(Mail::new(&longhand_aws::environment().await, from))
}

/// Who adds up parts of hours, each in a sandbox of its own: the function that `LONGHAND_APART` names, if it names one.
pub async fn apart() -> Option<Apart> {
    let function = named("LONGHAND_APART")?;
    Some(Apart::new(&longhand_aws::environment().await, function))
}

/// Stripe, if `LONGHAND_STRIPE` names the secret of Secrets Manager that has its key; at `LONGHAND_STRIPE_ADDRESS`, if
/// that is another than Stripe's.
///
/// # Errors
/// If the secret cannot be read.
pub async fn biller(cloud: &Cloud) -> Result<Option<Stripe>, Error> {
    let Some(secret) = named("LONGHAND_STRIPE") else { return Ok(None) };
    let key = SecretKey::new(&cloud.secret(&secret).await?);
    let address = named("LONGHAND_STRIPE_ADDRESS").unwrap_or_else(|| "https://api.stripe.com".to_owned());
    Ok(Some(Stripe::new(&address, key, Arc::new(SystemEntropy))?))
}

/// Whose word counts for people, by what the environment names: an OpenID Connect provider by
/// `LONGHAND_OIDC_ISSUER`, `LONGHAND_OIDC_AUDIENCE` and `LONGHAND_OIDC_JWKS` (the address of its keys), and its
/// subjects who run the service by `LONGHAND_ADMINS`, with commas between them. Without an issuer only owner
/// keys count. Secret scanners are known by the keys at the address `LONGHAND_LEAK_KEYS`, if there is one.
///
/// # Errors
/// If one of the three is missing beside the others, or an address is not HTTPS.
pub fn trust() -> Result<Trust, Error> {
    let scanners = named("LONGHAND_LEAK_KEYS").map(|address| KeyAddress::new(&address)).transpose()?;
    let trust = Trust { scanners: scanners.map(|keys| Arc::new(keys) as Arc<dyn KeySource>), ..Trust::default() };
    let Some(issuer) = named("LONGHAND_OIDC_ISSUER") else { return Ok(trust) };
    let must = |name: &str| named(name).ok_or_else(|| format!("{name} is not set, but an issuer is"));
    let (audience, address) = (must("LONGHAND_OIDC_AUDIENCE")?, must("LONGHAND_OIDC_JWKS")?);
    let keys = Arc::new(KeyAddress::new(&address)?);
    let admins = named("LONGHAND_ADMINS").unwrap_or_default();
    let admins = admins.split(',').map(str::trim).filter(|subject| !subject.is_empty()).map(str::to_owned).collect();
    Ok(Trust { provider: Some(Provider { issuer, audience, keys }), admins, ..trust })
}

/// What the environment says, if it says anything.
fn named(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Most bytes of an answer that is handed over whole: Lambda carries 6 MiB, of which base 64 and headers take a part.
const LONGEST_WHOLE: u64 = 4_600_000;
/// Most bytes of one that is streamed: Lambda carries 200 MiB.
const LONGEST_STREAM: u64 = 200 << 20;

/// Whether whoever invokes the function takes a stream: `LONGHAND_ANSWERS` is `streamed`.
fn streams() -> bool {
    env::var("LONGHAND_ANSWERS").is_ok_and(|how| how == "streamed")
}

/// The recorder as it is on Lambda: answers are as long as can be carried, and each call prints a line of metrics.
#[must_use]
pub fn recording(recorder: Recorder) -> Recorder {
    let longest = if streams() { LONGEST_STREAM } else { LONGEST_WHOLE };
    recorder.limited(longest).addressed(address).observed(metrics::print)
}

/// What the service says of itself: where it runs, and `LONGHAND_SECURITY_CONTACT`.
#[must_use]
pub fn about() -> About {
    let said = |name| named(name).unwrap_or_default();
    About { region: said("AWS_REGION"), security_contact: said("LONGHAND_SECURITY_CONTACT") }
}

/// Answers calls until the sandbox ends.
///
/// # Errors
/// If the runtime does not answer.
pub async fn run(router: Router) -> Result<(), Error> {
    if streams() { run_with_streaming_response(router).await } else { lambda_http::run(router).await }
}

/// The caller's address is what the gateway saw, never what a header claims.
fn address(extensions: &Extensions) -> Option<IpAddr> {
    let RequestContext::ApiGatewayV1(context) = extensions.get()? else { return None };
    context.identity.source_ip.as_deref()?.parse().ok()
}
