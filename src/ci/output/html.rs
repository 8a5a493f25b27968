//! A self-contained page: no network, no other file, nothing of the candidates' that is
//! more than text.

use super::place;
use crate::ci::batch::{Batch, Unit};
use crate::ci::gate::Gate;
use crate::error::JudgingError;
use crate::report::document::{Finding, Level, Outcome, Report, Status, Step};
use crate::report::sanitise;
use crate::verdict::Verdict;
use askama::Template;
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "batch.html")]
struct Page {
    counts: Vec<(String, usize)>,
    passed: bool,
    partition: Option<String>,
    strength: String,
    made: String,
    rustc: String,
    version: String,
    problems: Vec<String>,
    owners: Vec<Row>,
    units: Vec<Card>,
}

/// A row of the table: an owner with a cell for each problem.
struct Row {
    owner: String,
    cells: Vec<Vec<Cell>>,
}

struct Cell {
    anchor: usize,
    word: &'static str,
    class: &'static str,
}

/// What there is to say about a unit.
struct Card {
    anchor: usize,
    name: String,
    path: String,
    word: &'static str,
    class: &'static str,
    summary: String,
    place: Option<String>,
    gate: Option<String>,
    unheeded: Vec<String>,
    diagnostics: Vec<String>,
    checks: Vec<CheckRow>,
    findings: Vec<FindingCard>,
    time: Option<String>,
    reused: bool,
}

struct CheckRow {
    name: String,
    status: &'static str,
    passed: u64,
    total: u64,
    note: String,
}

struct FindingCard {
    case: String,
    summary: String,
    details: Vec<String>,
    steps: Vec<StepRow>,
}

/// Pieces of a text, each with whether it differs from the other text.
type Pieces = Vec<(bool, String)>;

struct StepRow {
    call: String,
    wrong: bool,
    answer: String,
    want: Pieces,
    got: Pieces,
}

/// The page.
///
/// # Errors
/// If it cannot be written, which memory can.
pub fn render(batch: &Batch, gate: &Gate) -> Result<String, JudgingError> {
    let problems: BTreeSet<&str> = batch
        .units
        .iter()
        .map(|unit| unit.problem.as_str())
        .collect();
    let numbered: Vec<(usize, &Unit)> = batch.units.iter().enumerate().collect();
    let owners = numbered
        .chunk_by(|a, b| a.1.owner == b.1.owner)
        .map(|units| Row {
            owner: sanitise::line(&units[0].1.owner),
            cells: problems
                .iter()
                .map(|problem| {
                    let of_problem = units.iter().filter(|(_, unit)| unit.problem == *problem);
                    let cell = |(anchor, unit): &(usize, &Unit)| Cell {
                        anchor: *anchor,
                        word: unit.word(),
                        class: class(unit),
                    };
                    of_problem.map(cell).collect()
                })
                .collect(),
        })
        .collect();
    let page = Page {
        counts: batch
            .counts()
            .into_iter()
            .map(|(word, count)| (word.to_owned(), count))
            .collect(),
        passed: gate.failing.is_empty(),
        partition: batch.partition.map(|part| part.to_string()),
        strength: sanitise::line(&batch.strength),
        made: batch.made.to_string(),
        rustc: sanitise::line(&batch.judge.rustc),
        version: sanitise::line(&batch.judge.version),
        problems: problems
            .iter()
            .map(|problem| sanitise::line(problem))
            .collect(),
        owners,
        units: numbered
            .iter()
            .map(|(index, unit)| card(*index, unit, gate))
            .collect(),
    };
    page.render().map_err(JudgingError::caused("write a page"))
}

/// How good a unit is, for its colour; the word is always there too.
fn class(unit: &Unit) -> &'static str {
    match unit.verdict() {
        Some(Verdict::Accepted) => "good",
        Some(Verdict::JudgingError | Verdict::Inconclusive) | None => "unclear",
        Some(_) => "bad",
    }
}

fn card(anchor: usize, unit: &Unit, gate: &Gate) -> Card {
    let said = gate.failing.iter().chain(&gate.incomparable);
    let gate = said
        .filter(|(index, _)| *index == anchor)
        .map(|(_, why)| sanitise::line(why))
        .find(|why| why != unit.word());
    let report = unit.report();
    Card {
        anchor,
        name: sanitise::line(&unit.name()),
        path: sanitise::line(&unit.path),
        word: unit.word(),
        class: class(unit),
        summary: sanitise::line(unit.summary()),
        place: report
            .and_then(place)
            .map(|(place, _)| format!("{}:{}", sanitise::line(&place.file), place.line)),
        gate,
        unheeded: unit
            .unheeded
            .iter()
            .map(|said| sanitise::line(said))
            .collect(),
        diagnostics: report.map_or_else(Vec::new, diagnostics),
        checks: report.map_or_else(Vec::new, checks),
        findings: report.map_or_else(Vec::new, findings),
        time: report.map(|report| format!("{:.0} ms", report.timings.total_ms)),
        reused: report.is_some_and(|report| report.timings.reused),
    }
}

