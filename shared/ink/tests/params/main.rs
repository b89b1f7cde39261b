//! What a request accepts, what it assumes, and how it refuses.

mod faults;
mod values;

use longhand_ink::params::{FieldError, FieldErrors, Format, RenderRequest};

type Pairs<'a> = Vec<(&'a str, &'a str)>;

fn read<'a>(format: Format, more: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<RenderRequest, FieldErrors> {
    let pairs: Pairs = [("handwriting_id", "Perry"), ("text", "Dear Anna")].into_iter().chain(more).collect();
    RenderRequest::from_pairs(format, pairs)
}

fn faults(result: Result<RenderRequest, FieldErrors>) -> Vec<FieldError> {
    result.err().map(|e| e.as_slice().to_vec()).unwrap_or_default()
}

fn fields(result: Result<RenderRequest, FieldErrors>) -> Vec<String> {
    faults(result).into_iter().map(|f| f.field).collect()
}
