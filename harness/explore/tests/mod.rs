//! What exploring a program shows, tried on small programs and on random ones.

mod agreement;
mod fuzz;
mod hooks;
mod mini;
mod on_shuttle;
mod primitives;
mod races;
pub mod random;

use crate::{Allowance, Arena, Config, Explorer, Report};
use std::alloc::System;

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
