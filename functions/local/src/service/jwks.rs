//! An identity provider's keys in a file.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use longhand_core::error::StoreError;
use longhand_edge::{JwkSet, KeySource, Provider};

use super::args::ServeArgs;

struct KeyFile(PathBuf);

#[async_trait]
impl KeySource for KeyFile {
    async fn keys(&self) -> Result<JwkSet, StoreError> {
        let read = |error| StoreError::new("reading the provider's keys", error);
        let text = tokio::fs::read(&self.0).await.map_err(read)?;
        serde_json::from_slice(&text).map_err(|error| StoreError::new("reading the provider's keys", error))
    }
}

/// The provider of the arguments.
pub fn provider(args: &ServeArgs) -> Option<Provider> {
    let (issuer, audience, file) = (args.oidc_issuer.clone()?, args.oidc_audience.clone()?, args.oidc_jwks.clone()?);
    Some(Provider { issuer, audience, keys: Arc::new(KeyFile(file)) })
}
