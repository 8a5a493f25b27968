//! Scenarios from the contract, its domains and weights: the smallest first.
//!
//! Two threads of one call come first, then three: of these there is one for each choice of
//! operations, with a few arguments. Then two threads of two calls each, by chance. So the first
//! one that fails is among the smallest. After the threads every operation that only looks is
//! called. Scenarios that differ only in which thread is which are generated once.

mod enumerate;

use crate::check::random::draft::{Drafter, domain_of};
use crate::check::random::sequence::{Given, Made, Sequence, Step};
use crate::check::random::simplify::example;
use crate::problem::case::OperationRef;
use crate::problem::contract::{Operation, Receiver};
use crate::problem::scenario::Scenario;
use crate::problem::types::Type;
use crate::problem::{ModelForm, Problem};
use crate::value::Value;
use fastrand::Rng;
use std::collections::BTreeSet;

/// So many threads make one call each.
const SINGLES: [usize; 2] = [2, 3];

/// So many threads make so many calls each, by chance.
const DRAWN: (usize, usize) = (2, 2);

/// So many scenarios of a shape are offered for each that is wanted: the model may refuse some.
const OFFERED: u32 = 4;

/// So many sequences are drawn for each scenario that is offered, and so many calls for each
/// that has a place in it.
const DRAWS: u32 = 5;
const SPARE: usize = 6;

/// At most so many operations look at the subject in the end.
const MOST_OBSERVERS: usize = 3;

/// After so many executions the next scenario is more likely to find something.
const EXECUTIONS: u64 = 20_000;

/// Scenarios for the problem's own subject, by shape, the smallest first; more than `most`,
/// since the model may not let all of them come to an end. Equal seeds give equal scenarios.
pub fn candidates(problem: &Problem, most: u32, seed: u64) -> Vec<Vec<Scenario>> {
    let offered = most.saturating_mul(OFFERED);
    let mut known = BTreeSet::new();
    let mut distinct = |arrangements: &mut dyn Iterator<Item = Arrangement>| {
        let scenarios = arrangements.map(|arrangement| arrangement.scenario(problem));
        let new = scenarios.filter(|scenario| known.insert(calls(scenario)));
        new.take(offered as usize).collect()
    };
    let mut shapes: Vec<Vec<Scenario>> = vec![];
    for threads in SINGLES {
        let all = enumerate::singles(problem, threads, seed);
        shapes.push(distinct(&mut all.into_iter()));
    }
    let mut rng = Rng::with_seed(seed);
    let drafter = Drafter::new(problem);
    let length = u32::try_from(DRAWN.0 * DRAWN.1 * SPARE).expect("few calls");
    let mut drawn = (0..offered * DRAWS)
        .map(|_| drafter.draw(length, &mut rng))
        .filter_map(|sequence| Arrangement::of(problem, &sequence, DRAWN));
    shapes.push(distinct(&mut drawn));
    shapes
}

/// At most so many of them: of each shape but the last half of what is left, at most, so that
/// there is room for the larger ones.
pub fn choose(shapes: Vec<Vec<Scenario>>, most: u32) -> Vec<Scenario> {
    let mut chosen: Vec<Scenario> = vec![];
    let last = shapes.len().saturating_sub(1);
    for (index, shape) in shapes.into_iter().enumerate() {
        let rest = most as usize - chosen.len();
        let share = if index == last {
            rest
        } else {
            rest.div_ceil(2)
        };
        chosen.extend(shape.into_iter().take(share));
    }
    for (index, scenario) in chosen.iter_mut().enumerate() {
        scenario.case.name = format!("generated {}", index + 1);
    }
    chosen
}

/// What a scenario calls: the constructor, and what each thread does.
fn calls(scenario: &Scenario) -> Vec<String> {
    let mut lines = scenario.case.lines.iter().map(|line| line.text.as_str());
    let parts = [scenario.before]
        .into_iter()
        .chain(scenario.threads.iter().copied());
    let one = |count| lines.by_ref().take(count).collect::<Vec<_>>().join("; ");
    parts.map(one).collect()
}

/// The calls of a sequence, dealt out to threads.
struct Arrangement {
    constructor: Step,
    threads: Vec<Vec<Step>>,
}

