//! Running a program on loom, within a budget that is counted.

use crate::registry;
use std::time::{Duration, Instant};

/// What looking at a program came to, if nothing ended the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How many executions loom ran.
    pub iterations: u64,
    /// Whether that is all there are. Loom itself says nothing when its budget runs out.
    pub is_complete: bool,
    /// Whether an atomic was used as sequentially consistent: loom takes that for an
    /// acquisition and a release, and may show what cannot happen.
    pub saw_seq_cst: bool,
}

/// How much loom may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The most executions.
    pub iterations: u64,
    /// No execution begins after this time.
    pub time: Duration,
}

/// What runs on this thread alone, though loom asks for more.
struct Here<T>(T);

// SAFETY: loom calls it on the thread that gave it, from coroutines that change over only
// inside loom's operations, and drops it there.
unsafe impl<T> Send for Here<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Here<T> {}

impl<T: Fn()> Here<T> {
    fn call(&self) {
        (self.0)();
    }
}

/// Runs the body over and over, within the budget, with every outcome that the orderings of
/// its atomics allow as far as loom knows them; `after_each` is called between two
/// executions. Panics where the body does; loom may end the process instead.
pub fn model(
    budget: Budget,
    body: impl Fn() + 'static,
    after_each: impl Fn() + 'static,
) -> Outcome {
    let mut builder = loom::model::Builder::new();
    builder.max_branches = 10_000;
    // The budget is looked at every so many executions.
    builder.checkpoint_interval = 1;
    let most = usize::try_from(budget.iterations).ok();
    builder.max_permutations = most.and_then(|most| most.checked_add(1));
    builder.max_duration = Some(budget.time);
    builder.preemption_bound = None;
    builder.location = true;
    let program = Here(move || {
        registry::begin();
        body();
        registry::end();
        after_each();
    });
    registry::forget_all();
    let begun = Instant::now();
    builder.check(move || program.call());
    let iterations = registry::iterations();
    Outcome {
        iterations,
        // After the last permitted one loom does not say whether there is another.
        is_complete: iterations < budget.iterations && begun.elapsed() < budget.time,
        saw_seq_cst: registry::saw_seq_cst(),
    }
}
