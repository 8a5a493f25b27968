//! The shrinker against checkers that need no process: a sequence fails if a predicate says
//! so, and the least one is known.

use super::*;
use crate::check::random::draft::Drafter;
use crate::check::random::lifetimes::legal;
use crate::problem::package::Package;
use crate::value::Value;

/// Fails where the predicate holds of a prefix; what comes after it is cut off.
struct Scripted<F> {
    fails: F,
    tried: u32,
}

impl<F: Fn(&Sequence) -> bool> Trial for Scripted<F> {
    fn fails(&mut self, sequence: &Sequence) -> Result<Option<Sequence>, JudgingError> {
        self.tried += 1;
        for length in 1..=sequence.steps.len() {
            let prefix = Sequence {
                steps: sequence.steps[..length].to_vec(),
            };
            if (self.fails)(&prefix) {
                return Ok(Some(prefix));
            }
        }
        Ok(None)
    }
}

const BOUNDS: Bounds = Bounds {
    tries: 20_000,
    time: Duration::from_secs(600),
};

fn problem(name: &str) -> Problem {
    let root = env!("CARGO_MANIFEST_DIR");
    let package = Package::from_folder(format!("{root}/{name}").as_str().into()).unwrap();
    Problem::read(&package, Some(1)).unwrap()
}

/// The least sequence that the predicate holds of, as lines, from a failing one of this seed.
fn least(problem: &Problem, seed: u64, fails: impl Fn(&Sequence, &str) -> bool) -> Vec<String> {
    let text = |sequence: &Sequence| lines(problem, sequence).join("; ");
    let fails = |sequence: &Sequence| fails(sequence, &text(sequence));
    let mut rng = fastrand::Rng::with_seed(seed);
    let drafter = Drafter::new(problem);
    let mut trial = Scripted { fails, tried: 0 };
    let failing = std::iter::repeat_with(|| drafter.draw(60, &mut rng))
        .take(1_000)
        .find_map(|sequence| trial.fails(&sequence).unwrap())
        .expect("one of a thousand fails");
    let least = shrink(problem, failing, &mut trial, BOUNDS).unwrap();
    assert_eq!(legal(&least, problem), least.steps.len());
    assert!(trial.tried < BOUNDS.tries);
    lines(problem, &least)
}

fn lines(problem: &Problem, sequence: &Sequence) -> Vec<String> {
    let case = sequence.to_case(problem, "x");
    case.lines.iter().map(|line| line.text.clone()).collect()
}

/// The subject is a function: what its first call makes is a handle as any other.
#[test]
fn what_the_first_call_made_is_called_by_its_name() {
    let problem = problem("tests/fixtures/scenarios/handover");
    let least = least(&problem, 1, |_, text| text.contains("give("));
    assert_eq!(least, ["let (giver, _) = handover()", "giver.give(0)"]);
}

#[test]
fn calls_that_do_not_matter_go_and_values_become_simple() {
    let problem = problem("problems/lru-cache");
    for seed in 0..10 {
        let least = least(&problem, seed, |_, text| {
            let after = text.split_once("len()").map_or("", |(_, after)| after);
            after.contains("put(") && after.ends_with("len()")
        });
        assert_eq!(least, ["new(0)", "len()", "put(0, 0)", "len()"]);
    }
}

#[test]
fn equal_values_stay_equal_while_they_become_simpler() {
    let problem = problem("problems/lru-cache");
    let key = |step: &Step| match &step.arguments[..] {
        [Given::Value(key), Given::Value(_)] => Some(key.clone()),
        _ => None,
    };
    for seed in 0..10 {
        let least = least(&problem, seed, |sequence, _| {
            let puts: Vec<Value> = sequence.steps.iter().filter_map(key).collect();
            // Two different keys, and the first of them again.
            puts.iter().enumerate().any(|(at, first)| {
                let later = &puts[at + 1..];
                later
                    .iter()
                    .enumerate()
                    .any(|(other, second)| second != first && later[other + 1..].contains(first))
            })
        });
        assert_eq!(least, ["new(0)", "put(0, 0)", "put(1, 0)", "put(0, 0)"]);
    }
}

#[test]
fn a_clock_keeps_the_distance_that_matters_and_no_more() {
    let problem = problem("problems/sliding-log");
    let time = |step: &Step| match (&step.operation(&problem)?.name[..], &step.arguments[..]) {
        ("check", [_, Given::Value(Value::Duration(now))]) => Some(*now),
        _ => None,
    };
    for seed in 0..10 {
        let least = least(&problem, seed, |sequence, _| {
            let times: Vec<Duration> = sequence.steps.iter().filter_map(time).collect();
            let last = times.last().copied().unwrap_or_default();
            times
                .first()
                .is_some_and(|first| last - *first > Duration::from_millis(2500))
        });
        // More than any single step of the domain: calls between the two are not needed.
        assert_eq!(least.len(), 3, "{least:?}");
        assert_eq!(least[..2], ["new(0, 0s)", "check(0, 0s)"]);
        assert!(
            ["check(0, 2.500000001s)", "check(0, 3s)", "check(0, 2.6s)"].contains(&&*least[2]),
            "{least:?}"
        );
    }
}

#[test]
fn the_uses_of_a_handle_go_with_the_call_that_made_it() {
    let problem = problem("tests/fixtures/problems/ticket-desk");
    for seed in 0..10 {
        let least = least(&problem, seed, |_, text| {
            text.contains("drop(ticket") || text.contains("unwind(ticket")
        });
        assert_eq!(least.len(), 3, "{least:?}");
        assert!(
            least[1].starts_with("let ") && least[1].contains("ticket"),
            "{least:?}"
        );
        assert_eq!(least[2], "drop(ticket)");
    }
}

#[test]
fn what_is_tried_is_the_same_every_time() {
    let problem = problem("problems/sliding-log");
    let run = || {
        least(&problem, 7, |sequence, text| {
            sequence.steps.len() > 5 && text.contains("sweep")
        })
    };
    assert_eq!(run(), run());
}

#[test]
fn without_tries_left_nothing_changes() {
    let problem = problem("problems/lru-cache");
    let failing = Drafter::new(&problem).draw(20, &mut fastrand::Rng::with_seed(1));
    let mut trial = Scripted {
        fails: |_: &Sequence| true,
        tried: 0,
    };
    let bounds = Bounds { tries: 0, ..BOUNDS };
    let least = shrink(&problem, failing.clone(), &mut trial, bounds).unwrap();
    assert_eq!((least, trial.tried), (failing, 0));
}
