//! Texts of problem.toml, with the place of everything in them.

use super::fault::Fault;
use crate::problem::complaint::Complaint;
use std::fmt;
use std::ops::Range;

/// The file that all of them are in.
pub(super) const FILE: &str = "problem.toml";

/// A text of problem.toml.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// What it says.
    pub value: String,
    /// Its bytes in the file, quotes included.
    pub span: Range<usize>,
    /// The bytes of the file that each byte of `value` stands for, and the place behind the
    /// last; `None` if that could not be followed.
    offsets: Option<Vec<Range<usize>>>,
}

impl Text {
    /// A text with the TOML string that it comes from.
    pub fn new(value: &str, span: Range<usize>, source: &str) -> Self {
        let offsets = source
            .get(span.clone())
            .and_then(|raw| offsets(raw, value))
            .map(|offsets| {
                let moved = |part: &Range<usize>| part.start + span.start..part.end + span.start;
                offsets.iter().map(moved).collect()
            });
        Self {
            value: value.to_owned(),
            span,
            offsets,
        }
    }

    /// A text that is not there, in place of one that has been complained about.
    pub const fn none(span: Range<usize>) -> Self {
        Self {
            value: String::new(),
            span,
            offsets: None,
        }
    }

    /// A key, which is only ever pointed at as a whole.
    pub fn key(value: &str, span: Range<usize>) -> Self {
        Self {
            value: value.to_owned(),
            ..Self::none(span)
        }
    }

    /// The bytes of the file that a range of the value stands for.
    pub fn locate(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| self.offsets.as_ref().and_then(|all| all.get(at));
        let Some(start) = place(range.start).map(|place| place.start) else {
            return self.span.clone();
        };
        if range.is_empty() {
            return start..start;
        }
        match place(range.end - 1) {
            Some(last) => start..last.end,
            None => self.span.clone(),
        }
    }

    /// The fault at its place in the file.
    pub fn complain(&self, fault: Fault) -> Complaint {
        let span = self.locate(&fault.range);
        fault.placed(FILE, span)
    }

    /// The text as a whole is at fault.
    pub fn fault(&self, message: impl fmt::Display, label: impl fmt::Display) -> Complaint {
        Complaint::at(FILE, self.span.clone(), message, label)
    }
}

/// Where in the raw TOML string each byte of its value comes from.
fn offsets(raw: &str, value: &str) -> Option<Vec<Range<usize>>> {
    let quotes = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|quotes| raw.starts_with(quotes))?;
    let mut at = quotes.len();
    if quotes.len() == 3 {
        // A newline right after the quotes is not part of the text.
        let rest = &raw[at..];
        at += usize::from(rest.starts_with('\r'));
        at += usize::from(rest.trim_start_matches('\r').starts_with('\n'));
    }
    let basic = quotes.starts_with('"');
    let mut offsets = Vec::with_capacity(value.len() + 1);
    for wanted in value.chars() {
        loop {
            let rest = raw.get(at..)?;
            let next = rest.chars().next()?;
            if basic && next == '\\' {
                let after = rest[1..].chars().next()?;
                if after.is_whitespace() {
                    let rest = &rest[1..];
                    at += 1 + rest.len() - rest.trim_start().len();
                    continue;
                }
                let length = match after {
                    'x' => 4,
                    'u' => 6,
                    'U' => 10,
                    _ => 2,
                };
                offsets.extend(std::iter::repeat_n(at..at + length, wanted.len_utf8()));
                at += length;
            } else if next == '\r' && wanted == '\n' {
                at += 1;
                continue;
            } else if next == wanted {
                offsets.extend((0..wanted.len_utf8()).map(|byte| at + byte..at + byte + 1));
                at += wanted.len_utf8();
            } else {
                return None;
            }
            break;
        }
    }
    offsets.push(at..at);
    Some(offsets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    /// The file's text at the place of `part` of the only value.
    fn located<'a>(source: &'a str, part: &str) -> &'a str {
        let document = DeTable::parse(source).expect("valid TOML");
        let value = &document.get_ref()["key"];
        let text = Text::new(
            value.get_ref().as_str().expect("a text"),
            value.span(),
            source,
        );
        let start = text.value.find(part).expect("part of the value");
        &source[text.locate(&(start..start + part.len()))]
    }

    #[test]
    fn a_place_in_a_text_is_found_again_in_the_file() {
        assert_eq!(located("key = 'put(1)'", "1"), "1");
        assert_eq!(located(r#"key = "a\t\u00e9 put(1)""#, "put"), "put");
        assert_eq!(located(r#"key = "put(\"x\")""#, "\"x\""), r#"\"x\""#);
        assert_eq!(
            located("key = \"\"\"\n  a \\\n     put(1)\"\"\"", "put(1)"),
            "put(1)"
        );
        assert_eq!(located("key = '''\nfirst\nsecond'''", "second"), "second");
        assert_eq!(located("key = 'écho x'", "x"), "x");
    }
}
