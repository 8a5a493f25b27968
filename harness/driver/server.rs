//! The loop that answers requests.

use crate::panics::{caught, record_on_this_thread, unwind_with};
use crate::process::{leave, take_socket};
use crate::{Answers, Arguments, Fault, Handles};
use std::fs::File;
use std::thread;
use wire::{Answer, Arena, Call, Finish, Nonce, Opinion, Query, Reply, Request, builtin, frame};

/// Exit code when the protocol cannot go on: the judge is gone or made a mistake.
const LOST: i32 = 70;

/// The name of the thread that makes the calls. A stack overflow on a named thread is
/// reported with its name before the process aborts.
const THREAD: &str = "submission";

/// A submission behind its contract; implemented by the generated glue.
pub trait Submission: Send {
    /// Makes the call: takes the arguments, calls, writes the answer.
    ///
    /// # Errors
    /// If the call could not be made. A panic of the submission is no error here; it is
    /// caught outside.
    fn call(
        &mut self,
        instance: u16,
        operation: u16,
        arguments: &mut Arguments<'_>,
        handles: &Handles,
        answers: &mut Answers,
    ) -> Result<(), Fault>;

    /// Writes a clone of the handle's value as a new handle.
    ///
    /// # Errors
    /// If the handle is missing or its type cannot be cloned.
    fn clone_handle(
        &mut self,
        handle: u32,
        handles: &Handles,
        answers: &mut Answers,
    ) -> Result<(), Fault>;
}

/// A model; implemented by the generated glue.
pub trait Oracle: Send {
    /// Forgets everything that happened.
    fn reset(&mut self);

    /// Says what the answer of a call should be, or what it thinks of the given answer.
    ///
    /// # Errors
    /// If the request does not fit the contract.
    fn consult(&mut self, call: &Call, answer: Option<&[u8]>) -> Result<Opinion, Fault>;

    /// Calls a generator.
    ///
    /// # Errors
    /// If there is no such generator, or the arguments do not fit.
    fn generate(
        &mut self,
        generator: u16,
        arguments: &mut Arguments<'_>,
        answers: &mut Answers,
    ) -> Result<(), Fault>;
}

/// Serves a submission until the judge is done; does not return.
pub fn serve(submission: impl Submission + 'static) -> ! {
    run(Box::new(Runs {
        submission: Box::new(submission),
        handles: Handles::new(),
    }))
}

/// Serves a model until the judge is done; does not return.
pub fn consult(oracle: impl Oracle + 'static) -> ! {
    run(Box::new(Consults {
        oracle: Box::new(oracle),
    }))
}

/// What a kind of server does with a query.
trait Server: Send {
    fn handle(&mut self, query: Query) -> Option<Reply>;
}

fn run(mut server: Box<dyn Server>) -> ! {
    let Ok(mut socket) = take_socket() else {
        leave(LOST)
    };
    let mut builder = thread::Builder::new().name(THREAD.into());
    if let Some(stack) = std::env::args().nth(1).and_then(|bytes| bytes.parse().ok()) {
        builder = builder.stack_size(stack);
    }
    let thread = builder.spawn(move || {
        record_on_this_thread();
        while let Ok(Some(bytes)) = frame::read(&mut socket) {
            let Ok(Request { nonce, query }) = Request::from_bytes(&bytes) else {
                leave(LOST)
            };
            let last = query == Query::End;
            let Some(reply) = server.handle(query) else {
                leave(LOST)
            };
            answer(&mut socket, &nonce, &reply);
            if last {
                leave(0);
            }
        }
        leave(LOST)
    });
    if let Ok(thread) = thread {
        let _ = thread.join();
    }
    leave(LOST)
}

fn answer(socket: &mut File, nonce: &Nonce, reply: &Reply) {
    if frame::write(socket, &reply.to_bytes(nonce)).is_err() {
        leave(LOST);
    }
}

struct Runs {
    submission: Box<dyn Submission>,
    handles: Handles,
}

/// The glue is made on one thread and used on another; no handle exists before that.
#[expect(
    unsafe_code,
    reason = "the handles' raw pointers are not Send by themselves"
)]
// SAFETY: the value moves to its thread before the first handle is made, and stays there.
unsafe impl Send for Runs {}

