//! What is taken down while an execution runs. It outlives the execution.

use explore::{ThreadId, arena};
use std::cell::RefCell;
use wire::{Answer, Moment, PanicReport};

/// What was taken down of one execution.
#[derive(Debug, Default)]
pub struct Record {
    /// When calls began and ended.
    pub moments: Vec<Moment>,
    /// How dropping what they made panicked first, if it did.
    pub finish: Option<PanicReport>,
    /// The scenario's threads, in their order.
    threads: Vec<u8>,
}

thread_local! {
    static RECORD: RefCell<Record> = const {
        RefCell::new(Record {
            moments: Vec::new(),
            finish: None,
            threads: Vec::new(),
        })
    };
}

impl Record {
    fn with<R>(body: impl FnOnce(&mut Self) -> R) -> R {
        let _outside = arena::outside();
        RECORD.with_borrow_mut(body)
    }

    /// Begins a new one.
    pub fn begin() {
        Self::with(|record| *record = Self::default());
    }

    /// The one that was begun last.
    pub fn take() -> Self {
        Self::with(std::mem::take)
    }

    /// A call began or ended.
    pub fn note(moment: Moment) {
        Self::with(|record| record.moments.push(moment));
    }

    /// The call that began was none.
    pub fn withdraw(number: u16) {
        Self::with(|record| {
            record
                .moments
                .retain(|moment| *moment != Moment::Called(number));
        });
    }

    /// These are the scenario's threads.
    pub fn threads(threads: &[ThreadId]) {
        Self::with(|record| record.threads.extend(threads.iter().map(|thread| thread.0)));
    }

    /// Dropping what the calls made panicked.
    pub fn finish(report: PanicReport) {
        Self::with(|record| {
            record.finish.get_or_insert(report);
        });
    }

    /// About how many bytes the moments take.
    pub fn bytes(&self) -> usize {
        let each = self.moments.iter().map(|moment| match moment {
            Moment::Returned(_, Answer::Returned(bytes)) => 8 + bytes.len(),
            Moment::Returned(_, Answer::Panicked(report)) => {
                64 + report.message.as_ref().map_or(0, String::len)
            }
            Moment::Called(_) | Moment::Returned(..) => 8,
        });
        each.sum()
    }

    /// A thread as the judge numbers it: the main one, the scenario's, then others.
    #[cfg(feature = "explored")]
    pub fn number(&self, thread: ThreadId) -> u8 {
        let place = self.threads.iter().position(|number| *number == thread.0);
        match place {
            _ if thread == ThreadId::MAIN => 0,
            Some(place) => place as u8 + 1,
            None => {
                let before = self.threads.iter().filter(|number| **number < thread.0);
                (self.threads.len() + usize::from(thread.0) - before.count()) as u8
            }
        }
    }
}

#[cfg(all(test, feature = "explored"))]
mod tests {
    use super::*;

    #[test]
    fn threads_of_the_submission_come_after_those_of_the_scenario() {
        let record = Record {
            threads: vec![2, 4],
            ..Record::default()
        };
        let numbers = (0..6).map(|thread| record.number(ThreadId(thread)));
        assert_eq!(numbers.collect::<Vec<_>>(), [0, 3, 1, 4, 2, 5]);
    }
}
