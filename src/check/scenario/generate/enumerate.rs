//! Scenarios of one call for each thread: every choice of operations, with a few arguments.

use super::{Arrangement, can_be_shared};
use crate::check::random::domain::draw;
use crate::check::random::draft::domain_of;
use crate::check::random::sequence::{Given, Made, Step};
use crate::check::random::simplify::example;
use crate::problem::Problem;
use crate::problem::case::OperationRef;
use crate::problem::domain::Domain;
use crate::value::Value;
use fastrand::Rng;

/// So many different values an argument has.
const ARGUMENTS: usize = 2;

/// So many different subjects are made.
const SUBJECTS: usize = 3;

/// At most so many calls are combined, the simplest ones.
const MOST_CALLS: usize = 40;

/// So often another value is drawn from a domain, which may not have one.
const DRAWS: usize = 20;

/// A call, and how many of its operation are simpler.
type Ranked = (usize, Step);

/// Every choice of a subject and of one call for each thread: those with the simplest arguments
/// first. Which thread is which does not matter.
pub fn singles(problem: &Problem, threads: usize, seed: u64) -> Vec<Arrangement> {
    let mut subjects = vec![];
    let mut calls = vec![];
    let instance = &problem.instances[0];
    for (operation, number) in instance.operations.iter().zip(0..) {
        if operation.is_constructor() && instance.on_subject(operation) {
            subjects.extend(ranked(problem, number, SUBJECTS, seed));
        } else if problem.weights[usize::from(number)] > 0 {
            let ranked = ranked(problem, number, ARGUMENTS, seed);
            calls.extend(ranked.filter(|(_, step)| can_be_shared(problem, step)));
        }
    }
    calls.sort_by_key(|(rank, _)| *rank);
    calls.truncate(MOST_CALLS);
    let mut all: Vec<(usize, Arrangement)> = vec![];
    for (subject_rank, constructor) in subjects {
        for chosen in choices(&calls, threads) {
            let rank = chosen.iter().map(|(rank, _)| rank).sum::<usize>();
            let threads = chosen.into_iter().map(|(_, step)| vec![step.clone()]);
            let arrangement = Arrangement {
                constructor: constructor.clone(),
                threads: threads.collect(),
            };
            all.push((rank + subject_rank, arrangement));
        }
    }
    all.sort_by_key(|(rank, _)| *rank);
    all.into_iter()
        .map(|(_, arrangement)| arrangement)
        .collect()
}

/// The calls of an operation on the subject, the simplest first; none if an argument is a handle
/// or made by model.rs.
fn ranked(
    problem: &Problem,
    number: u16,
    most: usize,
    seed: u64,
) -> impl Iterator<Item = Ranked> + use<> {
    let instance = &problem.instances[0];
    let operation = &instance.operations[usize::from(number)];
    let on_subject = instance.on_subject(operation);
    let receiver = operation.receiver.map(|_| Made::SUBJECT);
    let domains = (0..operation.parameters.len()).map(|index| domain_of(problem, number, index));
    let domains: Option<Vec<Domain>> = domains.collect();
    let domains = domains.filter(|_| receiver.is_none() || on_subject);
    let values: Option<Vec<Vec<Value>>> = domains.map(|domains| {
        let values = domains.iter().map(|domain| values(domain, most, seed));
        values.collect()
    });
    let values = values.filter(|values| values.iter().all(|values| !values.is_empty()));
    let variants = values.as_ref().map_or(vec![], |values| {
        let most = values.iter().map(Vec::len).max().unwrap_or(1);
        let mut variants: Vec<Vec<usize>> = vec![];
        for rank in 0..most {
            let last = |values: &Vec<Value>| values.len() - 1;
            let same: Vec<usize> = values.iter().map(|each| rank.min(last(each))).collect();
            let mut mixed = same.clone();
            // The same key with another value.
            if let Some(first) = mixed.first_mut().filter(|_| receiver.is_some()) {
                *first = 0;
            }
            for variant in [mixed, same] {
                if !variants.contains(&variant) {
                    variants.push(variant);
                }
            }
        }
        variants
    });
    variants.into_iter().enumerate().map(move |(rank, chosen)| {
        let values = values.iter().flatten().zip(chosen);
        let given = values.map(|(values, index)| Given::Value(values[index].clone()));
        let step = Step {
            id: 0,
            operation: OperationRef::Numbered(number),
            receiver,
            arguments: given.collect(),
            together: None,
        };
        (rank, step)
    })
}

