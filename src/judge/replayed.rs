//! An interleaving that was found before, once more.

use super::conclusion::{conclude, refuse};
use super::explored::{Exploring, found};
use super::{Bench, Judged, Made, Request};
use crate::build::compile::Build;
use crate::check::runner::Runner;
use crate::check::scenario::names::Names;
use crate::check::scenario::{self, ScenarioResult};
use crate::error::{Error, Exit, JudgingError, UserError};
use crate::problem::scenario::Scenario;
use crate::report::document::{Check, Finding, Part, Status};
use crate::run::quiet::Place;
use crate::verdict::Verdict;
use std::time::Instant;

impl Bench {
    /// Runs an interleaving again in exactly this order, or explores its scenario again if
    /// there is none; the report holds nothing else.
    ///
    /// # Errors
    /// As [`Bench::judge`], and if the problem has no such scenario any more.
    pub fn replay_scenario(
        &self,
        request: Request<'_>,
        before: &Finding,
        schedule: Option<&str>,
    ) -> Result<Judged, Error> {
        let begun = Instant::now();
        let Made {
            build,
            explored,
            programs,
        } = self.build(request, true)?;
        let mut report = self.blank(request);
        let mut check = Check {
            name: "replay".into(),
            status: Status::NotRun,
            passed: 0,
            total: 1,
            note: None,
            parts: vec![],
            findings: vec![],
            figures: None,
        };
        let kept = match build {
            Build::Failed(failed) => {
                let kept = failed.kept.clone();
                report.checks.push(check);
                refuse(&mut report, failed);
                kept
            }
            Build::Stopped => {
                report.checks.push(check);
                conclude(&mut report, None);
                None
            }
            Build::Program(program) => {
                let exploring =
                    self.exploring(request.problem, request.submission, explored.as_ref())?;
                let place = Place::take(&self.cache)?;
                let launchers = self.launchers(&program, &programs, &request.problem.limits)?;
                let mut runner = launchers.runner(request.problem, place);
                let scenario = named(&mut runner, &before.case)?;
                again(&mut runner, &exploring, &scenario, schedule, &mut check)?;
                let left = runner.close()?;
                report.checks.push(check);
                conclude(&mut report, left);
                report.timings.compile_ms = program.wall_ms;
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

/// The scenario of this name, written or generated.
fn named(runner: &mut Runner<'_>, name: &str) -> Result<Scenario, Error> {
    let problem = runner.problem();
    let mut written = problem.scenarios.iter();
    if let Some(scenario) = written.find(|each| each.case.name == name) {
        return Ok(scenario.clone());
    }
    let generated = if problem.generated_scenarios > 0 {
        scenario::generated(runner)?
    } else {
        vec![]
    };
    let mut generated = generated.into_iter();
    generated
        .find(|each| each.case.name == name)
        .ok_or_else(|| {
            let message = format!("`{}` has no scenario of that name any more", problem.slug);
            UserError::new(Exit::Usage, message)
                .help("`greenroom submit` judges everything")
                .into()
        })
}

fn again(
    runner: &mut Runner<'_>,
    exploring: &Exploring,
    scenario: &Scenario,
    schedule: Option<&str>,
    check: &mut Check,
) -> Result<(), JudgingError> {
    let (launcher, path, files) = match exploring {
        Exploring::Program {
            launcher,
            path,
            files,
            ..
        } => (launcher, path, files),
        Exploring::Unsupported(why) => {
            check.status = Status::Inconclusive;
            check.note = Some(why.clone());
            return Ok(());
        }
    };
    let names = Names::new(files);
    let result = match schedule {
        Some(schedule) => scenario::replay(runner, &**launcher, path, scenario, names, schedule)?,
        None => scenario::check(runner, &**launcher, path, scenario, names)?,
    };
    let ScenarioResult {
        mut judged,
        mut interleaving,
        wall,
        ..
    } = result;
    // How a call waits shows only where nobody lets it go on.
    if schedule.is_none()
        && judged.verdict == Verdict::Accepted
        && let Some(busy) = scenario::idle(runner, &**launcher, path, scenario, names)?
    {
        (judged, interleaving) = busy;
    }
    let name = &scenario.case.name;
    check.parts.push(Part {
        name: name.clone(),
        verdict: judged.verdict,
        wall_ms: Some(wall.as_secs_f64() * 1e3),
    });
    match judged.verdict {
        Verdict::Accepted => {
            check.passed = 1;
            check.status = Status::Passed;
        }
        Verdict::Inconclusive => {
            check.status = Status::Inconclusive;
            check.note = Some(judged.summary);
        }
        _ => {
            check.status = Status::Failed;
            check.findings.push(found(name, judged, interleaving));
        }
    }
    Ok(())
}
