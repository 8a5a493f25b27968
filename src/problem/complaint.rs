//! What is wrong with a package, and where.

use super::package::Package;
use crate::error::{Exit, UserError};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// More than this many faults are counted, not shown.
const SHOWN: usize = 50;

/// One fault of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The file, by its path in the package.
    pub file: Utf8PathBuf,
    /// The bytes of the file that are at fault; `None` where the file as a whole is.
    pub span: Option<Range<usize>>,
    /// What is wrong, as a lowercase fragment.
    pub message: String,
    /// A few words at the place itself; may be empty.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Complaint {
    /// A fault at a place in a file.
    pub fn at(
        file: impl AsRef<Utf8Path>,
        span: Range<usize>,
        message: impl fmt::Display,
        label: impl fmt::Display,
    ) -> Self {
        Self {
            file: file.as_ref().to_owned(),
            span: Some(span),
            message: message.to_string(),
            label: label.to_string(),
            help: None,
        }
    }

    /// A fault of a file as a whole.
    pub fn file(file: impl AsRef<Utf8Path>, message: impl fmt::Display) -> Self {
        Self {
            file: file.as_ref().to_owned(),
            span: None,
            message: message.to_string(),
            label: String::new(),
            help: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl fmt::Display) -> Self {
        self.help = Some(help.to_string());
        self
    }
}

/// All faults that were found in a package: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaints {
    slug: String,
    complaints: Vec<Complaint>,
    /// The texts of the files that are complained about.
    sources: BTreeMap<Utf8PathBuf, String>,
}

impl Complaints {
    /// The faults of a package.
    ///
    /// # Errors
    /// With the faults themselves, if there are any.
    pub fn check(package: &Package, complaints: Vec<Complaint>) -> Result<(), Self> {
        if complaints.is_empty() {
            return Ok(());
        }
        let sources = complaints
            .iter()
            .filter_map(|complaint| package.files.get_key_value(&complaint.file))
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect();
        Err(Self::new(package.slug.clone(), complaints, sources))
    }

    /// Faults of a package that could not even be read.
    pub(super) fn unread(slug: &str, complaints: Vec<Complaint>) -> Self {
        Self::new(slug.to_owned(), complaints, BTreeMap::new())
    }

    fn new(
        slug: String,
        complaints: Vec<Complaint>,
        sources: BTreeMap<Utf8PathBuf, String>,
    ) -> Self {
        debug_assert!(!complaints.is_empty(), "complaints without a complaint");
        // A fault that several stages share is one fault.
        let mut unique: Vec<Complaint> = Vec::new();
        for complaint in complaints {
            if !unique.contains(&complaint) {
                unique.push(complaint);
            }
        }
        let order: Vec<Utf8PathBuf> = unique.iter().map(|each| each.file.clone()).collect();
        unique.sort_by_key(|complaint| {
            let file = order.iter().position(|file| *file == complaint.file);
            let start = complaint.span.as_ref().map(|span| span.start);
            (file, start)
        });
        Self {
            slug,
            complaints: unique,
            sources,
        }
    }

    /// The faults, file by file from top to bottom.
    #[cfg(test)]
    pub fn iter(&self) -> impl Iterator<Item = &Complaint> {
        self.complaints.iter()
    }

    /// The faults with the offending text, for a terminal.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(100);
        let mut blocks: Vec<String> = self
            .complaints
            .iter()
            .take(SHOWN)
            .map(|complaint| {
                let source = self.sources.get(&complaint.file).map(String::as_str);
                renderer.render(&[group(complaint, source)])
            })
            .collect();
        if self.complaints.len() > SHOWN {
            blocks.push(format!("and {} more", self.complaints.len() - SHOWN));
        }
        blocks.join("\n\n")
    }
}

fn group<'a>(complaint: &'a Complaint, source: Option<&'a str>) -> Group<'a> {
    let title = Level::ERROR.primary_title(complaint.message.as_str());
    let path = complaint.file.as_str();
    let group = match (source, &complaint.span) {
        (Some(source), Some(span)) => {
            // The whole file would be laid out for a few lines of it.
            let span = inside(source, span);
            let lines = whole_lines(source, &span);
            let number = source[..lines.start].matches('\n').count() + 1;
            let place = span.start - lines.start..span.end - lines.start;
            let mut annotation = AnnotationKind::Primary.span(place);
            if !complaint.label.is_empty() {
                annotation = annotation.label(complaint.label.as_str());
            }
            title.element(
                Snippet::source(&source[lines])
                    .line_start(number)
                    .path(path)
                    .annotation(annotation),
            )
        }
        _ => title.element(Origin::path(path)),
    };
    match &complaint.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The span cut to whole characters of the text.
fn inside(source: &str, span: &Range<usize>) -> Range<usize> {
    let place = |at: usize| source.floor_char_boundary(at);
    let start = place(span.start);
    start..place(span.end).max(start)
}

/// The lines that a span touches, without the last line's end.
fn whole_lines(source: &str, span: &Range<usize>) -> Range<usize> {
    let start = source[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = source[span.end..]
        .find('\n')
        .map_or(source.len(), |at| span.end + at);
    start..end
}

impl fmt::Display for Complaints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Complaints {}

impl From<Complaints> for UserError {
    fn from(complaints: Complaints) -> Self {
        let faults = match complaints.complaints.len() {
            1 => "1 fault".to_owned(),
            count => format!("{count} faults"),
        };
        let message = format!("problem `{}` is invalid: {faults}", complaints.slug);
        Self::new(Exit::InvalidProblem, message).detail(complaints.render(false))
    }
}