/// A few values of a domain, the simplest first. Parameters of equal domains get equal ones, so
/// that calls meet.
fn values(domain: &Domain, most: usize, seed: u64) -> Vec<Value> {
    let mut values: Vec<Value> = example(domain).into_iter().collect();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..DRAWS {
        if values.is_empty() || values.len() == most {
            break;
        }
        let is_rising = matches!(domain, Domain::Rising { .. });
        let clock = values.last().filter(|_| is_rising).cloned();
        let value = draw(domain, clock.as_ref(), &mut rng);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// Every choice of so many calls, the same ones again among them, without regard to order.
fn choices(calls: &[Ranked], count: usize) -> Vec<Vec<&Ranked>> {
    if count == 0 {
        return vec![vec![]];
    }
    let mut all = vec![];
    for (index, call) in calls.iter().enumerate() {
        for mut rest in choices(&calls[index..], count - 1) {
            rest.push(call);
            all.push(rest);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::{candidates, choose, texts};
    use super::*;
    use crate::check::random::sequence::Sequence;
    use crate::problem::package::Package;
    use std::collections::BTreeSet;

    fn counter() -> Problem {
        let root = env!("CARGO_MANIFEST_DIR");
        let folder = format!("{root}/tests/fixtures/generated/counter");
        let package = Package::from_folder(folder.as_str().into()).unwrap();
        Problem::read(&package, Some(1)).unwrap()
    }

    /// Sets of calls beside each other, each as words in order.
    fn beside(problem: &Problem, threads: usize) -> BTreeSet<Vec<String>> {
        let all = singles(problem, threads, 7).into_iter().map(|arrangement| {
            let steps = arrangement.threads.concat();
            let mut texts = texts(problem, &Sequence { steps });
            texts.sort();
            texts
        });
        all.collect()
    }

    #[test]
    fn every_two_and_every_three_calls_stand_beside_each_other() {
        let problem = counter();
        let calls = ["add(1)", "add(2)", "value()", "wait()"];
        let pairs = beside(&problem, 2);
        for (index, first) in calls.iter().enumerate() {
            for second in &calls[index..] {
                let pair = vec![(*first).to_owned(), (*second).to_owned()];
                assert!(pairs.contains(&pair), "{pair:?} of {pairs:?}");
            }
        }
        assert_eq!(pairs.len(), 10);
        assert_eq!(beside(&problem, 3).len(), 20);
    }

    #[test]
    fn a_key_stands_beside_itself_with_another_value() {
        let root = env!("CARGO_MANIFEST_DIR");
        let folder = format!("{root}/problems/lru-cache");
        let package = Package::from_folder(folder.as_str().into()).unwrap();
        let problem = Problem::read(&package, Some(1)).unwrap();
        let operations = problem.instances[0].operations.iter();
        let put = operations.zip(0..).find(|(each, _)| each.name == "put");
        let (_, put) = put.unwrap();
        let puts = ranked(&problem, put, ARGUMENTS, 7).map(|(_, put)| put.arguments);
        let puts: Vec<Vec<Given>> = puts.collect();
        let other =
            |first: &[Given], second: &[Given]| [first[0] == second[0], first[1] == second[1]];
        assert_eq!(puts.len(), 3, "{puts:?}");
        assert_eq!(other(&puts[0], &puts[1]), [true, false], "{puts:?}");
        assert_eq!(other(&puts[0], &puts[2]), [false, false], "{puts:?}");
    }

    #[test]
    fn a_rising_domain_has_more_than_its_first_value() {
        let domain = Domain::Rising {
            first: Value::Unsigned(10),
            last: Value::Unsigned(900),
            least_step: Value::Unsigned(1),
            most_step: Value::Unsigned(9),
        };
        let values = values(&domain, 3, 7);
        assert_eq!(values.len(), 3, "{values:?}");
        assert_eq!(values[0], Value::Unsigned(10));
        assert!(values.is_sorted(), "{values:?}");
    }

    #[test]
    fn the_simplest_arguments_come_first_and_are_the_same_for_equal_domains() {
        let problem = counter();
        let first = singles(&problem, 2, 7).into_iter().next().unwrap();
        let steps = [vec![first.constructor], first.threads.concat()].concat();
        let texts = texts(&problem, &Sequence { steps });
        assert_eq!(texts, ["new(1)", "add(1)", "add(1)"]);
    }

    #[test]
    fn where_there_is_room_no_choice_of_operations_is_left_out() {
        let problem = counter();
        let most = 120;
        let chosen = choose(candidates(&problem, most, 7), most);
        let of_size = |size| chosen.iter().filter(move |one| one.size() == size).count();
        // Ten pairs and twenty triples, each with either of two limits.
        assert_eq!((of_size(2), of_size(3)), (20, 40));
    }
}
