//! Shuttle's exhaustive search and the explorer come to the same verdicts, on the
//! primitives that both have.

use super::random::Rng;
use super::{mini, on_shuttle};
use crate::{Allowance, Config, Coverage, Explorer, arena};
use std::collections::BTreeSet;
use std::panic;
use std::sync::{Arc, Mutex as RealMutex};

#[derive(Clone, Copy, Debug)]
enum Act {
    Load,
    Store,
    Add,
    Exchange,
    Lock,
    LockBoth,
    LockBothBackwards,
    Wait,
    Notify,
    NotifyAll,
}

const ACTS: &[Act] = &[
    Act::Load,
    Act::Store,
    Act::Add,
    Act::Exchange,
    Act::Lock,
    Act::LockBoth,
    Act::LockBothBackwards,
    Act::Wait,
    Act::Notify,
    Act::NotifyAll,
];

type Program = [Vec<Act>; 2];

fn program(seed: u64) -> Program {
    let mut rng = Rng::new(seed);
    let mut thread = || {
        let length = 1 + rng.below(3);
        (0..length)
            .map(|_| ACTS[rng.below(ACTS.len() as u64) as usize])
            .collect()
    };
    [thread(), thread()]
}

/// What a search saw: every outcome, or that some thread waits for ever.
#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    deadlocks: bool,
    outcomes: BTreeSet<Vec<usize>>,
}

type Outcomes = Arc<RealMutex<BTreeSet<Vec<usize>>>>;

/// The program on the primitives of a module.
macro_rules! body {
    ($peer:ident, $program:expr, $outcomes:expr) => {{
        let (program, outcomes): (Program, Outcomes) = ($program, $outcomes);
        move || {
            struct Shared {
                atomics: [$peer::Atomic; 2],
                mutexes: [$peer::Mutex<usize>; 2],
                condvar: $peer::Condvar,
            }
            let shared = Arc::new(Shared {
                atomics: [$peer::Atomic::new(0), $peer::Atomic::new(0)],
                mutexes: [$peer::Mutex::new(0), $peer::Mutex::new(0)],
                condvar: $peer::Condvar::new(),
            });
            let handles = [0, 1].map(|index| {
                let (shared, acts) = (Arc::clone(&shared), program[index].clone());
                $peer::spawn(move || {
                    let mut log = vec![];
                    let [first, second] = &shared.atomics;
                    let [mutex, other] = &shared.mutexes;
                    for act in acts {
                        match act {
                            Act::Load => log.push(first.load()),
                            Act::Store => first.store(index + 1),
                            Act::Add => log.push(second.add(1)),
                            Act::Exchange => {
                                log.push(usize::from(first.exchange(0, 7, false).is_ok()));
                            }
                            Act::Lock => *mutex.lock() += 1,
                            Act::LockBoth => {
                                let guard = mutex.lock();
                                *other.lock() += 1 + *guard;
                            }
                            Act::LockBothBackwards => {
                                let guard = other.lock();
                                *mutex.lock() += *guard;
                            }
                            Act::Wait => {
                                let mut guard = mutex.lock();
                                if *guard == 0 {
                                    guard = shared.condvar.wait(guard);
                                }
                                log.push(*guard);
                            }
                            Act::Notify => shared.condvar.notify_one(),
                            Act::NotifyAll => shared.condvar.notify_all(),
                        }
                    }
                    log
                })
            });
            let logs = handles.map($peer::join);
            let [first, second] = &shared.atomics;
            let ends = [first.load(), second.load(), *shared.mutexes[0].lock()];
            let _outside = arena::outside();
            let outcome = logs.iter().flatten().copied().chain(ends).collect();
            outcomes.lock().expect("nobody panics here").insert(outcome);
        }
    }};
}

/// How many executions shuttle may need.
const MOST: usize = 4_000;

fn by_shuttle(program: &Program) -> Option<Verdict> {
    let outcomes = Outcomes::default();
    let body = body!(on_shuttle, program.clone(), Arc::clone(&outcomes));
    let search = move || {
        let scheduler = shuttle::scheduler::DfsScheduler::new(Some(MOST), false);
        shuttle::Runner::new(scheduler, shuttle::Config::new()).run(body)
    };
    let executions = panic::catch_unwind(panic::AssertUnwindSafe(search));
    match executions {
        Ok(MOST..) => None,
        Ok(_) => Some(Verdict {
            deadlocks: false,
            outcomes: outcomes.lock().unwrap().clone(),
        }),
        // It ends with the first deadlock.
        Err(_) => Some(Verdict {
            deadlocks: true,
            outcomes: BTreeSet::new(),
        }),
    }
}

fn by_exploring(program: &Program) -> Verdict {
    let outcomes = Outcomes::default();
    let body = body!(mini, program.clone(), Arc::clone(&outcomes));
    let config = Config {
        allowance: Allowance::default(),
        ..Config::default()
    };
    // The body is shared by executions that run one after the other.
    let report = Explorer::new(config).run(body);
    match report.finding {
        None => {
            assert!(matches!(report.coverage, Coverage::Exhaustive(_)));
            Verdict {
                deadlocks: false,
                outcomes: outcomes.lock().unwrap().clone(),
            }
        }
        Some(_) => Verdict {
            deadlocks: true,
            outcomes: BTreeSet::new(),
        },
    }
}

#[test]
fn shuttle_comes_to_the_same_verdicts() {
    let (mut compared, mut deadlocks) = (0, 0);
    for seed in 0..60 {
        let program = program(seed);
        let Some(verdict) = by_shuttle(&program) else {
            continue;
        };
        assert_eq!(by_exploring(&program), verdict, "seed {seed}: {program:?}");
        compared += 1;
        deadlocks += u32::from(verdict.deadlocks);
    }
    assert!(
        compared > 20 && deadlocks > 2,
        "{compared} compared, {deadlocks} deadlocks"
    );
}
