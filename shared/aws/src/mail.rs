//! Notices by SES.

use async_trait::async_trait;
use aws_sdk_sesv2::error::DisplayErrorContext;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};
use longhand_core::error::StoreError;
use longhand_core::notice::{Contact, Notice};
use longhand_core::ports::{Answer, Messenger};

const DOING: &str = "sending a notice";

/// Sends notices from an address that SES knows to be ours.
#[derive(Clone)]
pub struct Mail {
    ses: aws_sdk_sesv2::Client,
    from: String,
}

impl Mail {
    /// From this address.
    #[must_use]
    pub fn new(config: &aws_config::SdkConfig, from: String) -> Self {
        Self { ses: aws_sdk_sesv2::Client::new(config), from }
    }
}

#[async_trait]
impl Messenger for Mail {
    async fn deliver(&self, to: &Contact, notice: &Notice) -> Answer<()> {
        let content = |text: String| {
            let content = Content::builder().data(text).charset("UTF-8").build();
            content.map_err(|e| StoreError::new(DOING, e))
        };
        let body = Body::builder().text(content(notice.text())?).build();
        let message = Message::builder().subject(content(notice.subject())?).body(body).build();
        let request = self
            .ses
            .send_email()
            .from_email_address(&self.from)
            .destination(Destination::builder().to_addresses(to.as_str()).build())
            .content(EmailContent::builder().simple(message).build());
        // What SES says of it may name the address.
        let failed =
            |e| StoreError::new(DOING, format!("{}", DisplayErrorContext(&e)).replace(to.as_str(), "[redacted]"));
        request.send().await.map_err(failed).map(drop)
    }
}
