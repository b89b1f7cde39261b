//! Taking away what an account left behind.

use async_trait::async_trait;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::try_join_all;
use jiff::Timestamp;
use longhand_core::error::StoreError;
use longhand_core::ids::AccountId;
use longhand_core::ports::{Answer, Eraser};

use crate::Cloud;
use crate::item::{Item, failed, sortable, text};
use crate::tables::BY_ACCOUNT;
use crate::tokens::OF_TOKEN;
use crate::whereabouts::key_of_stays;

const DOING: &str = "erasing an account";
/// Items deleted at the same time.
const TOGETHER: usize = 16;

/// Where an account's things are: a table, the index in which they are found, the account's attribute, and their key.
type Place<'a> = (&'a str, Option<&'static str>, &'static str, &'static [&'static str]);

#[async_trait]
impl Eraser for Cloud {
    async fn erase(&self, account: &AccountId, erased: Timestamp, limit: u32) -> Answer<u64> {
        let tables = &self.settings.tables;
        // Keys of texts first.
        let places: [Place<'_>; 2] =
            [(&tables.text_keys, Some(BY_ACCOUNT), "account", &["id"]), (&tables.disputes, None, "pk", &["pk", "sk"])];
        let mut gone = 0;
        for (table, index, of, key) in places {
            let query = self.dynamo.query().table_name(table).set_index_name(index.map(str::to_owned));
            let query = query.key_condition_expression(format!("{of} = :account"));
            let found = self.found(query, account, key, limit).await?;
            gone += self.delete(table, &found, key).await?;
        }
        gone += self.delete_tokens(account, limit).await?;
        let query = self.dynamo.query().table_name(&tables.changes);
        let query = query.key_condition_expression("account = :account AND sk < :erased");
        let query = query.expression_attribute_values(":erased", text(sortable(erased)));
        let found = self.found(query, account, &["account", "sk"], limit).await?;
        Ok(gone + self.delete(&tables.changes, &found, &["account", "sk"]).await?)
    }
}

impl Cloud {
    /// Deletes up to `limit` tokens, of each its record last: by that it is found.
    async fn delete_tokens(&self, account: &AccountId, limit: u32) -> Answer<u64> {
        let table = &self.settings.tables.tokens;
        let query = self.dynamo.query().table_name(table).index_name(BY_ACCOUNT);
        let query = query.key_condition_expression("account = :account");
        let found = self.found(query, account, &["key"], limit).await?;
        let keys = found.iter().filter_map(|token| token.get("key")?.as_s().ok());
        let stays: Vec<Item> = keys.map(|key| key_of_stays(key)).collect();
        self.delete(&self.settings.tables.notices, &stays, &["pk", "sk"]).await?;
        for what in OF_TOKEN.into_iter().rev() {
            let of_token = |token: &Item| token.clone().into_iter().chain([("sk".to_owned(), text(what))]).collect();
            self.delete(table, &found.iter().map(of_token).collect::<Vec<_>>(), &["key", "sk"]).await?;
        }
        Ok(found.len() as u64)
    }

    /// The keys of up to `limit` items that a query finds.
    async fn found(
        &self,
        query: QueryFluentBuilder,
        account: &AccountId,
        key: &[&str],
        limit: u32,
    ) -> Answer<Vec<Item>> {
        let names = key.iter().enumerate().map(|(i, name)| (format!("#k{i}"), (*name).to_owned())).collect();
        let shown = (0..key.len()).map(|i| format!("#k{i}")).collect::<Vec<_>>().join(", ");
        let query = query.set_expression_attribute_names(Some(names)).projection_expression(shown);
        let query = query.expression_attribute_values(":account", text(account.as_str()));
        Ok(query.limit(limit.cast_signed()).send().await.map_err(failed(DOING))?.items.unwrap_or_default())
    }

    /// Deletes the items of these keys.
    async fn delete(&self, table: &str, items: &[Item], key: &[&str]) -> Answer<u64> {
        for some in items.chunks(TOGETHER) {
            try_join_all(some.iter().map(|item| self.delete_one(table, item, key))).await?;
        }
        Ok(items.len() as u64)
    }

    async fn delete_one(&self, table: &str, item: &Item, key: &[&str]) -> Answer<()> {
        let of = |name: &str| -> Answer<AttributeValue> {
            item.get(name).cloned().ok_or_else(|| StoreError::new(DOING, "an item without its key"))
        };
        let key = key.iter().map(|name| Ok(((*name).to_owned(), of(name)?))).collect::<Answer<_>>()?;
        let request = self.dynamo.delete_item().table_name(table).set_key(Some(key));
        request.send().await.map_err(failed(DOING)).map(drop)
    }
}
