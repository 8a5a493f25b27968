//! The tables of checks: `[[case]]`, `[[scenario]]`, `[[probe]]`, `[[growth]]`, `[[memory]]`.

use super::table::Table;
use super::text::{FILE, Text};
use crate::problem::complaint::Complaint;
use crate::problem::probe::Threshold;
use crate::problem::scenario::MOST_THREADS;
use std::ops::Range;

/// A case or scenario has at most this many lines.
const MOST_LINES: usize = 10_000;

/// The stages at which a check is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct When {
    from: u64,
    until: u64,
}

impl When {
    pub fn includes(self, stage: u32) -> bool {
        (self.from..=self.until).contains(&u64::from(stage))
    }

    fn read(table: &Table<'_>, stages: u32) -> Self {
        let stages = u64::from(stages);
        // A stage that is not there is told once; the check is made at none.
        let number = |key, usual| {
            let number = table.number(key, 1..=stages);
            number.or_else(|| (!table.has(key)).then_some(usual))
        };
        let (Some(from), Some(until)) = (number("stage", 1), number("until", stages)) else {
            return Self { from: 1, until: 0 };
        };
        if until < from {
            let message = format!("this check begins at stage {from}, after it ends");
            table.complain(Complaint::at(FILE, table.place("until"), message, ""));
        }
        Self { from, until }
    }
}

/// `[[case]]`.
pub(super) struct Case {
    pub name: Text,
    pub run: Vec<Text>,
    pub sample: bool,
    pub subject: Option<Text>,
    pub when: When,
}

pub(super) fn case(table: &Table<'_>, stages: u32) -> Option<Case> {
    let name = name(table).unwrap_or_else(|| Text::none(table.span.clone()));
    let run = table.required_texts("run");
    few(table, run.len(), "run");
    let sample = table.flag("sample").unwrap_or(false);
    let subject = table.text("subject");
    let when = When::read(table, stages);
    Some(Case {
        name,
        run,
        sample,
        subject,
        when,
    })
}

/// `[[scenario]]`.
pub(super) struct Scenario {
    pub name: Text,
    pub before: Vec<Text>,
    pub threads: Vec<Vec<Text>>,
    pub after: Vec<Text>,
    pub spurious: u8,
    pub executions: Option<u64>,
    pub when: When,
}

pub(super) fn scenario(table: &Table<'_>, stages: u32) -> Option<Scenario> {
    let name = name(table);
    let before = table.texts("before");
    let threads = table.text_lists("threads");
    let after = table.texts("after");
    if threads.is_empty() {
        let message = "a scenario has at least one thread";
        table.complain(Complaint::at(FILE, table.place("threads"), message, ""));
    }
    if threads.len() > MOST_THREADS {
        let message = format!("a scenario has at most {MOST_THREADS} threads beside the main one");
        table.complain(Complaint::at(FILE, table.place("threads"), message, ""));
    }
    let lines = before.len() + after.len() + threads.iter().map(Vec::len).sum::<usize>();
    few(table, lines, "threads");
    let spurious = table.number("spurious", 0..=10).unwrap_or(1);
    let executions = table.number("executions", 1..=1 << 32);
    let when = When::read(table, stages);
    Some(Scenario {
        name: name?,
        before,
        threads,
        after,
        spurious: u8::try_from(spurious).expect("it was found to be at most 10"),
        executions,
        when,
    })
}

/// `[[probe]]`.
pub(super) struct Probe {
    pub name: Text,
    pub run: Text,
    pub thresholds: Vec<(String, Threshold)>,
    pub processes: u16,
    pub when: When,
}

pub(super) fn probe(table: &Table<'_>, stages: u32) -> Option<Probe> {
    let name = name(table);
    let run = table.required_text("run");
    let processes = table.number("processes", 1..=16).unwrap_or(1);
    let mut thresholds = Vec::new();
    if let Some(score) = table.table("score") {
        for (key, value) in score.entries() {
            let Some(text) = score.text_of(&key.value, value) else {
                continue;
            };
            match Threshold::read(&text.value) {
                Some(threshold) => thresholds.push((key.value.clone(), threshold)),
                None => {
                    let complaint = text.fault(format!("`{}` is not a threshold", key.value), "");
                    table.complain(complaint.help("write \"<= 5\" or \">= 900\""));
                }
            }
        }
    }
    let when = When::read(table, stages);
    Some(Probe {
        name: name?,
        run: run?,
        thresholds,
        processes: u16::try_from(processes).expect("it was found to be at most 16"),
        when,
    })
}

/// `[[growth]]`.
pub(super) struct Growth {
    pub run: Text,
    pub sizes: Vec<u64>,
    pub max_slope: f64,
    pub when: When,
}

pub(super) fn growth(table: &Table<'_>, stages: u32) -> Option<Growth> {
    let run = table.required_text("run");
    let sizes = table.numbers("sizes", &(1..=1 << 40));
    if table.is_list("sizes") && (sizes.len() < 2 || !sizes.is_sorted_by(|a, b| a < b)) {
        let message = "`sizes` has to be at least two numbers that rise";
        table.complain(Complaint::at(FILE, table.place("sizes"), message, ""));
    }
    let slope = table.decimal("max_slope");
    if !table.has("max_slope") {
        complain_at_header(table, "[[growth]] has no `max_slope`");
    } else if slope.is_some_and(|slope| slope <= 0.0 || slope > 10.0) {
        let message = "`max_slope` has to be above 0, and at most 10";
        table.complain(Complaint::at(FILE, table.place("max_slope"), message, ""));
    }
    let when = When::read(table, stages);
    Some(Growth {
        run: run?,
        sizes,
        max_slope: slope?,
        when,
    })
}

/// `[[memory]]`.
pub(super) struct Memory {
    pub run: Text,
    pub size: u64,
    pub steps: u64,
    pub max_bytes: Option<u64>,
    pub max_allocations: Option<u64>,
    pub when: When,
}

pub(super) fn memory(table: &Table<'_>, stages: u32) -> Option<Memory> {
    let run = table.required_text("run");
    let size = table.required_number("size", 1..=1 << 40);
    let steps = table.required_number("steps", 1..=1 << 40);
    let max_bytes = table.number("max_bytes", 0..=1 << 40);
    let max_allocations = table.number("max_allocations", 0..=1 << 40);
    if !table.has("max_bytes") && !table.has("max_allocations") {
        complain_at_header(
            table,
            "[[memory]] has neither `max_bytes` nor `max_allocations`",
        );
    }
    let when = When::read(table, stages);
    Some(Memory {
        run: run?,
        size: size?,
        steps: steps?,
        max_bytes,
        max_allocations,
        when,
    })
}

fn complain_at_header(table: &Table<'_>, message: &str) {
    let place: Range<usize> = table.span.clone();
    table.complain(Complaint::at(FILE, place, message, ""));
}

/// The check's name: it is printed, so it has to be one line.
fn name(table: &Table<'_>) -> Option<Text> {
    let name = table.required_text("name")?;
    if name.value.chars().any(char::is_control) {
        table.complain(name.fault("`name` has to be one line of text", ""));
    }
    Some(name)
}

fn few(table: &Table<'_>, lines: usize, key: &str) {
    if lines > MOST_LINES {
        let message = format!("there are at most {MOST_LINES} lines here");
        table.complain(Complaint::at(FILE, table.place(key), message, ""));
    }
}
