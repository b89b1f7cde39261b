//! What is where, if a deployment is in two regions.

use std::collections::BTreeMap;
use std::path::Path;

use longhand_tests::template::statements;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{RESOURCES, of_type};

/// How a table's regions agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Regional,
    Eventual,
    Strong,
}

#[derive(Deserialize)]
struct Table {
    mode: Mode,
    why: String,
}

fn mode(table: &Value) -> Mode {
    match (table["Replicas"].is_array(), table["MultiRegionConsistency"].as_str()) {
        (false, _) => Mode::Regional,
        (true, Some("STRONG")) => Mode::Strong,
        (true, _) => Mode::Eventual,
    }
}

#[test]
fn each_table_is_as_the_file_of_regions_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/regions.toml");
    let file: BTreeMap<String, Table> = toml::from_str(&std::fs::read_to_string(file).expect("a file")).expect("TOML");
    assert!(file.values().all(|table| table.why.len() > 20), "each has its reason");
    let all = of_type("AWS::DynamoDB::Table").chain(of_type("AWS::DynamoDB::GlobalTable"));
    let name = |table: &Value| {
        table["TableName"]["Fn::Sub"].as_str().expect("a name").trim_start_matches("${AWS::StackName}-").to_owned()
    };
    let made: BTreeMap<String, Mode> = all.map(|(_, table)| (name(table), mode(table))).collect();
    assert_eq!(file.into_iter().map(|(name, table)| (name, table.mode)).collect::<BTreeMap<_, _>>(), made);
}

fn second_key() -> Value {
    json!({ "Fn::Sub": "arn:${AWS::Partition}:kms:${SecondRegion}:${AWS::AccountId}:key/${SecondDataKey}" })
}

#[test]
fn a_table_is_in_the_second_region_as_it_is_at_home_under_a_key_of_that_region() {
    for (name, table) in of_type("AWS::DynamoDB::GlobalTable") {
        let [home, second] = &table["Replicas"].as_array().expect("replicas")[..] else { panic!("{name}") };
        let mut moved = home.clone();
        moved["Region"] = json!({ "Ref": "SecondRegion" });
        moved["SSESpecification"]["KMSMasterKeyId"] = second_key();
        let denied = &mut moved["ResourcePolicy"]["PolicyDocument"]["Statement"][0]["Resource"]["Fn::Sub"];
        *denied = denied.as_str().expect("an ARN").replace("${AWS::Region}", "${SecondRegion}").into();
        assert_eq!(*second, json!({ "Fn::If": ["HasSecond", moved, { "Ref": "AWS::NoValue" }] }), "{name}");
    }
}

/// What the second region has from home: nothing of it is made there.
#[test]
fn what_is_made_at_home_alone_comes_to_the_second_region_by_itself_or_as_a_replica() {
    for (name, resource) in RESOURCES.iter() {
        let is_home = resource["Condition"] == "IsHome";
        match resource["Type"].as_str().expect("a type") {
            "AWS::DynamoDB::GlobalTable" => assert!(is_home, "{name}"),
            "AWS::SecretsManager::Secret" => {
                let replica = json!([{ "Region": { "Ref": "SecondRegion" }, "KmsKeyId": second_key() }]);
                assert!(is_home && resource["Properties"]["ReplicaRegions"]["Fn::If"][1] == replica, "{name}");
            }
            // The key of what is at rest is another in each region.
            "AWS::KMS::Key" if name != "DataKey" => {
                let (own, replica) = (&resource["Properties"], &RESOURCES[&format!("{name}Replica")]);
                assert_eq!((is_home, &own["MultiRegion"]), (true, &json!(true)), "{name}");
                assert_eq!(replica["Condition"], "IsSecond", "{name}");
                assert_eq!(replica["Properties"]["KeyPolicy"], own["KeyPolicy"], "{name}: the same policy");
                let arn = replica["Properties"]["PrimaryKeyArn"]["Fn::Sub"].as_str().expect("an ARN");
                assert!(arn.ends_with(&format!(":${{AWS::AccountId}}:key/${{Home{name}}}")), "{arn}");
            }
            _ => assert!(!is_home, "{name}"),
        }
    }
}

/// Names that begin with `partition`, in the home region and in another.
fn own(partition: &str) -> Value {
    json!([{ "Fn::If": ["IsHome", partition, { "Fn::Sub": format!("{partition}@${{AWS::Region}}") }] }])
}

#[test]
fn functions_know_their_regions_and_write_what_is_of_their_own() {
    for (name, function) in of_type("AWS::Lambda::Function") {
        let regions = &function["Environment"]["Variables"]["LONGHAND_REGIONS"]["Fn::If"];
        let home = json!({ "Fn::If": ["HasSecond", { "Fn::Sub": "${AWS::Region},${SecondRegion}" }, ""] });
        assert_eq!(*regions, json!(["IsHome", home, { "Fn::Sub": "${HomeRegion},${AWS::Region}" }]), "{name}");
    }
    for (function, sid, partition) in
        [("Render", "TellOfLateHours", "#late"), ("Rollup", "FindWarrantsThatAreOver", "#warrants")]
    {
        let all = statements(&RESOURCES, function);
        let statement = all.iter().find(|s| s["Sid"] == sid).expect("a statement");
        assert_eq!(statement["Condition"]["ForAllValues:StringEquals"]["dynamodb:LeadingKeys"], own(partition));
    }
}

#[test]
fn a_name_leads_to_the_second_region_when_home_has_not_answered_for_a_minute_and_a_half() {
    let (_, health) = of_type("AWS::Route53::HealthCheck").next().expect("a check");
    let config = &health["HealthCheckConfig"];
    let seconds = config["RequestInterval"].as_u64().zip(config["FailureThreshold"].as_u64()).map(|(s, n)| s * n);
    assert_eq!((seconds, &config["Type"]), (Some(90), &json!("HTTPS")));
    assert_eq!(config["ResourcePath"], json!({ "Fn::Sub": "/${Environment}/status" }));
    let (_, name) = of_type("AWS::Route53::RecordSet").next().expect("a name");
    assert_eq!(name["Failover"], json!({ "Fn::If": ["IsHome", "PRIMARY", "SECONDARY"] }));
    assert_eq!(
        (&name["HealthCheckId"], &name["SetIdentifier"]),
        (&json!({ "Ref": "Health" }), &json!({ "Ref": "AWS::Region" }))
    );
}
