//! A failure of an earlier report, once more.

use super::conclusion::{conclude, refuse};
use super::explored::Exploring;
use super::replayed::interleaving;
use super::{Bench, Judged, Made, Request, checks, share};
use crate::build::compile::Build;
use crate::build::engine::Engine;
use crate::check::runner::Runner;
use crate::error::{Error, JudgingError};
use crate::plan::{Kind, PlannedCheck};
use crate::problem::Problem;
use crate::problem::case::Case;
use crate::report::document::{Check, Finding, Part, Status};
use crate::run::quiet::Place;
use crate::verdict::{Reason, Verdict};
use std::time::Instant;

/// What is run again.
#[derive(Clone, Debug)]
pub enum Again {
    /// The calls of a case, compared with what should come of them.
    Calls(Case),
    /// What a check found in other ways: the check, cut down to that.
    Check(PlannedCheck),
    /// What threads did: exactly this order of events, or every order of the scenario if
    /// there is none.
    Interleaving(Option<String>),
}

impl Again {
    /// Which engines run it. An order of events is the explorer's alone.
    const fn engines(&self, problem: &Problem) -> &'static [Engine] {
        match self {
            Self::Calls(_) | Self::Check(_) => &[],
            Self::Interleaving(None) => Bench::engines(problem),
            Self::Interleaving(Some(_)) => &[Engine::Explorer],
        }
    }

    fn not_run(&self) -> Check {
        let check = match self {
            Self::Calls(_) | Self::Interleaving(_) => blank("replay"),
            Self::Check(planned) => blank(&planned.name),
        };
        Check {
            status: Status::NotRun,
            ..check
        }
    }

    fn make(
        &self,
        runner: &mut Runner<'_>,
        before: &Finding,
        exploring: &Exploring<'_>,
    ) -> Result<Check, Error> {
        let mut check = match self {
            Self::Calls(case) => calls(runner, case, before)?,
            Self::Check(planned) => checks::make(runner, planned, exploring)?,
            Self::Interleaving(schedule) => {
                interleaving(runner, exploring, before, schedule.as_deref())?
            }
        };
        // Whatever it was made of this time, it is the finding that was told before.
        for finding in &mut check.findings {
            finding.case.clone_from(&before.case);
            finding.sample = before.sample;
            if !before.lines.is_empty() {
                finding.lines.clone_from(&before.lines);
                finding.shrunk_from = before.shrunk_from;
            }
        }
        Ok(check)
    }
}

pub(super) fn blank(name: &str) -> Check {
    let planned = PlannedCheck {
        name: name.into(),
        cases: vec![name.into()],
        indices: vec![],
        kind: Kind::Cases,
        random: None,
    };
    checks::nothing_yet(&planned)
}

fn calls(runner: &mut Runner<'_>, case: &Case, before: &Finding) -> Result<Check, JudgingError> {
    let mut check = Check {
        status: Status::NotRun,
        ..blank("replay")
    };
    let result = if before.reason.is_some_and(Reason::counts_values) {
        runner.run_counted(case)?
    } else {
        runner.run(case)?
    };
    let Some(result) = result else {
        return Ok(check);
    };
    check.parts.push(Part {
        name: before.case.clone(),
        verdict: result.judged.verdict,
        wall_ms: result.wall.map(|wall| wall.as_secs_f64() * 1e3),
    });
    if result.judged.verdict == Verdict::Accepted {
        check.passed = 1;
        check.status = Status::Passed;
    } else {
        check.status = Status::Failed;
        let finding = checks::finding(&before.case, before.sample, result);
        check.findings.push(finding);
    }
    Ok(check)
}

impl Bench {
    /// Runs what failed before, and nothing else.
    ///
    /// # Errors
    /// As [`Bench::judge`], and if the problem has no scenario of that name any more.
    pub fn replay(
        &self,
        request: Request<'_>,
        again: &Again,
        before: &Finding,
    ) -> Result<Judged, Error> {
        let begun = Instant::now();
        let Made {
            build,
            ahead,
            programs,
        } = self.build(request, again.engines(request.problem))?;
        let mut report = self.blank(request);
        let kept = match build {
            Build::Failed(failed) => {
                let kept = failed.kept.clone();
                report.checks.push(again.not_run());
                refuse(&mut report, failed);
                kept
            }
            Build::Stopped => {
                report.checks.push(again.not_run());
                conclude(&mut report, None);
                None
            }
            Build::Program(program) => {
                let judging = Instant::now();
                let place = Place::take(&self.cache)?;
                let launchers = self.launchers(&program, &programs, &request.problem.limits)?;
                let mut runner = launchers.runner(request.problem, place);
                let exploring = Exploring::new(self, request, ahead);
                let check = again.make(&mut runner, before, &exploring)?;
                let left = runner.close()?;
                report.checks.push(check);
                conclude(&mut report, left);
                let late = exploring.compiled();
                share(
                    &mut report.timings,
                    program.wall_ms,
                    judging.elapsed(),
                    late,
                );
                report.diagnostics = program.warnings;
                program.kept
            }
        };
        report.timings.total_ms = begun.elapsed().as_secs_f64() * 1e3;
        Ok(Judged {
            report,
            kept,
            cut_short: false,
        })
    }
}
