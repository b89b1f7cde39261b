//! The peppers in Secrets Manager: the current version and, while it is being replaced, the one before. A
//! version is named by its id, which is kept with every digest made with it.

use async_trait::async_trait;
use aws_sdk_secretsmanager::error::DisplayErrorContext;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use jiff::Timestamp;
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, PepperSource};
use longhand_core::tokens::{Pepper, PepperId, Peppers};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::Cloud;

const DOING: &str = "reading the peppers";
const CURRENT: &str = "AWSCURRENT";
/// Letters and digits that make 256 bits.
const LONG_ENOUGH: usize = 43;
const PREVIOUS: &str = "AWSPREVIOUS";

#[async_trait]
impl PepperSource for Cloud {
    async fn peppers(&self) -> Answer<Peppers> {
        let current = self.pepper(CURRENT).await?;
        let (current, since) = current.ok_or_else(|| StoreError::new(DOING, "there is no current pepper"))?;
        let previous = self.pepper(PREVIOUS).await?.map(|(pepper, _)| pepper);
        Ok(Peppers { current, previous, since })
    }
}

impl Cloud {
    /// The pepper of a stage and since when it is: 32 bytes, or the digest of a string of at least that much randomness, which is
    /// what a template can have made.
    async fn pepper(&self, stage: &str) -> Answer<Option<(Pepper, Option<Timestamp>)>> {
        let request = self.secrets.get_secret_value().secret_id(&self.settings.pepper_secret).version_stage(stage);
        let found = match request.send().await {
            Ok(found) => found,
            Err(error) if stage == PREVIOUS && error.as_service_error().is_some_and(is_missing) => return Ok(None),
            Err(error) => return Err(StoreError::new(DOING, format!("{}", DisplayErrorContext(&error)))),
        };
        let made = found.created_date.and_then(|made| Timestamp::from_second(made.secs()).ok());
        let key = match (found.secret_binary, found.secret_string) {
            (Some(blob), _) => Zeroizing::new(blob.into_inner()).as_slice().try_into().ok(),
            (None, Some(text)) if text.len() >= LONG_ENOUGH => Some(Sha256::digest(Zeroizing::new(text)).into()),
            _ => None,
        };
        let key = key.ok_or_else(|| StoreError::new(DOING, "a pepper is 32 bytes, or 43 characters or more"))?;
        let id = found.version_id.ok_or_else(|| StoreError::new(DOING, "a version without an id"))?;
        Ok(Some((Pepper::new(PepperId(id), key), made)))
    }
}

impl Cloud {
    /// The text of a secret.
    ///
    /// # Errors
    /// If it cannot be read, or is no text.
    pub async fn secret(&self, name: &str) -> Answer<Zeroizing<String>> {
        const DOING: &str = "reading a secret";
        let found = self.secrets.get_secret_value().secret_id(name).send().await;
        let found = found.map_err(|error| StoreError::new(DOING, format!("{}", DisplayErrorContext(&error))))?;
        found.secret_string.map(Zeroizing::new).ok_or_else(|| StoreError::new(DOING, "it is no text"))
    }
}

fn is_missing(error: &GetSecretValueError) -> bool {
    error.is_resource_not_found_exception()
}
