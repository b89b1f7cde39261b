//! Where things are kept, under which key and for how long.

use std::collections::BTreeMap;
use std::path::Path;

use aws_config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::config::Credentials;
use longhand_aws::{Tables, create_tables};
use serde_json::{Value, json};

use crate::{RESOURCES, of_type};

/// Whose entries, or some of them, end by themselves.
const ENDING: [&str; 7] = ["Audit", "Claims", "Notices", "Permits", "Spending", "TextKeys", "Usage"];
/// Which are never copied: an old copy of them would open what is to be gone, or be of no use.
const NEVER_COPIED: [&str; 3] = ["Claims", "Permits", "TextKeys"];

/// Tables of one region and of many, what they are in the home region.
pub fn tables() -> impl Iterator<Item = (&'static str, Value)> {
    let here = |table: &Value| {
        let (mut whole, replica) = (table.clone(), &table["Replicas"][0]);
        for (name, value) in replica.as_object().into_iter().flatten() {
            match whole[name].as_object_mut() {
                Some(known) => known.extend(value.as_object().cloned().unwrap_or_default()),
                None => whole[name] = value.clone(),
            }
        }
        whole
    };
    let all = of_type("AWS::DynamoDB::Table").chain(of_type("AWS::DynamoDB::GlobalTable"));
    all.map(move |(name, table)| (name.trim_end_matches("Table"), here(table)))
}

#[test]
fn every_table_is_under_the_customers_key_and_is_not_lost_by_mistake() {
    for (name, table) in tables() {
        assert_eq!(table["SSESpecification"]["KMSMasterKeyId"], json!({ "Fn::GetAtt": ["DataKey", "Arn"] }), "{name}");
        assert_eq!(table["DeletionProtectionEnabled"], true, "{name}");
        assert_eq!(table["BillingMode"], "PAY_PER_REQUEST", "{name}");
        assert_eq!(RESOURCES[&format!("{name}Table")]["DeletionPolicy"], "Retain", "{name}");
        let copied = table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] == true;
        assert_eq!(copied, !NEVER_COPIED.contains(&name), "{name}");
        let ends = table["TimeToLiveSpecification"]["AttributeName"] == "expires_s";
        assert_eq!(ends, ENDING.contains(&name), "{name}");
    }
}

#[test]
fn everything_but_the_keys_of_texts_is_backed_up_for_ninety_days() {
    let (_, plan) = of_type("AWS::Backup::BackupPlan").next().expect("a plan");
    assert_eq!(plan["BackupPlan"]["BackupPlanRule"][0]["Lifecycle"]["DeleteAfterDays"], 90);
    let (_, selection) = of_type("AWS::Backup::BackupSelection").next().expect("a selection");
    let (_, vault) = of_type("AWS::Backup::BackupVault").next().expect("a vault");
    assert_eq!(vault["LockConfiguration"], json!({ "MinRetentionDays": 90, "MaxRetentionDays": 90 }));
    let (_, tested) = of_type("AWS::Backup::RestoreTestingSelection").next().expect("tests of restoring");
    let listed = |resources: &Value| {
        let listed = resources.as_array().expect("resources").iter();
        let mut names: Vec<_> = listed.map(longhand_tests::template::name).collect();
        names.sort_unstable();
        names
    };
    let mut expected: Vec<_> =
        tables().map(|(name, _)| name).filter(|name| !NEVER_COPIED.contains(name)).map(str::to_owned).collect();
    expected.sort_unstable();
    assert_eq!(listed(&selection["BackupSelection"]["Resources"]), expected);
    assert_eq!(
        listed(&tested["ProtectedResourceArns"]),
        expected,
        "and each is restored every week to see that it can"
    );
}

#[test]
fn logs_queues_topics_secrets_and_vaults_have_the_customers_key_and_logs_an_end() {
    let keyed = [
        ("AWS::Logs::LogGroup", "KmsKeyId"),
        ("AWS::SQS::Queue", "KmsMasterKeyId"),
        ("AWS::SNS::Topic", "KmsMasterKeyId"),
        ("AWS::SecretsManager::Secret", "KmsKeyId"),
        ("AWS::Backup::BackupVault", "EncryptionKeyArn"),
    ];
    for (kind, key) in keyed {
        assert!(of_type(kind).count() > 0, "{kind}");
        for (name, properties) in of_type(kind) {
            assert!(properties[key].to_string().contains("DataKey"), "{name}");
        }
    }
    for (name, group) in of_type("AWS::Logs::LogGroup") {
        assert_eq!(group["RetentionInDays"], json!({ "Ref": "LogDays" }), "{name}");
    }
    for (name, function) in of_type("AWS::Lambda::Function") {
        assert_eq!(function["LoggingConfig"]["LogGroup"], json!({ "Ref": format!("{name}Logs") }), "{name}");
    }
}

