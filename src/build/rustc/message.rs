//! The compiler's messages as it writes them, one JSON object on each line.

use serde::Deserialize;
use serde::de::IgnoredAny;

/// A message of the compiler.
#[derive(Clone, Debug, Deserialize)]
pub struct RawDiagnostic {
    /// The message itself.
    pub message: String,
    /// Its code.
    pub code: Option<RawCode>,
    /// `error`, `warning`, `note`, `failure-note`, `error: internal compiler error`, …
    pub level: String,
    /// The places it is about.
    pub spans: Vec<RawSpan>,
    /// Notes and suggestions that belong to it.
    #[serde(default)]
    pub children: Vec<RawDiagnostic>,
    /// The whole as it is shown.
    pub rendered: Option<String>,
}

/// The code of a message.
#[derive(Clone, Debug, Deserialize)]
pub struct RawCode {
    /// `E0308`, or a lint's name.
    pub code: String,
}

/// A place that a message is about.
#[derive(Clone, Debug, Deserialize)]
pub struct RawSpan {
    /// The file, as it was named to the compiler.
    pub file_name: String,
    /// From 1.
    pub line_start: u32,
    /// From 1.
    pub line_end: u32,
    /// In characters, from 1.
    pub column_start: u32,
    /// After the last character.
    pub column_end: u32,
    /// Whether the message is about this above all.
    pub is_primary: bool,
    /// The call of the macro that this is in.
    #[serde(default)]
    pub expansion: Option<Expansion>,
}

/// A macro's call. Calls in calls are left out: how deep they go is the candidate's choice.
#[derive(Clone, Debug, Deserialize)]
pub struct Expansion {
    /// Where the macro is called.
    pub span: Call,
}

/// Where a macro is called.
#[derive(Clone, Debug, Deserialize)]
pub struct Call {
    /// The file, as it was named to the compiler.
    pub file_name: String,
    /// From 1.
    pub line_start: u32,
    /// From 1.
    pub line_end: u32,
    /// In characters, from 1.
    pub column_start: u32,
    /// After the last character.
    pub column_end: u32,
    #[serde(default, rename = "expansion")]
    _expansion: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "$message_type")]
    message_type: String,
}

impl RawDiagnostic {
    /// The most messages that are kept; a flood is cut here.
    pub const MOST: usize = 500;

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.level.starts_with("error")
    }

    /// Whether it is about an error of the compiler itself.
    pub fn is_internal(&self) -> bool {
        self.level.contains("internal compiler error")
    }

    /// Whether it only counts or comments on the messages before it.
    pub fn is_summary(&self) -> bool {
        let counts = self.message.starts_with("aborting due to ")
            || self.message.ends_with(" warning emitted")
            || self.message.ends_with(" warnings emitted");
        self.level == "failure-note" || (self.spans.is_empty() && counts)
    }

    /// Whether it is an error that the source is to blame for.
    pub fn is_source_error(&self) -> bool {
        self.is_error() && !self.is_internal() && !self.is_summary() && !self.spans.is_empty()
    }

    /// The place it is about above all.
    pub fn primary(&self) -> Option<&RawSpan> {
        self.spans.iter().find(|span| span.is_primary)
    }
}

/// The messages in the compiler's output, up to [`RawDiagnostic::MOST`], and everything
/// else that was printed.
pub fn parse(output: &[u8]) -> (Vec<RawDiagnostic>, String) {
    let output = String::from_utf8_lossy(output);
    let mut diagnostics = Vec::new();
    let mut rest = String::new();
    for line in output.lines() {
        let kind = line
            .starts_with('{')
            .then(|| serde_json::from_str::<Kind>(line).ok())
            .flatten();
        match kind {
            None => {
                rest.push_str(line);
                rest.push('\n');
            }
            Some(kind) if kind.message_type == "diagnostic" => {
                if diagnostics.len() < RawDiagnostic::MOST {
                    diagnostics.extend(serde_json::from_str::<RawDiagnostic>(line));
                }
            }
            Some(_) => {}
        }
    }
    (diagnostics, rest)
}
