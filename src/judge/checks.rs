//! The checks of a plan: runs them and writes down what came of each.

use super::explored::{self, Exploring};
use super::measures;
use crate::check::loss::counted;
use crate::check::random::{self, Failure};
use crate::check::runner::{CaseResult, Runner, Stopped};
use crate::check::{own_test, probe};
use crate::error::JudgingError;
use crate::plan::{DROPS, Kind, PlannedCheck};
use crate::practice::sample_test;
use crate::problem::Problem;
use crate::problem::case::Expected;
use crate::problem::domain::Random;
use crate::problem::own_test::OwnTest;
use crate::problem::probe::Probe;
use crate::report::document::{Check, Finding, Part, Status};
use crate::report::figures::{Figures, ScoreFigures};
use crate::report::sanitise;
use crate::verdict::{Reason, Verdict};

/// Makes a check.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn make(
    runner: &mut Runner<'_>,
    planned: &PlannedCheck,
    exploring: &Exploring<'_>,
) -> Result<Check, JudgingError> {
    let problem = runner.problem();
    let mut check = match planned.kind {
        Kind::Cases | Kind::Drops => cases(runner, planned)?,
        Kind::Random(random, seed) => by_chance(runner, planned, random, seed)?,
        Kind::OwnTests => own_tests(runner, planned)?,
        Kind::Probes => probes(runner, planned)?,
        Kind::Scenarios => explored::check(runner, planned, exploring)?,
        Kind::Heap => measures::heap(runner, planned)?,
        Kind::Growth(index) => {
            let growth = &problem.growth[index];
            runner.alone(|runner| measures::growth(planned, growth, runner))?
        }
        Kind::Memory(index) => measures::memory(planned, &problem.memory[index], runner)?,
    };
    // What was cut short is no pass.
    if check.status == Status::Passed && check.passed < check.total {
        check.status = Status::Inconclusive;
    }
    Ok(check)
}

/// Runs the cases of a check.
///
/// # Errors
/// If the judge itself cannot go on.
fn cases(runner: &mut Runner<'_>, planned: &PlannedCheck) -> Result<Check, JudgingError> {
    let mut check = nothing_yet(planned);
    let counts = planned.name == DROPS;
    let problem = runner.problem();
    for index in &planned.indices {
        let case = &problem.cases[*index];
        let result = if counts {
            runner.run_counted(case)?
        } else {
            runner.run(case)?
        };
        let Some(result) = result else {
            check.note = Some(match runner.stopped() {
                Some(Stopped::Time) => "stopped: the time for it was over".into(),
                _ => "stopped after three lost processes".into(),
            });
            break;
        };
        check.parts.push(Part {
            name: case.name.clone(),
            verdict: result.judged.verdict,
            wall_ms: result.wall.map(|wall| wall.as_secs_f64() * 1e3),
        });
        if result.judged.verdict == Verdict::Accepted {
            check.passed += 1;
            continue;
        }
        check.status = Status::Failed;
        let over = runner.stopped() == Some(Stopped::Time);
        let shown = if case.sample && !counts {
            None
        } else if check.findings.len() < MOST_REDUCED && !over {
            random::reduce(runner, case, &result.judged)?
        } else {
            // What is hidden is shown made smaller or not at all.
            let mut finding = finding(&case.name, case.sample, result);
            finding.transcript.clear();
            check.findings.push(finding);
            continue;
        };
        check.findings.push(match shown {
            Some(failure) => smaller(problem, &case.name, failure),
            None if case.sample => finding(&case.name, true, result),
            None => hidden(finding(&case.name, false, result)),
        });
    }
    if check.parts.is_empty() {
        check.status = Status::NotRun;
    }
    if counts && check.passed == check.total {
        check.note = Some("each value dropped once".into());
    }
    Ok(check)
}

/// A check that is not made, because an earlier one failed.
pub fn not_run(planned: &PlannedCheck) -> Check {
    Check {
        status: Status::NotRun,
        note: Some("not run: an earlier check failed".into()),
        ..nothing_yet(planned)
    }
}

/// A check that is not made, because nothing more is run.
pub fn stopped(planned: &PlannedCheck, stopped: Stopped) -> Check {
    Check {
        status: Status::NotRun,
        note: Some(why_stopped(stopped).into()),
        ..nothing_yet(planned)
    }
}

