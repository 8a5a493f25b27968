//! Runs cases: one process for many of them, a fresh one after a loss and for every
//! failure, and the model beside it.

use super::case::{self, Judged, Trace};
use super::growth::Baseline;
use super::loss;
use super::random::{Golden, Shelf};
use super::replay::{self, replay, whole};
use super::timed::ran_out_of_time;
use crate::error::JudgingError;
use crate::problem::case::{Action, Argument, CallLine, Case, Expected, HandleRef, OperationRef};
use crate::problem::types::Type;
use crate::problem::{ModelForm, Problem};
use crate::run::codec::Codec;
use crate::run::process::{Allowance, Launcher};
use crate::run::quiet::Place;
use crate::run::session::{Lost, Replied, Session};
use crate::value::Value;
use crate::verdict::Verdict;
use crate::wire::{Answer, Call, Finish, Opinion, Query, Reply, Writer, builtin};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// After this many processes were lost, the remaining cases are not run: each loss may
/// take as long as the limits allow.
const MOST_LOSSES: u32 = 3;

/// What a case may use at least, in milliseconds, however much of a hurry there is.
const LEAST_CPU_MS: u64 = 200;
const LEAST_WALL_MS: u64 = 1_000;

/// What the model and its generators may use for one request.
pub(super) const MODEL_ALLOWANCE: Allowance = Allowance {
    cpu_ms: 60_000,
    wall_ms: 120_000,
};

/// One case and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseResult {
    /// The verdict and the transcript.
    pub judged: Judged,
    /// Time on the clock; `None` if the case did not end by itself.
    pub wall: Option<Duration>,
    /// What the submission printed in the confirming run.
    pub printed: Option<String>,
}

/// Why nothing more is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Too many processes were lost.
    Losses,
    /// The time that there is for all cases is over.
    Time,
}

/// Runs the cases of a problem against one program.
pub struct Runner<'a> {
    problem: &'a Problem,
    submission: &'a dyn Launcher,
    model: Option<&'a dyn Launcher>,
    reference: Option<&'a dyn Launcher>,
    place: Option<Place>,
    session: Option<Session>,
    model_session: Option<Session>,
    generated: BTreeMap<(u16, Vec<Value>), Vec<u8>>,
    losses: u32,
    until: Option<Instant>,
    /// By what the allowance of a case in one frame is divided.
    hurry: u64,
    /// What the running process has served.
    served: Vec<Served>,
    shelf: Option<Shelf>,
    baseline: Option<&'a Baseline>,
}

/// What a process was asked for.
pub(super) enum Served {
    /// These calls.
    Calls(Rc<Prepared>),
    /// This sequence.
    Golden(Rc<Golden>, u32),
}

/// What the calls of a case may use that is run call by call.
#[derive(Clone, Copy, Debug)]
pub(super) enum Budget {
    /// So much each.
    EachCall(Allowance),
    /// So much CPU time all together.
    AllCalls(Allowance),
}

/// A case as calls on the wire.
pub(super) struct Prepared {
    pub(super) instance: u16,
    pub(super) calls: Vec<Call>,
}

impl<'a> Runner<'a> {
    /// A runner for the submission's program, and the model's if the problem has one.
    pub fn new(
        problem: &'a Problem,
        submission: &'a dyn Launcher,
        model: Option<&'a dyn Launcher>,
    ) -> Self {
        Self {
            problem,
            submission,
            model,
            reference: None,
            place: None,
            session: None,
            model_session: None,
            generated: BTreeMap::new(),
            losses: 0,
            until: None,
            hurry: 1,
            served: vec![],
            shelf: None,
            baseline: None,
        }
    }

    /// The same with what is known of references' costs.
    #[must_use]
    pub fn with_baseline(self, baseline: Option<&'a Baseline>) -> Self {
        Self { baseline, ..self }
    }

    /// The same with a place where golden replies are kept.
    #[must_use]
    pub fn with_shelf(self, shelf: Option<Shelf>) -> Self {
        Self { shelf, ..self }
    }

    /// The same with the reference's program, where cost is compared.
    #[must_use]
    pub fn with_reference(self, reference: Option<&'a dyn Launcher>) -> Self {
        Self { reference, ..self }
    }