fn diagnostics(report: &Report) -> Vec<String> {
    let errors = report
        .diagnostics
        .iter()
        .filter(|each| each.level == Level::Error);
    errors
        .map(|each| sanitise::block(each.rendered.as_bytes()))
        .collect()
}

fn checks(report: &Report) -> Vec<CheckRow> {
    let row = |check: &crate::report::document::Check| CheckRow {
        name: sanitise::line(&check.name),
        status: match check.status {
            Status::Passed => "passed",
            Status::Failed => "failed",
            Status::Inconclusive => "inconclusive",
            _ => "not run",
        },
        passed: check.passed,
        total: check.total,
        note: sanitise::line(check.note.as_deref().unwrap_or_default()),
    };
    report.checks.iter().map(row).collect()
}

/// How many findings of a check are shown.
const FINDINGS: usize = 5;

fn findings(report: &Report) -> Vec<FindingCard> {
    let all = report
        .checks
        .iter()
        .flat_map(|check| check.findings.iter().take(FINDINGS));
    all.map(finding).collect()
}

fn finding(finding: &Finding) -> FindingCard {
    FindingCard {
        case: sanitise::line(&finding.case),
        summary: sanitise::line(&finding.summary),
        details: finding
            .details
            .iter()
            .map(|detail| sanitise::block(detail.as_bytes()))
            .collect(),
        steps: finding.transcript.iter().map(step).collect(),
    }
}

fn step(step: &Step) -> StepRow {
    let mut row = StepRow {
        call: sanitise::value(&step.call),
        wrong: true,
        answer: String::new(),
        want: vec![],
        got: vec![],
    };
    match &step.outcome {
        Outcome::Right { answer } => {
            row.wrong = false;
            row.answer = sanitise::value(answer);
        }
        Outcome::Wrong { want, got } => {
            (row.want, row.got) = diff(&sanitise::value(want), &sanitise::value(got));
        }
        Outcome::Panicked { message, want } => {
            let message = sanitise::block(message.as_bytes());
            row.answer = format!("panicked: {message}");
            row.want = want
                .iter()
                .map(|want| (false, sanitise::value(want)))
                .collect();
        }
        Outcome::NoReturn { why } => {
            row.answer = format!("no answer: {}", sanitise::line(why));
        }
    }
    row
}

/// Both texts in pieces, each with whether it is only in its own.
fn diff(want: &str, got: &str) -> (Pieces, Pieces) {
    let (mut left, mut right) = (vec![], vec![]);
    for change in TextDiff::from_words(want, got).iter_all_changes() {
        let text = change.value().to_owned();
        match change.tag() {
            ChangeTag::Equal => {
                left.push((false, text.clone()));
                right.push((false, text));
            }
            ChangeTag::Delete => left.push((true, text)),
            ChangeTag::Insert => right.push((true, text)),
        }
    }
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::super::examples;
    use super::*;
    use crate::ci::gate::Policy;

    fn page(batch: &Batch) -> String {
        render(batch, &Policy::default().gate(batch)).expect("a page")
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere() {
        let page = page(&examples::mixed());
        for outside in ["http://", "https://", "src=", "@import", "url(", "<link"] {
            assert!(!page.contains(outside), "{outside}");
        }
        for word in [
            "accepted",
            "wrong_answer",
            "missing",
            "not_judged",
            "judging_error",
        ] {
            assert!(page.contains(word), "{word}");
        }
    }

    #[test]
    fn hostile_text_stays_text() {
        let page = page(&examples::hostile());
        assert_eq!(page.matches("<script").count(), 0);
        assert!(page.contains("&#60;script") || page.contains("&lt;script"));
        assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}') && !page.contains('\0'));
        assert!(page.len() < 1 << 20, "{} bytes", page.len());
    }

    #[test]
    fn what_differs_is_marked_on_both_sides() {
        let (want, got) = diff("Some (1, 0)", "Some (0, 0)");
        let marked = |pieces: &[(bool, String)]| -> String {
            pieces
                .iter()
                .filter(|(own, _)| *own)
                .map(|(_, text)| text.as_str())
                .collect()
        };
        assert_eq!(
            (marked(&want).as_str(), marked(&got).as_str()),
            ("(1,", "(0,")
        );
    }
}
