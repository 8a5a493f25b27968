//! Simpler values: alone, wherever they occur, and times with all that comes later.

use super::Shrinking;
use crate::check::random::draft::domain_of;
use crate::check::random::sequence::{Given, Sequence, Step};
use crate::check::random::{clock, simplify};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::problem::case::OperationRef;
use crate::problem::domain::Domain;
use crate::value::Value;

impl Shrinking<'_> {
    /// Puts simpler values in the place of a value wherever a parameter of that name has it.
    pub(super) fn merge_values(&mut self) -> Result<(), JudgingError> {
        let mut index = 0;
        while let Some((name, domain, value)) = self.values().get(index).cloned() {
            let Some(of) = &domain else {
                index += 1;
                continue;
            };
            for simple in simplify::simpler(of, &value) {
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
    pub(super) fn sort_values(&mut self) -> Result<(), JudgingError> {
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
    pub(super) fn is_guarded(&self, step: &Step) -> bool {
        let OperationRef::Numbered(number) = step.operation else {
            return false;
        };
        let model = self.problem.model.as_ref();
        let operation = model.and_then(|model| model.operations.get(usize::from(number)));
        operation.is_some_and(|operation| operation.requires.is_some())
    }

    pub(super) fn simplify_values(&mut self) -> Result<(), JudgingError> {
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
                    Some(domain) => simplify::simpler(domain, &value),
                    None => simplify::simpler_plain(&value),
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
    pub(super) fn simplify_clocks(&mut self) -> Result<(), JudgingError> {
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
            let Some(gap) = clock::minus(now, before) else {
                return Ok(());
            };
            let gaps = Domain::Range {
                first: clock::no_step(&gap),
                last: gap.clone(),
            };
            let mut found = false;
            for shorter in simplify::simpler(&gaps, &gap) {
                let Some(less) = clock::minus(&gap, &shorter) else {
                    continue;
                };
                let mut candidate = self.best.clone();
                for (step, place) in &places[index..] {
                    if let Some(moved) = argument(&self.best, *step, *place)
                        .and_then(|value| clock::minus(value, &less))
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
