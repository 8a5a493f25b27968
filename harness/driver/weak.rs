//! Serves second opinions: runs the calls of a scenario on loom, which lets atomic loads read
//! what the orderings allow, and says which histories come of that. One scenario for a
//! process: loom cannot be trusted after it has failed.
//!
//! Only the order of each thread's own calls means something in these histories. Which of two
//! threads came first cannot be told where memory is weak, unless something orders them.

use crate::line::LOST;
use crate::process::{leave, take_socket};
use crate::scenario::{Outbox, Program, Record};
use crate::{Line, Submission};
use explore::{Budget, Failure};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use wire::{Ending, Query, Reply, SecondOpinion, Unsure};

thread_local! {
    /// The run of this process, also for whoever ends it in the middle.
    static OUTBOX: RefCell<Option<Outbox>> = const { RefCell::new(None) };
    static LINE: RefCell<Option<Line>> = const { RefCell::new(None) };
}

/// Serves a submission until the judge is done; does not return.
pub fn serve(submission: impl Submission + 'static) -> ! {
    let Ok(socket) = take_socket() else {
        leave(LOST)
    };
    let line = Line::new(socket);
    let submission: &'static dyn Submission = Box::leak(Box::new(submission));
    match line.listen() {
        Query::Reconsider {
            scenario,
            executions,
            milliseconds,
        } => {
            LINE.set(Some(line.clone()));
            OUTBOX.set(Some(Outbox::new(line, false)));
            let program = Program::new(submission, Box::leak(Box::new(scenario)));
            let budget = Budget {
                iterations: executions,
                time: Duration::from_millis(milliseconds),
            };
            run(program, budget)
        }
        query => close(&line, &query),
    }
}

/// Runs the program within the budget, and says what came of it.
fn run(program: Program<'static>, budget: Budget) -> ! {
    explore::handle_failures(give_up);
    let ran = catch_unwind(AssertUnwindSafe(|| {
        explore::model(budget, move || program.run(), look_at)
    }));
    match ran {
        Ok(outcome) => conclude(outcome.is_complete, None),
        Err(_) => conclude(
            false,
            Some(Unsure::Broken("it failed between executions".into())),
        ),
    }
}

/// Takes down what an execution came to that ended.
fn look_at() {
    let record = Record::take();
    let ending = match &record.finish {
        Some(report) => Ending::Panicked(report.clone()),
        None => Ending::Complete,
    };
    add(record, ending);
}

fn add(record: Record, ending: Ending) {
    with_outbox(|outbox| outbox.add(record, ending, String::new));
}

fn with_outbox<R>(body: impl FnOnce(&mut Outbox) -> R) -> R {
    OUTBOX.with_borrow_mut(|outbox| {
        let Some(outbox) = outbox else { leave(LOST) };
        body(outbox)
    })
}

/// Loom cannot go on. Called where that is found, so that nothing has to unwind.
fn give_up(failure: Failure) -> ! {
    match failure {
        Failure::Deadlock => {
            let stuck = Ending::Stuck {
                spins: false,
                waiting: vec![],
            };
            add(Record::take(), stuck);
            conclude(false, None)
        }
        Failure::Unordered(what) => conclude(false, Some(Unsure::Unordered(what))),
        Failure::Unsupported(what) => conclude(false, Some(Unsure::Unsupported(what))),
        Failure::Broken(what) => conclude(false, Some(Unsure::Broken(what))),
    }
}

/// Says what all of it came to, and leaves when the judge is done.
fn conclude(is_complete: bool, unsure: Option<Unsure>) -> ! {
    let (histories, interrupted) = with_outbox(|outbox| {
        outbox.send();
        (outbox.differing, outbox.interrupted.take())
    });
    let Some(line) = LINE.take() else { leave(LOST) };
    if let Some(query) = interrupted {
        close(&line, &query);
    }
    line.say(&Reply::Reconsidered(SecondOpinion {
        executions: explore::iterations(),
        histories,
        is_exhaustive: is_complete && unsure.is_none(),
        saw_seq_cst: explore::saw_seq_cst(),
        unsure,
    }));
    let query = line.listen();
    close(&line, &query)
}

/// There is nothing more to ask of this process.
fn close(line: &Line, query: &Query) -> ! {
    if *query != Query::End {
        leave(LOST);
    }
    line.say(&Reply::Bye);
    leave(0)
}
