//! Whether a problem judges rightly: every submission that comes with it gets the verdict
//! of its folder, for the reason it names.

pub mod rehearsal;

use crate::check::loss::counted;
use crate::check::scenario;
use crate::error::Error;
use crate::judge::{Bench, Request};
use crate::problem::{Limits, PackagedSubmission, Problem};
use crate::report::document::{Check, Mode, Report};
use crate::report::figures::{ExplorationFigures, Figures};
use crate::submission::Submission;
use crate::verdict::{Reason, Verdict};
use serde::Serialize;

/// What came of one submission.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// `wrong_answer/get_does_not_touch`, or `starter.rs`.
    pub submission: String,
    /// What it should get.
    pub expected: Verdict,
    /// What it got.
    pub got: Verdict,
    /// Whether that is as expected, reason and all.
    pub as_expected: bool,
    /// What is not as expected, or what the judge has to say.
    pub note: Option<String>,
    /// The seed of what was drawn by chance; `None` if nothing was.
    pub seed: Option<u64>,
    /// From start to verdict, in milliseconds.
    pub total_ms: f64,
}

/// Judges a submission of the package; without a seed, by that of its version.
///
/// # Errors
/// If the judge itself cannot go on, or the model does not compile.
pub fn judge_one(
    bench: &Bench,
    problem: &Problem,
    packaged: &PackagedSubmission,
    seed: Option<u64>,
) -> Result<Outcome, Error> {
    let submission = packaged.submission();
    let problem = &Problem {
        limits: with_margin(problem.limits, packaged.expected),
        ..problem.clone()
    };
    let report = judge(bench, problem, &submission, seed)?;
    let note = difference(packaged, &report).or_else(|| unexplored(problem, packaged, &report));
    Ok(Outcome {
        submission: packaged.name.clone(),
        expected: packaged.expected,
        got: report.verdict,
        as_expected: note.is_none(),
        note: note.or_else(|| says(&report)),
        seed: report.seed,
        total_ms: report.timings.total_ms,
    })
}

/// The limits with a margin of time, so that no machine and no compiler turns a verdict
/// round: who is to be accepted has to keep half of each limit, who is to be too slow has to
/// pass one and a half times as much.
fn with_margin(limits: Limits, expected: Verdict) -> Limits {
    let (times, of) = match expected {
        Verdict::Accepted => (1, 2),
        Verdict::TimeLimitExceeded => (3, 2),
        _ => (1, 1),
    };
    Limits {
        cpu_ms: limits.cpu_ms * u64::from(times) / u64::from(of),
        cpu_ratio: limits.cpu_ratio * times / of,
        ..limits
    }
}

/// Judges the starter as if it were a submission: it has to compile, but for traits that
/// are the candidate's to implement, and must not be accepted.
///
/// # Errors
/// As [`judge_one`].
pub fn starter(bench: &Bench, problem: &Problem, seed: Option<u64>) -> Result<Outcome, Error> {
    let name = "starter.rs";
    let files = [(name.into(), problem.contract.starter.clone())].into();
    let submission = Submission::from_files(name, files, name.into());
    let report = judge(bench, problem, &submission, seed)?;
    let lacks_traits = report.reason == Some(Reason::Bounds);
    let as_expected = report.verdict == Verdict::RunTimeError || lacks_traits;
    Ok(Outcome {
        submission: name.into(),
        expected: Verdict::RunTimeError,
        got: report.verdict,
        as_expected,
        note: Some(report.summary.clone()).filter(|text| !text.is_empty()),
        seed: report.seed,
        total_ms: report.timings.total_ms,
    })
}

fn judge(
    bench: &Bench,
    problem: &Problem,
    submission: &Submission,
    seed: Option<u64>,
) -> Result<Report, Error> {
    let judged = bench.judge(Request {
        problem,
        submission,
        mode: Mode::Submit,
        keep: false,
        seed,
        until: None,
    })?;
    Ok(judged.report)
}

/// Whether the verdict rests on time.
const fn is_about_time(report: &Report) -> bool {
    matches!(
        report.verdict,
        Verdict::TimeLimitExceeded | Verdict::Inconclusive
    )
}

/// What the judge has to say: how sure it is, or its summary.
fn says(report: &Report) -> Option<String> {
    let confidence = exploration(report).and_then(|(check, _)| check.note.clone());
    let confidence = confidence.filter(|_| report.verdict == Verdict::Accepted);
    confidence.or_else(|| Some(report.summary.clone()).filter(|text| !text.is_empty()))
}

fn exploration(report: &Report) -> Option<(&Check, &ExplorationFigures)> {
    report.checks.iter().find_map(|check| match &check.figures {
        Some(Figures::Exploration(figures)) => Some((check, figures)),
        _ => None,
    })
}

/// Why an accepted submission was not really explored: there was only one way to go, or its
/// threads have nothing in common.
fn unexplored(problem: &Problem, packaged: &PackagedSubmission, report: &Report) -> Option<String> {
    if packaged.expected != Verdict::Accepted || !Bench::explores(problem) {
        return None;
    }
    let figures = exploration(report).map(|(_, figures)| figures);
    let (executions, objects) = figures.map_or((0, 0), |figures| {
        (figures.executions, figures.shared_objects)
    });
    (executions <= 1 || objects == 0).then(|| {
        format!(
            "was not really explored: {}, {} shared",
            counted(executions, "execution"),
            counted(objects, "object")
        )
    })
}

/// In what the report differs from what the submission says of itself.
fn difference(packaged: &PackagedSubmission, report: &Report) -> Option<String> {
    let but = |wanted: String| match report.summary.as_str() {
        "" => wanted,
        summary => format!("{wanted}; {summary}"),
    };
    if report.verdict != packaged.expected && !packaged.also.contains(&report.verdict) {
        let wanted = match packaged.expected {
            Verdict::Accepted if is_about_time(report) => {
                "want accepted within half of the time that is allowed".into()
            }
            Verdict::TimeLimitExceeded => {
                "want time_limit_exceeded with 1.5 times the time that is allowed".into()
            }
            expected => format!("want {expected}"),
        };
        return Some(but(wanted));
    }
    if let Some(reason) = &packaged.reason
        && report.reason.map(Reason::text) != Some(reason.as_str())
    {
        let got = report.reason.map_or("none", |found| found.text());
        return Some(but(format!("want the reason {reason}, got {got}")));
    }
    let by = packaged.by.as_ref()?;
    // Bounds are held by the compiler, before there is anything to find something in.
    if by == "bounds" && report.reason == Some(Reason::Bounds) {
        return None;
    }
    let found = report
        .checks
        .iter()
        .flat_map(|check| check.findings.iter().map(move |finding| (check, finding)))
        .any(|(check, finding)| {
            let scenario =
                check.name == scenario::NAME && *by == format!("scenario {:?}", finding.case);
            scenario
                || [&check.name, &finding.case].contains(&by)
                || *by == format!("case {:?}", finding.case)
        });
    (!found).then(|| but(format!("want it found by {by}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_time_have_to_hold_with_a_margin() {
        let limits = Limits::default();
        let time = |expected| {
            let Limits {
                cpu_ms, cpu_ratio, ..
            } = with_margin(limits, expected);
            (cpu_ms, cpu_ratio)
        };
        assert_eq!(time(Verdict::Accepted), (1_000, 5));
        assert_eq!(time(Verdict::TimeLimitExceeded), (3_000, 15));
        assert_eq!(time(Verdict::WrongAnswer), (2_000, 10));
    }
}
