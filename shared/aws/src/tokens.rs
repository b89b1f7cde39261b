//! Tokens. What is known of one are up to four items, each with its own writer: the record, when it was last used, since
//! when others know its secret, and since when it is revoked. Of two writes to one item in two regions the later stays;
//! so that a use or a new label there never undoes the revoking here, they are items of their own.

use std::collections::HashMap;

use async_trait::async_trait;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, Update};
use futures_util::future::try_join_all;
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
const AT: &str = "at";

/// What each item of a token is.
pub(crate) const RECORD: &str = "token";
pub(crate) const USED: &str = "used";
const EXPOSED: &str = "exposed";
const REVOKED: &str = "revoked";
/// All of them.
pub(crate) const OF_TOKEN: [&str; 4] = [RECORD, USED, EXPOSED, REVOKED];
/// Keys of one read of many items.
const TOGETHER: usize = 100;

/// The items of a token by what they are.
type Items = HashMap<String, Item>;

#[async_trait]
impl TokenReader for Cloud {
    async fn token(&self, key: &TokenKey) -> Answer<Option<Token>> {
        const DOING: &str = "reading a token";
        // No more than four, which are a page.
        let items = self.of_token(key).send().await.map_err(failed(DOING))?.items.unwrap_or_default();
        token(DOING, &items.into_iter().filter_map(|item| Some((what(&item)?, item))).collect())
    }

    async fn last_use(&self, key: &TokenKey) -> Answer<Option<LastUse>> {
        const DOING: &str = "reading a token's use";
        let request = self.of_token(key).key_condition_expression("#key = :key AND sk = :used");
        let request = request.expression_attribute_values(":used", text(USED));
        let used = request.send().await.map_err(failed(DOING))?.items.unwrap_or_default().pop();
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
        let mut records = Vec::new();
        while records.len() < limit as usize {
            let Some(item) = pages.next().await else { break };
            records.push(item.map_err(failed(DOING))?);
        }
        self.listed(DOING, records).await
    }
}

/// What an item of a token is.
fn what(item: &Item) -> Option<String> {
    item.get("sk")?.as_s().ok().cloned()
}

/// The token of these items.
fn token(doing: &'static str, items: &Items) -> Answer<Option<Token>> {
    let Some(record) = items.get(RECORD) else { return Ok(None) };
    let at = |what: &str| {
        let at = items.get(what).map(|item| item.get(AT).and_then(|at| at.as_s().ok()?.parse().ok()));
        at.map(|at: Option<Timestamp>| at.ok_or_else(|| StoreError::new(doing, "a time that is none"))).transpose()
    };
    let token = from_doc::<Token>(doing, record, DOC)?.exposed(at(EXPOSED)?);
    let revoked = [token.revoked, at(REVOKED)?].into_iter().flatten().min();
    Ok(Some(Token { revoked, ..token }))
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
        let request = self.dynamo.update_item().table_name(&self.settings.tables.tokens);
        let request = request
            .key("key", text(key.as_str()))
            .key("sk", text(USED))
            .update_expression("SET last_use = :use, used_at = :at")
            .condition_expression("attribute_not_exists(used_at) OR used_at < :at")
            .expression_attribute_values(":use", to_doc(DOING, last_use)?)
            .expression_attribute_values(":at", text(sortable(last_use.at)));
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(()),
            done => done.map_err(failed(DOING)).map(drop),
        }
    }

    async fn expose(&self, key: &TokenKey, at: Timestamp) -> Answer<()> {
        const DOING: &str = "noting an exposed token";
        let request = self.dynamo.update_item().table_name(&self.settings.tables.tokens);
        let request = request
            .key("key", text(key.as_str()))
            .key("sk", text(EXPOSED))
            .update_expression("SET #at = :at")
            .condition_expression("attribute_not_exists(#at)")
            .expression_attribute_names("#at", AT)
            .expression_attribute_values(":at", text(at.to_string()));
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(()),
            done => done.map_err(failed(DOING)).map(drop),
        }
    }
}

impl Cloud {
    /// What asks for the items of a token.
    fn of_token(&self, key: &TokenKey) -> QueryFluentBuilder {
        let request = self.dynamo.query().table_name(&self.settings.tables.tokens).consistent_read(true);
        let request = request.key_condition_expression("#key = :key").expression_attribute_names("#key", "key");
        request.expression_attribute_values(":key", text(key.as_str()))
    }

    /// The tokens of these records, with all that is known of them.
    async fn listed(&self, doing: &'static str, records: Vec<Item>) -> Answer<Vec<ListedToken>> {
        let key =
            |record: &Item| record.get("key").cloned().ok_or_else(|| StoreError::new(doing, "a token without a key"));
        let keys: Vec<AttributeValue> = records.iter().map(key).collect::<Answer<_>>()?;
        let of_one = |key: &AttributeValue| OF_TOKEN[1..].iter().map(|what| named(key, what)).collect::<Vec<_>>();
        let wanted: Vec<Item> = keys.iter().flat_map(of_one).collect();
        let table = &self.settings.tables.tokens;
        let found = wanted.chunks(TOGETHER).map(|some| self.items(doing, table, some.to_vec()));
        let found = try_join_all(found).await?;
        let mut by_token: HashMap<String, Items> = HashMap::new();
        for item in found.into_iter().flatten().chain(records) {
            if let (Some(Ok(key)), Some(what)) = (item.get("key").map(AttributeValue::as_s), what(&item)) {
                by_token.entry(key.clone()).or_default().insert(what, item);
            }
        }
        let listed = keys.iter().filter_map(|key| {
            let items = by_token.get(key.as_s().ok()?)?;
            let last_use = items.get(USED).map(|item| from_doc(doing, item, LAST_USE)).transpose();
            let token = token(doing, items).transpose()?;
            Some(token.and_then(|token| Ok(ListedToken { token, last_use: last_use? })))
        });
        listed.collect()
    }

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
            .key("sk", text(RECORD))
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
        let mut items = vec![TransactWriteItem::builder().update(update).build()];
        if let Some(at) = token.revoked {
            let put = Put::builder().table_name(&self.settings.tables.tokens).item("key", text(token.key.as_str()));
            let put = put.item("sk", text(REVOKED)).item(AT, text(at.to_string())).build();
            let put = put.map_err(|e| StoreError::new(DOING, e))?;
            items.push(TransactWriteItem::builder().put(put).build());
        }
        self.write_told(DOING, items, change).await
    }
}

/// The key of an item of a token.
fn named(key: &AttributeValue, what: &str) -> Item {
    [("key".to_owned(), key.clone()), ("sk".to_owned(), text(what))].into()
}