impl Arrangement {
    /// Deals out the calls that threads can make; `None` if there are too few.
    fn of(problem: &Problem, sequence: &Sequence, shape: (usize, usize)) -> Option<Self> {
        let (first, rest) = sequence.steps.split_first()?;
        let operation = first.operation(problem)?;
        let makes_subject =
            operation.is_constructor() && problem.instances[0].on_subject(operation);
        if !makes_subject || !is_plain(first) || first.uses().next().is_some() {
            return None;
        }
        let mut arrangement = Self {
            constructor: first.clone(),
            threads: vec![vec![]; shape.0],
        };
        for step in rest {
            if let Some(thread) = arrangement.place(problem, step, shape.1) {
                arrangement.threads[thread].push(step.clone());
            }
        }
        let full = |thread: &Vec<Step>| thread.len() == shape.1;
        arrangement.threads.iter().all(full).then_some(arrangement)
    }

    /// The thread that can make the call: that which has made what the call uses, or the one
    /// with the most room.
    fn place(&self, problem: &Problem, step: &Step, most: usize) -> Option<usize> {
        if !is_plain(step) || !can_be_shared(problem, step) {
            return None;
        }
        let makers: BTreeSet<usize> = step
            .uses()
            .filter(|made| *made != Made::SUBJECT)
            .map(|made| {
                let makes = |thread: &Vec<Step>| thread.iter().any(|each| each.id == made.step);
                self.threads.iter().position(makes)
            })
            .collect::<Option<_>>()?;
        let thread = match makers.len() {
            0 => (0..self.threads.len()).min_by_key(|index| self.threads[*index].len())?,
            1 => *makers.first()?,
            _ => return None,
        };
        (self.threads[thread].len() < most).then_some(thread)
    }

    fn scenario(mut self, problem: &Problem) -> Scenario {
        // Which thread is which does not matter: those alike in their calls stand together.
        self.threads.sort_by_cached_key(|calls| {
            let alone = numbered([std::slice::from_ref(&self.constructor), calls].concat());
            texts(problem, &alone).join("\n")
        });
        let observers = self.observers(problem);
        let mut steps = vec![self.constructor];
        steps.extend(self.threads.concat());
        steps.extend(observers);
        let sequence = numbered(steps);
        Scenario {
            case: sequence.to_case(problem, ""),
            before: 1,
            threads: self.threads.iter().map(Vec::len).collect(),
            spurious: 1,
            executions: Some(EXECUTIONS),
            turns: None,
            places: None,
        }
    }

    /// Calls that look at the subject, with arguments of the threads' where they fit.
    fn observers(&self, problem: &Problem) -> Vec<Step> {
        let model = problem.model.as_ref();
        let operations = problem.instances[0].operations.iter().enumerate();
        let looking = operations.filter_map(|(index, operation)| {
            let form = model?.operations.get(index)?;
            let looks = problem.instances[0].on_subject(operation)
                && operation.receiver == Some(Receiver::Shared)
                && operation.answer != Type::Unit
                && !operation.answer.has_opaque()
                && form.form == ModelForm::Answers
                && form.requires.is_none();
            let number = u16::try_from(index).ok()?;
            looks.then(|| self.observer(problem, number, operation))?
        });
        looking.take(MOST_OBSERVERS).collect()
    }

    fn observer(&self, problem: &Problem, number: u16, operation: &Operation) -> Option<Step> {
        let mut arguments = vec![];
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let value = match self.used(problem, &parameter.name, &parameter.ty) {
                Some(value) => value,
                None => example(&domain_of(problem, number, index)?)?,
            };
            arguments.push(Given::Value(value));
        }
        Some(Step {
            id: 0,
            operation: OperationRef::Numbered(number),
            receiver: Some(Made::SUBJECT),
            arguments,
            together: None,
        })
    }

    /// A value that a thread passes for a parameter of this name and type.
    fn used(&self, problem: &Problem, name: &str, ty: &Type) -> Option<Value> {
        self.threads.iter().flatten().find_map(|step| {
            let parameters = step.operation(problem)?.parameters.iter();
            let mut given = parameters.zip(&step.arguments);
            given.find_map(|(parameter, given)| match given {
                Given::Value(value) if parameter.name == name && parameter.ty == *ty => {
                    Some(value.clone())
                }
                _ => None,
            })
        })
    }
}

/// Whether every argument is there already: what model.rs generates needs a model.
fn is_plain(step: &Step) -> bool {
    let plain = |given: &Given| matches!(given, Given::Value(_) | Given::Handle(_));
    step.together.is_none() && step.arguments.iter().all(plain)
}

