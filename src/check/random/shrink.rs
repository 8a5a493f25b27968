//! Making a failing sequence smaller, as long as it still fails in the same way.
//!
//! Calls are taken out in ever smaller blocks (Zeller and Hildebrandt, "Simplifying and
//! Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002), each with all that uses what it
//! made; then values are made simpler within their domains, alone and wherever else they
//! occur; generated values by the numbers they were made from (MacIver and Donaldson,
//! ECOOP 2020). Passes repeat until none finds anything. What is tried depends on nothing
//! but the sequence and the answers of the trial.

mod tapes;
#[cfg(test)]
mod tests;
mod values;

use super::lifetimes;
use super::sequence::{Given, Made, Sequence, Step};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::problem::case::OperationRef;
use std::time::{Duration, Instant};

/// What a smaller sequence is tried on.
pub trait Trial {
    /// The sequence as it was made, without what comes after the failure; `None` if it does
    /// not fail in the same way.
    ///
    /// # Errors
    /// If it cannot be tried.
    fn fails(&mut self, sequence: &Sequence) -> Result<Option<Sequence>, JudgingError>;
}

/// How long it may take.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many sequences are tried.
    pub tries: u32,
    /// The time after which no more are, whatever is left: only for submissions that need
    /// long to fail.
    pub time: Duration,
}

/// Of more calls than this, pairs that do not stand together are not tried.
const PAIRS: usize = 16;

/// Makes a failing sequence as small as it gets.
///
/// # Errors
/// If a trial fails by the judge's own fault.
pub fn shrink(
    problem: &Problem,
    failing: Sequence,
    trial: &mut dyn Trial,
    bounds: Bounds,
) -> Result<Sequence, JudgingError> {
    let mut shrinking = Shrinking {
        problem,
        best: failing,
        trial,
        tries: bounds.tries,
        deadline: Instant::now() + bounds.time,
    };
    shrinking.all()?;
    Ok(shrinking.best)
}

struct Shrinking<'a> {
    problem: &'a Problem,
    best: Sequence,
    trial: &'a mut dyn Trial,
    tries: u32,
    deadline: Instant,
}

impl Shrinking<'_> {
    fn all(&mut self) -> Result<(), JudgingError> {
        loop {
            let before = self.best.clone();
            self.drop_blocks()?;
            self.drop_pairs()?;
            self.merge_values()?;
            self.sort_values()?;
            self.simplify_clocks()?;
            self.simplify_values()?;
            self.simplify_fixed()?;
            self.simplify_tapes()?;
            self.simplify_handles()?;
            if self.best == before || self.spent() {
                return Ok(());
            }
        }
    }

    fn spent(&self) -> bool {
        self.tries == 0 || Instant::now() >= self.deadline
    }

    /// Takes the candidate if it fails too.
    fn attempt(&mut self, candidate: &Sequence) -> Result<bool, JudgingError> {
        if self.spent()
            || *candidate == self.best
            || lifetimes::legal(candidate, self.problem) < candidate.steps.len()
        {
            return Ok(false);
        }
        self.tries -= 1;
        let Some(failing) = self.trial.fails(candidate)? else {
            return Ok(false);
        };
        if failing == self.best {
            return Ok(false);
        }
        self.best = failing;
        Ok(true)
    }

    /// The first call that can go: the one that makes the subject cannot.
    fn first(&self) -> usize {
        usize::from(self.problem.instances[0].under_test().is_some())
    }

    fn drop_blocks(&mut self) -> Result<(), JudgingError> {
        let mut size = (self.best.steps.len() / 2).max(1);
        loop {
            let mut end = self.best.steps.len();
            while end > self.first() {
                let start = end.saturating_sub(size).max(self.first());
                let block: Vec<u32> = self.best.steps[start..end].iter().map(|s| s.id).collect();
                let candidate = self.best.without(|step| block.contains(&step.id));
                self.attempt(&candidate)?;
                end = start.min(self.best.steps.len());
            }
            if size == 1 {
                return Ok(());
            }
            size /= 2;
        }
    }

    fn drop_pairs(&mut self) -> Result<(), JudgingError> {
        if self.best.steps.len() > PAIRS {
            return Ok(());
        }
        let mut later = self.best.steps.len();
        while later > self.first() + 1 {
            later -= 1;
            for earlier in self.first()..later {
                let pair: Vec<u32> = [earlier, later]
                    .into_iter()
                    .filter_map(|index| Some(self.best.steps.get(index)?.id))
                    .collect();
                let candidate = self.best.without(|step| pair.contains(&step.id));
                if self.attempt(&candidate)? {
                    break;
                }
            }
            later = later.min(self.best.steps.len());
        }
        Ok(())
    }

    /// Earlier handles in the place of later ones, and dropping in that of unwinding.
    fn simplify_handles(&mut self) -> Result<(), JudgingError> {
        for index in 0..self.best.steps.len() {
            if index >= self.best.steps.len() {
                break;
            }
            if self.best.steps[index].operation == OperationRef::Unwind {
                let mut candidate = self.best.clone();
                candidate.steps[index].operation = OperationRef::Drop;
                self.attempt(&candidate)?;
            }
            let uses: Vec<Made> = self.best.steps[index].uses().collect();
            for made in uses {
                let earlier: Vec<Made> = self.handles_like(made);
                for other in earlier {
                    let mut candidate = self.best.clone();
                    replace(&mut candidate.steps[index], made, other);
                    if self.attempt(&candidate)? {
                        break;
                    }
                }
                if index >= self.best.steps.len() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// The handles of the same type that were made before this one.
    fn handles_like(&self, made: Made) -> Vec<Made> {
        let all: Vec<_> = self
            .best
            .steps
            .iter()
            .flat_map(|step| {
                let types = self.best.made(self.problem, step);
                types.into_iter().enumerate().map(|(position, ty)| {
                    let made = Made {
                        step: step.id,
                        position,
                    };
                    (made, ty)
                })
            })
            .collect();
        let ty = all.iter().find(|(each, _)| *each == made).map(|(_, ty)| ty);
        all.iter()
            .filter(|(each, of)| *each < made && Some(of) == ty)
            .map(|(each, _)| *each)
            .collect()
    }
}

fn replace(step: &mut Step, made: Made, other: Made) {
    if step.receiver == Some(made) {
        step.receiver = Some(other);
    }
    for given in &mut step.arguments {
        if *given == Given::Handle(made) {
            *given = Given::Handle(other);
        }
    }
}
