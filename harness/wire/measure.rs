//! What measuring a workload asks for, and what it answers.

use super::{Malformed, Reader, Writer};

/// How many steps a measurement makes: as many as are needed to have made `least_steps`
/// and used `least_ns`, but it ends early once `most_steps` are made or `most_ns` are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Fewer steps are not enough.
    pub least_steps: u64,
    /// More steps are not made.
    pub most_steps: u64,
    /// Less CPU time is not enough, in nanoseconds.
    pub least_ns: u64,
    /// After this much CPU time no further step is begun, in nanoseconds.
    pub most_ns: u64,
}

impl Goal {
    /// Exactly this many steps, however long they take.
    #[must_use]
    pub const fn steps(steps: u64) -> Self {
        Self {
            least_steps: steps,
            most_steps: steps,
            least_ns: 0,
            most_ns: u64::MAX,
        }
    }

    /// How many steps come next, after `steps` that took `cpu_ns`: at most as many as were
    /// made so far, and not many more than are needed. 0 if the goal is reached.
    #[must_use]
    pub fn next_batch(&self, steps: u64, cpu_ns: u64) -> u64 {
        let enough = steps >= self.least_steps && cpu_ns >= self.least_ns;
        if enough || steps >= self.most_steps || cpu_ns >= self.most_ns {
            return 0;
        }
        let each = (cpu_ns / steps.max(1)).max(1);
        let until = |ns: u64| ns.saturating_sub(cpu_ns).div_ceil(each);
        let wanted = (self.least_steps.saturating_sub(steps)).max(until(self.least_ns));
        wanted
            .min(until(self.most_ns))
            .min(self.most_steps - steps)
            .clamp(1, steps.max(1))
    }
}

/// What a workload cost. A process says this of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The steps that were made.
    pub steps: u64,
    /// CPU time of all threads for the steps, in nanoseconds.
    pub cpu_ns: u64,
    /// Requests for memory during the steps.
    pub allocations: u64,
    /// Bytes in use before the first step.
    pub before: u64,
    /// The most bytes in use at any time from then on.
    pub peak: u64,
    /// Bytes in use after the last step.
    pub after: u64,
}

impl Measured {
    /// No steps.
    pub const NOTHING: Self = Self {
        steps: 0,
        cpu_ns: 0,
        allocations: 0,
        before: 0,
        peak: 0,
        after: 0,
    };

    /// Whether a bench can have answered this to the goal.
    #[must_use]
    pub fn fits(&self, goal: &Goal) -> bool {
        self.steps > 0
            && self.steps <= goal.most_steps
            && goal.next_batch(self.steps, self.cpu_ns) == 0
            && self.peak >= self.before.max(self.after)
            // A thousand steps in no time at all are not to be believed.
            && (self.cpu_ns > 0 || self.steps < 1_000)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        let Self {
            steps,
            cpu_ns,
            allocations,
            before,
            peak,
            after,
        } = *self;
        for number in [steps, cpu_ns, allocations, before, peak, after] {
            writer.number(number);
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            steps: reader.number()?,
            cpu_ns: reader.number()?,
            allocations: reader.number()?,
            before: reader.number()?,
            peak: reader.number()?,
            after: reader.number()?,
        })
    }
}

impl Goal {
    pub(super) fn write(&self, writer: &mut Writer) {
        let Self {
            least_steps,
            most_steps,
            least_ns,
            most_ns,
        } = *self;
        for number in [least_steps, most_steps, least_ns, most_ns] {
            writer.number(number);
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            least_steps: reader.number()?,
            most_steps: reader.number()?,
            least_ns: reader.number()?,
            most_ns: reader.number()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOAL: Goal = Goal {
        least_steps: 1_000,
        most_steps: u64::MAX,
        least_ns: 2_000_000,
        most_ns: 20_000_000,
    };

    /// The steps and the time of a bench whose steps all cost the same.
    fn made(goal: &Goal, each_ns: u64) -> (u64, u64) {
        let (mut steps, mut batch) = (0, 1);
        while batch > 0 {
            steps += batch;
            batch = goal.next_batch(steps, steps * each_ns);
        }
        (steps, steps * each_ns)
    }

    #[test]
    fn cheap_steps_are_made_until_there_is_time_to_measure() {
        assert_eq!(made(&GOAL, 100), (20_000, 2_000_000));
    }

    #[test]
    fn steps_that_cost_enough_are_made_as_often_as_asked() {
        assert_eq!(made(&GOAL, 5_000), (1_000, 5_000_000));
    }

    #[test]
    fn dear_steps_are_cut_short() {
        assert_eq!(made(&GOAL, 1_000_000), (20, 20_000_000));
        assert_eq!(made(&GOAL, 50_000_000).0, 1);
    }

    #[test]
    fn a_number_of_steps_is_kept_exactly() {
        assert_eq!(made(&Goal::steps(777), 1_000_000).0, 777);
        assert_eq!(made(&Goal::steps(777), 0).0, 777);
    }

    #[test]
    fn claims_that_no_bench_can_make_do_not_fit() {
        let honest = Measured {
            steps: 20_000,
            cpu_ns: 2_000_000,
            allocations: 4,
            before: 100,
            peak: 140,
            after: 120,
        };
        assert!(honest.fits(&GOAL));
        for claim in [
            Measured::NOTHING,
            Measured {
                cpu_ns: 1_000,
                ..honest
            },
            Measured {
                peak: 110,
                ..honest
            },
            Measured {
                steps: 999,
                cpu_ns: 2_500_000,
                ..honest
            },
        ] {
            assert!(!claim.fits(&GOAL), "{claim:?}");
        }
        let free = Measured {
            steps: 5_000,
            cpu_ns: 0,
            ..honest
        };
        assert!(!free.fits(&Goal::steps(5_000)));
    }
}
