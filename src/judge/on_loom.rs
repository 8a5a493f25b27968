//! The second opinion on orderings: the submission compiled once more, and its scenarios run
//! once more, on loom. Only what the explorer has found nothing in comes here.

use super::explored::{Exploring, explored_limits};
use super::launchers::launcher;
use crate::build::compile::ExploredBuild;
use crate::build::engine::Engine;
use crate::check::loss::counted;
use crate::check::runner::Runner;
use crate::check::scenario::Setting;
use crate::check::scenario::loom::{self, Budget, Said, Shown};
use crate::check::scenario::names::Names;
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::problem::scenario::Scenario;
use crate::report::document::Check;
use crate::report::figures::{Figures, LoomFigures};
use crate::sandbox::Choice;
use crate::submission::Submission;
use std::time::{Duration, Instant};

/// After how many executions of a scenario loom stops. It runs many that mean the same.
const MOST_EXECUTIONS: u64 = 20_000;

/// How long loom may run a scenario on the clock.
const LONGEST: Duration = Duration::from_secs(3);

/// How long it may run all of them.
const LONGEST_OF_ALL: Duration = Duration::from_secs(6);

/// What a second opinion is made from.
#[derive(Clone, Copy)]
pub struct OnLoom<'a> {
    pub exploring: &'a Exploring<'a>,
    pub sandbox: &'a Choice,
    pub problem: &'a Problem,
    pub submission: &'a Submission,
}

/// A second opinion.
pub struct Opinion {
    /// How much was looked at.
    pub figures: LoomFigures,
    /// What is wrong, if something is.
    pub wrong: Option<Wrong>,
}

/// What loom found.
pub struct Wrong {
    /// In which scenario.
    pub scenario: String,
    /// What shows it.
    pub shown: Shown,
}

impl OnLoom<'_> {
    /// Runs the scenarios, until one is not as it should be.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn ask(
        &self,
        runner: &mut Runner<'_>,
        scenarios: &[Scenario],
    ) -> Result<Opinion, JudgingError> {
        let mut opinion = Opinion {
            figures: LoomFigures {
                is_exhaustive: true,
                ..LoomFigures::default()
            },
            wrong: None,
        };
        let figures = &mut opinion.figures;
        let asked = match runner.stopped() {
            Some(_) => Err("the time for it was over".into()),
            None => match self.exploring.on_engine(Engine::Loom)? {
                ExploredBuild::Program(program) => Ok(program),
                ExploredBuild::Unsupported(why) => Err(why),
            },
        };
        let program = match asked {
            Ok(program) => program,
            Err(why) => {
                figures.absent = scenarios.len() as u64;
                figures.why_absent = Some(why);
                figures.is_exhaustive = false;
                return Ok(opinion);
            }
        };
        figures.compile_ms = program.wall_ms;
        let limits = explored_limits(self.problem);
        let launcher = launcher(self.sandbox, &program.path, &limits)?;
        let setting = Setting {
            launcher: &*launcher,
            program: &program.path,
            names: Names::new(&self.submission.files),
            looks_ahead: false,
        };
        let begun = Instant::now();
        // Loom cannot tell when nothing moves.
        for scenario in scenarios.iter().filter(|each| each.turns.is_none()) {
            let time = LONGEST.min(LONGEST_OF_ALL.saturating_sub(begun.elapsed()));
            // What is enough for the explorer is enough here.
            let enough = scenario.executions.unwrap_or(u64::MAX);
            let budget = Budget {
                executions: MOST_EXECUTIONS.min(enough),
                time,
            };
            let said = if time.is_zero() {
                Said::Absent("the time for it was over".into())
            } else {
                loom::check(runner, setting, scenario, budget)?
            };
            match said {
                Said::Nothing {
                    executions,
                    is_exhaustive,
                } => {
                    figures.scenarios += 1;
                    figures.executions += executions;
                    figures.is_exhaustive &= is_exhaustive;
                }
                Said::Absent(why) => {
                    figures.absent += 1;
                    figures.why_absent.get_or_insert(why);
                }
                Said::Wrong(shown) => {
                    figures.scenarios += 1;
                    figures.executions += shown.executions;
                    figures.is_exhaustive = false;
                    opinion.wrong = Some(Wrong {
                        scenario: scenario.case.name.clone(),
                        shown: *shown,
                    });
                    break;
                }
            }
        }
        figures.is_exhaustive &= figures.scenarios > 0;
        Ok(opinion)
    }
}

/// What nobody judged, if loom has no opinion on some of what was found right.
pub fn not_judged(check: &Check) -> Option<String> {
    let figures = match &check.figures {
        Some(Figures::Exploration(figures)) => figures.loom.as_ref()?,
        _ => return None,
    };
    let why = figures.why_absent.as_ref().filter(|_| figures.absent > 0)?;
    Some(format!("values that weak orderings allow (loom: {why})"))
}

/// What loom says, in a few words.
pub fn note(figures: &LoomFigures) -> String {
    let why = figures.why_absent.as_deref().unwrap_or("not asked");
    if figures.scenarios == 0 {
        return format!("loom: no opinion ({why})");
    }
    let executions = counted(figures.executions, "execution");
    let mut note = if figures.is_exhaustive {
        format!("loom: exhaustive, {executions}, no finding")
    } else {
        format!("loom: bounded ({executions}), no finding")
    };
    if figures.absent > 0 {
        let all = counted(figures.scenarios + figures.absent, "scenario");
        note.push_str(&format!(
            ", no opinion on {} of {all} ({why})",
            figures.absent
        ));
    }
    note
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(scenarios: u64, absent: u64, is_exhaustive: bool) -> LoomFigures {
        LoomFigures {
            scenarios,
            absent,
            why_absent: (absent > 0).then(|| "more than five threads".into()),
            executions: 57,
            is_exhaustive,
            compile_ms: 400.0,
        }
    }

    #[test]
    fn a_budget_that_ran_out_and_an_opinion_that_is_absent_are_never_exhaustive() {
        let said = [
            figures(2, 0, true),
            figures(2, 0, false),
            figures(1, 1, true),
            figures(0, 2, false),
        ]
        .map(|figures| note(&figures));
        insta::assert_snapshot!(said.join("\n"), @r"
        loom: exhaustive, 57 executions, no finding
        loom: bounded (57 executions), no finding
        loom: exhaustive, 57 executions, no finding, no opinion on 1 of 2 scenarios (more than five threads)
        loom: no opinion (more than five threads)
        ");
    }
}
