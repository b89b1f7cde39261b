//! Records as items: a JSON document in the attribute `doc`, and beside it what is searched by.

use std::collections::HashMap;

use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use jiff::Timestamp;
use longhand_core::error::StoreError;
use longhand_core::ports::Answer;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An item of a table.
pub type Item = HashMap<String, AttributeValue>;

/// The attribute that holds a record.
pub const DOC: &str = "doc";

/// A string.
pub fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

/// A number.
pub fn number(value: impl Into<i128>) -> AttributeValue {
    AttributeValue::N(value.into().to_string())
}

pub fn number_of(doing: &'static str, value: Option<&AttributeValue>) -> Answer<u64> {
    let value = value.and_then(|value| value.as_n().ok()?.parse().ok());
    value.ok_or_else(|| StoreError::new(doing, "a counter without a number"))
}

/// Sends an update that adds to the number `name` of an item; what it comes to then, or nothing if its condition does not
/// hold.
pub async fn counted(doing: &'static str, name: &'static str, update: UpdateItemFluentBuilder) -> Answer<Option<u64>> {
    match update.return_values(ReturnValue::UpdatedNew).send().await {
        Err(error) if is_refused(&error) => Ok(None),
        done => {
            let item = done.map_err(failed(doing))?.attributes.unwrap_or_default();
            number_of(doing, item.get(name)).map(Some)
        }
    }
}

/// A record as a document.
pub fn to_doc(doing: &'static str, record: &impl Serialize) -> Answer<AttributeValue> {
    serde_json::to_string(record).map(AttributeValue::S).map_err(|e| StoreError::new(doing, e))
}

/// The record of an item's attribute.
pub fn from_doc<T: DeserializeOwned>(doing: &'static str, item: &Item, name: &str) -> Answer<T> {
    let doc = item.get(name).and_then(|value| value.as_s().ok());
    let doc = doc.ok_or_else(|| StoreError::new(doing, format!("an item has no {name}")))?;
    serde_json::from_str(doc).map_err(|e| StoreError::new(doing, e))
}

/// The records of up to `limit` items that a query finds.
pub async fn documents<T: DeserializeOwned>(
    doing: &'static str,
    query: QueryFluentBuilder,
    limit: usize,
) -> Answer<Vec<T>> {
    documents_that(doing, query, limit, |_| true).await
}

/// The records of up to `limit` items that a query finds and that `fit`.
pub async fn documents_that<T: DeserializeOwned>(
    doing: &'static str,
    query: QueryFluentBuilder,
    limit: usize,
    fit: impl Fn(&T) -> bool,
) -> Answer<Vec<T>> {
    let mut items = query.into_paginator().items().send();
    let mut found = Vec::new();
    while found.len() < limit {
        let Some(item) = items.next().await else { break };
        let document = from_doc(doing, &item.map_err(failed(doing))?, DOC)?;
        found.extend(fit(&document).then_some(document));
    }
    Ok(found)
}

/// A moment as it sorts: microseconds since 1970 in twenty digits. Before that there is nothing.
pub fn sortable(at: Timestamp) -> String {
    format!("{:020}", at.as_microsecond().max(0))
}

/// Whether a write's condition did not hold.
pub fn is_refused<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool {
    error.as_service_error().and_then(ProvideErrorMetadata::code) == Some("ConditionalCheckFailedException")
}

/// What the SDK says went wrong, with its causes.
pub fn failed<E, R>(doing: &'static str) -> impl Fn(SdkError<E, R>) -> StoreError
where
    E: std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    move |error| StoreError::new(doing, format!("{}", DisplayErrorContext(&error)))
}
