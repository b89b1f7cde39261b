//! The tables, as the template makes them; here for emulators and tests.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType,
};
use longhand_core::error::StoreError;
use longhand_core::ports::Answer;

use crate::item::failed;

/// The index of accounts by which all are listed.
pub(crate) const LISTED: &str = "listed";
/// The index of tokens and entries by their account.
pub(crate) const BY_ACCOUNT: &str = "by_account";
/// The index of entries by their id, for disputes.
pub(crate) const BY_ID: &str = "by_id";

/// Names of the tables.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Accounts and their members.
    pub accounts: String,
    /// Tokens.
    pub tokens: String,
    /// Entries of calls.
    pub audit: String,
    /// What was changed by whom.
    pub changes: String,
    /// Wrapped data keys; never backed up.
    pub text_keys: String,
    /// Idempotency keys.
    pub claims: String,
    /// What capped tokens spent.
    pub spending: String,
    /// Totals by account and hour.
    pub usage: String,
    /// Notices on their way.
    pub notices: String,
    /// Counters of calls, for minutes.
    pub permits: String,
    /// Disputes and which warrants are out.
    pub disputes: String,
}

impl Tables {
    /// Tables whose names begin alike.
    #[must_use]
    pub fn named(prefix: &str) -> Self {
        let name = |table: &str| format!("{prefix}{table}");
        Self {
            accounts: name("accounts"),
            tokens: name("tokens"),
            audit: name("audit"),
            changes: name("changes"),
            text_keys: name("text_keys"),
            claims: name("claims"),
            spending: name("spending"),
            usage: name("usage"),
            notices: name("notices"),
            permits: name("permits"),
            disputes: name("disputes"),
        }
    }
}

/// A key: its partition attribute and, if there is one, what it sorts by. All are strings.
type Key = (&'static str, Option<&'static str>);
/// An index: its name, key, and the attributes it has besides; `None` for all.
type Index = (&'static str, Key, Option<&'static [&'static str]>);

/// Makes the tables where they are not made by the template: in an emulator.
///
/// # Errors
/// If one of them cannot be made.
pub async fn create_tables(client: &Client, tables: &Tables) -> Answer<()> {
    let entry: &[&str] = &["doc"];
    let all: [(&String, Key, &[Index]); 11] = [
        (&tables.accounts, ("pk", Some("sk")), &[(LISTED, ("listed", Some("sk")), None)]),
        (&tables.tokens, ("key", Some("sk")), &[(BY_ACCOUNT, ("account", Some("key")), None)]),
        (
            &tables.audit,
            ("pk", Some("sk")),
            // Texts are in no index: whoever lists entries cannot read them.
            &[(BY_ACCOUNT, ("account", Some("sk")), Some(entry)), (BY_ID, ("id", None), Some(&["account"]))],
        ),
        (&tables.changes, ("account", Some("sk")), &[]),
        (&tables.text_keys, ("id", None), &[(BY_ACCOUNT, ("account", Some("id")), Some(&["made_at"]))]),
        (&tables.claims, ("pk", None), &[]),
        (&tables.spending, ("pk", None), &[]),
        (&tables.usage, ("account", Some("sk")), &[]),
        (&tables.notices, ("pk", Some("sk")), &[]),
        (&tables.permits, ("pk", None), &[]),
        (&tables.disputes, ("pk", Some("sk")), &[]),
    ];
    for (name, key, indexes) in all {
        create_table(client, name, key, indexes).await?;
    }
    Ok(())
}

async fn create_table(client: &Client, name: &str, key: Key, indexes: &[Index]) -> Answer<()> {
    const DOING: &str = "making a table";
    let mut names: Vec<&str> = [Some(key.0), key.1].into_iter().flatten().collect();
    let mut request = client.create_table().table_name(name).billing_mode(BillingMode::PayPerRequest);
    request = request.set_key_schema(Some(schema(key)?));
    for (index, key, attributes) in indexes {
        names.extend([Some(key.0), key.1].into_iter().flatten());
        let kind = if attributes.is_some() { ProjectionType::Include } else { ProjectionType::All };
        let attributes = attributes.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
        let projection = Projection::builder().projection_type(kind).set_non_key_attributes(attributes).build();
        let index = GlobalSecondaryIndex::builder().index_name(*index).projection(projection);
        let index = index.set_key_schema(Some(schema(*key)?)).build();
        request = request.global_secondary_indexes(index.map_err(|e| StoreError::new(DOING, e))?);
    }
    names.sort_unstable();
    names.dedup();
    for name in names {
        let attribute = AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S);
        let attribute = attribute.build().map_err(|e| StoreError::new(DOING, e))?;
        request = request.attribute_definitions(attribute);
    }
    request.send().await.map_err(failed(DOING)).map(drop)
}

fn schema((hash, range): Key) -> Answer<Vec<KeySchemaElement>> {
    let element = |name: &str, kind| {
        let element = KeySchemaElement::builder().attribute_name(name).key_type(kind).build();
        element.map_err(|e| StoreError::new("making a table", e))
    };
    let range = range.map(|name| element(name, KeyType::Range)).transpose()?;
    Ok(core::iter::once(element(hash, KeyType::Hash)?).chain(range).collect())
}
