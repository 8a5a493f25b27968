//! The loop that answers requests.

use crate::line::LOST;
use crate::panics::{caught, record_on_this_thread, unwind_with};
use crate::process::{leave, take_socket};
use crate::target::Target;
use crate::tracked;
use crate::{Answers, Arguments, Bench, Fault, Handles, Line, heap};
use std::thread;
use wire::{
    Answer, Arena, Call, Composed, Draws, Finish, History, Linearity, Opinion, PanicReport, Part,
    Probed, Proposal, Query, Rehearsal, Reply, Scenario, Tested,
};

/// The name of the thread that makes the calls. A stack overflow on a named thread is
/// reported with its name before the process aborts.
const THREAD: &str = "submission";

/// A submission behind its contract; implemented by the generated glue.
pub trait Submission: Send + Sync {
    /// Makes the call: takes the arguments, calls, writes the answer.
    ///
    /// # Errors
    /// If the call could not be made. A panic of the submission is no error here; it is
    /// caught outside.
    fn call(
        &self,
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
        &self,
        handle: u32,
        handles: &Handles,
        answers: &mut Answers,
    ) -> Result<(), Fault>;

    /// Runs a workload of adapter.rs.
    ///
    /// # Errors
    /// If there is no such workload.
    fn workload(&self, workload: u16, size: u64, bench: &mut Bench) -> Result<(), Fault>;

    /// Runs a test of tests.rs; the inner error is the one it returned. A panic is caught
    /// outside.
    ///
    /// # Errors
    /// If there is no such test.
    fn test(&self, number: u16) -> Result<Result<(), String>, Fault> {
        let _ = number;
        Err(Fault::Refused("a test of the package"))
    }
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

    /// Whether the contract allows the call's arguments now (`requires_op`).
    ///
    /// # Errors
    /// If the request does not fit the contract.
    fn allows(&mut self, call: &Call) -> Result<bool, Fault> {
        let _ = call;
        Ok(true)
    }

    /// Makes the first moment of a call that has two, and says whether it has.
    ///
    /// # Errors
    /// If the request does not fit the contract.
    fn begin(&mut self, call: &Call) -> Result<bool, Fault> {
        let _ = call;
        Ok(false)
    }

    /// As [`Oracle::consult`], but that the first moment of a call that has two is over.
    ///
    /// # Errors
    /// If the request does not fit the contract.
    fn end(&mut self, call: &Call, answer: Option<&[u8]>) -> Result<Opinion, Fault> {
        self.consult(call, answer)
    }

    /// Calls with different numbers do not matter to each other (`partition_op`).
    ///
    /// # Errors
    /// If the request does not fit the contract.
    fn partition(&self, call: &Call) -> Result<Option<u64>, Fault> {
        let _ = call;
        Ok(None)
    }

    /// Whether the model judges answers of this call (`accept_op`), so that it cannot say
    /// anything without one.
    fn follows_answers(&self, call: &Call) -> bool {
        let _ = call;
        false
    }

    /// Says of each history whether an order of its calls explains it.
    fn linearize(&self, scenario: &Scenario, histories: &[History]) -> Vec<Linearity> {
        let _ = scenario;
        let refused = || Linearity::Refused("a model that can be copied and compared".into());
        histories.iter().map(|_| refused()).collect()
    }

    /// Makes the calls of each scenario in every order.
    fn rehearse(&self, scenarios: &[Scenario]) -> Vec<Rehearsal> {
        let refused = || Rehearsal::Refused("a model that can be copied and compared".into());
        scenarios.iter().map(|_| refused()).collect()
    }

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

    /// Draws from a generator of a domain, for a call on `receiver`. Answers the numbers
    /// that it was told.
    ///
    /// # Errors
    /// If there is no such generator, or no model that it could look at.
    fn draw(
        &mut self,
        generator: u16,
        receiver: Option<u32>,
        draws: &Draws,
        answers: &mut Answers,
    ) -> Result<Vec<u64>, Fault>;

    /// Runs a probe, which makes its calls over the line.
    ///
    /// # Errors
    /// If there is no such probe, or the arguments do not fit.
    fn probe(
        &mut self,
        probe: u16,
        arguments: &mut Arguments<'_>,
        line: Line,
    ) -> Result<Probed, Fault> {
        let _ = (probe, arguments, line);
        Err(Fault::Refused("a probe of the package"))
    }
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
    fn handle(&mut self, query: Query, line: &Line) -> Option<Reply>;
}

