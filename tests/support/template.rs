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

/// A resource by the name that it has in the template.
fn name(resource: &Value) -> String {
    let text = match resource.as_object().and_then(|object| object.iter().next()) {
        Some((how, of)) if how == "Fn::GetAtt" => of[0].as_str().expect("a name").to_owned(),
        // The identity that mails come from is SES's, and not made by the template.
        Some((_, of)) if of.as_str().is_some_and(|of| of.contains(":identity/${MailFrom}")) => "Sender".to_owned(),
        Some((_, of)) if of.as_str().is_some_and(|of| of.ends_with(":function:${AWS::StackName}-rollup")) => {
            "Rollup".to_owned()
        }
        // What restoring makes is not the template's.
        Some((_, of)) if of.as_str().is_some_and(|of| of.ends_with(":table/${AWS::StackName}-drill.*")) => {
            "Drilled".to_owned()
        }
        Some((_, of)) if of.as_str().is_some_and(|of| of.ends_with(":table/${AWS::StackName}-restored.*")) => {
            "RestoredByHand".to_owned()
        }
        Some((_, of)) if of.as_str().is_some_and(|of| of.ends_with(":table/awsbackup-restore-test-*")) => {
            "RestoredInTests".to_owned()
        }
        Some((_, of)) => of.as_str().expect("a name").replace("${", "").replace(".Arn}", "").replace("/index", ""),
        None => panic!("{resource}: not a resource of ours"),
    };
    text.replace("Table", "").trim_end_matches(":*").to_owned()
}
