//! Disputes. A warrant is a grant of the key of texts: it lets the role that reads texts decrypt with one
//! account's encryption context, and KMS refuses everyone else and everything else. Who issues it cannot use it,
//! and who uses it cannot issue it.
//!
//! Beside the disputes of an account the table has a partition of those whose warrant is out, by their ends.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem};
use aws_sdk_kms::error::DisplayErrorContext;
use aws_sdk_kms::types::{GrantConstraints, GrantOperation};
use jiff::Timestamp;
use longhand_core::audit::Change;
use longhand_core::dispute::Dispute;
use longhand_core::error::StoreError;
use longhand_core::ids::{AccountId, DisputeId};
use longhand_core::ports::{Answer, ChangeSink, DisputeReader, DisputeWriter, Warrants, Written};

use crate::Cloud;
use crate::audit::{place, told};
use crate::item::{DOC, documents, failed, from_doc, number, sortable, text, to_doc};
use crate::keys::CONTEXT;

/// The partition of those whose warrant is out.
const OUT: &str = "#warrants";

#[async_trait]
impl DisputeReader for Cloud {
    async fn dispute(&self, account: &AccountId, id: &DisputeId) -> Answer<Option<Dispute>> {
        const DOING: &str = "reading a dispute";
        let request = self.dynamo.get_item().table_name(&self.settings.tables.disputes).consistent_read(true);
        let request = request.key("pk", text(account.as_str())).key("sk", text(id.as_str()));
        let found = request.send().await.map_err(failed(DOING))?;
        found.item.map(|item| from_doc(DOING, &item, DOC)).transpose()
    }

    async fn disputes(&self, account: &AccountId, after: Option<&DisputeId>, limit: u32) -> Answer<Vec<Dispute>> {
        let request = self.dynamo.query().table_name(&self.settings.tables.disputes).consistent_read(true);
        let request = request
            .key_condition_expression("pk = :account AND sk > :after")
            .expression_attribute_values(":account", text(account.as_str()))
            .expression_attribute_values(":after", text(after.map_or(" ", DisputeId::as_str)));
        documents("listing disputes", request, limit as usize).await
    }
}

#[async_trait]
impl DisputeWriter for Cloud {
    async fn create_dispute(&self, dispute: &Dispute, change: &Change) -> Answer<Written> {
        self.put_dispute(dispute, change).await
    }

    async fn replace_dispute(&self, dispute: &Dispute, change: &Change) -> Answer<Written> {
        self.put_dispute(dispute, change).await
    }
}

#[async_trait]
impl Warrants for Cloud {
    async fn issue(&self, account: &AccountId, dispute: &DisputeId) -> Answer<()> {
        const DOING: &str = "issuing a warrant";
        let role = self.settings.disputes_role.as_ref();
        let role = role.ok_or_else(|| StoreError::new(DOING, "LONGHAND_DISPUTES_ROLE is not set"))?;
        let constraints = GrantConstraints::builder().encryption_context_equals(CONTEXT, account.as_str()).build();
        // Of the same name and content it is the same grant.
        let request = self.kms.create_grant().key_id(&self.settings.key).grantee_principal(role).name(dispute.as_str());
        let request = request.operations(GrantOperation::Decrypt).constraints(constraints);
        request.send().await.map_err(|e| StoreError::new(DOING, format!("{}", DisplayErrorContext(&e)))).map(drop)
    }

    async fn overdue(&self, now: Timestamp, limit: u32) -> Answer<Vec<Dispute>> {
        let request = self.dynamo.query().table_name(&self.settings.tables.disputes).consistent_read(true);
        let request = request
            .key_condition_expression("pk = :out AND sk < :now")
            .expression_attribute_values(":out", text(self.own(OUT)))
            .expression_attribute_values(":now", text(sortable(now)));
        documents("reading overdue disputes", request, limit as usize).await
    }

    async fn withdraw(&self, dispute: &Dispute) -> Answer<()> {
        const DOING: &str = "withdrawing a warrant";
        let mut grants = self.kms.list_grants().key_id(&self.settings.key).into_paginator().items().send();
        while let Some(grant) = grants.next().await {
            let grant = grant.map_err(|e| StoreError::new(DOING, format!("{}", DisplayErrorContext(&e))))?;
            let Some(id) = grant.grant_id.filter(|_| grant.name.as_deref() == Some(dispute.id.as_str())) else {
                continue;
            };
            let revoked = self.kms.revoke_grant().key_id(&self.settings.key).grant_id(id).send().await;
            revoked.map_err(|e| StoreError::new(DOING, format!("{}", DisplayErrorContext(&e))))?;
        }
        let request =
            self.dynamo.delete_item().table_name(&self.settings.tables.disputes).key("pk", text(self.own(OUT)));
        let request = request.key("sk", text(place(dispute.ends(), dispute.id.as_str())));
        request.send().await.map_err(failed(DOING)).map(drop)
    }
}

#[async_trait]
impl ChangeSink for Cloud {
    async fn tell(&self, change: &Change) -> Answer<()> {
        const DOING: &str = "telling of a change";
        let request = self.dynamo.put_item().table_name(&self.settings.tables.changes);
        request.set_item(Some(told(DOING, change)?)).send().await.map_err(failed(DOING)).map(drop)
    }
}

impl Cloud {
    /// Stores a dispute in the place of its version before, or a first one where there is none, and with it
    /// whether its warrant is out.
    async fn put_dispute(&self, dispute: &Dispute, change: &Change) -> Answer<Written> {
        const DOING: &str = "storing a dispute";
        let table = &self.settings.tables.disputes;
        let build = |e| StoreError::new(DOING, e);
        let put = |pk: &str, sk: String| {
            let put = Put::builder().table_name(table).item("pk", text(pk)).item("sk", text(sk));
            Ok::<_, StoreError>(put.item("version", number(dispute.version)).item(DOC, to_doc(DOING, dispute)?))
        };
        let own = put(dispute.account.as_str(), dispute.id.to_string())?;
        let own = match dispute.version.saturating_sub(1) {
            0 => own.condition_expression("attribute_not_exists(pk)"),
            before => {
                own.condition_expression("version = :before").expression_attribute_values(":before", number(before))
            }
        };
        let mut items = vec![TransactWriteItem::builder().put(own.build().map_err(build)?).build()];
        if dispute.approved().is_some() {
            let out = put(&self.own(OUT), place(dispute.ends(), dispute.id.as_str()))?.build().map_err(build)?;
            items.push(TransactWriteItem::builder().put(out).build());
        }
        if dispute.closed.is_some() {
            let open = Dispute { closed: None, ..dispute.clone() };
            let delete = Delete::builder().table_name(table).key("pk", text(self.own(OUT)));
            let delete = delete.key("sk", text(place(open.ends(), open.id.as_str()))).build().map_err(build)?;
            items.push(TransactWriteItem::builder().delete(delete).build());
        }
        self.write_told(DOING, items, change).await
    }
}