/// Of a check's failing cases this many are made smaller; the others are only named.
const MOST_REDUCED: usize = 3;

/// Runs sequences by chance.
///
/// # Errors
/// If the judge itself cannot go on.
fn by_chance(
    runner: &mut Runner<'_>,
    planned: &PlannedCheck,
    amount: Random,
    seed: u64,
) -> Result<Check, JudgingError> {
    let mut check = nothing_yet(planned);
    if let Some(stopped) = runner.stopped() {
        check.status = Status::NotRun;
        check.note = Some(why_stopped(stopped).into());
        return Ok(check);
    }
    let outcome = random::check(runner, amount, seed)?;
    check.passed = u64::from(outcome.right);
    let calls = counted(u64::from(amount.operations), "operation");
    // The call that makes the subject is no operation on it.
    let first = usize::from(runner.problem().instances[0].under_test().is_some());
    let found_at = outcome.right + 1;
    let verdict = outcome
        .failure
        .as_ref()
        .map_or(Verdict::Accepted, |failure| failure.judged.verdict);
    check.parts = vec![Part {
        name: format!("sequences of {calls}"),
        verdict,
        wall_ms: Some((outcome.wall - outcome.shrinking).as_secs_f64() * 1e3),
    }];
    check.note = Some(match &outcome.failure {
        None if check.passed < check.total => {
            format!("sequences of {calls}; stopped, they take too long")
        }
        None => format!("sequences of {calls}, no difference"),
        Some(failure) => {
            let least = failure.judged.transcript.len();
            let from = failure.from.filter(|from| *from > least);
            let shrunk = from.map_or_else(String::new, |from| {
                format!(
                    "; {} shrunk to {}",
                    counted((from - first) as u64, "operation"),
                    least.saturating_sub(first)
                )
            });
            format!("fails at sequence {found_at}{shrunk}")
        }
    });
    if let Some(failure) = outcome.failure {
        check.parts.push(Part {
            name: "shrinking".into(),
            verdict,
            wall_ms: Some(outcome.shrinking.as_secs_f64() * 1e3),
        });
        check.status = Status::Failed;
        check
            .findings
            .push(smaller(runner.problem(), random::NAME, failure));
    }
    Ok(check)
}

/// Runs the probes.
///
/// # Errors
/// If the judge itself cannot go on.
fn probes(runner: &mut Runner<'_>, planned: &PlannedCheck) -> Result<Check, JudgingError> {
    let mut check = nothing_yet(planned);
    let mut notes = vec![];
    let mut scores = vec![];
    for index in &planned.indices {
        if let Some(stopped) = runner.stopped() {
            notes = vec![why_stopped(stopped).into()];
            break;
        }
        let probe = &runner.problem().probes[*index];
        let result = probe::check(runner, *index)?;
        check.parts.push(Part {
            name: probe.name.clone(),
            verdict: result.judged.verdict,
            wall_ms: Some(result.wall.as_secs_f64() * 1e3),
        });
        let told = probe::told(probe, &result.scores);
        scores.extend(score_figures(probe, &result.scores));
        notes.push(if told.is_empty() {
            counted(result.calls, "call")
        } else {
            told
        });
        if result.judged.verdict == Verdict::Accepted {
            check.passed += 1;
            continue;
        }
        check.status = Status::Failed;
        let result = CaseResult {
            judged: result.judged,
            wall: None,
            printed: None,
        };
        check
            .findings
            .push(finding(&probe::finding_name(probe), false, result));
    }
    if check.status == Status::Passed {
        check.note = Some(notes.join("; "));
    }
    if !scores.is_empty() {
        check.figures = Some(Figures::Scores(scores));
    }
    if check.parts.is_empty() {
        check.status = Status::NotRun;
    }
    Ok(check)
}

fn score_figures(probe: &Probe, scores: &[(String, f64)]) -> Vec<ScoreFigures> {
    let score = |(name, score): &(String, f64)| {
        let asked = probe.thresholds.iter().find(|(wanted, _)| wanted == name);
        ScoreFigures {
            probe: probe.name.clone(),
            name: name.clone(),
            score: Some(*score).filter(|score| score.is_finite()),
            threshold: asked.map(|(_, threshold)| threshold.to_string()),
            met: asked.map(|(_, threshold)| threshold.is_met_by(*score)),
        }
    };
    scores.iter().map(score).collect()
}

