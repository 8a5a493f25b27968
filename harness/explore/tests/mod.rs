//! What exploring a program shows, tried on small programs and on random ones.

mod agreement;
mod channels;
mod fuzz;
mod hooks;
mod limits;
mod locks;
mod mini;
mod on_shuttle;
mod races;
pub mod random;
mod search;
mod spinning;
mod threads;
mod time;
mod turns;

use crate::{Allowance, Arena, Config, Coverage, Explorer, Failure, Report, arena};
use std::alloc::System;
use std::collections::BTreeSet;
use std::sync::Mutex as RealMutex;

#[global_allocator]
static ARENA: Arena = Arena(System);

/// Has shuttle set its panic hook, which it does once: over the explorer's it would print
/// from inside an execution.
pub fn set_other_hooks() {
    on_shuttle::run(|| {});
}

/// Explores a program without faults.
fn explore(body: impl Fn() + Sync) -> Report {
    explore_with(Allowance::default(), body)
}

/// Explores a program with faults.
fn explore_with(allowance: Allowance, body: impl Fn() + Sync) -> Report {
    let config = Config {
        allowance,
        max_executions: 200_000,
        ..Config::default()
    };
    Explorer::new(config).run(body)
}

const NO_FAULTS: Allowance = Allowance {
    spurious_wakeups: 0,
    weak_failures: 0,
    early_timeouts: 0,
};

#[track_caller]
fn assert_right(report: &Report) {
    assert_eq!(
        report.finding.as_ref().map(|finding| &finding.failure),
        None
    );
    assert!(
        matches!(report.coverage, Coverage::Exhaustive(_)),
        "{report:?}"
    );
}

fn failure(report: &Report) -> &Failure {
    &report.finding.as_ref().expect("something fails").failure
}

/// All values that a program can come to.
fn outcomes(allowance: Allowance, body: impl Fn() -> usize + Sync) -> Vec<usize> {
    let seen = RealMutex::new(BTreeSet::new());
    let report = explore_with(allowance, || {
        let outcome = body();
        let _outside = arena::outside();
        seen.lock().unwrap().insert(outcome);
    });
    assert_right(&report);
    seen.into_inner().unwrap().into_iter().collect()
}
