//! The cases of a stage.

use super::fault::Faults;
use super::instance::Builder;
use super::lines::Lines;
use super::stage::Reader;
use super::starter::Starter;
use super::subject;
use super::syntax::{AnswerSyntax, Syntax};
use super::text::{FILE, Text};
use super::{checks, fault, turns};
use crate::problem::case::{Case, Line};
use crate::problem::complaint::Complaint;
use crate::problem::contract::Instance;
use crate::problem::scenario::Scenario;
use std::cell::Cell;

/// What was read.
pub(super) struct Cases {
    /// The cases that can be judged.
    pub cases: Vec<Case>,
    /// Those with threads.
    pub in_turn: Vec<Scenario>,
}

/// Reads the cases; instances that they need beside the problem's own are added.
pub(super) fn read(reader: &Reader<'_>, starter: &Starter, instances: &mut Vec<Instance>) -> Cases {
    let mut read = Cases {
        cases: Vec::new(),
        in_turn: Vec::new(),
    };
    let mut samples = 0;
    for case in &reader.manifest.cases {
        if !case.when.includes(reader.stage) {
            continue;
        }
        samples += usize::from(case.sample);
        let instance = match &case.subject {
            None => 0,
            Some(text) => match instance_of(text, reader, starter, instances) {
                Ok(index) => index,
                Err(complaint) => {
                    reader.faults.push(complaint);
                    continue;
                }
            },
        };
        let lines = lines(case, instance, &instances[instance], reader);
        if has_threads(case) {
            // A line with a fault may be one that others rest on.
            if lines.len() == case.run.len() {
                match turns::read(case, &lines, &instances[instance]) {
                    Ok(scenario) => read.in_turn.push(scenario),
                    Err(complaint) => reader.faults.push(complaint),
                }
            }
        } else {
            read.cases.push(Case {
                name: case.name.value.clone(),
                sample: case.sample,
                instance,
                lines,
            });
        }
    }
    if samples == 0 && !reader.has_sample_test {
        let message = if reader.manifest.header.stages == 1 {
            "no case is a sample".to_owned()
        } else {
            format!("no case of stage {} is a sample", reader.stage)
        };
        let complaint = Complaint::file(FILE, message);
        reader
            .faults
            .push(complaint.help("write `sample = true` in a case that explains the problem"));
    }
    read
}

/// Whether a case has threads, or calls that wait.
pub(super) fn has_threads(case: &checks::Case) -> bool {
    let mut lines = case.run.iter().map(|text| Syntax::read(&text.value));
    lines.any(|line| {
        line.is_ok_and(|line| {
            line.thread.is_some() || matches!(line.answer, Some(AnswerSyntax::Blocks))
        })
    })
}

/// The instance that a case is about.
fn instance_of(
    text: &Text,
    reader: &Reader<'_>,
    starter: &Starter,
    instances: &mut Vec<Instance>,
) -> Result<usize, Complaint> {
    let subject = subject::read(text, starter)?;
    let known = instances.iter().position(|instance| {
        let known = instance.subject.as_ref();
        known.is_some_and(|known| *known == subject)
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let ignored = Faults::default();
    let builder = Builder {
        starter,
        adapter: reader.adapter,
        faults: &ignored,
        own: false,
        own_tests: false,
        incomplete: Cell::new(false),
    };
    instances.push(builder.build(Some(subject)));
    Ok(instances.len() - 1)
}

fn lines(case: &checks::Case, index: usize, instance: &Instance, reader: &Reader<'_>) -> Vec<Line> {
    let model = reader.has_model && index == 0;
    let mut lines = Lines::new(instance, reader.generators, &reader.cloneable, model);
    let mut read = Vec::new();
    for (number, text) in case.run.iter().enumerate() {
        match lines.line(&text.value) {
            Ok(line) => read.push(line),
            Err(fault) => {
                let stop = number == 0 || names_something(text);
                reader.faults.push(text.complain(fault));
                // What follows would be about a value that was never made.
                if stop {
                    break;
                }
            }
        }
    }
    read
}

/// Whether later lines may use what this one makes.
fn names_something(text: &Text) -> bool {
    let syntax: Result<Syntax, fault::Fault> = Syntax::read(&text.value);
    syntax.map_or(true, |syntax| {
        syntax.binding.is_some() || syntax.thread.is_some()
    })
}
