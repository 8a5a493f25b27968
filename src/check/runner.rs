//! Runs cases: one process for many of them, a fresh one after a loss and for every
//! failure, and the model beside it.

mod conversation;
mod model;
mod prepared;
#[cfg(test)]
mod tests;

pub(super) use conversation::Budget;
pub(super) use model::MODEL_ALLOWANCE;
pub use prepared::Prepared;

use super::case::{self, Judged, Trace};
use super::growth::Baseline;
use super::loss;
use super::random::{Golden, Shelf};
use super::replay::{self, replay};
use super::timed::ran_out_of_time;
use super::twice::Ruled;
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::problem::case::Case;
use crate::run::observation::Exit;
use crate::run::process::{Allowance, Launcher};
use crate::run::quiet::Place;
use crate::run::session::{Lost, Session};
use crate::value::Value;
use crate::verdict::Verdict;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// After this many processes were lost, the remaining cases are not run: each loss may
/// take as long as the limits allow.
const MOST_LOSSES: u32 = 3;

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

impl Ruled for CaseResult {
    fn judged(&mut self) -> &mut Judged {
        &mut self.judged
    }
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
    reference_session: Option<Session>,
    generated: BTreeMap<(u16, Vec<Value>), Vec<u8>>,
    losses: u32,
    until: Option<Instant>,
    /// By what the allowance of a case in one frame is divided.
    hurry: u64,
    /// What the running process has served.
    served: Vec<Served>,
    shelf: Option<Shelf>,
    baseline: Option<&'a Baseline>,
    /// What is wrong with how an earlier process left that was asked to.
    left: Option<loss::Loss>,
}

/// What a process was asked for.
pub(super) enum Served {
    /// These calls.
    Calls(Rc<Prepared>),
    /// This sequence.
    Golden(Rc<Golden>, u32),
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
            reference_session: None,
            generated: BTreeMap::new(),
            losses: 0,
            until: None,
            hurry: 1,
            served: vec![],
            shelf: None,
            baseline: None,
            left: None,
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
            self.confirm(case, &prepared, judged, trace.lost.as_ref(), wall)?
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
        lost: Option<&Lost>,
        wall: Option<Duration>,
    ) -> Result<CaseResult, JudgingError> {
        let (trace, printed) = self.step_by_step(prepared, Budget::EachCall(self.allowance()))?;
        let alone = self.judge(case, prepared, &trace)?;
        let judged = if alone.verdict != Verdict::Accepted {
            alone
        } else if is_limit(first.verdict) || was_killed(lost) {
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

    /// Ends the processes.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    ///
    /// # Returns
    /// What is wrong with how the submission's process left, if something is.
    pub fn close(mut self) -> Result<Option<loss::Loss>, JudgingError> {
        self.leave()?;
        for other in [self.model_session, self.reference_session] {
            other.map(Session::stop).transpose()?;
        }
        Ok(self.left)
    }

    /// Asks the process that serves many cases to leave, if there is one: the next case
    /// begins in a fresh one.
    fn leave(&mut self) -> Result<(), JudgingError> {
        let Some(session) = self.session.take() else {
            return Ok(());
        };
        let closed = session.close()?;
        let seen = &closed.lost.observation;
        let clean = closed.orderly && seen.exit == Exit::Code(0) && seen.stopped.is_none();
        if !clean && self.left.is_none() {
            self.left = Some(loss::judge(&closed.lost, &self.problem.limits));
        }
        Ok(())
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
    /// The submission's process leaves first: threads that it has started may go on after its
    /// answers, beside what is timed here or in another place while this one waits.
    ///
    /// # Errors
    /// If `job` fails, or the cache cannot be written.
    pub fn alone<T>(
        &mut self,
        job: impl FnOnce(&mut Self) -> Result<T, JudgingError>,
    ) -> Result<T, JudgingError> {
        self.leave()?;
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

    fn judge(
        &mut self,
        case: &Case,
        prepared: &Prepared,
        trace: &Trace,
    ) -> Result<Judged, JudgingError> {
        let opinions = self.opinions(case, prepared, trace)?;
        Ok(case::judge(self.problem, case, trace, &opinions))
    }
}

pub(super) const fn is_limit(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::TimeLimitExceeded | Verdict::MemoryLimitExceeded | Verdict::OutputLimitExceeded
    )
}

/// Whether the process was killed from outside, as the kernel does where the machine has no
/// memory left: who does that to itself does it again when it is alone.
pub(super) fn was_killed(lost: Option<&Lost>) -> bool {
    lost.is_some_and(|lost| {
        // One that sent what it should not have was killed by the judge.
        let by_judge = lost.forged.is_some() || lost.observation.stopped.is_some();
        !by_judge && lost.observation.exit == Exit::Signal(SIGNAL_KILL)
    })
}

const SIGNAL_KILL: i32 = 9;
