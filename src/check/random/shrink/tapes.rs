//! Simpler numbers for what functions of model.rs make.

use super::Shrinking;
use crate::check::random::sequence::{Given, Step, Tape, Told};
use crate::check::random::simplify;
use crate::error::JudgingError;
use crate::problem::case::Argument;
use crate::problem::domain::Domain;
use crate::value::Value;

impl Shrinking<'_> {
    /// Makes the arguments of the functions simpler that make a case's arguments.
    pub(super) fn simplify_fixed(&mut self) -> Result<(), JudgingError> {
        for step in 0..self.best.steps.len() {
            let places = self.best.steps.get(step).map_or(0, |s| s.arguments.len());
            for place in 0..places {
                while self.simplify_fixed_at(step, place)? {}
            }
        }
        Ok(())
    }

    fn simplify_fixed_at(&mut self, step: usize, place: usize) -> Result<bool, JudgingError> {
        let given = self.best.steps.get(step);
        let Some(Given::Fixed(Argument::Generated {
            generator,
            arguments,
        })) = given.and_then(|step| step.arguments.get(place)).cloned()
        else {
            return Ok(false);
        };
        if !self.is_guarded(&self.best.steps[step]) {
            return Ok(false);
        }
        for index in 0..arguments.len() {
            for simple in simplify::simpler_plain(&arguments[index]) {
                let mut arguments = arguments.clone();
                arguments[index] = simple;
                let mut candidate = self.best.clone();
                candidate.steps[step].arguments[place] = Given::Fixed(Argument::Generated {
                    generator,
                    arguments,
                });
                if self.attempt(&candidate)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    pub(super) fn simplify_tapes(&mut self) -> Result<(), JudgingError> {
        let mut index = 0;
        while index < self.best.steps.len() {
            let mut slot = 0;
            while let Some(numbers) = numbers(&self.best.steps[index], slot) {
                self.simplify_tape(index, slot, numbers)?;
                slot += 1;
                if index >= self.best.steps.len() {
                    return Ok(());
                }
            }
            index += 1;
        }
        Ok(())
    }

    /// Makes the numbers fewer, then smaller.
    fn simplify_tape(
        &mut self,
        step: usize,
        slot: usize,
        mut tape: Vec<u64>,
    ) -> Result<(), JudgingError> {
        let mut size = tape.len();
        while size > 0 {
            let mut start = tape.len().saturating_sub(size);
            loop {
                let mut fewer = tape.clone();
                fewer.drain(start..(start + size).min(tape.len()));
                // A number before often says how many there are.
                let mut lowered = fewer.clone();
                if let Some(before) = start.checked_sub(1).and_then(|at| lowered.get_mut(at)) {
                    *before = before.saturating_sub(1);
                }
                let mut count = fewer.clone();
                if let Some(first) = count.first_mut() {
                    *first = first.saturating_sub(1);
                }
                for candidate in [fewer, lowered, count] {
                    if self.try_tape(step, slot, &candidate, &mut tape)? {
                        break;
                    }
                }
                if start == 0 {
                    break;
                }
                start = start.min(tape.len()).saturating_sub(size.min(start));
            }
            size /= 2;
        }
        let mut at = 0;
        while at < tape.len() {
            let number = tape[at];
            let all = Domain::Range {
                first: Value::Unsigned(0),
                last: Value::Unsigned(u128::from(number)),
            };
            let mut found = false;
            for simple in simplify::simpler(&all, &Value::Unsigned(u128::from(number))) {
                let Value::Unsigned(simple) = simple else {
                    continue;
                };
                let mut lower = tape.clone();
                lower[at] = u64::try_from(simple).expect("less than the number");
                if self.try_tape(step, slot, &lower, &mut tape)? {
                    found = true;
                    break;
                }
            }
            if !found {
                at += 1;
            }
        }
        Ok(())
    }

    /// Tries other numbers; what came of them is the new tape if it is simpler.
    fn try_tape(
        &mut self,
        step: usize,
        slot: usize,
        candidate: &[u64],
        tape: &mut Vec<u64>,
    ) -> Result<bool, JudgingError> {
        let simpler = |a: &[u64], b: &[u64]| (a.len(), a) < (b.len(), b);
        if !simpler(candidate, tape) {
            return Ok(false);
        }
        let before = self.best.clone();
        let mut changed = self.best.clone();
        let Some(told) = changed
            .steps
            .get_mut(step)
            .and_then(|step| told(step, slot))
        else {
            return Ok(false);
        };
        *told = Told::Numbers(candidate.to_vec());
        if !self.attempt(&changed)? {
            return Ok(false);
        }
        let made = self
            .best
            .steps
            .get(step)
            .and_then(|step| numbers(step, slot));
        match made {
            Some(made) if simpler(&made, tape) => {
                *tape = made;
                Ok(true)
            }
            // A shorter tape that was filled up with zeros to something longer.
            _ => {
                self.best = before;
                Ok(false)
            }
        }
    }
}

/// The tapes of a step in order.
fn tapes(step: &mut Step) -> impl Iterator<Item = &mut Tape> {
    let drawn = step.arguments.iter_mut().filter_map(|given| match given {
        Given::Drawn(_, tape) => Some(tape),
        _ => None,
    });
    step.together.iter_mut().chain(drawn)
}

fn told(step: &mut Step, slot: usize) -> Option<&mut Told> {
    tapes(step).nth(slot).map(|tape| &mut tape.told)
}

fn numbers(step: &Step, slot: usize) -> Option<Vec<u64>> {
    match told(&mut step.clone(), slot)? {
        Told::Numbers(numbers) => Some(numbers.clone()),
        Told::Seed(_) => None,
    }
}
