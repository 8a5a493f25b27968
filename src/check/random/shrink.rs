//! Making a failing sequence smaller, as long as it still fails in the same way.
//!
//! Calls are taken out in ever smaller blocks (Zeller and Hildebrandt, "Simplifying and
//! Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002), each with all that uses what it
//! made; then values are made simpler within their domains, alone and wherever else they
//! occur; generated values by the numbers they were made from (MacIver and Donaldson,
//! ECOOP 2020). Passes repeat until none finds anything. What is tried depends on nothing
//! but the sequence and the answers of the trial.

use super::domain;
use super::draft::domain_of;
use super::lifetimes;
use super::sequence::{Given, Made, Sequence, Step, Tape, Told};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::problem::case::{Argument, OperationRef};
use crate::problem::domain::Domain;
use crate::value::Value;
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

    /// Puts simpler values in the place of a value wherever a parameter of that name has it.
    fn merge_values(&mut self) -> Result<(), JudgingError> {
        let mut index = 0;
        while let Some((name, domain, value)) = self.values().get(index).cloned() {
            let Some(of) = &domain else {
                index += 1;
                continue;
            };
            for simple in domain::simpler(of, &value) {
                let mut candidate = self.best.clone();
                for (step, place) in places(&self.best, self.problem) {
                    let here = argument(&self.best, step, place);
                    if here == Some(&value)
                        && self.parameter(step, place) == Some((name.clone(), domain.clone()))
                    {
                        candidate.steps[step].arguments[place] = Given::Value(simple.clone());
                    }
                }
                if self.attempt(&candidate)? {
                    break;
                }
            }
            index += 1;
        }
        Ok(())
    }

    /// Puts the values of a parameter in such an order that what comes first is smallest.
    fn sort_values(&mut self) -> Result<(), JudgingError> {
        let mut groups: Vec<(String, Option<Domain>)> = vec![];
        for (name, domain, _) in self.values() {
            if !groups.contains(&(name.clone(), domain.clone())) {
                groups.push((name, domain));
            }
        }
        for group in groups {
            let mut places = places(&self.best, self.problem);
            places.retain(|(step, place)| self.parameter(*step, *place).as_ref() == Some(&group));
            let mut seen: Vec<Value> = vec![];
            for (step, place) in &places {
                seen.extend(
                    argument(&self.best, *step, *place)
                        .filter(|value| !seen.contains(value))
                        .cloned(),
                );
            }
            let mut sorted = seen.clone();
            sorted.sort();
            let mut candidate = self.best.clone();
            for (step, place) in places {
                let value = argument(&self.best, step, place);
                let index = seen.iter().position(|known| Some(known) == value);
                if let Some(index) = index {
                    candidate.steps[step].arguments[place] = Given::Value(sorted[index].clone());
                }
            }
            self.attempt(&candidate)?;
        }
        Ok(())
    }

    /// The values of the parameters that have a domain, but for those that rise; each once.
    fn values(&self) -> Vec<(String, Option<Domain>, Value)> {
        let mut values = vec![];
        for (step, place) in places(&self.best, self.problem) {
            let value = argument(&self.best, step, place);
            if let (Some((name, domain)), Some(value)) = (self.parameter(step, place), value) {
                let known = (name, domain, value.clone());
                if !values.contains(&known) && !matches!(known.1, Some(Domain::Rising { .. })) {
                    values.push(known);
                }
            }
        }
        values.sort_by(|a, b| a.2.cmp(&b.2));
        values
    }

    /// A parameter's name and domain. Without a domain any simpler value will do, if the
    /// model says what it must not be.
    fn parameter(&self, step: usize, place: usize) -> Option<(String, Option<Domain>)> {
        let step = &self.best.steps[step];
        let OperationRef::Numbered(number) = step.operation else {
            return None;
        };
        let domain = domain_of(self.problem, number, place);
        if domain.is_none() && !self.is_guarded(step) {
            return None;
        }
        let name = &step.operation(self.problem)?.parameters[place].name;
        Some((name.clone(), domain))
    }

    /// Whether the model says which arguments the call may have.
    fn is_guarded(&self, step: &Step) -> bool {
        let OperationRef::Numbered(number) = step.operation else {
            return false;
        };
        let model = self.problem.model.as_ref();
        let operation = model.and_then(|model| model.operations.get(usize::from(number)));
        operation.is_some_and(|operation| operation.requires.is_some())
    }

    fn simplify_values(&mut self) -> Result<(), JudgingError> {
        for (step, place) in places(&self.best, self.problem) {
            while let Some(value) = argument(&self.best, step, place).cloned() {
                let Some((name, domain)) = self.parameter(step, place) else {
                    break;
                };
                let floor = match &domain {
                    Some(rising @ Domain::Rising { .. }) => self.clock_before(step, &name, rising),
                    _ => None,
                };
                let simpler = match &domain {
                    Some(domain) => domain::simpler(domain, &value),
                    None => domain::simpler_plain(&value),
                };
                let mut found = false;
                for simple in simpler {
                    if floor.as_ref().is_some_and(|floor| simple < *floor) {
                        continue;
                    }
                    let mut candidate = self.best.clone();
                    candidate.steps[step].arguments[place] = Given::Value(simple);
                    if self.attempt(&candidate)? {
                        found = true;
                        break;
                    }
                }
                if !found {
                    break;
                }
            }
            if step >= self.best.steps.len() {
                break;
            }
        }
        Ok(())
    }

    /// Where a clock stands before a call.
    fn clock_before(&self, step: usize, name: &str, domain: &Domain) -> Option<Value> {
        self.clock(name, domain)
            .into_iter()
            .filter(|(at, _)| *at < step)
            .filter_map(|(at, place)| argument(&self.best, at, place).cloned())
            .next_back()
    }

    /// The arguments that a clock gives, in order.
    fn clock(&self, name: &str, domain: &Domain) -> Vec<(usize, usize)> {
        let mut places = places(&self.best, self.problem);
        places.retain(|(step, place)| {
            self.parameter(*step, *place)
                .is_some_and(|(known, of)| known == name && of.as_ref() == Some(domain))
        });
        places
    }

    /// Shortens the steps of rising clocks; what comes later moves along.
    fn simplify_clocks(&mut self) -> Result<(), JudgingError> {
        let mut clocks: Vec<(String, Domain)> = vec![];
        for (step, place) in places(&self.best, self.problem) {
            if let Some((name, Some(domain @ Domain::Rising { .. }))) = self.parameter(step, place)
                && !clocks.contains(&(name.clone(), domain.clone()))
            {
                clocks.push((name, domain));
            }
        }
        for (name, domain) in clocks {
            let Domain::Rising { first: begin, .. } = &domain else {
                continue;
            };
            let mut index = 0;
            while index < self.clock(&name, &domain).len() {
                self.shorten(index, &name, &domain, begin)?;
                index += 1;
            }
        }
        Ok(())
    }

    fn shorten(
        &mut self,
        index: usize,
        name: &str,
        domain: &Domain,
        begin: &Value,
    ) -> Result<(), JudgingError> {
        loop {
            let places = self.clock(name, domain);
            let at = |index: usize| {
                let (step, place) = *places.get(index)?;
                argument(&self.best, step, place)
            };
            let Some(now) = at(index) else {
                return Ok(());
            };
            let before = index.checked_sub(1).and_then(at).unwrap_or(begin);
            let Some(gap) = domain::minus(now, before) else {
                return Ok(());
            };
            let gaps = Domain::Range {
                first: domain::no_step(&gap),
                last: gap.clone(),
            };
            let mut found = false;
            for shorter in domain::simpler(&gaps, &gap) {
                let Some(less) = domain::minus(&gap, &shorter) else {
                    continue;
                };
                let mut candidate = self.best.clone();
                for (step, place) in &places[index..] {
                    if let Some(moved) = argument(&self.best, *step, *place)
                        .and_then(|value| domain::minus(value, &less))
                        .filter(|moved| moved >= begin)
                    {
                        candidate.steps[*step].arguments[*place] = Given::Value(moved);
                    }
                }
                if self.attempt(&candidate)? {
                    found = true;
                    break;
                }
            }
            if !found {
                return Ok(());
            }
        }
    }

    /// Makes the arguments of the functions simpler that make a case's arguments.
    fn simplify_fixed(&mut self) -> Result<(), JudgingError> {
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
            for simple in domain::simpler_plain(&arguments[index]) {
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

    fn simplify_tapes(&mut self) -> Result<(), JudgingError> {
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
            for simple in domain::simpler(&all, &Value::Unsigned(u128::from(number))) {
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

/// Every argument that is a value, as step and place.
fn places(sequence: &Sequence, problem: &Problem) -> Vec<(usize, usize)> {
    let mut places = vec![];
    for (index, step) in sequence.steps.iter().enumerate() {
        if step.together.is_some() || step.operation(problem).is_none() {
            continue;
        }
        for (place, given) in step.arguments.iter().enumerate() {
            if matches!(given, Given::Value(_)) {
                places.push((index, place));
            }
        }
    }
    places
}

fn argument(sequence: &Sequence, step: usize, place: usize) -> Option<&Value> {
    match sequence.steps.get(step)?.arguments.get(place)? {
        Given::Value(value) => Some(value),
        _ => None,
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

#[cfg(test)]
mod tests;
