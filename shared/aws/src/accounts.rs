//! Accounts. A member of an account is an item of their own, so that their accounts are found by a query.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem};
use longhand_core::account::Account;
use longhand_core::audit::Change;
use longhand_core::error::StoreError;
use longhand_core::ids::AccountId;
use longhand_core::ports::{AccountLister, AccountReader, AccountWriter, Answer, Written};

use crate::Cloud;
use crate::item::{DOC, documents, failed, from_doc, number, text, to_doc};
use crate::tables::LISTED;

/// The partition of the index in which all accounts are.
const ALL: &str = "accounts";

/// The partition of an account, and of a member.
fn of_account(id: &AccountId) -> String {
    format!("account#{id}")
}

fn of_member(subject: &str) -> String {
    format!("member#{subject}")
}

#[async_trait]
impl AccountReader for Cloud {
    async fn account(&self, id: &AccountId) -> Answer<Option<Account>> {
        const DOING: &str = "reading an account";
        let request = self.dynamo.get_item().table_name(&self.settings.tables.accounts).consistent_read(true);
        let request = request.key("pk", text(of_account(id))).key("sk", text(id.as_str()));
        let found = request.send().await.map_err(failed(DOING))?;
        found.item.map(|item| from_doc(DOING, &item, DOC)).transpose()
    }

    async fn accounts_of(&self, subject: &str) -> Answer<Vec<Account>> {
        const DOING: &str = "reading a member's accounts";
        let request = self.dynamo.query().table_name(&self.settings.tables.accounts).consistent_read(true);
        let request =
            request.key_condition_expression("pk = :pk").expression_attribute_values(":pk", text(of_member(subject)));
        let mut items = request.into_paginator().items().send();
        let mut accounts = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(failed(DOING))?;
            let id = item.get("sk").and_then(|id| id.as_s().ok()?.parse().ok());
            let id: AccountId = id.ok_or_else(|| StoreError::new(DOING, "a member of no account"))?;
            accounts.extend(self.account(&id).await?);
        }
        Ok(accounts)
    }
}

#[async_trait]
impl AccountLister for Cloud {
    async fn accounts(&self, after: Option<&AccountId>, limit: u32) -> Answer<Vec<Account>> {
        const DOING: &str = "listing accounts";
        let request = self.dynamo.query().table_name(&self.settings.tables.accounts).index_name(LISTED);
        let request = request
            .key_condition_expression("listed = :all AND sk > :after")
            .expression_attribute_values(":all", text(ALL))
            .expression_attribute_values(":after", text(after.map_or(" ", AccountId::as_str)));
        documents(DOING, request, limit as usize).await
    }
}

#[async_trait]
impl AccountWriter for Cloud {
    async fn create_account(&self, account: &Account, change: &Change) -> Answer<Written> {
        self.put_account(account, None, change).await
    }

    async fn replace_account(&self, account: &Account, change: &Change) -> Answer<Written> {
        match self.account(&account.id).await? {
            Some(before) if before.version + 1 == account.version => {
                self.put_account(account, Some(&before), change).await
            }
            _ => Ok(Written::Conflict),
        }
    }
}

impl Cloud {
    /// Stores an account in the place of `before`, its members and its change, all or nothing.
    async fn put_account(&self, account: &Account, before: Option<&Account>, change: &Change) -> Answer<Written> {
        const DOING: &str = "storing an account";
        let table = &self.settings.tables.accounts;
        let build = |e| StoreError::new(DOING, e);
        let put = Put::builder()
            .table_name(table)
            .item("pk", text(of_account(&account.id)))
            .item("sk", text(account.id.as_str()))
            .item("listed", text(ALL))
            .item("version", number(account.version))
            .item(DOC, to_doc(DOING, account)?);
        let put = match before {
            Some(before) => put
                .condition_expression("version = :before")
                .expression_attribute_values(":before", number(before.version)),
            None => put.condition_expression("attribute_not_exists(pk)"),
        };
        let mut items = vec![TransactWriteItem::builder().put(put.build().map_err(build)?).build()];
        let is_member = |of: &Account, subject: &str| of.members.iter().any(|m| m.subject == subject);
        for member in before.into_iter().flat_map(|b| &b.members).filter(|m| !is_member(account, &m.subject)) {
            let delete = Delete::builder().table_name(table).key("pk", text(of_member(&member.subject)));
            let delete = delete.key("sk", text(account.id.as_str())).build().map_err(build)?;
            items.push(TransactWriteItem::builder().delete(delete).build());
        }
        for member in account.members.iter().filter(|m| !before.is_some_and(|b| is_member(b, &m.subject))) {
            let put = Put::builder().table_name(table).item("pk", text(of_member(&member.subject)));
            let put = put.item("sk", text(account.id.as_str())).build().map_err(build)?;
            items.push(TransactWriteItem::builder().put(put).build());
        }
        self.write_told(DOING, items, change).await
    }
}
