//! The table of checks, and the time of the cases.

use super::{GREEN, RED, YELLOW, layout};
use crate::report::document::{Check, Mode, Part, Report, Status};
use crate::report::figures::Figures;
use crate::report::render::Style;
use crate::report::sanitise;
use crate::report::words::hundredths;
use crate::verdict::Verdict;
use std::cmp::Ordering;

struct Row {
    name: String,
    middle: String,
    color: Option<anstyle::Style>,
    note: String,
}

/// One row for each check, and one for the slowest case.
pub fn render(report: &Report, style: Style) -> String {
    let accepted_samples = report.mode == Mode::Test && report.verdict == Verdict::Accepted;
    let checks: Vec<&Check> = report
        .checks
        .iter()
        .filter(|check| !(accepted_samples && check.status == Status::NotRun))
        .collect();
    let digits = checks
        .iter()
        .map(|check| check.total.to_string().len())
        .max()
        .unwrap_or(1)
        .max(3);
    let mut rows: Vec<Row> = checks.iter().map(|check| row(check, digits)).collect();
    rows.extend(slowest(report));
    let warnings = report.diagnostics.len();
    if warnings > 0 && report.verdict != Verdict::CompileError {
        rows.push(Row {
            name: "warnings".into(),
            middle: format!("{warnings:>digits$}"),
            color: None,
            note: "`cargo check` shows them".into(),
        });
    }
    let names = rows
        .iter()
        .map(|row| row.name.len())
        .max()
        .unwrap_or(0)
        .max(11);
    let middles = rows.iter().map(|row| row.middle.len()).max().unwrap_or(0);
    let mut table = String::new();
    for row in rows {
        let left = format!("  {:<names$} ", row.name);
        let gap = " ".repeat(middles - row.middle.len() + 3);
        let indent = left.len() + middles + 3;
        let note = layout::words(&row.note, style.width.saturating_sub(indent));
        let middle = row
            .color
            .map_or(row.middle.clone(), |color| style.paint(color, &row.middle));
        table.push_str(&left);
        table.push_str(&middle);
        if !row.note.is_empty() {
            table.push_str(&gap);
            table.push_str(&note[0]);
        }
        table.push('\n');
        for line in &note[1..] {
            table.push_str(&format!("{:indent$}{line}\n", ""));
        }
    }
    table
}

fn row(check: &Check, digits: usize) -> Row {
    let (middle, color, note) = match check.status {
        Status::NotRun => (
            format!("{:>digits$}", "-"),
            None,
            Some("not run".to_owned()),
        ),
        Status::Passed => (middle(check, digits), Some(GREEN), None),
        Status::Inconclusive => (middle(check, digits), Some(YELLOW), Some("unclear".into())),
        Status::Failed => {
            let first = check.findings.first().map(|finding| finding.case.clone());
            (
                middle(check, digits),
                Some(RED),
                Some(first.unwrap_or_else(|| "failed".into())),
            )
        }
    };
    let note = check.note.clone().or(note).unwrap_or_default();
    Row {
        name: sanitise::line(&check.name),
        middle,
        color,
        note: sanitise::line(&note),
    }
}

/// What was measured in a word, else how many parts passed.
fn middle(check: &Check, digits: usize) -> String {
    match (&check.figures, check.status) {
        (Some(Figures::Growth(_) | Figures::Memory(_)), Status::Inconclusive) => {
            format!("{:>digits$}", "!")
        }
        (Some(Figures::Growth(growth)), _) => {
            format!("{:>digits$}", hundredths(growth.slope.estimate))
        }
        (Some(Figures::Memory(_)), Status::Passed) => format!("{:>digits$}", "ok"),
        (Some(Figures::Memory(_)), _) => format!("{:>digits$}", "not ok"),
        (Some(Figures::Scores(_) | Figures::Exploration(_)) | None, _) => counts(check, digits),
    }
}

/// Aligned at the stroke.
fn counts(check: &Check, digits: usize) -> String {
    format!("{:>digits$}/{}", check.passed, check.total)
}

fn parts(report: &Report) -> impl Iterator<Item = &Part> {
    report.checks.iter().flat_map(|check| &check.parts)
}

fn slowest(report: &Report) -> Option<Row> {
    let cases = report
        .checks
        .iter()
        .filter(|check| check.name != "random" && check.name != "probes");
    let (part, wall_ms) = cases
        .flat_map(|check| &check.parts)
        .filter_map(|part| part.wall_ms.map(|wall_ms| (part, wall_ms)))
        .max_by(|(_, a), (_, b)| a.partial_cmp(b).unwrap_or(Ordering::Equal))?;
    Some(Row {
        name: "time".into(),
        middle: milliseconds(wall_ms),
        color: None,
        note: format!("slowest case: {}", sanitise::line(&part.name)),
    })
}

/// The time of every case, in order; empty if none was run.
pub fn timings(report: &Report) -> String {
    let mut text = String::new();
    for check in &report.checks {
        if let Some(Figures::Exploration(figures)) = &check.figures {
            let time = milliseconds(figures.compile_ms);
            text.push_str(&format!("  {time:>9}   compiling what is explored\n"));
            if let Some(loom) = figures.loom.as_ref().filter(|loom| loom.compile_ms > 0.0) {
                let time = milliseconds(loom.compile_ms);
                text.push_str(&format!("  {time:>9}   compiling what loom runs\n"));
            }
        }
    }
    for part in parts(report) {
        let time = part.wall_ms.map_or_else(|| "-".into(), milliseconds);
        text.push_str(&format!("  {time:>9}   {}\n", sanitise::line(&part.name)));
    }
    text
}

/// A time with two or three digits that mean something.
pub fn milliseconds(milliseconds: f64) -> String {
    match milliseconds {
        ms if ms < 0.95 => format!("{ms:.2} ms"),
        ms if ms < 9.95 => format!("{ms:.1} ms"),
        ms if ms < 999.5 => format!("{ms:.0} ms"),
        ms => format!("{:.1} s", ms / 1_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_digits_that_matter() {
        let times = [0.0, 0.004, 0.31, 0.96, 3.26, 9.96, 310.4, 999.7, 1_400.0].map(milliseconds);
        assert_eq!(
            times,
            [
                "0.00 ms", "0.00 ms", "0.31 ms", "1.0 ms", "3.3 ms", "10 ms", "310 ms", "1.0 s",
                "1.4 s"
            ]
        );
    }
}
