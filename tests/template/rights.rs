//! What each function may do.

use longhand_tests::template::{list, rights as rights_of, statements};
use serde_json::Value;

use crate::{RESOURCES, of_type};

/// Each function's rights, port by port. A new one is a decision, and is written in here.
const RIGHTS: [(&str, &[&str]); 7] = [
    (
        "Disputes",
        &[
            "dynamodb:BatchGetItem Permits",
            "dynamodb:GetItem Accounts",
            "dynamodb:GetItem Audit",
            "dynamodb:GetItem Disputes",
            "dynamodb:GetItem TextKeys",
            "dynamodb:PutItem Audit",
            "dynamodb:PutItem Changes",
            "dynamodb:Query Accounts",
            "dynamodb:Query Audit/by_account",
            "dynamodb:Query Audit/by_id",
            "dynamodb:UpdateItem Permits",
            "logs:CreateLogStream DisputesLogs",
            "logs:PutLogEvents DisputesLogs",
        ],
    ),
    (
        "Erasure",
        &[
            "dynamodb:DeleteItem Changes",
            "dynamodb:DeleteItem Disputes",
            "dynamodb:DeleteItem Notices",
            "dynamodb:DeleteItem TextKeys",
            "dynamodb:DeleteItem Tokens",
            "dynamodb:Query Accounts/listed",
            "dynamodb:Query Changes",
            "dynamodb:Query Disputes",
            "dynamodb:Query TextKeys/by_account",
            "dynamodb:Query Tokens/by_account",
            "logs:CreateLogStream ErasureLogs",
            "logs:PutLogEvents ErasureLogs",
            "sqs:SendMessage DeadLetters",
        ],
    ),
    (
        "Notices",
        &[
            "dynamodb:BatchGetItem Tokens",
            "dynamodb:ConditionCheckItem Notices",
            "dynamodb:DeleteItem Notices",
            "dynamodb:GetItem Accounts",
            "dynamodb:PutItem Notices",
            "dynamodb:Query Accounts/listed",
            "dynamodb:Query Audit",
            "dynamodb:Query Notices",
            "dynamodb:Query Tokens",
            "dynamodb:Query Tokens/by_account",
            "dynamodb:Query Usage",
            "logs:CreateLogStream NoticesLogs",
            "logs:PutLogEvents NoticesLogs",
            "ses:SendEmail Sender",
        ],
    ),
    (
        "Recovery",
        &[
            "dynamodb:BatchWriteItem Drilled",
            "dynamodb:DeleteItem Drilled",
            "dynamodb:DeleteTable Drilled",
            "dynamodb:DescribeContinuousBackups Accounts",
            "dynamodb:DescribeContinuousBackups Audit",
            "dynamodb:DescribeContinuousBackups Changes",
            "dynamodb:DescribeContinuousBackups Disputes",
            "dynamodb:DescribeContinuousBackups Notices",
            "dynamodb:DescribeContinuousBackups Spending",
            "dynamodb:DescribeContinuousBackups Tokens",
            "dynamodb:DescribeContinuousBackups Usage",
            "dynamodb:DescribeTable Accounts",
            "dynamodb:DescribeTable Audit",
            "dynamodb:DescribeTable Changes",
            "dynamodb:DescribeTable Disputes",
            "dynamodb:DescribeTable Drilled",
            "dynamodb:DescribeTable Notices",
            "dynamodb:DescribeTable RestoredByHand",
            "dynamodb:DescribeTable RestoredInTests",
            "dynamodb:DescribeTable Spending",
            "dynamodb:DescribeTable Tokens",
            "dynamodb:DescribeTable Usage",
            "dynamodb:GetItem Accounts",
            "dynamodb:GetItem Audit",
            "dynamodb:GetItem Changes",
            "dynamodb:GetItem Disputes",
            "dynamodb:GetItem Drilled",
            "dynamodb:GetItem Notices",
            "dynamodb:GetItem RestoredByHand",
            "dynamodb:GetItem RestoredInTests",
            "dynamodb:GetItem Spending",
            "dynamodb:GetItem Tokens",
            "dynamodb:GetItem Usage",
            "dynamodb:PutItem Drilled",
            "dynamodb:Query Drilled",
            "dynamodb:RestoreTableToPointInTime Accounts",
            "dynamodb:RestoreTableToPointInTime Audit",
            "dynamodb:RestoreTableToPointInTime Changes",
            "dynamodb:RestoreTableToPointInTime Disputes",
            "dynamodb:RestoreTableToPointInTime Drilled",
            "dynamodb:RestoreTableToPointInTime Notices",
            "dynamodb:RestoreTableToPointInTime Spending",
            "dynamodb:RestoreTableToPointInTime Tokens",
            "dynamodb:RestoreTableToPointInTime Usage",
            "dynamodb:Scan Accounts",
            "dynamodb:Scan Audit",
            "dynamodb:Scan Changes",
            "dynamodb:Scan Disputes",
            "dynamodb:Scan Drilled",
            "dynamodb:Scan Notices",
            "dynamodb:Scan RestoredByHand",
            "dynamodb:Scan RestoredInTests",
            "dynamodb:Scan Spending",
            "dynamodb:Scan Tokens",
            "dynamodb:Scan Usage",
            "dynamodb:UpdateItem Drilled",
            "logs:CreateLogStream RecoveryLogs",
            "logs:PutLogEvents RecoveryLogs",
            "sqs:SendMessage DeadLetters",
        ],
    ),
    (
        "Render",
        &[
            "dynamodb:BatchGetItem Permits",
            "dynamodb:ConditionCheckItem Notices",
            "dynamodb:GetItem Accounts",
            "dynamodb:GetItem Spending",
            "dynamodb:PutItem Audit",
            "dynamodb:PutItem Claims",
            "dynamodb:PutItem Notices",
            "dynamodb:PutItem TextKeys",
            "dynamodb:Query Tokens",
            "dynamodb:UpdateItem Permits",
            "dynamodb:UpdateItem Spending",
            "dynamodb:UpdateItem Tokens",
            "dynamodb:UpdateItem Usage",
            "kms:GenerateDataKey TextKey",
            "kms:GetPublicKey ReceiptKey",
            "kms:Sign ReceiptKey",
            "logs:CreateLogStream RenderLogs",
            "logs:PutLogEvents RenderLogs",
            "secretsmanager:GetSecretValue Pepper",
        ],
    ),
    (
        "Rollup",
        &[
            "dynamodb:DeleteItem Disputes",
            "dynamodb:DeleteItem Usage",
            "dynamodb:GetItem Accounts",
            "dynamodb:GetItem Usage",
            "dynamodb:PutItem Usage",
            "dynamodb:Query Accounts/listed",
            "dynamodb:Query Audit",
            "dynamodb:Query Disputes",
            "dynamodb:Query Usage",
            "dynamodb:UpdateItem Accounts",
            "dynamodb:UpdateItem Usage",
            "kms:ListGrants TextKey",
            "kms:RevokeGrant TextKey",
            "kms:Sign SigningKey",
            "lambda:InvokeFunction Rollup",
            "logs:CreateLogStream RollupLogs",
            "logs:PutLogEvents RollupLogs",
            "s3:PutObject Archive/totals",
            "secretsmanager:GetSecretValue StripeSecret",
            "sqs:SendMessage DeadLetters",
        ],
    ),
    (
        "Tokens",
        &[
            "dynamodb:BatchGetItem Permits",
            "dynamodb:BatchGetItem Tokens",
            "dynamodb:ConditionCheckItem Notices",
            "dynamodb:DeleteItem Disputes",
            "dynamodb:GetItem Accounts",
            "dynamodb:GetItem Disputes",
            "dynamodb:GetItem Usage",
            "dynamodb:PutItem Accounts",
            "dynamodb:PutItem Audit",
            "dynamodb:PutItem Changes",
            "dynamodb:PutItem Disputes",
            "dynamodb:PutItem Notices",
            "dynamodb:PutItem Tokens",
            "dynamodb:Query Accounts",
            "dynamodb:Query Audit/by_account",
            "dynamodb:Query Changes",
            "dynamodb:Query Disputes",
            "dynamodb:Query Tokens",
            "dynamodb:Query Tokens/by_account",
            "dynamodb:Query Usage",
            "dynamodb:UpdateItem Permits",
            "dynamodb:UpdateItem Tokens",
            "kms:CreateGrant TextKey",
            "kms:ListGrants TextKey",
            "kms:RevokeGrant TextKey",
            "logs:CreateLogStream TokensLogs",
            "logs:PutLogEvents TokensLogs",
            "secretsmanager:GetSecretValue Pepper",
        ],
    ),
];