impl Server for Runs {
    fn handle(&mut self, query: Query) -> Option<Reply> {
        match query {
            Query::Run {
                fresh,
                instance,
                calls,
                finish,
            } => {
                if fresh {
                    // What is left of a case that was not finished must not run any code.
                    std::mem::forget(std::mem::take(&mut self.handles));
                }
                let answers = calls.iter().map(|call| self.call(instance, call)).collect();
                let finish = if finish { self.finish() } else { Finish::Open };
                Some(Reply::Ran { answers, finish })
            }
            Query::End => Some(Reply::Bye),
            Query::Consult { .. } | Query::Generate { .. } => None,
        }
    }
}

impl Runs {
    fn call(&mut self, instance: u16, call: &Call) -> Answer {
        let arena = Arena::new();
        let mut arguments = Arguments::new(&call.arguments, &arena, call.receiver);
        let mut answers = Answers::new(call.first_handle);
        self.handles.begin_call();
        let made = caught(|| match call.operation {
            builtin::DROP => {
                drop(self.handles.take_any(arguments.receiver()?)?);
                Ok(())
            }
            builtin::UNWIND => {
                unwind_with(self.handles.take_any(arguments.receiver()?)?);
                Ok(())
            }
            builtin::CLONE => {
                let handle = arguments.receiver()?;
                self.submission
                    .clone_handle(handle, &self.handles, &mut answers)
            }
            operation => self.submission.call(
                instance,
                operation,
                &mut arguments,
                &self.handles,
                &mut answers,
            ),
        });
        match made {
            Ok(Ok(())) => Answer::Returned(answers.settle(&self.handles)),
            Ok(Err(Fault::Missing)) => Answer::Missing,
            Ok(Err(Fault::Refused(expected))) => Answer::Refused(expected.into()),
            Err(report) => Answer::Panicked(report),
        }
    }

    fn finish(&mut self) -> Finish {
        let handles = std::mem::take(&mut self.handles);
        loop {
            // One at a time: a panic in one must not keep the others from being dropped.
            match caught(|| handles.pop().map(drop).is_some()) {
                Ok(true) => {}
                Ok(false) => return Finish::Dropped,
                Err(report) => {
                    std::mem::forget(handles);
                    return Finish::Panicked(report);
                }
            }
        }
    }
}

struct Consults {
    oracle: Box<dyn Oracle>,
}

impl Server for Consults {
    fn handle(&mut self, query: Query) -> Option<Reply> {
        match query {
            Query::Consult { fresh, calls } => {
                if fresh {
                    self.oracle.reset();
                }
                let opinions = calls
                    .iter()
                    .map(|(call, answer)| self.consult(call, answer.as_deref()))
                    .collect();
                Some(Reply::Judged(opinions))
            }
            Query::Generate {
                generator,
                arguments,
            } => Some(Reply::Generated(self.generate(generator, &arguments)?)),
            Query::End => Some(Reply::Bye),
            Query::Run { .. } => None,
        }
    }
}

impl Consults {
    fn consult(&mut self, call: &Call, answer: Option<&[u8]>) -> Opinion {
        match caught(|| self.oracle.consult(call, answer)) {
            Ok(Ok(opinion)) => opinion,
            Ok(Err(Fault::Missing)) => Opinion::Refused("a handle that exists".into()),
            Ok(Err(Fault::Refused(expected))) => Opinion::Refused(expected.into()),
            Err(report) => Opinion::Failed(report),
        }
    }

    fn generate(
        &mut self,
        generator: u16,
        arguments: &[u8],
    ) -> Option<Result<Vec<u8>, wire::PanicReport>> {
        let arena = Arena::new();
        let mut arguments = Arguments::new(arguments, &arena, None);
        let mut answers = Answers::new(0);
        match caught(|| {
            self.oracle
                .generate(generator, &mut arguments, &mut answers)
        }) {
            Ok(Ok(())) => Some(Ok(answers.settle(&Handles::new()))),
            Ok(Err(_)) => None,
            Err(report) => Some(Err(report)),
        }
    }
}
