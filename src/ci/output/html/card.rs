//! What there is to say about one submission, in the words of the page.

use super::super::place;
use super::class;
use super::diff::{Pieces, diff, whole};
use super::growth::Plot;
use super::interleaving::Lanes;
use crate::ci::batch::Unit;
use crate::ci::gate::Gate;
use crate::report::document::{Check, Finding, Level, Outcome, Report, Status, Step};
use crate::report::figures::Figures;
use crate::report::sanitise;

/// How many findings of a check are shown.
const FINDINGS: usize = 5;

pub struct Card {
    pub anchor: usize,
    pub name: String,
    pub path: String,
    pub word: &'static str,
    pub class: &'static str,
    pub summary: String,
    pub place: Option<String>,
    pub gate: Option<String>,
    pub unheeded: Vec<String>,
    pub diagnostics: Vec<String>,
    pub checks: Vec<CheckRow>,
    pub plots: Vec<PlotCard>,
    pub findings: Vec<FindingCard>,
    pub time: Option<String>,
    pub reused: bool,
}

pub struct CheckRow {
    pub name: String,
    pub status: &'static str,
    pub passed: u64,
    pub total: u64,
    pub note: String,
}

/// How the cost of a check's workload grows.
pub struct PlotCard {
    pub name: String,
    pub plot: Plot,
}

pub struct FindingCard {
    pub case: String,
    pub summary: String,
    pub remark: Option<String>,
    pub details: Vec<String>,
    pub steps: Vec<StepRow>,
    pub lanes: Option<Lanes>,
    pub printed: Option<String>,
    pub test: Option<String>,
}

pub struct StepRow {
    pub call: String,
    pub wrong: bool,
    pub answer: String,
    pub want: Pieces,
    pub got: Pieces,
}

impl Card {
    pub fn new(anchor: usize, unit: &Unit, gate: &Gate) -> Self {
        let said = gate.failing.iter().chain(&gate.incomparable);
        let gate = said
            .filter(|(index, _)| *index == anchor)
            .map(|(_, why)| sanitise::line(why))
            .find(|why| why != unit.word());
        let report = unit.report();
        let place = report.and_then(place);
        let place = place.map(|(place, _)| format!("{}:{}", place.file, place.line));
        Self {
            anchor,
            name: sanitise::line(&unit.name()),
            path: sanitise::line(&unit.path),
            word: unit.word(),
            class: class(unit),
            summary: sanitise::line(unit.summary()),
            place: place.map(|place| sanitise::line(&place)),
            gate,
            unheeded: unit
                .unheeded
                .iter()
                .map(|said| sanitise::line(said))
                .collect(),
            diagnostics: report.map_or_else(Vec::new, diagnostics),
            checks: report.map_or_else(Vec::new, |report| {
                report.checks.iter().map(CheckRow::new).collect()
            }),
            plots: report.map_or_else(Vec::new, plots),
            findings: report.map_or_else(Vec::new, findings),
            time: report.map(|report| time(report.timings.total_ms)),
            reused: report.is_some_and(|report| report.timings.reused),
        }
    }
}

fn time(ms: f64) -> String {
    if ms < 1e3 {
        format!("{ms:.0} ms")
    } else {
        format!("{:.1} s", ms / 1e3)
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

fn plots(report: &Report) -> Vec<PlotCard> {
    let plot = |check: &Check| match &check.figures {
        Some(Figures::Growth(figures)) => Some(PlotCard {
            name: sanitise::line(&check.name),
            plot: Plot::new(figures),
        }),
        _ => None,
    };
    report.checks.iter().filter_map(plot).collect()
}

fn findings(report: &Report) -> Vec<FindingCard> {
    let shown = report
        .checks
        .iter()
        .flat_map(|check| check.findings.iter().take(FINDINGS));
    shown.map(FindingCard::new).collect()
}

impl CheckRow {
    fn new(check: &Check) -> Self {
        Self {
            name: sanitise::line(&check.name),
            status: match check.status {
                Status::Passed => "passed",
                Status::Failed => "failed",
                Status::Inconclusive => "inconclusive",
                Status::NotRun => "not run",
            },
            passed: check.passed,
            total: check.total,
            note: sanitise::line(check.note.as_deref().unwrap_or_default()),
        }
    }
}

impl FindingCard {
    fn new(finding: &Finding) -> Self {
        let block = |text: &String| sanitise::block(text.as_bytes());
        let calls = finding.transcript.len();
        Self {
            case: sanitise::line(&finding.case),
            summary: sanitise::line(&finding.summary),
            remark: match finding.shrunk_from.filter(|from| *from > calls as u64) {
                Some(from) => Some(format!("made smaller, from {from} calls to {calls}")),
                None if is_hidden(finding) => Some("hidden: its calls are not shown".into()),
                None => None,
            },
            details: finding.details.iter().map(block).collect(),
            steps: match finding.interleaving {
                Some(_) => vec![],
                None => finding.transcript.iter().map(StepRow::new).collect(),
            },
            lanes: finding.interleaving.as_ref().map(Lanes::new),
            printed: finding.printed.as_ref().map(block),
            test: finding.test.as_ref().map(block),
        }
    }
}

/// Whether nothing of it may be shown but its name.
const fn is_hidden(finding: &Finding) -> bool {
    !finding.sample
        && finding.transcript.is_empty()
        && finding.interleaving.is_none()
        && finding.details.is_empty()
        && finding.summary.is_empty()
}

impl StepRow {
    fn new(step: &Step) -> Self {
        let mut row = Self {
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
                let want = want.as_ref().map(|want| whole(sanitise::value(want)));
                row.want = want.unwrap_or_default();
            }
            Outcome::NoReturn { why } => {
                row.answer = format!("no answer: {}", sanitise::line(why));
            }
        }
        row
    }
}
