//! Whether a batch is good enough: anything but accepted fails, unless it was said
//! beforehand what may be, or how it was before.

use super::batch::{Batch, Outcome, Unit};
use crate::verdict::Verdict;
use std::collections::BTreeMap;

/// What may pass.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Verdicts that do not fail.
    pub allow: Vec<Verdict>,
    /// How it was before: only what got worse fails.
    pub baseline: Option<Batch>,
}

/// What does not pass, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gate {
    /// The units that fail, by their index, with the reason.
    pub failing: Vec<(usize, String)>,
    /// The units that cannot be compared with how they were, with the reason. They neither
    /// pass nor fail by the baseline.
    pub incomparable: Vec<(usize, String)>,
}

impl Policy {
    /// Looks at all units.
    pub fn gate(&self, batch: &Batch) -> Gate {
        let before: Option<BTreeMap<_, _>> = self.baseline.as_ref().map(|baseline| {
            baseline
                .units
                .iter()
                .map(|unit| (unit.key(), unit))
                .collect()
        });
        let other_seed = self
            .baseline
            .as_ref()
            .is_some_and(|baseline| baseline.seed != batch.seed);
        let mut gate = Gate::default();
        for (index, unit) in batch.units.iter().enumerate() {
            if self.passes(unit) {
                continue;
            }
            let word = unit.word();
            let old = before
                .as_ref()
                .map(|before| before.get(&unit.key()).copied());
            match old {
                None => gate.failing.push((index, word.into())),
                Some(None) => gate.failing.push((index, format!("{word}, and new"))),
                Some(Some(_)) if other_seed => {
                    gate.incomparable.push((index, different("seed")));
                }
                Some(Some(old)) => match incomparable(old, unit) {
                    Some(why) => gate.incomparable.push((index, why)),
                    None if rank(unit) < rank(old) => {
                        let was = old.word();
                        gate.failing.push((index, format!("{word}, was {was}")));
                    }
                    None => {}
                },
            }
        }
        gate
    }

    fn passes(&self, unit: &Unit) -> bool {
        unit.verdict()
            .is_some_and(|verdict| verdict == Verdict::Accepted || self.allow.contains(&verdict))
    }
}

/// How good it is: the verdict's place in the list, with what was not judged below all.
fn rank(unit: &Unit) -> usize {
    match &unit.outcome {
        Outcome::Missing | Outcome::NotJudged { .. } => 0,
        _ => unit
            .verdict()
            .and_then(|verdict| Verdict::ALL.iter().position(|each| *each == verdict))
            .map_or(0, |place| place + 1),
    }
}

/// Why two outcomes of the same submission say nothing about each other.
fn incomparable(old: &Unit, new: &Unit) -> Option<String> {
    let (old, new) = (old.report()?, new.report()?);
    if old.problem.version != new.problem.version || old.problem.stage != new.problem.stage {
        return Some(different("version of the problem"));
    }
    if old.judge != new.judge {
        return Some(different("judge or compiler"));
    }
    None
}

fn different(what: &str) -> String {
    format!("judged with another {what}")
}

#[cfg(test)]
mod tests;
