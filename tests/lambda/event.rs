//! Events of API Gateway (REST, v1) and their answers.
#![allow(dead_code, reason = "each function's test uses its own part")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// A GET as the gateway hands it on.
pub fn get(path: &str, query: &[(&str, &str)], headers: &Value) -> Value {
    let one: serde_json::Map<String, Value> = query.iter().map(|(k, v)| ((*k).to_owned(), json!(v))).collect();
    let many: serde_json::Map<String, Value> = query.iter().map(|(k, v)| ((*k).to_owned(), json!([v]))).collect();
    let lists: serde_json::Map<String, Value> =
        headers.as_object().into_iter().flatten().map(|(k, v)| (k.clone(), json!([v]))).collect();
    json!({
        "resource": "/{proxy+}", "path": path, "httpMethod": "GET", "headers": headers, "multiValueHeaders": lists,
        "queryStringParameters": one, "multiValueQueryStringParameters": many, "pathParameters": null,
        "stageVariables": null, "body": null, "isBase64Encoded": false,
        "requestContext": {
            "accountId": "123456789012", "apiId": "abc", "httpMethod": "GET", "path": path, "protocol": "HTTP/1.1",
            "requestId": "r-1", "resourceId": "x", "resourcePath": "/{proxy+}", "stage": "prod",
            "identity": { "sourceIp": "192.0.2.77", "userAgent": "curl/8" },
        },
    })
}

/// The bytes of an answer.
pub fn body(answer: &Value) -> Vec<u8> {
    let text = answer["body"].as_str().expect("a body");
    if answer["isBase64Encoded"] == true { STANDARD.decode(text).expect("base 64") } else { text.as_bytes().to_vec() }
}

/// A header of an answer; empty if it has none of that name.
pub fn header<'a>(answer: &'a Value, name: &str) -> &'a str {
    let headers = answer["multiValueHeaders"].as_object().expect("headers");
    let found = headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
    found.map_or("", |(_, values)| values[0].as_str().expect("text"))
}

/// A request with another method and a JSON body.
pub fn send(method: &str, path: &str, headers: &Value, body: &Value) -> Value {
    let mut headers = headers.clone();
    headers["Content-Type"] = "application/json".into();
    let mut event = get(path, &[], &headers);
    event["httpMethod"] = method.into();
    event["requestContext"]["httpMethod"] = method.into();
    event["body"] = body.to_string().into();
    event
}

/// A POST of a body that is no text.
pub fn send_bytes(path: &str, kind: &str, headers: &Value, body: &[u8]) -> Value {
    let mut event = send("POST", path, headers, &Value::Null);
    event["headers"]["Content-Type"] = kind.into();
    event["multiValueHeaders"]["Content-Type"] = json!([kind]);
    event["body"] = STANDARD.encode(body).into();
    event["isBase64Encoded"] = true.into();
    event
}
