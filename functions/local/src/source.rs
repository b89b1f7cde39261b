//! Where the text comes from.

use std::io::{IsTerminal as _, Read as _};

use crate::args::SourceArgs;
use crate::failure::Failure;

/// The text of the arguments, of a file, or of standard input; nothing if that is a terminal, since waiting
/// there without a word would look like a hang.
pub fn read_text(args: &SourceArgs) -> Result<String, Failure> {
    if let Some(text) = &args.text {
        return Ok(unescape(text));
    }
    if let Some(path) = &args.file {
        let bytes = std::fs::read(path).map_err(|e| Failure::io("read", path, &e))?;
        return decode(bytes).map_err(|e| Failure::io("read", path, &e));
    }
    let mut input = std::io::stdin();
    if input.is_terminal() {
        return Ok(String::new());
    }
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|e| Failure::Io(format!("cannot read standard input: {e}")))?;
    decode(bytes).map_err(|e| Failure::Io(format!("cannot read standard input: {e}")))
}

/// A byte order mark is not text, nor is the line end that every text file closes with.
fn decode(bytes: Vec<u8>) -> Result<String, String> {
    let text =
        String::from_utf8(bytes).map_err(|e| format!("not UTF-8 from byte {} on", e.utf8_error().valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.strip_suffix('\n').map_or(text, |t| t.strip_suffix('\r').unwrap_or(t));
    Ok(text.to_owned())
}

/// `\n`, `\t` and `\\` as a shell leaves them; any other backslash is itself.
pub fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let meant = match (c, chars.peek()) {
            ('\\', Some('n')) => Some('\n'),
            ('\\', Some('t')) => Some('\t'),
            ('\\', Some('\\')) => Some('\\'),
            _ => None,
        };
        if meant.is_some() {
            chars.next();
        }
        plain.push(meant.unwrap_or(c));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_newline_tab_and_backslash_are_escapes() {
        assert_eq!(unescape(r"a\nb\tc\\n\d\"), "a\nb\tc\\n\\d\\");
    }

    #[test]
    fn a_file_keeps_its_text_but_not_its_mark_and_last_line_end() {
        assert_eq!(decode("\u{feff}a\n\n".into()), Ok("a\n".to_owned()));
        assert_eq!(decode(b"a\r\n".to_vec()), Ok("a".to_owned()));
        assert!(decode(vec![b'a', 0xff]).is_err_and(|e| e.contains("byte 1")));
    }
}
