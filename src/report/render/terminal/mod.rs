//! The screen for people: what was checked, the first thing that is wrong, what to do
//! next, and the verdict as the last line.

mod finding;
mod interleaving;
mod layout;
mod next;
mod plot;
mod table;
#[cfg(test)]
mod tests;

use super::Style;
use crate::report::document::{Finding, Level, Mode, Report, Status};
use crate::report::figures::Figures;
use crate::report::sanitise;
use crate::verdict::Verdict;
use anstyle::AnsiColor;

const BOLD: anstyle::Style = anstyle::Style::new().bold();
const GREEN: anstyle::Style = AnsiColor::Green.on_default().bold();
const RED: anstyle::Style = AnsiColor::Red.on_default().bold();
const YELLOW: anstyle::Style = AnsiColor::Yellow.on_default().bold();

/// How many of the compiler's errors are shown.
const ERRORS: usize = 20;

/// The screen, with a line break at its end.
pub fn render(report: &Report, style: Style) -> String {
    // Nothing is laid out in less; a narrower terminal breaks the lines itself.
    let style = Style {
        width: style.width.max(40),
        ..style
    };
    let mut parts = vec![diagnostics(report)];
    if !nothing_was_run(report) {
        parts.push(table::render(report, style));
    }
    if style.timings {
        parts.push(table::timings(report));
    }
    parts.push(findings(report, style));
    parts.push(remarks(report, style));
    let mut screen = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        screen.push('\n');
        screen.push_str(part);
    }
    if !screen.is_empty() {
        screen.push('\n');
    }
    if let Some(next) = next::advice(report) {
        screen.push_str(&format!("{} {next}\n", style.paint(BOLD, "next:")));
    }
    screen.push_str(&verdict(report, style));
    screen.push('\n');
    screen
}

/// Errors as the compiler or the contract check rendered them. Warnings have a line in the
/// table, and are shown where nothing else explains a compile error.
fn diagnostics(report: &Report) -> String {
    if !matches!(report.verdict, Verdict::CompileError | Verdict::Rejected) {
        return String::new();
    }
    let is_error = |level| level == Level::Error;
    let any_error = report
        .diagnostics
        .iter()
        .any(|diagnostic| is_error(diagnostic.level));
    let shown: Vec<&str> = report
        .diagnostics
        .iter()
        .filter(|diagnostic| is_error(diagnostic.level) || !any_error)
        .map(|diagnostic| diagnostic.rendered.as_str())
        .collect();
    let mut text = String::new();
    for rendered in shown.iter().take(ERRORS) {
        text.push_str(sanitise::block(rendered.as_bytes()).trim_end());
        text.push_str("\n\n");
    }
    if shown.len() > ERRORS {
        text.push_str(&format!("{} more errors\n", shown.len() - ERRORS));
    }
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn nothing_was_run(report: &Report) -> bool {
    let not_run = |status| status == Status::NotRun;
    report.checks.iter().all(|check| not_run(check.status))
}

/// The first finding in full, and how many there are besides.
fn findings(report: &Report, style: Style) -> String {
    let Some(first) = report.shown() else {
        return String::new();
    };
    let mut text = finding::render(first, style);
    text.push_str(&plotted(report, first, style));
    if first.test.is_some() && !report.id.is_empty() {
        let id = next::short(&report.id);
        text.push_str(&format!(
            "\n  as a test: greenroom replay {id} --as-test >> src/lib.rs\n"
        ));
    }
    match report
        .checks
        .iter()
        .map(|check| check.findings.len())
        .sum::<usize>()
        - 1
    {
        0 => {}
        1 => text.push_str("\n  1 more case fails\n"),
        more => text.push_str(&format!("\n  {more} more cases fail\n")),
    }
    text
}

/// The plot of the check that made the finding, if it measured growth.
fn plotted(report: &Report, finding: &Finding, style: Style) -> String {
    let checks = report.checks.iter();
    let mut found = checks.filter(|check| check.findings.contains(finding));
    match found.next().and_then(|check| check.figures.as_ref()) {
        Some(Figures::Growth(figures)) => format!("\n{}", plot::render(figures, style)),
        _ => String::new(),
    }
}

/// What was not judged, and how well the submission was shut in.
fn remarks(report: &Report, style: Style) -> String {
    let mut text = String::new();
    let mut remark = |remark: String| {
        for (index, line) in layout::words(&remark, style.width - 4).iter().enumerate() {
            text.push_str(if index == 0 { "  " } else { "    " });
            text.push_str(line);
            text.push('\n');
        }
    };
    if !report.not_judged.is_empty() && !nothing_was_run(report) {
        let not_judged: Vec<String> = report
            .not_judged
            .iter()
            .map(|what| sanitise::line(what))
            .collect();
        remark(format!("not judged here: {}", not_judged.join(", ")));
    }
    if report.sandbox.strength != "full" {
        let strength = sanitise::line(&report.sandbox.strength);
        let exposed: Vec<String> = report
            .sandbox
            .exposed
            .iter()
            .map(|what| sanitise::line(what))
            .collect();
        let exposed = if exposed.is_empty() {
            String::new()
        } else {
            format!("; exposed: {}", exposed.join(", "))
        };
        remark(format!("sandbox: {strength}{exposed}"));
    }
    text
}

/// The last line. The samples alone never earn the bare word "accepted".
fn verdict(report: &Report, style: Style) -> String {
    let slug = sanitise::line(&report.problem.slug);
    let stage = if report.problem.stages > 1 {
        format!(
            ", stage {} of {}",
            report.problem.stage, report.problem.stages
        )
    } else {
        String::new()
    };
    let known = if report.timings.reused {
        "   (known already)"
    } else {
        ""
    };
    match (report.verdict, report.mode) {
        (Verdict::Accepted, Mode::Test) => {
            let passed: u64 = report.checks.iter().map(|check| check.passed).sum();
            let total = report.problem.cases;
            let submit = next::command("submit", report);
            let words = style.paint(GREEN, "accepted (samples only)");
            format!("{words}   {passed} of {total} cases; {submit} runs everything{known}")
        }
        (Verdict::Accepted, Mode::Submit) => {
            let attempt = report
                .submission
                .attempt
                .map_or_else(String::new, |attempt| format!("   submission {attempt}"));
            let minutes = report
                .submission
                .minutes
                .map_or_else(String::new, |minutes| format!("   {minutes} min"));
            let time = table::milliseconds(report.timings.total_ms);
            let word = style.paint(GREEN, "accepted");
            format!("{word}   {slug}{stage}{attempt}{minutes}   {time}{known}")
        }
        (Verdict::Accepted, Mode::Replay) => {
            let word = style.paint(GREEN, "passes now");
            let submit = next::command("submit", report);
            let this = report.checks.first().map_or("this case", next::this);
            format!("{word}   {slug}{stage}   {this} alone; {submit} judges everything")
        }
        (verdict, _) => {
            let color = match verdict {
                Verdict::JudgingError | Verdict::Inconclusive => YELLOW,
                _ => RED,
            };
            let word = style.paint(color, verdict.text());
            let summary = sanitise::line(&report.summary);
            let again = match report.mode {
                Mode::Replay => "   still",
                _ => "",
            };
            format!("{word}{again}   {slug}{stage}   {summary}{known}")
        }
    }
}
