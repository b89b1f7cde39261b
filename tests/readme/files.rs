//! What the README's commands write.

use std::path::{Path, PathBuf};

/// How files of a format begin and end.
const FORMATS: [(&str, &[u8], &[u8]); 5] = [
    ("png", b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    ("pdf", b"%PDF-", b"%%EOF"),
    ("svg", b"<svg", b"</svg>"),
    ("json", b"{\"width_mm\"", b"}"),
    ("inkml", b"<?xml", b"</ink>"),
];

/// The path itself if it is a file, else all files under it.
pub fn files_under(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let Ok(entries) = std::fs::read_dir(path) else { return Vec::new() };
    entries.flat_map(|entry| files_under(&entry.expect("an entry").path())).collect()
}

/// Fails unless the file is whole and what its extension says.
pub fn assert_format(file: &Path) {
    let bytes = std::fs::read(file).expect("a file");
    let extension = file.extension().and_then(|e| e.to_str()).unwrap_or("");
    let (_, first, last) = FORMATS.iter().find(|(name, ..)| *name == extension).expect("a known extension");
    let whole = bytes.starts_with(first) && bytes.trim_ascii_end().ends_with(last);
    assert!(whole, "{} is not {extension}, or not whole", file.display());
}
