//! What is drawn: within the domains, in an order that Rust would allow, the same for a seed.

use super::*;
use crate::check::random::lifetimes::legal;
use crate::problem::case::OperationRef;
use crate::problem::package::Package;
use std::collections::BTreeSet;

const PACKAGES: [&str; 5] = [
    "problems/lru-cache",
    "problems/sliding-log",
    "problems/deploy-order",
    "tests/fixtures/problems/ticket-desk",
    "tests/fixtures/problems/word-tally",
];

fn problem(name: &str) -> Problem {
    let root = env!("CARGO_MANIFEST_DIR");
    let package = Package::from_folder(format!("{root}/{name}").as_str().into()).unwrap();
    Problem::read(&package, Some(1)).unwrap()
}

fn draw(problem: &Problem, seed: u64) -> Sequence {
    Drafter::new(problem).draw(80, &mut Rng::with_seed(seed))
}

#[test]
fn every_value_lies_within_its_domain() {
    for name in PACKAGES {
        let problem = problem(name);
        let mut values = 0;
        for seed in 0..50 {
            for step in draw(&problem, seed).steps {
                let OperationRef::Numbered(number) = step.operation else {
                    continue;
                };
                for (place, given) in step.arguments.iter().enumerate() {
                    let (Given::Value(value), Some(domain)) =
                        (given, domain_of(&problem, number, place))
                    else {
                        continue;
                    };
                    assert!(domain::contains(&domain, value), "{name}: {value}");
                    values += 1;
                }
            }
        }
        assert!(values > 0 || name == "problems/deploy-order", "{name}");
    }
}

#[test]
fn a_function_that_is_the_subject_comes_first_and_may_come_again() {
    let problem = problem("tests/fixtures/scenarios/handover");
    let mut calls = vec![];
    for seed in 0..50 {
        let sequence = draw(&problem, seed);
        let names: Vec<&str> = sequence
            .steps
            .iter()
            .filter_map(|step| Some(&*step.operation(&problem)?.name))
            .collect();
        assert_eq!(names[0], "handover");
        calls.extend(names[1..].iter().map(|name| (*name).to_owned()));
    }
    for name in ["handover", "give", "take"] {
        assert!(calls.iter().any(|call| call == name), "{name}");
    }
}

#[test]
fn handles_are_used_after_they_are_made_and_not_after_they_are_gone() {
    let problem = problem("tests/fixtures/problems/ticket-desk");
    let mut used = BTreeSet::new();
    for seed in 0..50 {
        let sequence = draw(&problem, seed);
        assert_eq!(legal(&sequence, &problem), sequence.steps.len());
        let mut made: Vec<u32> = vec![];
        for step in &sequence.steps {
            assert!(step.uses().all(|handle| made.contains(&handle.step)));
            made.push(step.id);
            used.extend(
                step.operation(&problem)
                    .map(|operation| operation.name.clone()),
            );
            used.extend((step.operation == OperationRef::Unwind).then(|| "unwind".to_owned()));
        }
    }
    for name in ["stamp", "stamps", "give_up", "merge", "unwind"] {
        assert!(used.contains(name), "{name} is never drawn");
    }
}

#[test]
fn nothing_changes_what_a_ticket_still_borrows() {
    let problem = problem("tests/fixtures/problems/ticket-desk");
    let number = |name: &str| {
        let operations = &problem.instances[0].operations;
        let found = operations
            .iter()
            .position(|operation| operation.name == name);
        OperationRef::Numbered(u16::try_from(found.unwrap()).unwrap())
    };
    let step = |id, name, receiver, arguments| Step {
        id,
        operation: number(name),
        receiver,
        arguments,
        together: None,
    };
    let one = || vec![Given::Value(Value::Unsigned(1))];
    let made = |step| Made { step, position: 0 };
    let mut sequence = Sequence {
        steps: vec![
            step(0, "new", None, one()),
            step(1, "new", None, one()),
            step(2, "take", Some(Made::SUBJECT), vec![]),
            step(3, "free", Some(Made::SUBJECT), vec![]),
            step(
                4,
                "merge",
                Some(Made::SUBJECT),
                vec![Given::Handle(made(1))],
            ),
        ],
    };
    assert_eq!(legal(&sequence, &problem), 4);
    let drop = Step {
        id: 5,
        operation: OperationRef::Drop,
        receiver: Some(made(2)),
        arguments: vec![],
        together: None,
    };
    sequence.steps.insert(4, drop);
    assert_eq!(legal(&sequence, &problem), 6);
}

#[test]
fn a_seed_gives_the_same_sequence_and_another_seed_another() {
    for name in PACKAGES {
        let problem = problem(name);
        assert_eq!(draw(&problem, 3), draw(&problem, 3), "{name}");
        assert_ne!(draw(&problem, 3), draw(&problem, 4), "{name}");
    }
}

#[test]
fn an_operation_of_weight_zero_is_not_drawn() {
    let mut problem = problem("problems/lru-cache");
    let len = problem.instances[0]
        .operations
        .iter()
        .position(|each| each.name == "len");
    let len = len.unwrap();
    let drawn = |problem: &Problem| {
        let number = OperationRef::Numbered(u16::try_from(len).unwrap());
        (0..20).any(|seed| {
            draw(problem, seed)
                .steps
                .iter()
                .any(|s| s.operation == number)
        })
    };
    assert!(drawn(&problem));
    problem.weights[len] = 0;
    assert!(!drawn(&problem));
}
