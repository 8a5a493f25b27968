//! Running a program on loom, within a budget that is counted.

use crate::registry;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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

/// Runs the body over and over, at most so many times, with every outcome that the
/// orderings of its atomics allow as far as loom knows them. Panics where the body does;
/// loom may end the process instead.
pub fn model(most: u64, body: impl Fn() + Send + Sync + 'static) -> Outcome {
    let iterations = Arc::new(AtomicU64::new(0));
    let counter = iterations.clone();
    let mut builder = loom::model::Builder::new();
    builder.max_branches = 10_000;
    builder.checkpoint_interval = 1;
    builder.max_permutations = usize::try_from(most)
        .ok()
        .and_then(|most| most.checked_add(1));
    builder.check(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        registry::begin();
        body();
        registry::end();
    });
    let iterations = iterations.load(Ordering::Relaxed);
    Outcome {
        iterations,
        // After the last permitted one loom does not say whether there is another.
        is_complete: iterations < most,
        saw_seq_cst: registry::saw_seq_cst(),
    }
}