/// Runs the tests of tests.rs.
///
/// # Errors
/// If the judge itself cannot go on.
fn own_tests(runner: &mut Runner<'_>, planned: &PlannedCheck) -> Result<Check, JudgingError> {
    let mut check = nothing_yet(planned);
    check.note = Some("judged in_process".into());
    let problem = runner.problem();
    let all = problem.own_tests.iter().flat_map(|own| &own.tests);
    let all: Vec<&OwnTest> = all.collect();
    for index in &planned.indices {
        if let Some(stopped) = runner.stopped() {
            check.note = Some(why_stopped(stopped).into());
            break;
        }
        let test = all[*index];
        let result = own_test::check(runner, *index)?;
        check.parts.push(Part {
            name: test.name.clone(),
            verdict: result.judged.verdict,
            wall_ms: result.wall.map(|wall| wall.as_secs_f64() * 1e3),
        });
        if result.judged.verdict == Verdict::Accepted {
            check.passed += 1;
            continue;
        }
        check.status = Status::Failed;
        check.note = None;
        let result = CaseResult {
            judged: result.judged,
            wall: None,
            printed: result.printed.filter(|printed| !printed.is_empty()),
        };
        let name = own_test::finding_name(test);
        check.findings.push(finding(&name, test.sample(), result));
    }
    if check.parts.is_empty() {
        check.status = Status::NotRun;
    }
    Ok(check)
}

const fn why_stopped(stopped: Stopped) -> &'static str {
    match stopped {
        Stopped::Losses => "not run: three processes were lost before",
        Stopped::Time => "not run: the time for it was over",
    }
}

/// A check that nothing is known of.
pub fn nothing_yet(planned: &PlannedCheck) -> Check {
    Check {
        name: planned.name.clone(),
        status: Status::Passed,
        passed: 0,
        total: planned.total(),
        note: None,
        parts: vec![],
        findings: vec![],
        figures: None,
    }
}

/// A finding in a hidden case that nobody could make smaller: of its calls only the one that
/// went wrong is shown.
fn hidden(mut finding: Finding) -> Finding {
    // Whoever is not at fault may see what is.
    if finding.verdict == Verdict::JudgingError {
        return finding;
    }
    let before = finding.transcript.len().saturating_sub(1);
    if before > 0 {
        finding.transcript.drain(..before);
        let calls = counted(before as u64, "call");
        let are = if before == 1 { "is" } else { "are" };
        let said = format!("after {calls} of a hidden case, which {are} not shown");
        finding.details.push(said);
    }
    finding
}

/// A finding in its smallest form.
fn smaller(problem: &Problem, case: &str, failure: Failure) -> Finding {
    // No test of the candidate's crate can count.
    let counts = failure.judged.reason.is_some_and(Reason::counts_values);
    let test = (!counts)
        .then(|| sample_test::of_failure(problem, &failure.case, failure.never.as_ref()))
        .flatten();
    let result = CaseResult {
        judged: failure.judged,
        wall: None,
        printed: None,
    };
    let shrunk_from = failure.from.map(|from| from as u64);
    // Where no model says it once more, the lines have to say what is right.
    let judged = problem.model.is_some() && failure.case.instance == 0;
    let lines = failure.case.lines.iter().map(|line| match &line.expected {
        Some(Expected::Answer(pattern)) if !judged => format!("{} -> {pattern}", line.text),
        Some(Expected::Panics) if !judged => format!("{} -> panics", line.text),
        _ => line.text.clone(),
    });
    Finding {
        shrunk_from,
        lines: lines.collect(),
        test,
        ..finding(case, false, result)
    }
}

/// A finding as it was made.
pub fn finding(case: &str, sample: bool, result: CaseResult) -> Finding {
    let CaseResult {
        judged, printed, ..
    } = result;
    Finding {
        case: case.to_owned(),
        sample,
        verdict: judged.verdict,
        reason: judged.reason,
        summary: sanitise::line(&judged.summary),
        details: judged
            .details
            .iter()
            .map(|detail| sanitise::block(detail.as_bytes()))
            .collect(),
        place: judged.place,
        transcript: judged.transcript,
        interleaving: None,
        shrunk_from: None,
        lines: vec![],
        test: None,
        printed: printed
            .filter(|_| sample)
            .map(|printed| sanitise::block(printed.as_bytes())),
    }
}
