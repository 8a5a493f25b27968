//! How a report is shown: one file per format, all over the same document.

pub mod json;
pub mod terminal;

use super::document::Report;
use clap::ValueEnum;

/// How results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// For machines.
    Json,
}

/// How results for people look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether there is colour.
    pub color: bool,
    /// Whether marks may be other than ASCII.
    pub unicode: bool,
    /// Columns of the screen.
    pub width: usize,
    /// Whether the time of every case is shown.
    pub timings: bool,
    /// Whether everything is one list, without columns side by side.
    pub plain: bool,
    /// Whether every step of an interleaving is shown.
    pub trace: bool,
}

impl Style {
    /// A narrow screen that shows text alone: what tests look at.
    #[cfg(test)]
    pub const PLAIN: Self = Self {
        color: false,
        unicode: false,
        width: 80,
        timings: false,
        plain: false,
        trace: false,
    };

    /// The text in this colour, where there is any.
    pub fn paint(self, color: anstyle::Style, text: &str) -> String {
        if self.color {
            format!("{color}{text}{color:#}")
        } else {
            text.to_owned()
        }
    }
}

/// The report as it goes to standard output.
pub fn render(report: &Report, format: Format, style: Style) -> String {
    match format {
        Format::Human => terminal::render(report, style),
        Format::Json => json::render(report),
    }
}
