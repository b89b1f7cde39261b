//! What the template would deploy, read after its expansion to plain `CloudFormation`.

mod mistakes;
mod regions;
mod rights;
mod stores;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use longhand_core::app::Reconciler;
use longhand_tests::template;
use serde_json::Value;

/// Before and after its expansion.
static FILES: LazyLock<[PathBuf; 2]> = LazyLock::new(|| {
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("../template.yaml");
    [template, template::expanded(Path::new(env!("CARGO_TARGET_TMPDIR")))]
});

/// The resources by name.
static RESOURCES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| template::resources(&FILES[1]));

/// All resources of a type.
fn of_type(kind: &str) -> impl Iterator<Item = (&'static str, &'static Value)> {
    RESOURCES.iter().filter(move |(_, r)| r["Type"] == kind).map(|(name, r)| (name.as_str(), &r["Properties"]))
}

#[test]
fn the_template_is_without_fault_before_and_after_its_expansion() {
    for file in FILES.iter() {
        let mut python = template::python(Path::new(env!("CARGO_TARGET_TMPDIR")));
        let lint = python.args(["-c", "from cfnlint.runner import main; main()"]).arg(file);
        let done = lint.output().expect("python3 starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    }
}

#[test]
fn sam_itself_finds_the_template_valid() {
    // With --lint it asks another validator, instead.
    for lint in [None, Some("--lint")] {
        let mut sam = template::python(Path::new(env!("CARGO_TARGET_TMPDIR")));
        sam.args(["-m", "samcli", "validate", "--template-file"]).arg(&FILES[0]).args(lint);
        sam.env("SAM_CLI_TELEMETRY", "0").env("AWS_DEFAULT_REGION", "eu-central-1");
        let done = sam.output().expect("python3 starts");
        let said = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success() && said.contains("is a valid SAM Template"), "{said}");
    }
}

#[test]
fn each_function_ends_before_who_waits_for_it_and_what_fails_is_left_or_runs_again() {
    for (name, function) in of_type("AWS::Lambda::Function") {
        let seconds = function["Timeout"].as_u64().expect("a timeout");
        assert!(function["MemorySize"].is_u64() || function["MemorySize"]["Ref"] == "RenderMemory", "{name}");
        assert!(
            function["LoggingConfig"]["LogGroup"]["Ref"].as_str().is_some_and(|logs| logs.ends_with("Logs")),
            "{name}"
        );
        match name {
            // The gateway waits for 29 s.
            "Disputes" | "Render" | "Tokens" => assert!(seconds < 29, "{name}"),
            // The next run begins later, and finds what is still due.
            "Erasure" | "Recovery" | "Rollup" => {
                assert!(seconds < 1200 && function["DeadLetterConfig"]["TargetArn"].is_object(), "{name}");
            }
            // It runs each minute, and what it has not told stays in its outbox.
            "Notices" => assert!(seconds <= 300, "{name}"),
            new => panic!("who waits for {new}?"),
        }
    }
}

#[test]
fn no_function_has_an_address_of_its_own_or_a_secret_in_its_environment() {
    assert_eq!(of_type("AWS::Lambda::Url").count(), 0);
    let functions: Vec<_> = of_type("AWS::Lambda::Function").collect();
    assert_eq!(
        functions.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        ["Disputes", "Erasure", "Notices", "Recovery", "Render", "Rollup", "Tokens"]
    );
    let names = [
        "AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH",
        "LONGHAND_AUDIT_SHARDS",
        "LONGHAND_KEY",
        "LONGHAND_PEPPER",
        "LONGHAND_REGIONS",
        "LONGHAND_TABLES",
        "SSL_CERT_FILE",
    ];
    for (function, properties) in functions {
        let variables = properties["Environment"]["Variables"].as_object().expect("variables");
        let mut found: Vec<_> = variables.keys().collect();
        found.sort_unstable();
        // Who may manage is named to the functions that have people.
        if matches!(function, "Tokens" | "Disputes") {
            let people = ["LONGHAND_ADMINS", "LONGHAND_OIDC_AUDIENCE", "LONGHAND_OIDC_ISSUER", "LONGHAND_OIDC_JWKS"];
            assert_eq!(people.map(|name| variables.contains_key(name)), [true; 4]);
            found.retain(|name| !people.contains(&name.as_str()));
        }
        if function == "Render" {
            found.retain(|name| {
                !matches!(name.as_str(), "LONGHAND_ANSWERS" | "LONGHAND_SECURITY_CONTACT" | "LONGHAND_SIGNING_KEY")
            });
        }
        if function == "Tokens" {
            found.retain(|name| !matches!(name.as_str(), "LONGHAND_DISPUTES_ROLE" | "LONGHAND_LEAK_KEYS"));
        }
        if function == "Rollup" {
            let own = ["LONGHAND_APART", "LONGHAND_ARCHIVE", "LONGHAND_SIGNING_KEY", "LONGHAND_STRIPE"];
            found.retain(|name| !own.contains(&name.as_str()));
        }
        if function == "Notices" {
            found.retain(|name| !matches!(name.as_str(), "LONGHAND_COUNTRIES" | "LONGHAND_MAIL_FROM"));
        }
        assert_eq!(found, names, "{function}");
        // A name or a number, never what is behind a name.
        let text = properties["Environment"].to_string();
        assert!(!text.contains("resolve:secretsmanager") && !text.contains("Fn::GetAtt"), "{function}: {text}");
    }
}

#[test]
fn the_gateway_answers_in_the_envelope_and_logs_no_query() {
    let (_, api) = of_type("AWS::ApiGateway::RestApi").next().expect("an API");
    assert_eq!(api["BinaryMediaTypes"], serde_json::json!(["*~1*"]));
    assert_eq!(api["EndpointConfiguration"]["Types"][0], "REGIONAL");
    let responses = &api["Body"]["x-amazon-apigateway-gateway-responses"];
    for kind in ["DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED"] {
        let template = responses[kind]["responseTemplates"]["application/json"].as_str().expect("a template");
        let filled = template.replace("$context.error.messageString", "\"Forbidden\"");
        let answer: Value = serde_json::from_str(&filled).expect("JSON");
        assert!(answer["errors"][0]["error"].is_string(), "{kind}: {template}");
    }
    let (_, firewall) = of_type("AWS::WAFv2::WebACL").next().expect("a firewall");
    for (name, body) in firewall["CustomResponseBodies"].as_object().expect("bodies") {
        let answer: Value = serde_json::from_str(body["Content"].as_str().expect("text")).expect("JSON");
        assert!(answer["errors"][0]["error"].is_string(), "{name}");
    }
    let rules = firewall["Rules"].as_array().expect("rules");
    let long = rules.iter().find(|rule| rule["Name"] == "BodyTooLong").expect("a rule of long bodies");
    let parts = &long["Statement"]["AndStatement"]["Statements"];
    assert_eq!(parts[0]["SizeConstraintStatement"]["Size"], 7, "digits");
    let path = &parts[1]["NotStatement"]["Statement"]["ByteMatchStatement"]["SearchString"];
    assert!(longhand_edge::walk().iter().any(|(_, known, _)| path == known), "only an image may be longer: {path}");
    let (_, stage) = of_type("AWS::ApiGateway::Stage").next().expect("a stage");
    let format = stage["AccessLogSetting"]["Format"].as_str().expect("a format");
    let line: Value = serde_json::from_str(format).expect("a line is JSON");
    for (name, what) in line.as_object().expect("members") {
        let what = what.as_str().expect("text").to_lowercase();
        assert!(["query", "resourcepath", "header", "body"].iter().all(|part| !what.contains(part)), "{name}: {what}");
    }
    assert_eq!(stage["MethodSettings"][0]["DataTraceEnabled"], false);
    assert!(stage["TracingEnabled"].is_null(), "a trace has the query");
}

#[test]
fn every_path_of_the_service_comes_to_the_function_that_has_it() {
    let (_, api) = of_type("AWS::ApiGateway::RestApi").next().expect("an API");
    let paths: Vec<&String> = api["Body"]["paths"].as_object().expect("paths").keys().collect();
    let function = |path: &str| {
        // The gateway takes the path spelled out, else the longest that is a beginning.
        let fits = |pattern: &str| match pattern.strip_suffix("{proxy+}") {
            Some(begin) => path.starts_with(begin) && path.len() > begin.len(),
            None => path == pattern,
        };
        let best =
            paths.iter().filter(|pattern| fits(pattern)).max_by_key(|pattern| (!pattern.contains('+'), pattern.len()));
        let integration = &api["Body"]["paths"][best.expect("a path").as_str()]["x-amazon-apigateway-any-method"];
        let integration = &integration["x-amazon-apigateway-integration"];
        let (text, streamed) = (integration["uri"].to_string(), integration["responseTransferMode"] == "STREAM");
        assert_eq!(text.contains("response-streaming-invocations"), streamed, "{path}");
        assert_eq!(text.contains("${Render"), streamed, "{path}: what draws streams, as its environment tells it");
        let named = ["Tokens", "Disputes"].into_iter().find(|name| text.contains(&format!("${{{name}")));
        named.unwrap_or("Render")
    };
    for (method, path, known) in longhand_edge::walk() {
        use longhand_edge::Known;
        let whose = match known {
            _ if path.starts_with("/texts/") => "Disputes",
            Known::Person | Known::Admin | Known::Scanner => "Tokens",
            Known::Nobody | Known::Token | Known::Link => "Render",
        };
        assert_eq!(function(&path.replace("{key}", "K").replace("{id}", "I")), whose, "{method} {path}");
    }
    assert_eq!((function("/"), function("/nowhere")), ("Render", "Render"));
}

#[test]
fn the_biller_is_compared_as_far_back_as_on_one_machine() {
    let targets = of_type("AWS::Events::Rule").flat_map(|(_, rule)| rule["Targets"].as_array().into_iter().flatten());
    let hours = targets.filter_map(|target| {
        let event: Value = serde_json::from_str(target["Input"].as_str()?).ok()?;
        event["reconcile"].as_i64()
    });
    let expected = [Reconciler::EACH_HOUR, Reconciler::EACH_DAY].map(|back| back.as_hours());
    assert_eq!(hours.collect::<BTreeSet<i64>>(), BTreeSet::from(expected));
}
