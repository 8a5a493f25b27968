//! What the compiler says, in the form of a report.

use super::rustc::{RawDiagnostic, RawSpan, Toolchain};
use crate::report::document::{Diagnostic, Level, Place};
use crate::report::sanitise;
use crate::submission::Submission;
use camino::Utf8Path;

/// The most errors that are kept.
pub const MOST_ERRORS: usize = 50;

/// The most warnings that are kept.
pub const MOST_WARNINGS: usize = 20;

/// The compiler's messages about a submission.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    /// The first of them, in the compiler's order: up to 50 errors and 20 warnings.
    pub kept: Vec<Diagnostic>,
    /// How many errors there were.
    pub errors: usize,
    /// How many warnings there were.
    pub warnings: usize,
}

/// Whose files messages are about, and what their paths are called.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The submission.
    pub submission: &'a Submission,
    /// The folder that the compiler was called in.
    pub folder: &'a Utf8Path,
    /// The compiler.
    pub toolchain: &'a Toolchain,
    /// Generated files that messages may quote, as they were named to the compiler.
    pub generated: &'a [&'a str],
}

impl Sources<'_> {
    /// The messages in the form of a report. Paths are as the candidate knows them, and
    /// nothing of a file that is neither the candidate's nor generated nor the standard
    /// library's is quoted.
    pub fn report(&self, raw: &[RawDiagnostic]) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        for raw in raw {
            let level = match raw.level.as_str() {
                _ if raw.is_summary() => continue,
                "warning" => Level::Warning,
                _ if raw.is_error() => Level::Error,
                _ => continue,
            };
            let (count, most) = match level {
                Level::Error => (&mut diagnostics.errors, MOST_ERRORS),
                Level::Warning => (&mut diagnostics.warnings, MOST_WARNINGS),
            };
            *count += 1;
            if *count <= most {
                diagnostics.kept.push(self.diagnostic(raw, level));
            }
        }
        diagnostics
    }

    fn diagnostic(&self, raw: &RawDiagnostic, level: Level) -> Diagnostic {
        let message = sanitise::line(&self.shorten(&raw.message));
        let code = raw.code.as_ref().map(|code| sanitise::line(&code.code));
        let place = self.place(raw);
        let rendered = match &raw.rendered {
            Some(rendered) if !self.quotes_strangers(raw) => self.shorten(rendered),
            _ => brief(level, code.as_deref(), &message, place.as_ref()),
        };
        Diagnostic {
            level,
            message,
            code,
            place,
            rendered: sanitise::block(rendered.trim_end().as_bytes()),
        }
    }

    /// The place it is about above all, or the nearest in the candidate's own files: another
    /// place it names, or the call of the macro it is in.
    fn place(&self, raw: &RawDiagnostic) -> Option<Place> {
        let primary = raw.spans.iter().filter(|span| span.is_primary);
        let other = raw.spans.iter().filter(|span| !span.is_primary);
        primary.chain(other).find_map(|span| {
            self.own(
                &span.file_name,
                (span.line_start, span.line_end),
                (span.column_start, span.column_end),
            )
            .or_else(|| {
                let call = &span.expansion.as_ref()?.span;
                self.own(
                    &call.file_name,
                    (call.line_start, call.line_end),
                    (call.column_start, call.column_end),
                )
            })
        })
    }

    fn own(&self, file: &str, lines: (u32, u32), columns: (u32, u32)) -> Option<Place> {
        let file = self.name(file);
        self.submission
            .files
            .contains_key(Utf8Path::new(file))
            .then(|| Place {
                file: file.to_string(),
                line: lines.0,
                column: columns.0,
                end_column: (lines.0 == lines.1).then_some(columns.1),
            })
    }

    /// The file's name below the folder that the compiler was called in.
    fn name<'b>(&self, file: &'b str) -> &'b str {
        let below = file
            .strip_prefix(self.folder.as_str())
            .and_then(|file| file.strip_prefix('/'))
            .unwrap_or(file);
        below.strip_prefix("./").unwrap_or(below)
    }

    /// Whether it shows lines of a file that the candidate made the compiler read from
    /// somewhere else.
    fn quotes_strangers(&self, raw: &RawDiagnostic) -> bool {
        let known = |span: &RawSpan| {
            // Of what a macro makes, its call is shown.
            let call = span.expansion.as_ref().map(|expansion| &expansion.span);
            self.knows(&span.file_name) && call.is_none_or(|call| self.knows(&call.file_name))
        };
        !raw.spans.iter().all(known)
            || raw
                .children
                .iter()
                .any(|child| self.quotes_strangers(child))
    }

    /// Whether lines of the file may be quoted.
    fn knows(&self, file: &str) -> bool {
        let name = self.name(file);
        file.starts_with("/rustc/")
            || Utf8Path::new(file).starts_with(&self.toolchain.sysroot)
            || file.starts_with('<')
            || self.submission.files.contains_key(Utf8Path::new(name))
            || self.generated.contains(&name)
    }

    /// The text without this machine's folders.
    fn shorten(&self, text: &str) -> String {
        let library = self.toolchain.sysroot.join("lib/rustlib/src/rust");
        text.replace(&format!("{}/", self.folder), "")
            .replace(&format!("{library}/"), "")
            .replace("--> ./", "--> ")
            .replace("::: ./", "::: ")
    }
}

impl Diagnostics {
    /// The errors in a few words: "mismatched types at src/lib.rs:9:5 (and 2 more)". `None`
    /// if there are none.
    pub fn summary(&self) -> Option<String> {
        let first = self
            .kept
            .iter()
            .find(|diagnostic| diagnostic.level == Level::Error)?;
        let mut summary = first.message.clone();
        if let Some(place) = &first.place {
            summary += &format!(" at {}:{}:{}", place.file, place.line, place.column);
        }
        if self.errors > 1 {
            summary += &format!(" (and {} more)", self.errors - 1);
        }
        Some(summary)
    }
}

/// The message alone, laid out like the compiler's.
fn brief(level: Level, code: Option<&str>, message: &str, place: Option<&Place>) -> String {
    let level = match level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let code = code.map_or_else(String::new, |code| format!("[{code}]"));
    let arrow = place.map_or_else(String::new, |place| {
        format!("\n  --> {}:{}:{}", place.file, place.line, place.column)
    });
    format!("{level}{code}: {message}{arrow}")
}

#[cfg(test)]
mod tests;
