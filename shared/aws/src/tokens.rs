//! Tokens. Their last use stands beside the record, so that noting it changes no version.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};
use jiff::Timestamp;
use longhand_core::audit::Change;
use longhand_core::error::StoreError;
use longhand_core::ids::{AccountId, TokenKey};
use longhand_core::ports::{
    Answer, ListedToken, TokenFilter, TokenLister, TokenReader, TokenToucher, TokenWriter, Written,
};
use longhand_core::tokens::{LastUse, Token};

use crate::Cloud;
use crate::item::{DOC, Item, failed, from_doc, is_refused, number, sortable, text, to_doc};
use crate::tables::BY_ACCOUNT;

const LAST_USE: &str = "last_use";
const EXPOSED_AT: &str = "exposed_at";

#[async_trait]
impl TokenReader for Cloud {
    async fn token(&self, key: &TokenKey) -> Answer<Option<Token>> {
        const DOING: &str = "reading a token";
        let request = self.dynamo.get_item().table_name(&self.settings.tables.tokens).consistent_read(true);
        let found = request.key("key", text(key.as_str())).send().await.map_err(failed(DOING))?;
        found.item.map(|item| read(DOING, &item)).transpose()
    }

    async fn last_use(&self, key: &TokenKey) -> Answer<Option<LastUse>> {
        const DOING: &str = "reading a token's use";
        let request = self.dynamo.get_item().table_name(&self.settings.tables.tokens).consistent_read(true);
        let found = request.key("key", text(key.as_str())).send().await.map_err(failed(DOING))?;
        let used = found.item.filter(|item| item.contains_key(LAST_USE));
        used.map(|item| from_doc(DOING, &item, LAST_USE)).transpose()
    }
}

#[async_trait]
impl TokenLister for Cloud {
    async fn tokens(
        &self,
        account: &AccountId,
        filter: &TokenFilter,
        after: Option<&TokenKey>,
        limit: u32,
    ) -> Answer<Vec<ListedToken>> {
        const DOING: &str = "listing tokens";
        let mut conditions = Vec::new();
        let mut request = self.dynamo.query().table_name(&self.settings.tables.tokens).index_name(BY_ACCOUNT);
        let key = "account = :account AND #key > :after";
        request = request.key_condition_expression(key).expression_attribute_names("#key", "key");
        request = request.expression_attribute_values(":account", text(account.as_str()));
        request = request.expression_attribute_values(":after", text(after.map_or(" ", TokenKey::as_str)));
        if let Some(kind) = filter.kind {
            conditions.push("kind = :kind");
            request = request.expression_attribute_values(":kind", text(kind.name()));
        }
        if let Some(label) = &filter.label {
            conditions.push("contains(labels, :label)");
            request = request.expression_attribute_values(":label", text(label));
        }
        let filter = (!conditions.is_empty()).then(|| conditions.join(" AND "));
        let mut pages = request.set_filter_expression(filter).into_paginator().items().send();
        let mut listed = Vec::new();
        while listed.len() < limit as usize {
            let Some(item) = pages.next().await else { break };
            listed.push(listed_token(DOING, &item.map_err(failed(DOING))?)?);
        }
        Ok(listed)
    }
}

fn listed_token(doing: &'static str, item: &Item) -> Answer<ListedToken> {
    let last_use = item.contains_key(LAST_USE).then(|| from_doc(doing, item, LAST_USE)).transpose()?;
    Ok(ListedToken { token: read(doing, item)?, last_use })
}

/// A token as it stands, and since when others know its secret.
fn read(doing: &'static str, item: &Item) -> Answer<Token> {
    let at = item.get(EXPOSED_AT).map(|at| at.as_s().map_err(|_| StoreError::new(doing, "a time that is none")));
    let at = at.transpose()?.map(|at| at.parse()).transpose().map_err(|e: jiff::Error| StoreError::new(doing, e))?;
    Ok(from_doc::<Token>(doing, item, DOC)?.exposed(at))
}

#[async_trait]
impl TokenWriter for Cloud {
    async fn create_token(&self, token: &Token, change: &Change) -> Answer<Written> {
        self.put_token(token, change, "attribute_not_exists(#key)", None).await
    }

    async fn replace_token(&self, token: &Token, change: &Change) -> Answer<Written> {
        let before = number(token.version.saturating_sub(1));
        self.put_token(token, change, "version = :before", Some(before)).await
    }
}

#[async_trait]
impl TokenToucher for Cloud {
    async fn touch(&self, key: &TokenKey, last_use: &LastUse) -> Answer<()> {
        const DOING: &str = "noting a token's use";
        let request = self.dynamo.update_item().table_name(&self.settings.tables.tokens).key("key", text(key.as_str()));
        let request = request
            .update_expression("SET last_use = :use, used_at = :at")
            .condition_expression("attribute_exists(#key) AND (attribute_not_exists(used_at) OR used_at < :at)")
            .expression_attribute_names("#key", "key")
            .expression_attribute_values(":use", to_doc(DOING, last_use)?)
            .expression_attribute_values(":at", text(sortable(last_use.at)));
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(()),
            done => done.map_err(failed(DOING)).map(drop),
        }
    }

    async fn expose(&self, key: &TokenKey, at: Timestamp) -> Answer<()> {
        const DOING: &str = "noting an exposed token";
        let request = self.dynamo.update_item().table_name(&self.settings.tables.tokens).key("key", text(key.as_str()));
        let request = request
            .update_expression("SET exposed_at = :at")
            .condition_expression("attribute_exists(#key) AND attribute_not_exists(exposed_at)")
            .expression_attribute_names("#key", "key")
            .expression_attribute_values(":at", text(at.to_string()));
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(()),
            done => done.map_err(failed(DOING)).map(drop),
        }
    }
}

impl Cloud {
    /// Stores a token and its change if the stored one is as `condition` says.
    async fn put_token(
        &self,
        token: &Token,
        change: &Change,
        condition: &str,
        before: Option<AttributeValue>,
    ) -> Answer<Written> {
        const DOING: &str = "storing a token";
        let set = "SET doc = :doc, version = :version, account = :account, kind = :kind, labels = :labels";
        let labels = token.labels.iter().map(text).collect();
        let mut update = Update::builder()
            .table_name(&self.settings.tables.tokens)
            .key("key", text(token.key.as_str()))
            .update_expression(set)
            .condition_expression(condition)
            .expression_attribute_values(":doc", to_doc(DOING, token)?)
            .expression_attribute_values(":version", number(token.version))
            .expression_attribute_values(":account", text(token.account.as_str()))
            .expression_attribute_values(":kind", text(token.kind.name()))
            .expression_attribute_values(":labels", AttributeValue::L(labels));
        update = match before {
            Some(before) => update.expression_attribute_values(":before", before),
            None => update.expression_attribute_names("#key", "key"),
        };
        let update = update.build().map_err(|e| StoreError::new(DOING, e))?;
        self.write_told(DOING, vec![TransactWriteItem::builder().update(update).build()], change).await
    }
}
