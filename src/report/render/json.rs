//! JSON: the document itself.

use crate::report::document::Report;
use crate::report::sanitise;
use serde::Serialize;
use std::fmt::Write;

/// The report as JSON for people to read too, with a line break at its end.
pub fn render(report: &Report) -> String {
    pretty(report)
}

/// A value as indented JSON. Characters that act on a terminal or hide text are escaped,
/// so that the text can be printed, and reads back as the same value.
pub fn pretty(value: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(value).expect("maps have text keys, writing is safe");
    let mut text = String::with_capacity(json.len() + 1);
    for character in json.chars() {
        if character == '\n' || !(character.is_control() || sanitise::is_hidden(character)) {
            text.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(text, "\\u{unit:04x}").expect("a string takes all");
        }
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::examples;

    #[test]
    fn hostile_text_reads_back_as_it_was_and_acts_on_nothing() {
        let mut report = examples::accepted();
        report.submission.origin = "\x1b[2J\u{9b}1m\u{202e}\u{7f}\u{e0041}.rs".into();
        let json = render(&report);
        assert!(
            json.contains(r"\u001b[2J\u009b1m\u202e\u007f\udb40\udc41.rs"),
            "{json}"
        );
        assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
    }
}
