//! The bench that workloads of adapter.rs run on.

use crate::{clock, heap};
use wire::{Goal, Measured};

/// Runs a workload: set up before, call [`Bench::run`] once, tear down after. What `run`
/// does is measured, the rest is not.
#[derive(Debug)]
pub struct Bench {
    goal: Goal,
    runs: u32,
    measured: Measured,
}

impl Bench {
    /// A bench that makes as many steps as the goal asks for.
    #[must_use]
    pub const fn new(goal: Goal) -> Self {
        Self {
            goal,
            runs: 0,
            measured: Measured::NOTHING,
        }
    }

    /// Makes the steps; each gets its number, from 0.
    pub fn run(&mut self, mut step: impl FnMut(u64)) {
        self.runs += 1;
        let before = heap::watch();
        let begun = clock::cpu_ns();
        let (mut steps, mut cpu_ns) = (0, 0);
        // Looking at the clock costs as much as many a step: it is looked at after batches
        // that double, and that end about where the goal is reached.
        let mut batch = 1;
        while batch > 0 {
            for number in steps..steps + batch {
                step(number);
            }
            steps += batch;
            cpu_ns = clock::cpu_ns().saturating_sub(begun);
            batch = self.goal.next_batch(steps, cpu_ns);
        }
        let after = heap::reading();
        self.measured = Measured {
            steps,
            cpu_ns,
            allocations: after.allocations - before.allocations,
            before: before.live,
            peak: after.peak,
            after: after.live,
        };
    }

    /// What was measured; nothing unless `run` was called exactly once.
    pub(crate) fn measured(self) -> Measured {
        if self.runs == 1 {
            self.measured
        } else {
            Measured::NOTHING
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: Goal = Goal::steps(3);

    #[test]
    fn steps_are_numbered() {
        let mut bench = Bench::new(THREE);
        let mut seen = vec![];
        bench.run(|step| seen.push(step));
        assert_eq!(seen, [0, 1, 2]);
        assert_eq!(bench.measured().steps, 3);
    }

    #[test]
    fn what_a_run_leaves_and_what_it_needed_meanwhile_are_told_apart() {
        let mut bench = Bench::new(THREE);
        let mut kept = vec![];
        bench.run(|_| {
            drop(std::hint::black_box(vec![0_u8; 32 << 20]));
            kept.push(vec![0_u8; 16 << 20]);
        });
        let measured = bench.measured();
        // Other tests allocate too, but nothing of that size.
        assert!(measured.after - measured.before > 40 << 20);
        assert!(measured.peak - measured.after > 12 << 20);
        assert!(measured.allocations >= 6);
    }

    #[test]
    fn a_workload_runs_once() {
        assert_eq!(Bench::new(THREE).measured(), Measured::NOTHING);
        let mut twice = Bench::new(THREE);
        twice.run(|_| ());
        twice.run(|_| ());
        assert_eq!(twice.measured(), Measured::NOTHING);
    }
}
