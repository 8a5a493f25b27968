//! Running calls again that ran into a time limit: alone, and within what the reference
//! makes of the limit.
//!
//! A case may use a multiple of the CPU time that the reference uses for the same calls on
//! the same machine at the same time, and never less than the floor of the problem's limits.
//! The reference is asked only where the floor was not enough.

use super::case::{Judged, Trace};
use super::loss::{self, seconds};
use super::replay::{replay, whole};
use super::runner::{Budget, Prepared, Runner};
use crate::error::JudgingError;
use crate::run::observation::Limit;
use crate::run::process::{Allowance, Launcher};
use crate::run::session::Session;
use crate::verdict::Verdict;
use std::time::Duration;

/// What the reference may use for one case: it comes to an end by itself.
const REFERENCE_ALLOWANCE: Allowance = Allowance {
    cpu_ms: 60_000,
    wall_ms: 120_000,
};

/// How often the reference makes the calls. What counts is the run that took longest: in
/// doubt for the submission.
const REFERENCE_RUNS: usize = 2;

/// What came of a second look at a time limit.
pub(super) struct Timed {
    /// What was seen, call by call.
    pub trace: Trace,
    /// What the submission printed meanwhile.
    pub printed: String,
    allowance: Allowance,
    reference: Option<Duration>,
    /// Whether the limit was kept once and passed once.
    unsteady: bool,
}

impl Runner<'_> {
    /// Makes calls again that ran into a time limit: in a fresh process, while no other work
    /// of the judge runs, one call a frame. If they keep the limit now, they are made once
    /// more as at first.
    pub(super) fn timed(&mut self, prepared: &Prepared) -> Result<Timed, JudgingError> {
        self.alone(|runner| {
            let reference = runner.reference_cpu(prepared)?;
            let allowance = runner.allowance_beside(reference);
            let (trace, printed) = runner.step_by_step(prepared, Budget::AllCalls(allowance))?;
            let unsteady = !ran_out_of_time(&trace) && {
                let again = replay(runner.submission(), allowance, &[], prepared)?;
                ran_out_of_time(&again)
            };
            Ok(Timed {
                trace,
                printed,
                allowance,
                reference,
                unsteady,
            })
        })
    }

    /// CPU time that the reference uses for these calls; `None` if there is no reference or
    /// its CPU time cannot be read.
    fn reference_cpu(&self, prepared: &Prepared) -> Result<Option<Duration>, JudgingError> {
        let Some(reference) = self.reference() else {
            return Ok(None);
        };
        let mut longest = None;
        for _ in 0..REFERENCE_RUNS {
            longest = longest.max(self.one_run(reference, prepared)?);
        }
        Ok(longest)
    }

    fn one_run(
        &self,
        reference: &dyn Launcher,
        prepared: &Prepared,
    ) -> Result<Option<Duration>, JudgingError> {
        let mut session = Session::start(reference, REFERENCE_ALLOWANCE)?;
        match session.ask(whole(prepared))? {
            Ok(replied) => {
                session.stop()?;
                Ok(replied.cpu)
            }
            Err(lost) => {
                let problem = self.problem();
                let why = loss::judge(&lost, &problem.limits).why;
                Err(JudgingError::new(format!(
                    "run the reference of `{}`: {why}",
                    problem.slug
                )))
            }
        }
    }

    /// What a case may use for which the reference needs this CPU time.
    fn allowance_beside(&self, reference: Option<Duration>) -> Allowance {
        let limits = &self.problem().limits;
        let multiple = reference.map_or(0, |cpu| {
            let multiple = cpu * limits.cpu_ratio;
            u64::try_from(multiple.as_millis()).unwrap_or(u64::MAX)
        });
        let cpu_ms = multiple.max(limits.cpu_ms);
        // The time on the clock grows with it.
        let wall_ms = limits.wall_ms.saturating_mul(cpu_ms) / limits.cpu_ms.max(1);
        Allowance { cpu_ms, wall_ms }
    }
}

impl Timed {
    /// The verdict of this second look, with what `judged` says of its trace.
    pub(super) fn verdict(&self, mut judged: Judged, cpu_ratio: u32) -> Judged {
        let allowed = seconds(self.allowance.cpu_ms);
        if judged.verdict == Verdict::Accepted && self.unsteady {
            judged.verdict = Verdict::Inconclusive;
            judged.reason = None;
            judged.summary =
                format!("at the limit of {allowed} of CPU time: kept once, passed once");
            judged.details.push(
                "run alone, it needs about as much time as it is allowed; another run may end \
                 either way"
                    .into(),
            );
        }
        if matches!(
            judged.verdict,
            Verdict::TimeLimitExceeded | Verdict::Inconclusive
        ) && let Some(reference) = self.reference
        {
            judged.details.push(format!(
                "the reference needs {:.1} ms of CPU time for the same calls; {cpu_ratio} times \
                 as much is allowed, and {allowed} in any case",
                reference.as_secs_f64() * 1e3
            ));
        }
        judged
    }
}

/// Whether the process was stopped because time ran out.
pub(super) fn ran_out_of_time(trace: &Trace) -> bool {
    trace
        .lost
        .as_ref()
        .is_some_and(|lost| matches!(lost.observation.stopped, Some(Limit::Cpu | Limit::Wall)))
}
