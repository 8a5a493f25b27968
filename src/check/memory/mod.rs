//! Memory: whether the heap stays flat while a workload runs, and whether everything is
//! given back once a case is over.

mod leak;

pub use leak::{Kind, Leak, leaks};

use super::case::Judged;
use super::measure::{Gauge, Miss};
use super::runner::is_limit;
use crate::error::JudgingError;
use crate::problem::Limits;
use crate::problem::workload::Memory;
use crate::run::process::Launcher;
use crate::verdict::Reason;
use crate::wire::{Goal, Measured};

/// What came of running a workload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What was found.
    pub ruling: Ruling,
    /// What was measured; `None` if that was not possible.
    pub measured: Option<Measured>,
}

/// What is said of the heap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// It stays within its limits.
    Within,
    /// It does not, in two processes.
    Exceeds(Reason),
    /// It does in one process and not in another.
    Unclear,
    /// The submission failed in the workload.
    Failed(Judged),
}

/// Runs a workload of a submission once. What comes of it decides nothing yet, unless it is
/// within its limits.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn look(
    memory: &Memory,
    submission: &dyn Launcher,
    limits: &Limits,
) -> Result<Outcome, JudgingError> {
    Ok(match run(memory, submission)? {
        Ok(measured) => Outcome {
            ruling: excess(memory, &measured).map_or(Ruling::Within, Ruling::Exceeds),
            measured: Some(measured),
        },
        Err(miss) => Outcome {
            ruling: Ruling::Failed(miss.judge(&memory.name(), limits)),
            measured: None,
        },
    })
}

/// Runs a workload again that was not within its limits. The reference is only asked if the
/// submission makes no steps, to find out whose fault that is.
///
/// # Errors
/// If the judge itself cannot go on, or the workload cannot be run.
pub fn confirm(
    memory: &Memory,
    first: Outcome,
    submission: &dyn Launcher,
    reference: Option<&dyn Launcher>,
    limits: &Limits,
) -> Result<Outcome, JudgingError> {
    let measured = match run(memory, submission)? {
        Ok(measured) => measured,
        Err(miss) => {
            if miss == Miss::NotRun {
                let reference = reference.map(|each| run(memory, each)).transpose()?;
                if reference.is_none_or(|measured| measured.is_err()) {
                    let why = miss.words();
                    return Err(JudgingError::new(format!("run `{}`: {why}", memory.run)));
                }
            }
            return Ok(Outcome {
                ruling: Ruling::Failed(miss.judge(&memory.name(), limits)),
                measured: None,
            });
        }
    };
    let ruling = match (first.ruling, excess(memory, &measured)) {
        (Ruling::Exceeds(_), Some(reason)) => Ruling::Exceeds(reason),
        (Ruling::Exceeds(_), None) | (_, Some(_)) => Ruling::Unclear,
        // What rests on a limit may have been bad luck; what else it was shows at times.
        (Ruling::Failed(judged), None) if !is_limit(judged.verdict) => Ruling::Failed(judged),
        (_, None) => Ruling::Within,
    };
    Ok(Outcome {
        ruling,
        measured: Some(measured),
    })
}

/// Runs the workload in a process of its own.
fn run(memory: &Memory, program: &dyn Launcher) -> Result<Result<Measured, Miss>, JudgingError> {
    let mut gauge = Gauge::new(program);
    let measured = gauge.measure(memory.workload, memory.size, Goal::steps(memory.steps))?;
    gauge.renew()?;
    Ok(measured)
}

/// Which limit is passed, if one is.
fn excess(memory: &Memory, measured: &Measured) -> Option<Reason> {
    let rise = measured.peak - measured.before;
    if memory.max_bytes.is_some_and(|most| rise > most) {
        return Some(Reason::HeapGrows);
    }
    memory
        .max_allocations
        .is_some_and(|most| measured.allocations > most)
        .then_some(Reason::Allocations)
}

#[cfg(test)]
mod tests;
