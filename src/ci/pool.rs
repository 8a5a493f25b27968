//! Judging many submissions at once. The answers are in the order of the submissions,
//! whoever was done first.

use super::interrupt::Interrupt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How much is done at once, and when it has to end.
#[derive(Clone, Copy, Debug)]
pub struct Pool<'a> {
    /// How many workers there are.
    pub workers: usize,
    /// How long all together may take on the clock; nothing is begun after that.
    pub budget: Option<Duration>,
    /// Somebody may ask for an end.
    pub interrupt: &'a Interrupt,
}

/// What came of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending<T> {
    /// It was done.
    Done(T),
    /// It broke the judge.
    Broken(String),
    /// It was not begun, or its end came before it was done.
    Skipped(String),
}

impl Pool<'_> {
    /// Does `work` for every job; each worker has something of its own from `tools`.
    /// `begins` is told which job begins, `ends` which one is over, from whatever worker.
    pub fn run<J: Sync, S, T: Send>(
        self,
        jobs: &[J],
        tools: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, &J) -> T + Sync,
        begins: impl Fn(&J) + Sync,
        ends: impl Fn(&J) + Sync,
    ) -> Vec<Ending<T>> {
        let begun = Instant::now();
        let next = AtomicUsize::new(0);
        let all: Mutex<Vec<(usize, Ending<T>)>> = Mutex::new(Vec::with_capacity(jobs.len()));
        std::thread::scope(|scope| {
            for _ in 0..self.workers.clamp(1, jobs.len().max(1)) {
                scope.spawn(|| {
                    let mut tools = tools();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let Some(job) = jobs.get(number) else { break };
                        let done = match self.refusal(begun) {
                            Some(why) => Ending::Skipped(why),
                            None => {
                                begins(job);
                                let done = self.one(|| work(&mut tools, job));
                                ends(job);
                                done
                            }
                        };
                        all.lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push((number, done));
                    }
                });
            }
        });
        let mut all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
        all.sort_by_key(|(number, _)| *number);
        all.into_iter().map(|(_, done)| done).collect()
    }

    fn refusal(self, begun: Instant) -> Option<String> {
        if self.interrupt.is_set() {
            return Some("interrupted".into());
        }
        let budget = self.budget.filter(|budget| begun.elapsed() >= *budget)?;
        Some(format!("the budget of {} s was used up", budget.as_secs()))
    }

    fn one<T>(self, work: impl FnOnce() -> T) -> Ending<T> {
        // A judge that breaks over one submission goes on with the others.
        match panic::catch_unwind(AssertUnwindSafe(work)) {
            // What ends after an interrupt may have ended by it.
            Ok(_) | Err(_) if self.interrupt.is_set() => Ending::Skipped("interrupted".into()),
            Ok(done) => Ending::Done(done),
            Err(payload) => Ending::Broken(
                payload
                    .downcast_ref::<String>()
                    .cloned()
                    .or_else(|| {
                        payload
                            .downcast_ref::<&str>()
                            .map(|text| (*text).to_owned())
                    })
                    .unwrap_or_else(|| "the judge panicked".into()),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;

    fn pool(interrupt: &Interrupt, workers: usize) -> Pool<'_> {
        Pool {
            workers,
            budget: None,
            interrupt,
        }
    }

    #[test]
    fn answers_are_in_the_order_of_the_jobs() {
        let interrupt = Interrupt::default();
        // The first job is over only when the second one is.
        let barrier = Barrier::new(2);
        let done = pool(&interrupt, 2).run(
            &[1, 2],
            || (),
            |(), job| {
                barrier.wait();
                job * 10
            },
            |_| {},
            |_| {},
        );
        assert_eq!(done, [Ending::Done(10), Ending::Done(20)]);
    }

    #[test]
    fn a_job_that_breaks_the_judge_breaks_itself_alone() {
        let interrupt = Interrupt::default();
        let work = |(): &mut (), job: &i32| {
            assert_ne!(*job, 2, "two is too much");
            *job
        };
        let done = pool(&interrupt, 1).run(&[1, 2, 3], || (), work, |_| {}, |_| {});
        assert_eq!(done[0], Ending::Done(1));
        assert!(matches!(&done[1], Ending::Broken(why) if why.contains("two is too much")));
        assert_eq!(done[2], Ending::Done(3));
    }

    #[test]
    fn nothing_begins_after_the_end() {
        let interrupt = Interrupt::default();
        let budget = Pool {
            budget: Some(Duration::ZERO),
            ..pool(&interrupt, 1)
        };
        let done = budget.run(&[1], || (), |(), job| *job, |_| {}, |_| {});
        assert_eq!(
            done,
            [Ending::Skipped("the budget of 0 s was used up".into())]
        );
        let asks = |(): &mut (), job: &i32| {
            if *job == 1 {
                interrupt.set();
            }
            *job
        };
        let done = pool(&interrupt, 1).run(&[0, 1, 2], || (), asks, |_| {}, |_| {});
        let skipped = || Ending::Skipped("interrupted".into());
        assert_eq!(done, [Ending::Done(0), skipped(), skipped()]);
    }
}
