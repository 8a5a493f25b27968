//! Makes text that a candidate can influence harmless.

/// Clean text in lines.
pub fn block(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .filter(|&character| matches!(character, '\n' | '\t') || !character.is_control())
        .collect()
}

/// One line of clean text.
pub fn line(line: &str) -> String {
    block(line.as_bytes()).replace(['\n', '\t'], " ")
}
