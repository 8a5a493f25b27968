//! The reduced exploration compared with all orders of all events, on random programs.

use super::random::{Program, seen};
use crate::search::mutant;
use crate::{Config, Coverage, Event, Explorer, Failure};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

/// How many executions a program may have, all orders counted.
const MOST: u64 = 2_000;

/// What an exploration saw.
#[derive(Default)]
struct Seen {
    is_whole: bool,
    executions: u64,
    classes: BTreeSet<u64>,
    outcomes: BTreeSet<String>,
    deadlocks: BTreeSet<String>,
}

fn look(program: &Program, reduces: bool) -> Seen {
    let config = Config {
        allowance: program.allowance,
        max_executions: MOST,
        max_events: 200,
        goes_on: true,
        reduces,
        finds_races: false,
        memory_per_thread: 1 << 20,
    };
    let all = Mutex::new(Seen::default());
    let report = Explorer::new(config)
        .before_each(|schedule| {
            if schedule.steps.is_empty() {
                // The exploration begins, maybe again: nothing of before counts.
                *all.lock().unwrap() = Seen::default();
            }
        })
        .after_each(|execution| {
            let mut all = all.lock().unwrap();
            all.classes.insert(class(execution.events));
            let end = execution.failure.map(describe).unwrap_or_default();
            if !end.is_empty() {
                all.deadlocks.insert(end.clone());
            }
            all.outcomes.insert(format!("{:?} {end}", seen()));
            Ok(())
        })
        .run(|| program.run());
    Seen {
        is_whole: matches!(report.coverage, Coverage::Exhaustive(_)),
        executions: report.executions,
        ..all.into_inner().unwrap()
    }
}

/// What makes executions equivalent: each event with what it knew.
fn class(events: &[Event]) -> u64 {
    let mut events: Vec<_> = events
        .iter()
        .map(|event| (event.thread, event.clock, event.label))
        .collect();
    events.sort_unstable();
    let mut hasher = DefaultHasher::new();
    events.hash(&mut hasher);
    hasher.finish()
}

fn describe(failure: &Failure) -> String {
    match failure {
        Failure::Deadlock(blocked) | Failure::Livelock(blocked) => {
            let threads = blocked
                .iter()
                .map(|one| format!("{:?} {:?}", one.thread, one.kind));
            threads.collect::<Vec<_>>().join(", ")
        }
        other => format!("{other:?}"),
    }
}

/// What a comparison showed.
#[derive(Debug, Default)]
struct Tally {
    compared: u64,
    too_large: u64,
    with_deadlocks: u64,
    all_orders: u64,
    explored: u64,
    mismatches: Vec<String>,
}

fn compare(seeds: std::ops::Range<u64>, stops: bool) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let program = Program::random(seed);
        let all = look(&program, false);
        if !all.is_whole {
            tally.too_large += 1;
            continue;
        }
        let reduced = look(&program, true);
        tally.compared += 1;
        tally.with_deadlocks += u64::from(!all.deadlocks.is_empty());
        tally.all_orders += all.executions;
        tally.explored += reduced.executions;
        let mut wrong = vec![];
        if !reduced.is_whole {
            wrong.push("not whole".to_owned());
        }
        if all.classes != reduced.classes {
            wrong.push(format!(
                "classes {} {}",
                all.classes.len(),
                reduced.classes.len()
            ));
        }
        if all.outcomes != reduced.outcomes {
            let missing: Vec<_> = all.outcomes.difference(&reduced.outcomes).take(2).collect();
            wrong.push(format!("outcomes without {missing:?}"));
        }
        if all.deadlocks != reduced.deadlocks {
            wrong.push("deadlocks".to_owned());
        }
        if reduced.executions > reduced.classes.len() as u64 {
            wrong.push(format!(
                "{} executions of {} classes",
                reduced.executions,
                reduced.classes.len()
            ));
        }
        if !wrong.is_empty() {
            tally
                .mismatches
                .push(format!("seed {seed}: {wrong:?} in {program:?}"));
            if stops {
                break;
            }
        }
    }
    tally
}

/// How many programs are compared; more by the environment variable `EXPLORE_PROGRAMS`.
fn programs() -> u64 {
    let wanted = std::env::var("EXPLORE_PROGRAMS").ok();
    wanted.and_then(|count| count.parse().ok()).unwrap_or(1_000)
}

/// The first seed; another one by the environment variable `EXPLORE_SEED`.
fn first() -> u64 {
    let wanted = std::env::var("EXPLORE_SEED").ok();
    wanted.and_then(|seed| seed.parse().ok()).unwrap_or(0)
}

#[test]
fn nothing_is_missed_and_nothing_is_explored_twice() {
    let tally = compare(first()..first() + programs(), false);
    println!(
        "{} programs compared, {} with deadlocks, {} too large; {} orders, {} explored",
        tally.compared, tally.with_deadlocks, tally.too_large, tally.all_orders, tally.explored
    );
    for mismatch in tally.mismatches.iter().take(12) {
        println!("{mismatch}");
    }
    assert!(
        tally.mismatches.is_empty(),
        "{} mismatches",
        tally.mismatches.len()
    );
    assert!(tally.compared > programs() / 2 && tally.with_deadlocks > programs() / 20);
}

/// For each mistake a program, by its seed, that shows it: the first one there is.
const SHOWN_BY: [u64; mutant::COUNT as usize] =
    [50, 4748, 32, 15, 0, 0, 93, 1, 68, 113, 17, 490, 0];

#[test]
fn every_mistake_in_the_algorithm_is_found() {
    for (mutant, seed) in (1..=mutant::COUNT).zip(SHOWN_BY) {
        let right = compare(seed..seed + 1, true);
        mutant::make(mutant);
        let wrong = compare(seed..seed + 1, true);
        mutant::make(0);
        assert_eq!(right.mismatches, Vec::<String>::new());
        assert!(
            !wrong.mismatches.is_empty(),
            "mistake {mutant} is not found by the program of seed {seed}"
        );
    }
}
