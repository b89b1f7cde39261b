//! The template, expanded to plain `CloudFormation`, and what it lets each function do.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A Python with what expands and checks templates, in the folder of these tests; made under `target`.
///
/// # Panics
/// If it cannot be made.
#[must_use]
pub fn python(target: &Path) -> Command {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("template");
    let mut command = Command::new(crate::python::environment(target, &here.join("template.txt")));
    command.current_dir(here);
    command
}

/// The file with the expanded template, made under `target`.
///
/// # Panics
/// If the template cannot be expanded.
#[must_use]
pub fn expanded(target: &Path) -> PathBuf {
    let expanded = target.join(format!("expanded-{}.json", std::process::id()));
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("../template.yaml");
    let done = python(target).arg("expand.py").arg(template).arg(&expanded).output().expect("python3 starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    expanded
}

/// The resources of an expanded template, by name.
///
/// # Panics
/// If it is not one.
#[must_use]
pub fn resources(expanded: &Path) -> BTreeMap<String, Value> {
    let bytes = std::fs::read(expanded).expect("the expanded template");
    let template: Value = serde_json::from_slice(&bytes).expect("JSON");
    let resources = template["Resources"].as_object().expect("resources");
    resources.iter().map(|(name, resource)| (name.clone(), resource.clone())).collect()
}

/// One or more values as a list.
#[must_use]
pub fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])
}

/// The statements of the role of a function.
///
/// # Panics
/// If it has rights from elsewhere.
#[must_use]
pub fn statements(resources: &BTreeMap<String, Value>, function: &str) -> Vec<Value> {
    let role = &resources[&format!("{function}Role")]["Properties"];
    assert!(role["ManagedPolicyArns"].is_null(), "{function}: rights from elsewhere");
    let all = list(&role["Policies"]);
    let all = all.iter().flat_map(|policy| list(&policy["PolicyDocument"]["Statement"]));
    // What is there under a condition counts as if it were met.
    all.map(|statement| statement.get("Fn::If").map_or(statement.clone(), |branches| branches[1].clone())).collect()
}

/// What a function may do: `dynamodb:GetItem Tokens`, with the template's names.
///
/// # Panics
/// If a statement is not of this form.
#[must_use]
pub fn rights(resources: &BTreeMap<String, Value>, function: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for statement in statements(resources, function) {
        assert_eq!(statement["Effect"], "Allow");
        for action in list(&statement["Action"]) {
            let action = action.as_str().expect("an action").to_owned();
            assert!(!action.contains('*'), "{function}: {action}");
            found.extend(list(&statement["Resource"]).iter().map(|resource| format!("{action} {}", name(resource))));
        }
    }
    found
}

/// What is not made by the template, by how its ARN ends: the identity that mails come from, and what restoring makes.
const OTHERS: [(&str, &str); 6] = [
    (":identity/${MailFrom}", "Sender"),
    (":function:${AWS::StackName}-rollup", "Rollup"),
    (":secret:${AWS::StackName}-pepper-??????", "Pepper"),
    (":table/${AWS::StackName}-drill.*", "Drilled"),
    (":table/${AWS::StackName}-restored.*", "RestoredByHand"),
    (":table/awsbackup-restore-test-*", "RestoredInTests"),
];

/// A resource by the name that it has in the template; where that has one for each region, the home region's.
///
/// # Panics
/// If it is none of ours.
#[must_use]
pub fn name(resource: &Value) -> String {
    if let Some(branches) = resource.get("Fn::If") {
        assert_eq!(branches[0], "IsHome", "{resource}");
        assert_eq!(format!("{}Replica", name(&branches[1])), name(&branches[2]));
        return name(&branches[1]);
    }
    if let Some(of) = resource.get("Fn::GetAtt") {
        return of[0].as_str().expect("a name").to_owned();
    }
    let of = resource.get("Fn::Sub").or(resource.get("Ref")).and_then(Value::as_str).expect("a resource of ours");
    if let Some((_, name)) = OTHERS.iter().find(|(end, _)| of.ends_with(end)) {
        return (*name).to_owned();
    }
    match of.split_once(":table/${AWS::StackName}-") {
        Some((_, table)) => table_name(table),
        None => of.replace("${", "").replace(".Arn}", "").trim_end_matches(":*").trim_end_matches("/*").to_owned(),
    }
}

/// `text_keys/index/by_account` as `TextKeys/by_account`.
fn table_name(table: &str) -> String {
    let (table, index) = table.split_once("/index").unwrap_or((table, ""));
    let words = table.split('_').map(|word| format!("{}{}", word[..1].to_uppercase(), &word[1..]));
    format!("{}{index}", words.collect::<String>())
}
