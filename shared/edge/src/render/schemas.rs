//! The shapes of what the service answers, in the document.

use serde_json::{Value, json};

/// The schemas of what the service answers.
pub(crate) fn schemas() -> Vec<(&'static str, Value)> {
    let object = |members: &[(&str, &str)]| {
        let types: serde_json::Map<String, Value> = members
            .iter()
            .map(|(name, kind)| ((*name).to_owned(), json!({ "type": kind.split('|').collect::<Vec<_>>() })))
            .collect();
        let names: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
        json!({ "type": "object", "required": names, "additionalProperties": false, "properties": types })
    };
    vec![
        (
            "Handwriting",
            object(&[
                ("id", "string"),
                ("title", "string"),
                ("date_created", "string"),
                ("date_modified", "string"),
                ("rating_neatness", "integer"),
                ("rating_cursivity", "integer"),
                ("rating_embellishment", "integer"),
                ("rating_character_width", "integer"),
            ]),
        ),
        (
            "Status",
            object(&[("status", "string"), ("version", "string"), ("engine_version", "integer"), ("region", "string")]),
        ),
        (
            "Estimate",
            object(&[
                ("images", "integer"),
                ("characters", "integer"),
                ("seed", "integer"),
                ("width_px", "integer"),
                ("height_px", "integer"),
                ("width_mm", "number"),
                ("height_mm", "number"),
                ("handwriting_size_mm", "number"),
                ("pages", "integer"),
                ("baselines", "integer"),
                ("overflow", "integer|null"),
            ]),
        ),
        (
            "ReceiptKeys",
            json!({
                "type": "object", "required": ["keys"], "additionalProperties": false,
                "properties": { "keys": { "type": "array", "items": {
                    "type": "object", "required": ["kty", "crv", "x", "y"],
                    "properties": { "kty": { "const": "EC" }, "crv": { "const": "P-256" } },
                } } },
            }),
        ),
        ("Link", object(&[("url", "string"), ("expires", "integer")])),
        (
            "Strokes",
            json!({
                "type": "object", "required": ["width_mm", "height_mm", "strokes"],
                "properties": {
                    "width_mm": { "type": "number" }, "height_mm": { "type": "number" },
                    "strokes": { "type": "array", "items": {
                        "type": "object", "required": ["char", "points", "widths_mm"], "additionalProperties": false,
                        "properties": {
                            "char": { "type": "integer" },
                            "points": { "type": "array", "items": { "type": "array", "items": { "type": "number" }, "minItems": 4, "maxItems": 4 } },
                            "widths_mm": { "type": "array", "items": { "type": "number" } },
                        },
                    } },
                    "lines": { "type": "array" }, "words": { "type": "array" },
                },
                "additionalProperties": false,
            }),
        ),
    ]
}