fn run(mut server: Box<dyn Server>) -> ! {
    let Ok(socket) = take_socket() else {
        leave(LOST)
    };
    let mut builder = thread::Builder::new().name(THREAD.into());
    if let Some(stack) = std::env::args().nth(1).and_then(|bytes| bytes.parse().ok()) {
        builder = builder.stack_size(stack);
    }
    let thread = builder.spawn(move || {
        record_on_this_thread();
        let line = Line::new(socket);
        loop {
            let query = line.listen();
            let last = query == Query::End;
            let Some(reply) = server.handle(query, &line) else {
                leave(LOST)
            };
            line.say(&reply);
            if last {
                leave(0);
            }
        }
    });
    if let Ok(thread) = thread {
        let _ = thread.join();
    }
    leave(LOST)
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
    fn handle(&mut self, query: Query, _line: &Line) -> Option<Reply> {
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
                    tracked::begin();
                }
                let answers = calls.iter().map(|call| self.call(instance, call)).collect();
                let finish = if finish { self.finish() } else { Finish::Open };
                Some(Reply::Ran { answers, finish })
            }
            Query::Measure {
                workload,
                size,
                goal,
            } => {
                let mut bench = Bench::new(goal);
                let ran = caught(|| self.submission.workload(workload, size, &mut bench));
                match ran {
                    Ok(Ok(())) => Some(Reply::Measured(Ok(bench.measured()))),
                    Ok(Err(_)) => None,
                    Err(report) => Some(Reply::Measured(Err(report))),
                }
            }
            Query::Rest => Some(Reply::Resting(heap::reading().live)),
            Query::End => Some(Reply::Bye),
            Query::Consult { .. }
            | Query::Compose { .. }
            | Query::Generate { .. }
            | Query::Probe { .. }
            | Query::Told(_)
            | Query::Explore { .. }
            | Query::Reconsider { .. }
            | Query::Onward
            | Query::Retrace { .. }
            | Query::Linearize { .. }
            | Query::Rehearse(_) => None,
            Query::Test(number) => match caught(|| self.submission.test(number)) {
                Ok(Ok(Ok(()))) => Some(Reply::Tested(Tested::Returned)),
                Ok(Ok(Err(error))) => Some(Reply::Tested(Tested::Failed(error))),
                Ok(Err(_)) => None,
                Err(report) => Some(Reply::Tested(Tested::Panicked(report))),
            },
        }
    }
}

