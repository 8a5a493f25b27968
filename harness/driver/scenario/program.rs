//! The program that an engine runs: the calls of a scenario, made by its threads.

use super::{Record, Turns};
use crate::target::Target;
use crate::{Answers, Arguments, Fault, Handles, Submission};
use explore::sync::history::History;
use explore::sync::thread;
use explore::{arena, panics};
use std::any::Any;
use std::mem;
use wire::{Answer, Arena, Call, Moment, PanicReport, Scenario};

/// A scenario on a submission.
pub struct Program<'a> {
    submission: &'a dyn Submission,
    scenario: &'a Scenario,
}

/// What the threads of one execution share.
struct Shared<'a> {
    submission: &'a dyn Submission,
    instance: u16,
    handles: Handles,
    history: History,
    /// Nothing if the threads run at the same time.
    turns: Option<Turns>,
}

impl<'a> Program<'a> {
    /// This scenario on this submission.
    pub const fn new(submission: &'a dyn Submission, scenario: &'a Scenario) -> Self {
        Self {
            submission,
            scenario,
        }
    }

    /// Runs it once, as the main thread of an execution.
    pub fn run(&self) {
        Record::begin();
        let scenario = self.scenario;
        let shared = Shared {
            submission: self.submission,
            instance: scenario.instance,
            handles: Handles::new(),
            history: History::new(),
            turns: (!scenario.turns.is_empty()).then(|| Turns::new(scenario.threads.len())),
        };
        let shared = &shared;
        let mut number = 0;
        for call in &scenario.before {
            shared.call(number, call);
            number += 1;
        }
        let mut threads = Vec::with_capacity(scenario.threads.len());
        for (thread, calls) in scenario.threads.iter().enumerate() {
            let first = number;
            number += calls.len() as u16;
            let body: Box<dyn FnOnce() + '_> = Box::new(move || {
                for (number, call) in (first..).zip(calls) {
                    let Some(turns) = &shared.turns else {
                        shared.call(number, call);
                        continue;
                    };
                    if !turns.take(thread) {
                        break;
                    }
                    shared.call(number, call);
                    turns.end(thread);
                }
            });
            threads.push(thread::spawn(unbound(body)));
        }
        Record::threads(&threads);
        if let Some(turns) = &shared.turns {
            turns.play(&scenario.turns, &threads);
        }
        for thread in threads {
            // Each call catches its panics, so that the thread ends without one.
            drop(thread::join(thread));
        }
        for call in &scenario.after {
            shared.call(number, call);
            number += 1;
        }
        shared.finish();
    }
}

/// The body of a thread that ends before what it borrows, or is abandoned together with it.
#[expect(
    unsafe_code,
    reason = "threads of an execution borrow from its main one"
)]
fn unbound<'a>(body: Box<dyn FnOnce() + 'a>) -> Box<dyn FnOnce()> {
    // SAFETY: only the lifetime changes. The main thread joins every thread before it
    // leaves, it is never unwound in between, and no thread of an execution that was
    // abandoned runs again.
    unsafe { mem::transmute::<Box<dyn FnOnce() + 'a>, Box<dyn FnOnce() + 'static>>(body) }
}

impl Shared<'_> {
    fn call(&self, number: u16, call: &Call) {
        self.history.invoke(u64::from(number));
        Record::note(Moment::Called(number));
        let answer = self.answer(call);
        self.history.respond(u64::from(number));
        if answer == Answer::Missing {
            Record::withdraw(number);
        } else {
            Record::note(Moment::Returned(number, answer));
        }
    }

    /// Makes the call. The answer outlives the execution.
    fn answer(&self, call: &Call) -> Answer {
        let arena = Arena::new();
        let mut arguments = Arguments::new(&call.arguments, &arena, call.receiver);
        let mut answers = Answers::new(call.first_handle);
        self.handles.begin_call();
        let made = caught(|| {
            Target {
                submission: self.submission,
                instance: self.instance,
                handles: &self.handles,
                unwind: unwind_with,
            }
            .make(call.operation, &mut arguments, &mut answers)
        });
        match made {
            Ok(Ok(())) => {
                let bytes = answers.settle(&self.handles);
                let _outside = arena::outside();
                Answer::Returned(bytes.as_slice().to_owned())
            }
            Ok(Err(Fault::Missing)) => Answer::Missing,
            Ok(Err(Fault::Refused(expected))) => {
                let _outside = arena::outside();
                Answer::Refused(expected.to_owned())
            }
            Err(report) => Answer::Panicked(report),
        }
    }

    /// Drops what the calls made, the newest first.
    fn finish(&self) {
        while let Some(value) = self.handles.pop() {
            if let Err(report) = caught(|| drop(value)) {
                Record::finish(report);
            }
        }
    }
}

/// Runs `act`; a panic becomes a report, which outlives the execution. Its payload is not
/// dropped, since that would run whatever the panicking code put there.
fn caught<T>(act: impl FnOnce() -> T) -> Result<T, PanicReport> {
    panics::catch_unwind(act).map_err(|payload| {
        mem::forget(payload);
        let panic = panics::take_last().unwrap_or_default();
        PanicReport {
            message: panic.message,
            place: panic.place,
        }
    })
}

/// Drops a value while a panic unwinds.
fn unwind_with(value: Box<dyn Any>) {
    let unwound = panics::catch_unwind(move || -> () {
        let _dropped_by_the_unwinding = value;
        panics::resume_unwind(Box::new(()));
    });
    if let Err(payload) = unwound {
        mem::forget(payload);
    }
}