#[test]
fn each_function_may_do_what_its_ports_do_and_nothing_else() {
    let functions: Vec<_> = of_type("AWS::Lambda::Function").map(|(name, _)| name).collect();
    assert_eq!(functions, RIGHTS.map(|(function, _)| function));
    for (function, rights) in RIGHTS {
        let role = &RESOURCES[function]["Properties"]["Role"]["Fn::GetAtt"][0];
        assert_eq!(role.as_str(), Some(format!("{function}Role").as_str()), "each has its own");
        let found = rights_of(&RESOURCES, function);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), rights, "{function}");
    }
}

#[test]
fn the_function_that_draws_changes_of_a_token_its_last_use_and_exposure_alone() {
    let all = statements(&RESOURCES, "Render");
    let of = |sid: &str| all.iter().find(|s| s["Sid"] == sid).expect("a statement")["Condition"].clone();
    let only = &of("NoteLastUseAndExposure")["ForAllValues:StringEquals"]["dynamodb:Attributes"];
    assert_eq!(*only, serde_json::json!(["at", "key", "last_use", "sk", "used_at"]));
    let context = &of("MakeTextKey")["ForAllValues:StringEquals"]["kms:EncryptionContextKeys"];
    assert_eq!(*context, serde_json::json!(["account_id"]));
}

