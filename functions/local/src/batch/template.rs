//! Text with `{column}` in it.

use csv::StringRecord;

use crate::source::unescape;

/// A text whose placeholders are columns of a list.
#[derive(Debug)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    /// A column, by index, and how long its placeholder was.
    Column(usize, usize),
}

impl Template {
    /// Reads `source` for a list with these `columns`.
    ///
    /// # Errors
    /// All that is wrong with it, one fault a line, each naming `flag`.
    pub fn parse(source: &str, flag: &str, columns: &StringRecord) -> Result<Self, Vec<String>> {
        let mut parts = Vec::new();
        let mut faults = Vec::new();
        let mut text = String::new();
        let source = unescape(source);
        let mut rest = source.as_str();
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            if let Some(twice) = after.strip_prefix(c).filter(|_| c == '{' || c == '}') {
                text.push(c);
                rest = twice;
            } else if c == '{' {
                let Some((name, beyond)) = after.split_once('}') else {
                    faults.push(format!("{flag} has a {{ without its }} (accepted: {{column}}, or {{{{ for a brace)"));
                    break;
                };
                parts.push(Part::Text(core::mem::take(&mut text)));
                match columns.iter().position(|column| column == name.trim()) {
                    Some(column) => parts.push(Part::Column(column, name.chars().count() + 2)),
                    None => faults.push(unknown(flag, name, columns)),
                }
                rest = beyond;
            } else {
                text.push(c);
                rest = after;
            }
        }
        parts.push(Part::Text(text));
        if faults.is_empty() { Ok(Self { parts }) } else { Err(faults) }
    }

    /// The text for a row.
    #[must_use]
    pub fn fill(&self, row: &StringRecord) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Column(column, _) => row.get(*column).unwrap_or("").to_owned(),
        };
        self.parts.iter().map(part).collect()
    }

    /// The text with blanks for its placeholders.
    #[must_use]
    pub fn blank(&self) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Column(_, length) => " ".repeat(*length),
        };
        self.parts.iter().map(part).collect()
    }
}

fn unknown(flag: &str, name: &str, columns: &StringRecord) -> String {
    let known: Vec<&str> = columns.iter().collect();
    format!("{flag} has no column for {{{name}}} (accepted: {})", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> StringRecord {
        StringRecord::from(vec!["first", "last"])
    }

    #[test]
    fn placeholders_become_fields_and_doubled_braces_braces() {
        let template = Template::parse(r"Dear {first} { last },\n{{x}}", "--template", &columns()).ok();
        let row = StringRecord::from(vec!["Anna", "{first}"]);
        assert_eq!(template.map(|t| t.fill(&row)), Some("Dear Anna {first},\n{x}".to_owned()));
    }

    #[test]
    fn every_unknown_placeholder_is_named_with_the_columns_there_are() {
        let faults = Template::parse("{firts} {first} {} {", "--template", &columns()).err().unwrap_or_default();
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(faults[0].contains("{firts}") && faults[0].contains("first, last"), "{faults:?}");
    }
}
