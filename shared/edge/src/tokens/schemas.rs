//! The shapes of what the service answers, in the document.

use serde_json::{Value, json};

use crate::openapi::schema;

/// The schemas of what the service answers.
pub(crate) fn schemas() -> Vec<(&'static str, Value)> {
    let object = |members: Value| {
        let names: Vec<String> = members.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        json!({ "type": "object", "required": names, "additionalProperties": false, "properties": members })
    };
    let (text, maybe) = (json!({ "type": "string" }), json!({ "type": ["string", "null"] }));
    let list = json!({ "type": "array", "items": text });
    let last_use = json!({ "type": ["object", "null"], "required": ["at", "address", "user_agent"] });
    let mut token = json!({
        "key": text, "kind": text, "state": text, "title": text, "labels": list, "owner": maybe, "scopes": list,
        "addresses": list, "origins": list, "monthly_cap": { "type": ["integer", "null"] },
        "revoke_if_exposed": { "type": "boolean" }, "created": text, "expires": maybe, "revoked": maybe, "overlap_until": maybe, "last_use": last_use,
    });
    let plain = object(token.clone());
    token["secret"] = text.clone();
    let member = json!({ "type": "object", "required": ["subject", "role"] });
    let account = json!({
        "id": text, "title": text, "plan": text, "state": text, "created": text,
        "members": { "type": "array", "items": member }, "contact": maybe, "customer": maybe, "monthly_cap": { "type": ["integer", "null"] },
    });
    let tokens = json!({ "tokens": { "type": "array", "items": schema("Token") }, "next": maybe });
    let number = json!({ "type": "integer" });
    let call = object(json!({
        "request_id": text, "at": text, "token": maybe, "kind": maybe, "subject": maybe, "method": text, "route": text,
        "status": number, "duration_us": number, "bytes": number, "user_agent": text, "address": maybe,
        "images": number, "characters": number, "commitment": maybe,
    }));
    let thing = json!({ "type": ["object", "null"] });
    let change = object(json!({
        "at": text, "subject": text, "role": text, "action": text, "object": text, "before": thing, "after": thing,
    }));
    let count = object(json!({ "images": number, "characters": number }));
    let counts = json!({ "live": count, "test": count });
    let row = object(json!({ "period": text, "of": maybe, "live": count, "test": count }));
    let usage = object(json!({
        "from": text, "to": text, "zone": text, "total": object(counts), "rows": { "type": "array", "items": row },
    }));
    let line = object(json!({
        "what": { "type": "string", "enum": ["fee", "included", "units", "minimum"] },
        "quantity": number, "price": text, "amount": text,
    }));
    let signed = json!({ "type": "integer" });
    let adjustment = object(json!({ "period": text, "at": text, "units": signed, "amount": text }));
    let correction = object(json!({
        "hour": text, "images": signed, "characters": signed, "reason": text, "at": text,
    }));
    let forecast = object(json!({ "used": number, "total": text, "method": text }));
    let invoice = object(json!({
        "account": text, "title": text, "plan": text, "period": text, "from": text, "to": text,
        "preview": { "type": "boolean" }, "currency": text, "unit": text, "used": number,
        "lines": { "type": "array", "items": line },
        "corrections": { "type": "array", "items": correction }, "adjustments": { "type": "array", "items": adjustment },
        "total": text, "issued": maybe, "forecast": { "oneOf": [forecast, { "type": "null" }] },
    }));
    let label = object(json!({
        "token_hash": text, "token_type": maybe, "label": { "type": "string", "enum": ["true_positive", "false_positive"] },
    }));
    vec![
        ("Export", export(&call, &change)),
        ("Calls", object(json!({ "calls": { "type": "array", "items": call }, "next": maybe }))),
        ("Changes", object(json!({ "changes": { "type": "array", "items": change }, "next": maybe }))),
        ("Leaks", json!({ "type": "array", "items": label })),
        ("Token", plain),
        ("MintedToken", object(token)),
        ("Tokens", object(tokens)),
        ("Account", object(account)),
        ("Usage", usage),
        ("Invoice", invoice),
        ("OwnerKey", object(json!({ "owner_key": text }))),
    ]
}

/// A page of all that is kept; what is not of calls is in the first alone.
fn export(call: &Value, change: &Value) -> Value {
    let list = |items: Value| json!({ "type": "array", "items": items });
    json!({
        "type": "object", "required": ["calls", "next"], "additionalProperties": false,
        "properties": {
            "account": schema("Account"), "tokens": list(schema("Token")), "changes": list(change.clone()),
            "disputes": list(schema("Dispute")), "usage": list(json!({ "type": "object" })),
            "calls": list(call.clone()), "next": { "type": ["string", "null"] },
        },
    })
}
