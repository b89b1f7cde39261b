//! What who manages the account does.

use std::sync::Arc;

use aws_sdk_secretsmanager::primitives::Blob;
use jiff::Timestamp;
use longhand_core::app::{AccountChange, Form, Manager, Minted, NewToken};
use longhand_core::ports::AccountReader as _;
use longhand_edge::Trust;
use longhand_edge::tokens::{Management, TokenPorts};
use longhand_system::{SystemClock, SystemEntropy};

use super::{World, admin, basic, call};

impl World {
    /// Puts another pepper into the place of the one that is.
    pub async fn replace_pepper(&self) {
        let secrets = aws_sdk_secretsmanager::Client::new(&self.config);
        let put = secrets.put_secret_value().secret_id(&self.settings.pepper_secret).secret_binary(Blob::new([8; 32]));
        put.send().await.expect("another secret");
    }

    /// The `Authorization` of a new token.
    pub async fn made(&self) -> String {
        basic(&self.mint(Form { kind: Some("live".to_owned()), ..Form::default() }).await)
    }

    /// The `Authorization` of a new token that draws one image a month.
    pub async fn capped(&self) -> String {
        basic(&self.mint(Form { kind: Some("live".to_owned()), monthly_cap: Some(1), ..Form::default() }).await)
    }

    /// The key of a new token that ends at this time.
    pub async fn ending(&self, at: Timestamp) -> String {
        self.mint(Form { expires: Some(at.to_string()), ..Form::default() }).await.token.key.to_string()
    }

    async fn mint(&self, form: Form) -> Minted {
        let new = NewToken::read(&form, Timestamp::now()).expect("a good form");
        let (management, who) = self.management().await;
        management.tokens.create(&who, new, &call()).await.expect("a token")
    }

    /// Gives the account a contact.
    pub async fn set_contact(&self, contact: &str) {
        let change = AccountChange { contact: Some(contact.parse().ok()), ..AccountChange::default() };
        let (management, who) = self.management().await;
        management.accounts.change(&who, change, &call()).await.expect("a change");
    }

    /// What manages the account.
    pub async fn management(&self) -> (Management, Manager) {
        let ports = TokenPorts::on(&self.cloud, Arc::new(SystemClock), Arc::new(SystemEntropy));
        let account = Arc::new(self.cloud.account(self.account()).await.expect("a store").expect("the account"));
        (Management::new(ports, Trust::default()), Manager { account, actor: admin() })
    }
}