/// Whether a thread can make the call while others do, and the model says what comes of it.
fn can_be_shared(problem: &Problem, step: &Step) -> bool {
    let OperationRef::Numbered(number) = step.operation else {
        return step.operation != OperationRef::Unwind;
    };
    let instance = &problem.instances[0];
    let Some(operation) = instance.operations.get(usize::from(number)) else {
        return false;
    };
    let form = problem.model.as_ref().map(|model| &model.operations);
    let form = form.and_then(|forms| forms.get(usize::from(number)));
    let passes_subject = step.arguments.contains(&Given::Handle(Made::SUBJECT));
    let shares_subject = match operation.receiver {
        None => !operation.is_constructor(),
        Some(receiver) => !instance.on_subject(operation) || receiver == Receiver::Shared,
    };
    shares_subject && !passes_subject && form.is_some_and(|form| form.form != ModelForm::Accepts)
}

/// The calls, numbered in this order.
fn numbered(steps: Vec<Step>) -> Sequence {
    let number = |index: usize| u32::try_from(index).expect("few calls");
    let old: Vec<u32> = steps.iter().map(|step| step.id).collect();
    let renamed = |made: Made| {
        // The first call keeps its number; observers, which come last, have no other use.
        let index = old.iter().position(|id| *id == made.step).unwrap_or(0);
        Made {
            step: number(index),
            ..made
        }
    };
    let steps = steps.into_iter().enumerate().map(|(index, step)| Step {
        id: number(index),
        receiver: step.receiver.map(renamed),
        arguments: step
            .arguments
            .into_iter()
            .map(|given| match given {
                Given::Handle(made) => Given::Handle(renamed(made)),
                other => other,
            })
            .collect(),
        ..step
    });
    Sequence {
        steps: steps.collect(),
    }
}

fn texts(problem: &Problem, sequence: &Sequence) -> Vec<String> {
    let case = sequence.to_case(problem, "");
    case.lines.into_iter().map(|line| line.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::package::Package;

    fn problem(folder: &str) -> Problem {
        let root = env!("CARGO_MANIFEST_DIR");
        let folder = format!("{root}/tests/fixtures/{folder}");
        let package = Package::from_folder(folder.as_str().into()).unwrap();
        Problem::read(&package, Some(1)).unwrap()
    }

    fn generate(problem: &Problem, most: u32, seed: u64) -> Vec<Scenario> {
        choose(candidates(problem, most, seed), most)
    }

    fn all(problem: &Problem, most: u32, seed: u64) -> Vec<Vec<String>> {
        generate(problem, most, seed).iter().map(calls).collect()
    }

    #[test]
    fn the_smallest_come_first_and_none_twice() {
        let problem = problem("generated/counter");
        let scenarios = generate(&problem, 24, 7);
        let sizes: Vec<usize> = scenarios.iter().map(Scenario::size).collect();
        assert!(sizes.is_sorted(), "{sizes:?}");
        assert_eq!((sizes.first(), sizes.last()), (Some(&2), Some(&4)));
        let all = all(&problem, 24, 7);
        let different: BTreeSet<&Vec<String>> = all.iter().collect();
        assert_eq!(different.len(), all.len());
        assert!(all.len() <= 24);
    }

    #[test]
    fn threads_make_calls_that_need_the_subject_shared_and_the_rest_looks() {
        let problem = problem("generated/counter");
        for scenario in generate(&problem, 24, 3) {
            let texts: Vec<&str> = scenario.case.lines.iter().map(|line| &*line.text).collect();
            assert!(texts[0].starts_with("new("), "{texts:?}");
            let made = 1 + scenario.size();
            assert!(texts[1..made].iter().all(|text| !text.starts_with("new(")));
            assert_eq!(texts.last(), Some(&"value()"));
        }
    }

    #[test]
    fn which_thread_is_which_does_not_matter() {
        let problem = problem("generated/counter");
        for calls in all(&problem, 60, 11) {
            assert!(calls[1..].is_sorted(), "{calls:?}");
        }
    }

    #[test]
    fn equal_seeds_give_equal_scenarios() {
        let problem = problem("generated/counter");
        assert_eq!(all(&problem, 24, 5), all(&problem, 24, 5));
        assert_ne!(all(&problem, 24, 5), all(&problem, 24, 6));
    }

    #[test]
    fn a_handle_stays_with_the_thread_that_made_it() {
        let problem = problem("problems/ticket-desk");
        for seed in 0..40 {
            for scenario in generate(&problem, 24, seed) {
                for (index, line) in scenario.case.lines.iter().enumerate() {
                    let crate::problem::case::Action::Call(call) = &line.action else {
                        panic!("only calls are generated");
                    };
                    let maker = call.receiver.map_or(0, |handle| handle.line);
                    let alone = scenario.thread_of(maker) == 0;
                    assert!(alone || scenario.thread_of(maker) == scenario.thread_of(index));
                    assert!(maker < index || index == 0, "{}", line.text);
                }
            }
        }
    }
}
