//! Keys of others in files: an identity provider's, secret scanners'.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use longhand_core::error::StoreError;
use longhand_edge::{JwkSet, KeySource, Provider, Trust, public_keys};

use super::args::ServeArgs;

struct KeyFile(PathBuf);

#[async_trait]
impl KeySource for KeyFile {
    async fn keys(&self) -> Result<JwkSet, StoreError> {
        let read = |error| StoreError::new("reading a file of keys", error);
        let text = tokio::fs::read(&self.0).await.map_err(read)?;
        public_keys(&text).map_err(|error| StoreError::new("reading a file of keys", error))
    }
}

/// Whose word counts, by the arguments.
pub fn trust(args: &ServeArgs) -> Trust {
    let scanners = args.leak_keys.clone().map(|file| Arc::new(KeyFile(file)) as Arc<dyn KeySource>);
    Trust { provider: provider(args), admins: args.admins.clone(), scanners }
}

fn provider(args: &ServeArgs) -> Option<Provider> {
    let (issuer, audience, file) = (args.oidc_issuer.clone()?, args.oidc_audience.clone()?, args.oidc_jwks.clone()?);
    Some(Provider { issuer, audience, keys: Arc::new(KeyFile(file)) })
}