impl Runs {
    fn call(&mut self, instance: u16, call: &Call) -> Answer {
        let arena = Arena::new();
        let mut arguments = Arguments::new(&call.arguments, &arena, call.receiver);
        let mut answers = Answers::new(call.first_handle);
        self.handles.begin_call();
        let submission = &*self.submission;
        let made = caught(|| {
            Target {
                submission,
                instance,
                handles: &self.handles,
                unwind: unwind_with,
            }
            .make(call.operation, &mut arguments, &mut answers)
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
                Ok(false) => return tracked::finish(),
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
    fn handle(&mut self, query: Query, line: &Line) -> Option<Reply> {
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
            Query::Compose { most, sequences } => {
                let sequences = sequences
                    .iter()
                    .map(|proposals| self.compose(most as usize, proposals))
                    .collect();
                Some(Reply::Composed(sequences))
            }
            Query::Probe { probe, arguments } => {
                self.oracle.reset();
                Some(Reply::Probed(self.probe(probe, &arguments, line)?))
            }
            Query::Linearize {
                scenario,
                histories,
            } => Some(Reply::Linearized(
                self.oracle.linearize(&scenario, &histories),
            )),
            Query::Rehearse(scenarios) => Some(Reply::Rehearsed(self.oracle.rehearse(&scenarios))),
            Query::End => Some(Reply::Bye),
            Query::Run { .. }
            | Query::Measure { .. }
            | Query::Rest
            | Query::Test(_)
            | Query::Told(_)
            | Query::Explore { .. }
            | Query::Reconsider { .. }
            | Query::Onward
            | Query::Retrace { .. } => None,
        }
    }
}

impl Consults {
    fn consult(&mut self, call: &Call, answer: Option<&[u8]>) -> Opinion {
        match caught(|| self.ask(call, answer)) {
            Ok(Ok(opinion)) => opinion,
            Ok(Err(Fault::Missing)) => Opinion::Refused("a handle that exists".into()),
            Ok(Err(Fault::Refused(expected))) => Opinion::Refused(expected.into()),
            Err(report) => Opinion::Failed(report),
        }
    }

    /// The model's opinion, if the contract allows the call.
    fn ask(&mut self, call: &Call, answer: Option<&[u8]>) -> Result<Opinion, Fault> {
        if !self.oracle.allows(call)? {
            return Ok(Opinion::Outside);
        }
        self.oracle.consult(call, answer)
    }

    /// One sequence of calls out of proposals.
    fn compose(&mut self, most: usize, proposals: &[Proposal]) -> Vec<Composed> {
        self.oracle.reset();
        let mut composed: Vec<Composed> = Vec::new();
        let mut made: Vec<Call> = Vec::new();
        for (index, proposal) in proposals.iter().enumerate() {
            if composed.len() == most {
                break;
            }
            let (arguments, tapes, opinion) = self.consider(proposal);
            let last = match opinion {
                None | Some(Opinion::Outside) => continue,
                Some(Opinion::Blocks) => {
                    // The model remembers a call that waits; make one that never saw it.
                    self.oracle.reset();
                    for call in &made {
                        self.consult(call, None);
                    }
                    continue;
                }
                Some(Opinion::Failed(_) | Opinion::Refused(_)) => true,
                Some(_) => false,
            };
            made.push(Call {
                arguments: arguments.clone(),
                ..proposal.call.clone()
            });
            composed.extend(opinion.map(|opinion| Composed {
                proposal: u32::try_from(index).expect("a frame holds fewer"),
                arguments,
                tapes,
                opinion,
            }));
            if last {
                break;
            }
        }
        composed
    }

    /// Fills a proposal's arguments in and asks the model; no opinion if a handle or model
    /// that the call needs does not exist.
    fn consider(&mut self, proposal: &Proposal) -> (Vec<u8>, Vec<Vec<u64>>, Option<Opinion>) {
        let mut arguments = Vec::new();
        let mut tapes = Vec::new();
        for part in &proposal.parts {
            match part {
                Part::Plain(bytes) => arguments.extend_from_slice(bytes),
                Part::Drawn { generator, draws } => {
                    let mut answers = Answers::new(0);
                    let receiver = proposal.call.receiver;
                    let drawn =
                        caught(|| self.oracle.draw(*generator, receiver, draws, &mut answers));
                    match drawn {
                        Ok(Ok(tape)) => tapes.push(tape),
                        Ok(Err(Fault::Missing)) => return (arguments, tapes, None),
                        Ok(Err(Fault::Refused(why))) => {
                            return (arguments, tapes, Some(Opinion::Refused(why.into())));
                        }
                        Err(report) => return (arguments, tapes, Some(Opinion::Failed(report))),
                    }
                    arguments.extend(answers.settle(&Handles::new()));
                }
            }
        }
        let call = Call {
            arguments,
            ..proposal.call.clone()
        };
        let opinion = match caught(|| self.ask(&call, None)) {
            Ok(Ok(opinion)) => Some(opinion),
            Ok(Err(Fault::Missing)) => None,
            Ok(Err(Fault::Refused(expected))) => Some(Opinion::Refused(expected.into())),
            Err(report) => Some(Opinion::Failed(report)),
        };
        (call.arguments, tapes, opinion)
    }

    fn probe(
        &mut self,
        probe: u16,
        arguments: &[u8],
        line: &Line,
    ) -> Option<Result<Probed, PanicReport>> {
        let arena = Arena::new();
        let mut arguments = Arguments::new(arguments, &arena, None);
        match caught(|| self.oracle.probe(probe, &mut arguments, line.clone())) {
            Ok(Ok(probed)) => Some(Ok(probed)),
            Ok(Err(_)) => None,
            Err(report) => Some(Err(report)),
        }
    }

    fn generate(
        &mut self,
        generator: u16,
        arguments: &[u8],
    ) -> Option<Result<Vec<u8>, PanicReport>> {
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