    /// The same with a place among the workers, which it leaves for a while to be alone.
    #[must_use]
    pub fn with_place(self, place: Place) -> Self {
        Self {
            place: Some(place),
            ..self
        }
    }

    /// No case is begun after this moment.
    #[must_use]
    pub const fn until(mut self, until: Option<Instant>) -> Self {
        self.until = until;
        self
    }

    /// Runs one case; `None` if nothing more is run.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn run(&mut self, case: &Case) -> Result<Option<CaseResult>, JudgingError> {
        let instance = u16::try_from(case.instance)
            .map_err(JudgingError::caused("number the contract's instances"))?;
        self.run_on(case, instance)
    }

    /// Runs one case with counted values; `None` if nothing more is run, or the problem
    /// counts nothing.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn run_counted(&mut self, case: &Case) -> Result<Option<CaseResult>, JudgingError> {
        match self.problem.counted.filter(|_| case.instance == 0) {
            Some(instance) => self.run_on(case, instance),
            None => Ok(None),
        }
    }

    fn run_on(&mut self, case: &Case, instance: u16) -> Result<Option<CaseResult>, JudgingError> {
        if self.stopped().is_some() {
            return Ok(None);
        }
        let prepared = Rc::new(self.prepare(case, instance)?);
        let (trace, wall) = self.batch(&prepared)?;
        let judged = self.judge(case, &prepared, &trace)?;
        let result = if judged.verdict == Verdict::Accepted {
            CaseResult {
                judged,
                wall,
                printed: None,
            }
        } else if ran_out_of_time(&trace) {
            self.confirm_time(case, &prepared, judged)?
        } else {
            self.confirm(case, &prepared, judged, wall)?
        };
        if trace.lost.is_some() && result.judged.verdict != Verdict::Accepted {
            self.losses += 1;
        }
        self.remember(prepared);
        Ok(Some(result))
    }

    /// Runs a case again that ran into a time limit.
    fn confirm_time(
        &mut self,
        case: &Case,
        prepared: &Prepared,
        first: Judged,
    ) -> Result<CaseResult, JudgingError> {
        let timed = self.timed(prepared)?;
        let alone = self.judge(case, prepared, &timed.trace)?;
        let mut judged = timed.verdict(alone, self.problem.limits.cpu_ratio);
        // Who sleeps for ever has met something; who needs too much time alone may not.
        if judged.verdict == Verdict::Accepted && first.verdict == Verdict::Deadlock {
            judged = self.beside_others(case, prepared, first)?;
        }
        Ok(CaseResult {
            judged,
            wall: None,
            printed: Some(timed.printed).filter(|printed| !printed.is_empty()),
        })
    }

    /// Runs a failing case again, alone in a fresh process and call by call, which tells
    /// which call it was.
    fn confirm(
        &mut self,
        case: &Case,
        prepared: &Prepared,
        first: Judged,
        wall: Option<Duration>,
    ) -> Result<CaseResult, JudgingError> {
        let (trace, printed) = self.step_by_step(prepared, Budget::EachCall(self.allowance()))?;
        let alone = self.judge(case, prepared, &trace)?;
        let judged = if alone.verdict != Verdict::Accepted {
            alone
        } else if is_limit(first.verdict) {
            // It did not need that much by itself: what was used up before it weighed in.
            alone
        } else {
            self.beside_others(case, prepared, first)?
        };
        Ok(CaseResult {
            judged,
            wall: wall.filter(|_| trace.lost.is_none()),
            printed: Some(printed).filter(|printed| !printed.is_empty()),
        })
    }

    /// What it means that a case failed in this way after others and passes alone.
    fn beside_others(
        &mut self,
        case: &Case,
        prepared: &Prepared,
        first: Judged,
    ) -> Result<Judged, JudgingError> {
        replay::passes_alone(first, || {
            self.leaks(prepared, |runner, trace| {
                let judged = runner.judge(case, prepared, trace)?;
                Ok(judged.verdict == Verdict::Accepted)
            })
        })
    }

    /// Whether calls fail just when those come first that the process served before them.
    pub(super) fn leaks(
        &mut self,
        prepared: &Prepared,
        mut passes: impl FnMut(&mut Self, &Trace) -> Result<bool, JudgingError>,
    ) -> Result<bool, JudgingError> {
        let others = self.others();
        let alone = std::iter::repeat_n((&[][..], true), replay::ALONE);
        let after_others = std::iter::repeat_n((&others[..], false), replay::AFTER_OTHERS);
        for (others, should_pass) in alone.chain(after_others) {
            let trace = replay(self.submission, self.allowance(), others, prepared)?;
            if passes(self, &trace)? != should_pass {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Keeps in mind what the running process has served.
    pub(super) fn remember(&mut self, prepared: Rc<Prepared>) {
        self.served.push(Served::Calls(prepared));
    }

    /// What the running process has served.
    fn others(&self) -> Vec<Rc<Prepared>> {
        let calls = |served: &Served| match served {
            Served::Calls(prepared) => Some(Rc::clone(prepared)),
            Served::Golden(golden, sequence) => golden.prepared(*sequence).map(Rc::new),
        };
        self.served.iter().filter_map(calls).collect()
    }

    /// What is known of references' costs.
    pub const fn baseline(&self) -> Option<&'a Baseline> {
        self.baseline
    }

    /// Where golden replies are kept.
    pub(super) const fn shelf(&self) -> Option<&Shelf> {
        self.shelf.as_ref()
    }

    /// Runs a sequence whose golden reply is known; what was seen if that is not the reply.
    pub(super) fn golden(
        &mut self,
        golden: &Rc<Golden>,
        sequence: u32,
    ) -> Result<Option<Trace>, JudgingError> {
        let (request, wanted) = golden.of(sequence).expect("its golden reply is known");
        let mut session = self.serving()?;
        match session.expect(request, wanted)? {
            Ok(None) => {
                self.session = Some(session);
                self.served
                    .push(Served::Golden(Rc::clone(golden), sequence));
                Ok(None)
            }
            Ok(Some(reply)) => Ok(Some(self.seen(session, reply)?)),
            Err(lost) => Ok(Some(gone(lost))),
        }
    }

    /// Ends the processes.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    ///
    /// # Returns
    /// What is wrong with how the submission's process left, if something is.
    pub fn close(self) -> Result<Option<loss::Loss>, JudgingError> {
        if let Some(model) = self.model_session {
            model.stop()?;
        }
        let Some(session) = self.session else {
            return Ok(None);
        };
        let closed = session.close()?;
        let seen = &closed.lost.observation;
        let clean = closed.orderly
            && seen.exit == crate::run::observation::Exit::Code(0)
            && seen.stopped.is_none();
        Ok((!clean).then(|| loss::judge(&closed.lost, &self.problem.limits)))
    }

    /// The problem.
    pub const fn problem(&self) -> &'a Problem {
        self.problem
    }

    /// The program of the model.
    pub(super) fn model(&self) -> Result<&'a dyn Launcher, JudgingError> {
        self.model
            .ok_or_else(|| JudgingError::new("find the model's program"))
    }

    /// Starts a fresh process of the submission.
    pub(super) fn start(&self) -> Result<Session, JudgingError> {
        Session::start(self.submission, self.allowance())
    }

    /// What starts the submission's process.
    pub const fn submission(&self) -> &'a dyn Launcher {
        self.submission
    }

    /// What starts the reference's process, if there is one.
    pub const fn reference(&self) -> Option<&'a dyn Launcher> {
        self.reference
    }

    /// Does what is timed while no other work of the judge runs.
    ///
    /// # Errors
    /// If `job` fails, or the cache cannot be written.
    pub fn alone<T>(
        &mut self,
        job: impl FnOnce(&mut Self) -> Result<T, JudgingError>,
    ) -> Result<T, JudgingError> {
        if let Some(place) = &mut self.place {
            place.alone()?;
        }
        let done = job(self);
        if let Some(place) = &mut self.place {
            place.share()?;
        }
        done
    }

    /// Why nothing more is run; `None` as long as there is more.
    pub fn stopped(&self) -> Option<Stopped> {
        if self.losses >= MOST_LOSSES {
            return Some(Stopped::Losses);
        }
        let over = self.until.is_some_and(|until| Instant::now() >= until);
        over.then_some(Stopped::Time)
    }

    /// How long there is until nothing more is run; `None` if there is no end.
    pub(super) fn time_left(&self) -> Option<Duration> {
        self.until
            .map(|until| until.saturating_duration_since(Instant::now()))
    }

    /// Ends the process that serves many cases: the next one begins in a fresh one.
    pub(super) fn renew(&mut self) -> Result<(), JudgingError> {
        if let Some(session) = self.session.take() {
            session.stop()?;
        }
        Ok(())
    }

    /// From now on a case in one frame may use this part of what it may use by right.
    pub(super) const fn hurry(&mut self, part: u64) {
        self.hurry = part;
    }

    pub(super) fn allowance(&self) -> Allowance {
        Allowance {
            cpu_ms: self.problem.limits.cpu_ms,
            wall_ms: self.problem.limits.wall_ms,
        }
    }

    /// Runs a case in one frame.
    pub(super) fn batch(
        &mut self,
        prepared: &Prepared,
    ) -> Result<(Trace, Option<Duration>), JudgingError> {
        let mut session = self.serving()?;
        Ok(match session.ask(whole(prepared))? {
            Ok(Replied { reply, wall, .. }) => {
                let trace = self.seen(session, reply)?;
                let wall = trace.lost.is_none().then_some(wall);
                (trace, wall)
            }
            Err(lost) => (gone(lost), None),
        })
    }

    /// The process that serves many cases.
    fn serving(&mut self) -> Result<Session, JudgingError> {
        if let Some(session) = self.session.take() {
            return Ok(session);
        }
        self.served.clear();
        let Allowance { cpu_ms, wall_ms } = self.allowance();
        let allowance = Allowance {
            cpu_ms: (cpu_ms / self.hurry).max(cpu_ms.min(LEAST_CPU_MS)),
            wall_ms: (wall_ms / self.hurry).max(wall_ms.min(LEAST_WALL_MS)),
        };
        Session::start(self.submission, allowance)
    }

    /// What a reply says of a case that was run in one frame.
    fn seen(&mut self, session: Session, reply: Reply) -> Result<Trace, JudgingError> {
        let Reply::Ran { answers, finish } = reply else {
            return forged(session, vec![]);
        };
        self.session = Some(session);
        Ok(Trace {
            answers,
            finish: Some(finish),
            lost: None,
        })
    }

    /// Runs a case in a fresh process, one call a frame, as far as it goes. Also what the
    /// submission printed meanwhile.
    pub(super) fn step_by_step(
        &self,
        prepared: &Prepared,
        budget: Budget,
    ) -> Result<(Trace, String), JudgingError> {
        let (Budget::EachCall(mut allowance) | Budget::AllCalls(mut allowance)) = budget;
        let all = allowance;
        let mut session = Session::start(self.submission, allowance)?;
        let mut trace = Trace {
            answers: vec![],
            finish: None,
            lost: None,
        };
        let mut used = Duration::ZERO;
        let last = prepared.calls.len();
        for index in 0..=last {
            let calls = prepared.calls.get(index).cloned();
            let count = usize::from(calls.is_some());
            let asked = session.ask(Query::Run {
                fresh: index == 0,
                instance: prepared.instance,
                calls: calls.into_iter().collect(),
                finish: index == last,
            })?;
            match asked {
                Ok(Replied {
                    reply: Reply::Ran { answers, finish },
                    cpu,
                    ..
                }) if answers.len() == count => {
                    if let (Budget::AllCalls(_), Some(cpu)) = (budget, cpu) {
                        used += cpu;
                        let used = u64::try_from(used.as_millis()).unwrap_or(u64::MAX);
                        allowance.cpu_ms = all.cpu_ms.saturating_sub(used).max(1);
                        session.allow(allowance);
                    }
                    trace.answers.extend(answers);
                    if index == last {
                        trace.finish = Some(finish);
                    }
                }
                Ok(_) => {
                    let trace = forged(session, trace.answers)?;
                    return Ok((trace, String::new()));
                }
                Err(lost) => {
                    let printed = lost.observation.stdout.text();
                    trace.lost = Some(Lost {
                        allowance: all,
                        ..lost
                    });
                    return Ok((trace, printed));
                }
            }
        }
        let printed = session.close()?.lost.observation.stdout.text();
        Ok((trace, printed))
    }

    fn judge(
        &mut self,
        case: &Case,
        prepared: &Prepared,
        trace: &Trace,
    ) -> Result<Judged, JudgingError> {
        let opinions = self.opinions(case, prepared, trace)?;
        Ok(case::judge(self.problem, case, trace, &opinions))
    }

    /// The model's opinion of each line, as far as it can have one.
    pub(super) fn opinions(
        &mut self,
        case: &Case,
        prepared: &Prepared,
        trace: &Trace,
    ) -> Result<Vec<Option<Opinion>>, JudgingError> {
        let mut opinions = vec![None; case.lines.len()];
        let problem = self.problem;
        let Some(model) = problem.model.as_ref().filter(|_| case.instance == 0) else {
            return Ok(opinions);
        };
        let mut asked = vec![];
        let mut calls = vec![];
        for (index, (call, answer)) in prepared.calls.iter().zip(&trace.answers).enumerate() {
            let accepts = model
                .operations
                .get(usize::from(call.operation))
                .is_some_and(|operation| operation.form == ModelForm::Accepts);
            let panic_is_right = case.lines[index].expected == Some(Expected::Panics);
            match answer {
                Answer::Returned(bytes) => {
                    asked.push(index);
                    calls.push((call.clone(), Some(bytes.clone())));
                }
                Answer::Missing => {}
                // The model judges only answers; a panic is none.
                Answer::Panicked(_) if accepts && panic_is_right => {}
                Answer::Panicked(_) if !accepts => {
                    asked.push(index);
                    calls.push((call.clone(), None));
                }
                Answer::Panicked(_) | Answer::Refused(_) => break,
            }
        }
        let reply = self.ask_model(Query::Consult { fresh: true, calls })?;
        let Reply::Judged(judged) = reply else {
            return Err(JudgingError::new("understand the model's process"));
        };
        for (index, opinion) in asked.into_iter().zip(judged) {
            opinions[index] = Some(opinion);
        }
        Ok(opinions)
    }

    pub(super) fn ask_model(&mut self, query: Query) -> Result<Reply, JudgingError> {
        let launcher = self.model()?;
        let mut session = match self.model_session.take() {
            Some(session) => session,
            None => Session::start(launcher, MODEL_ALLOWANCE)?,
        };
        match session.ask(query)? {
            Ok(replied) => {
                self.model_session = Some(session);
                Ok(replied.reply)
            }
            Err(lost) => {
                let printed = lost.observation.stderr.text();
                let why = loss::judge(&lost, &self.problem.limits).why;
                Err(JudgingError::new(format!(
                    "consult the model of `{}`: {why} {printed}",
                    self.problem.slug
                )))
            }
        }
    }

    pub(super) fn prepare(&mut self, case: &Case, instance: u16) -> Result<Prepared, JudgingError> {
        let mut calls = Vec::with_capacity(case.lines.len());
        for (index, line) in case.lines.iter().enumerate() {
            if let Action::Call(call) = &line.action {
                calls.push(self.call(case, index, call)?);
            }
        }
        Ok(Prepared { instance, calls })
    }

    fn call(&mut self, case: &Case, line: usize, call: &CallLine) -> Result<Call, JudgingError> {
        let problem = self.problem;
        let (operation, types): (u16, Vec<Type>) = match call.operation {
            OperationRef::Numbered(number) => {
                let instance = &problem.instances[case.instance];
                let operation = &instance.operations[usize::from(number)];
                let types = operation.parameters.iter().map(|each| each.ty.plain());
                (number, types.collect())
            }
            OperationRef::Drop => (builtin::DROP, vec![]),
            OperationRef::Unwind => (builtin::UNWIND, vec![]),
            OperationRef::Clone => (builtin::CLONE, vec![]),
        };
        let mut arguments = Writer::new();
        for (argument, ty) in call.arguments.iter().zip(&types) {
            match argument {
                Argument::Value(value) => self.encode(value, ty, &mut arguments)?,
                Argument::Handle(handle) => arguments.raw(&handle.number().to_le_bytes()),
                Argument::Generated {
                    generator,
                    arguments: given,
                } => arguments.raw(&self.generate(*generator, given)?),
            }
        }
        let receiver = call.receiver.map(HandleRef::number);
        let first = HandleRef { line, position: 0 };
        Ok(Call {
            operation,
            receiver,
            first_handle: first.number(),
            arguments: arguments.into_bytes(),
        })
    }

    pub(super) fn encode(
        &self,
        value: &Value,
        ty: &Type,
        writer: &mut Writer,
    ) -> Result<(), JudgingError> {
        Codec::new(&self.problem.contract)
            .encode(value, ty, writer)
            .map_err(JudgingError::caused(format!("send {value} as {ty}")))
    }

    /// An argument of a case that is no handle, laid out.
    pub(super) fn fixed(
        &mut self,
        argument: &Argument,
        ty: &Type,
    ) -> Result<Vec<u8>, JudgingError> {
        match argument {
            Argument::Value(value) => {
                let mut writer = Writer::new();
                self.encode(value, ty, &mut writer)?;
                Ok(writer.into_bytes())
            }
            Argument::Handle(handle) => Ok(handle.number().to_le_bytes().into()),
            Argument::Generated {
                generator,
                arguments,
            } => self.generate(*generator, arguments),
        }
    }

    /// Whether the function of model.rs that makes the argument comes back with one.
    pub(super) fn can_make(&mut self, argument: &Argument) -> Result<bool, JudgingError> {
        match argument {
            Argument::Generated {
                generator,
                arguments,
            } => Ok(self.try_generate(*generator, arguments)?.is_ok()),
            Argument::Value(_) | Argument::Handle(_) => Ok(true),
        }
    }

    /// What a generator of model.rs makes, laid out; each call is made once.
    pub(super) fn generate(
        &mut self,
        generator: u16,
        given: &[Value],
    ) -> Result<Vec<u8>, JudgingError> {
        self.try_generate(generator, given)?.map_err(|why| {
            let name = &self.problem.generators[usize::from(generator)].name;
            JudgingError::new(format!("make a value with `{name}` of model.rs: {why}"))
        })
    }

    /// The same; the inner error is the panic's message.
    fn try_generate(
        &mut self,
        generator: u16,
        given: &[Value],
    ) -> Result<Result<Vec<u8>, String>, JudgingError> {
        let key = (generator, given.to_vec());
        if let Some(made) = self.generated.get(&key) {
            return Ok(Ok(made.clone()));
        }
        let problem = self.problem;
        let each = &problem.generators[usize::from(generator)];
        let mut arguments = Writer::new();
        for (value, ty) in given.iter().zip(&each.parameters) {
            self.encode(value, ty, &mut arguments)?;
        }
        let reply = self.ask_model(Query::Generate {
            generator,
            arguments: arguments.into_bytes(),
        })?;
        match reply {
            Reply::Generated(Ok(made)) => {
                self.generated.insert(key, made.clone());
                Ok(Ok(made))
            }
            Reply::Generated(Err(report)) => Ok(Err(report.message.unwrap_or_default())),
            _ => Err(JudgingError::new("understand the model's process")),
        }
    }
}

/// A process that was lost before it answered.
const fn gone(lost: Lost) -> Trace {
    Trace {
        answers: vec![],
        finish: None,
        lost: Some(lost),
    }
}

/// A process that sent something else than it was asked for.
fn forged(session: Session, answers: Vec<Answer>) -> Result<Trace, JudgingError> {
    Ok(Trace {
        answers,
        finish: None::<Finish>,
        lost: Some(session.refuse()?),
    })
}

pub(super) const fn is_limit(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::TimeLimitExceeded | Verdict::MemoryLimitExceeded | Verdict::OutputLimitExceeded
    )
}

#[cfg(test)]
mod tests;
