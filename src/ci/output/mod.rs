//! What a batch becomes: one file per form, all from the same document.

pub mod csv;
pub mod github;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod terminal;

#[cfg(test)]
pub mod examples;

use super::batch::Unit;
use crate::report::document::{Level, Place, Report};
use crate::report::render::{Style, terminal as screen};

/// The screen of a unit's report without colour, for forms that hold text.
fn text(report: &Report) -> String {
    screen::render(
        report,
        Style {
            color: false,
            unicode: false,
            width: 100,
            timings: false,
            plain: false,
            trace: false,
        },
    )
}

/// Where in the candidate's files the trouble is, if that is known: the finding's place or
/// that of the first error, with the message to put there.
fn place(report: &Report) -> Option<(&Place, String)> {
    let error = report
        .diagnostics
        .iter()
        .find(|diagnostic| diagnostic.level == Level::Error)
        .and_then(|diagnostic| Some((diagnostic.place.as_ref()?, diagnostic.message.clone())));
    let finding = report
        .checks
        .iter()
        .flat_map(|check| &check.findings)
        .filter(|finding| finding.verdict == report.verdict)
        .find_map(|finding| Some((finding.place.as_ref()?, report.summary.clone())));
    error.or(finding)
}

/// The file of a place as it can be found from where the judge ran.
fn file(unit: &Unit, place: &Place) -> String {
    if unit.path.ends_with(".rs") {
        unit.path.clone()
    } else {
        format!("{}/{}", unit.path.trim_end_matches('/'), place.file)
    }
}
