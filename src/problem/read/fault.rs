//! Faults while they are collected.

use crate::problem::complaint::Complaint;
use camino::Utf8Path;
use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

/// A fault in a text whose file is known to somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::problem) struct Fault {
    /// The bytes of the text that are at fault.
    pub range: Range<usize>,
    /// What is wrong, as a lowercase fragment.
    pub message: String,
    /// A few words at the place itself.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Fault {
    pub fn new(range: Range<usize>, message: impl fmt::Display, label: impl fmt::Display) -> Self {
        Self {
            range,
            message: message.to_string(),
            label: label.to_string(),
            help: None,
        }
    }

    pub fn help(mut self, help: impl fmt::Display) -> Self {
        self.help = Some(help.to_string());
        self
    }

    /// Adds help if there is some.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// The fault in its file, at `span`.
    pub fn placed(self, file: impl AsRef<Utf8Path>, span: Range<usize>) -> Complaint {
        Complaint {
            file: file.as_ref().to_owned(),
            span: Some(span),
            message: self.message,
            label: self.label,
            help: self.help,
        }
    }

    /// The fault in a file whose bytes its range counts.
    pub fn of(self, file: impl AsRef<Utf8Path>) -> Complaint {
        let span = self.range.clone();
        self.placed(file, span)
    }
}

/// Everything that was found so far.
#[derive(Default)]
pub(in crate::problem) struct Faults(RefCell<Vec<Complaint>>);

impl Faults {
    pub fn push(&self, complaint: Complaint) {
        self.0.borrow_mut().push(complaint);
    }

    pub fn into_inner(self) -> Vec<Complaint> {
        self.0.into_inner()
    }
}

/// "did you mean `x`?", if one of the names is near.
pub(in crate::problem) fn did_you_mean<'a>(
    text: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(text, names).map(|name| format!("did you mean `{name}`?"))
}

/// The name that is most like the text, if it is like it at all.
pub(in crate::problem) fn nearest<'a>(
    text: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let nearest = names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(text, name), name))
        .min_by_key(|(distance, _)| *distance)?;
    let longer = text.chars().count().max(nearest.1.chars().count());
    (nearest.0 <= longer.div_ceil(3)).then_some(nearest.1)
}

/// Names as a list in words: "`a`, `b` and `c`".
pub(in crate::problem) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        None => "none".into(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// A count with its noun: "1 argument", "2 arguments".
pub(in crate::problem) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