/// A table's key and indexes, as the template and as the service itself spell them.
fn shape(table: &Value) -> Value {
    let keys = |schema: &Value| {
        let one = |k: &Value| {
            format!("{} {}", k["AttributeName"].as_str().unwrap_or(""), k["KeyType"].as_str().unwrap_or(""))
        };
        schema.as_array().into_iter().flatten().map(one).collect::<Vec<_>>()
    };
    let mut indexes: Vec<Value> = table["GlobalSecondaryIndexes"].as_array().cloned().unwrap_or_default();
    indexes.sort_by_key(|index| index["IndexName"].to_string());
    let index = |i: &Value| json!([i["IndexName"], keys(&i["KeySchema"]), i["Projection"]]);
    json!([keys(&table["KeySchema"]), indexes.iter().map(index).collect::<Vec<_>>()])
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_are_those_that_the_ports_are_tested_on() {
    let endpoint = longhand_tests::emulator::endpoint(Path::new(env!("CARGO_TARGET_TMPDIR")));
    let http = aws_smithy_http_client::Builder::new().build_http();
    let config = aws_config::defaults(BehaviorVersion::latest()).region(Region::new("eu-central-1")).http_client(http);
    let config = config.credentials_provider(Credentials::new("test", "test", None, None, "test"));
    let client = aws_sdk_dynamodb::Client::new(&config.endpoint_url(endpoint).load().await);
    create_tables(&client, &Tables::named("shape-")).await.expect("tables");
    let mut made = BTreeMap::new();
    for name in client.list_tables().send().await.expect("a list").table_names.unwrap_or_default() {
        let Some(short) = name.strip_prefix("shape-") else { continue };
        let table = client.describe_table().table_name(&name).send().await.expect("a table").table.expect("a table");
        let keys = |schema: &[aws_sdk_dynamodb::types::KeySchemaElement]| {
            let one = |k: &aws_sdk_dynamodb::types::KeySchemaElement| json!({ "AttributeName": k.attribute_name, "KeyType": k.key_type.as_str() });
            schema.iter().map(one).collect::<Vec<_>>()
        };
        let index = |i: &aws_sdk_dynamodb::types::GlobalSecondaryIndexDescription| {
            let projection = i.projection.as_ref().expect("a projection");
            let kind = projection.projection_type.as_ref().expect("a kind").as_str();
            let mut shown = json!({ "ProjectionType": kind });
            if kind == "INCLUDE" {
                shown["NonKeyAttributes"] = json!(projection.non_key_attributes());
            }
            json!({ "IndexName": i.index_name, "KeySchema": keys(i.key_schema()), "Projection": shown })
        };
        let indexes: Vec<Value> = table.global_secondary_indexes().iter().map(index).collect();
        let whole = json!({ "KeySchema": keys(table.key_schema()), "GlobalSecondaryIndexes": indexes });
        made.insert(short.to_owned(), shape(&whole));
    }
    let named =
        |table: &Value| table["TableName"]["Fn::Sub"].as_str().expect("a name").replace("${AWS::StackName}-", "");
    let written: BTreeMap<String, Value> = tables().map(|(_, table)| (named(&table), shape(&table))).collect();
    assert_eq!(written, made);
}

#[test]
fn stores_are_reached_over_tls_alone() {
    let denies = |policy: &Value, actions: &str, resource: &Value| {
        let denial = json!({
            "Sid": "OverTlsAlone", "Effect": "Deny", "Principal": "*", "Action": actions, "Resource": resource,
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        });
        policy["PolicyDocument"]["Statement"].as_array().is_some_and(|all| all.contains(&denial))
    };
    for (name, table) in tables() {
        let of = table["TableName"]["Fn::Sub"].as_str().expect("a name");
        let arn = format!("arn:${{AWS::Partition}}:dynamodb:${{AWS::Region}}:${{AWS::AccountId}}:table/{of}");
        assert!(denies(&table["ResourcePolicy"], "dynamodb:*", &json!({ "Fn::Sub": arn })), "{name}");
    }
    let (_, queue) = of_type("AWS::SQS::QueuePolicy").next().expect("a policy");
    assert!(denies(queue, "sqs:*", &json!({ "Fn::GetAtt": ["DeadLetters", "Arn"] })));
    assert_eq!(of_type("AWS::SQS::Queue").count(), 1, "it has its policy");
    for (name, _) in of_type("AWS::SNS::Topic") {
        let mut policies = of_type("AWS::SNS::TopicPolicy");
        assert!(policies.any(|(_, policy)| denies(policy, "sns:Publish", &json!({ "Ref": name }))), "{name}");
    }
    let (_, bucket) = of_type("AWS::S3::BucketPolicy").next().expect("a policy");
    let (all, within) = (json!({ "Fn::GetAtt": ["Archive", "Arn"] }), json!({ "Fn::Sub": "${Archive.Arn}/*" }));
    assert!(denies(bucket, "s3:*", &json!([all, within])));
    assert_eq!(of_type("AWS::S3::Bucket").count(), 1, "it has its policy");
}

#[test]
fn archived_totals_are_locked_under_the_customers_key_for_as_long_as_they_are_kept_and_then_gone() {
    let (name, bucket) = of_type("AWS::S3::Bucket").next().expect("a bucket");
    assert_eq!((name, RESOURCES[name]["DeletionPolicy"].as_str()), ("Archive", Some("Retain")));
    let days = longhand_core::usage::TOTALS_KEPT.as_hours() / 24;
    let locked = &bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"];
    assert_eq!((&locked["Days"], &locked["Mode"]["Fn::If"][1]), (&json!(days), &json!("COMPLIANCE")));
    assert_eq!(
        (&bucket["ObjectLockEnabled"], &bucket["VersioningConfiguration"]["Status"]),
        (&json!(true), &json!("Enabled"))
    );
    let rule = &bucket["LifecycleConfiguration"]["Rules"][0];
    assert_eq!(rule["NoncurrentVersionExpiration"]["NoncurrentDays"], 1, "what is no longer locked goes");
    assert_eq!((&rule["ExpirationInDays"], &rule["Transitions"][0]["TransitionInDays"]), (&json!(days), &json!(90)));
    let sealed = &bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]["ServerSideEncryptionByDefault"];
    assert_eq!(sealed["KMSMasterKeyID"], json!({ "Fn::GetAtt": ["DataKey", "Arn"] }));
    let open = bucket["PublicAccessBlockConfiguration"].as_object().expect("what is blocked");
    assert!(open.len() == 4 && open.values().all(|blocked| *blocked == true));
}
