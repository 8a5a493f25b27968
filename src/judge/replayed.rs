//! An interleaving that was found before, once more.

use super::explored::{Exploring, found};
use super::replay::blank;
use crate::check::runner::Runner;
use crate::check::scenario::{self, ScenarioResult};
use crate::error::{Error, Exit, JudgingError, UserError};
use crate::problem::scenario::Scenario;
use crate::report::document::{Check, Finding, Part, Status};
use crate::verdict::Verdict;

/// Runs an interleaving again in exactly this order, or explores its scenario again if there
/// is none.
///
/// # Errors
/// If the judge itself cannot go on, or the problem has no such scenario any more.
pub(super) fn interleaving(
    runner: &mut Runner<'_>,
    exploring: &Exploring<'_>,
    before: &Finding,
    schedule: Option<&str>,
) -> Result<Check, Error> {
    let scenario = named(runner, &before.case)?;
    let mut check = Check {
        status: Status::NotRun,
        ..blank("replay")
    };
    again(runner, exploring, &scenario, schedule, &mut check)?;
    Ok(check)
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
    exploring: &Exploring<'_>,
    scenario: &Scenario,
    schedule: Option<&str>,
    check: &mut Check,
) -> Result<(), JudgingError> {
    let explorable = match exploring.program()? {
        Ok(explorable) => explorable,
        Err(why) => {
            check.status = Status::Inconclusive;
            check.note = Some(why.to_owned());
            return Ok(());
        }
    };
    let setting = explorable.setting();
    let result = match schedule {
        Some(schedule) => scenario::replay(runner, setting, scenario, schedule)?,
        None => {
            let begun = scenario::begin(runner, setting, scenario)?;
            scenario::check(runner, setting, scenario, begun)?
        }
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
        && let Some(busy) = scenario::idle(runner, setting, &[scenario])?
    {
        (judged, interleaving) = (busy.judged, busy.interleaving);
    }
    // Nor do outcomes of weak memory show in any order of the threads.
    if schedule.is_none()
        && judged.verdict == Verdict::Accepted
        && let Some(opinion) = exploring.second_opinion(runner, std::slice::from_ref(scenario))?
        && let Some(wrong) = opinion.wrong
    {
        (judged, interleaving) = (wrong.shown.judged, Some(wrong.shown.interleaving));
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