/// Each key that signs, and the one role that does.
const SIGNS: [(&str, &str); 2] = [("ReceiptKey", "render"), ("SigningKey", "rollup")];

#[test]
fn texts_open_by_a_grant_for_one_role_and_what_is_at_rest_through_its_store_alone() {
    let policy = |key: &str| list(&RESOURCES[key]["Properties"]["KeyPolicy"]["Statement"]);
    let allows = |s: &Value, action: &str| list(&s["Action"]).iter().any(|a| a == action || a == "kms:*");
    // The only statements about these actions, with whom they are about.
    let only = |action: &str, effect: &str, role: &str| {
        let about: Vec<_> = policy("TextKey").into_iter().filter(|s| allows(s, action)).collect();
        assert_eq!((about.len(), &about[0]["Effect"]), (1, &Value::from(effect)), "{action}");
        let condition = about[0]["Condition"].clone();
        let who = if effect == "Deny" { "ArnNotEquals" } else { "ArnEquals" };
        let named = condition[who]["aws:PrincipalArn"].to_string();
        assert!(named.ends_with(&format!("-{role}\"}}")), "{action}: {condition}");
        condition
    };
    only("kms:GenerateDataKey", "Allow", "render");
    only("kms:Decrypt", "Deny", "disputes");
    let grant = only("kms:CreateGrant", "Allow", "tokens");
    assert_eq!(grant["ForAllValues:StringEquals"]["kms:GrantOperations"], serde_json::json!(["Decrypt"]));
    assert_eq!(grant["StringEquals"]["kms:GrantConstraintType"], "EncryptionContextEquals");
    assert!(grant["StringEquals"]["kms:GranteePrincipal"].to_string().ends_with("-disputes\"}"));
    for statement in policy("DataKey").iter().filter(|s| allows(s, "kms:Decrypt")) {
        assert!(statement["Condition"].is_object(), "{statement}");
    }
    for (key, _) in of_type("AWS::KMS::Key") {
        // A key that signs cannot be rotated: what it signed would have to be signed anew.
        let rotates = RESOURCES[key]["Properties"]["EnableKeyRotation"] == true;
        assert_eq!(rotates, !SIGNS.iter().any(|(signs, _)| *signs == key), "{key}");
    }
    for (key, role) in SIGNS {
        let signs: Vec<_> = policy(key).into_iter().filter(|s| allows(s, "kms:Sign")).collect();
        assert_eq!(signs.iter().map(|s| s["Effect"].as_str()).collect::<Vec<_>>(), [Some("Allow"), Some("Deny")]);
        assert!(signs.iter().all(|s| s["Condition"].to_string().contains(&format!("-{role}\"}}"))), "{signs:?}");
    }
}

#[test]
fn no_role_has_a_star_for_action_or_resource() {
    for (role, properties) in of_type("AWS::IAM::Role") {
        for policy in list(&properties["Policies"]).iter().filter(|p| p.is_object()) {
            for statement in list(&policy["PolicyDocument"]["Statement"]) {
                let statement = statement.get("Fn::If").map_or(&statement, |branches| &branches[1]);
                for part in ["Action", "Resource"] {
                    assert!(list(&statement[part]).iter().all(|v| v != "*"), "{role}: {statement}");
                }
            }
        }
    }
}
