//! Many items at once.

use aws_sdk_dynamodb::types::KeysAndAttributes;
use longhand_core::error::StoreError;
use longhand_core::ports::Answer;

use crate::Cloud;
use crate::item::{Item, failed};

/// How often many items are asked for until all are read.
const READS: usize = 4;

impl Cloud {
    /// The items of these keys that there are, a hundred keys at most. What is left unread is asked for again.
    pub(crate) async fn items(&self, doing: &'static str, table: &str, keys: Vec<Item>) -> Answer<Vec<Item>> {
        let (mut found, mut left) = (Vec::new(), keys);
        for _ in 0..READS {
            if left.is_empty() {
                return Ok(found);
            }
            let asked = KeysAndAttributes::builder().set_keys(Some(left)).build();
            let asked = asked.map_err(|error| StoreError::new(doing, error))?;
            let answer = self.dynamo.batch_get_item().request_items(table, asked).send().await;
            let answer = answer.map_err(failed(doing))?;
            found.extend(answer.responses.and_then(|mut tables| tables.remove(table)).unwrap_or_default());
            left = answer.unprocessed_keys.and_then(|mut tables| tables.remove(table)).map_or(Vec::new(), |l| l.keys);
        }
        if left.is_empty() { Ok(found) } else { Err(StoreError::new(doing, "not all of it was read")) }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use aws_sdk_dynamodb::config::{Credentials, Region, SharedCredentialsProvider};
    use longhand_core::ports::Entropy;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::{Regions, Settings, Tables, environment};

    /// A table that reads one item at a time, if it reads any; how often it is asked.
    async fn slow_table(reads: bool) -> (Cloud, Arc<AtomicUsize>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = vec![0; 1 << 16];
                let length = stream.read(&mut request).await.unwrap();
                let left = if reads { 2 - counted.fetch_add(1, Ordering::SeqCst) } else { 3 };
                let (item, key) = (r#"{"pk":{"S":"a"}}"#, r#"{"pk":{"S":"b"}}"#);
                let found = if reads { item } else { "" };
                let unread = vec![key; left].join(",");
                let unread = if left == 0 { String::new() } else { format!(r#""t":{{"Keys":[{unread}]}}"#) };
                let body = format!(r#"{{"Responses":{{"t":[{found}]}},"UnprocessedKeys":{{{unread}}}}}"#);
                let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/x-amz-json-1.0";
                assert!(length > 0);
                let answer = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        (cloud_at(&endpoint).await, asked)
    }

    /// The adapter on whoever listens there.
    async fn cloud_at(endpoint: &str) -> Cloud {
        let anyone = SharedCredentialsProvider::new(Credentials::new("id", "secret", None, None, "test"));
        let config = environment().await.to_builder().region(Region::new("eu-central-1")).endpoint_url(endpoint);
        let http = aws_smithy_http_client::Builder::new().build_http();
        let config = config.credentials_provider(anyone).http_client(http).build();
        let settings = Settings {
            tables: Tables::named("t-"),
            regions: Regions::alone(),
            audit_shards: 1,
            key: String::new(),
            disputes_role: None,
            signing_key: None,
            pepper_secret: String::new(),
            archive: None,
        };
        Cloud::new(&config, settings, Arc::new(Nobody))
    }

    /// No randomness is asked for.
    struct Nobody;

    impl Entropy for Nobody {
        fn fill(&self, _: &mut [u8]) -> Answer<()> {
            unreachable!("nothing is drawn by chance")
        }
    }

    #[tokio::test]
    async fn what_a_batch_left_unread_is_asked_for_again_and_never_taken_for_missing() {
        let keys = || ["a", "b", "c"].map(|key| [("pk".to_owned(), crate::item::text(key))].into()).to_vec();
        let (cloud, asked) = slow_table(true).await;
        assert_eq!(cloud.items("reading", "t", keys()).await.unwrap().len(), 3);
        assert_eq!(asked.load(Ordering::SeqCst), 3);
        let (cloud, _) = slow_table(false).await;
        assert!(cloud.items("reading", "t", keys()).await.is_err());
    }
}
