//! What the parameters of renders mean, for the document; what they may be is the engine's to say.

use longhand_core::app::{Format, PARAMETERS};
use serde_json::{Map, Value, json};

use crate::openapi::Operation;

/// The meaning of each parameter. A test compares the names with the engine's.
const MEANINGS: [(&str, &str); PARAMETERS.len()] = [
    ("handwriting_id", "An id or title of the catalogue, `hand:<seed>`, or `mix:Perry:0.6,Cedar:0.4`."),
    ("text", "What to write, at most 9000 characters; newlines, tabs and runs of spaces are kept."),
    ("handwriting_size", "From baseline to cap height: a distance (`20px`, `24pt`, `0.3in`, `6mm`) or `auto`."),
    ("handwriting_color", "`#RRGGBB`; for PDF `(C,M,Y,K)`, each from 0 to 1."),
    ("width", "A distance, or `auto`: from the text."),
    ("height", "A distance, or `auto`: from the text."),
    ("min_padding", "Centres the block of ink with at least this distance free all around."),
    ("line_spacing", "Baseline to baseline in sizes, 0 to 5."),
    ("line_spacing_variance", "0.1 for ±10 %."),
    ("word_spacing_variance", "0.1 for ±10 %."),
    ("letter_spacing", "Added to each gap between letters, in heights of a small letter, -0.3 to 1."),
    ("fatigue", "0 to 1: how uneven the writing becomes towards the end of the text."),
    ("random_seed", "Positive for the same image each time."),
    ("min", "Smallest size that `auto` takes."),
    ("max", "Largest size that `auto` takes."),
    ("dpi", "Pixels in an inch, 72 to 1200."),
    ("pen", "`ball`, `gel`, `felt`, `fountain` or `pencil`."),
    ("align", "`left`, `center` or `right`."),
    ("margin", "Distance kept free at all edges."),
    ("margin_top", "Distance kept free at the top."),
    ("margin_right", "Distance kept free at the right."),
    ("margin_bottom", "Distance kept free at the bottom."),
    ("margin_left", "Distance kept free at the left."),
    ("baseline_variance", "0.1 for lines that bend by up to a tenth of the size."),
    ("margin_variance", "0.1 for a margin that drifts by up to a tenth of the size."),
    ("overflow", "`clip`, `error`, or for PDF `paginate`."),
    ("engine_version", "The engine whose handwriting is wanted."),
    ("paths", "For SVG: `outlines`, or `lines` for a plotter."),
    ("duration", "For SVG and WebP: seconds in which the text writes itself, 0.1 to 60."),
    ("layout", "For stroke JSON: `true` to have the boxes of words and lines."),
    ("on_missing", "For characters the hand lacks: `error`, `skip`, `transliterate` or `substitute`."),
];

/// Parameters that a request must have.
const REQUIRED: [&str; 2] = ["handwriting_id", "text"];

/// Values to begin with, for who reads the document and who makes up requests from it.
const EXAMPLES: [(&str, &str); 8] = [
    ("handwriting_id", "2D5S46A80003"),
    ("text", "Dear Anna"),
    ("handwriting_size", "24px"),
    ("width", "auto"),
    ("height", "auto"),
    ("min_padding", "10px"),
    ("random_seed", "42"),
    ("pen", "gel"),
];

fn schema(name: &str) -> Value {
    let examples: Vec<&str> = EXAMPLES.iter().filter(|(of, _)| *of == name).map(|(_, value)| *value).collect();
    if examples.is_empty() { json!({ "type": "string" }) } else { json!({ "type": "string", "examples": examples }) }
}

/// Adds them as parameters of the query.
pub(crate) fn in_query(operation: Operation) -> Operation {
    MEANINGS.iter().fold(operation, |operation, (name, meaning)| {
        let operation = operation.parameter("query", name, meaning, &schema(name));
        if REQUIRED.contains(name) { operation.required() } else { operation }
    })
}

/// The schema of a form or JSON object with them.
pub(crate) fn as_object() -> Value {
    let property = |(name, meaning): &(&str, &str)| {
        let mut value = schema(name);
        value["type"] = json!(["string", "number", "boolean"]);
        value["description"] = (*meaning).into();
        ((*name).to_owned(), value)
    };
    let properties: Map<String, Value> = MEANINGS.iter().map(property).collect();
    json!({ "type": "object", "required": REQUIRED, "properties": properties, "additionalProperties": false })
}

/// The same with what a link adds.
pub(crate) fn of_link() -> Value {
    let mut object = as_object();
    object["properties"]["format"] = json!({ "type": "string", "enum": Format::ALL.map(Format::name) });
    object["properties"]["expires_in_s"] = json!({ "type": ["integer", "string"] });
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_every_parameter_of_the_engine() {
        assert_eq!(MEANINGS.map(|(name, _)| name), PARAMETERS);
    }
}
