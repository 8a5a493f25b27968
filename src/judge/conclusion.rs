//! The verdict of a report: on what did not compile, and from what the checks found.

use super::checks;
use crate::build::compile::Failed;
use crate::check::loss::Loss;
use crate::check::runner::Stopped;
use crate::plan::Plan;
use crate::report::document::{Check, Report, Status};
use crate::verdict::Verdict;

/// What did not compile gets its verdict from the compiler.
pub(super) fn refuse(report: &mut Report, failed: Failed) {
    report.verdict = failed.verdict;
    report.reason = failed.reason;
    report.summary = failed.summary;
    report.diagnostics = failed.diagnostics;
    report.timings.compile_ms = failed.wall_ms;
}

/// The same, with all checks of the plan as not run.
pub(super) fn not_compiled(report: &mut Report, failed: Failed, plan: &Plan) {
    refuse(report, failed);
    let not_run = |planned| Check {
        note: None,
        ..checks::not_run(planned)
    };
    report.checks = plan.checks.iter().map(not_run).collect();
}

/// The time was over before there was a program.
pub(super) fn not_looked_into(report: &mut Report, plan: &Plan) {
    let not_run = |planned| checks::stopped(planned, Stopped::Time);
    report.checks = plan.checks.iter().map(not_run).collect();
    conclude(report, None);
}

/// The submission's verdict: the worst of its findings, the first of those.
pub(super) fn conclude(report: &mut Report, left: Option<Loss>) {
    match (report.shown().cloned(), left) {
        (Some(finding), _) => {
            report.verdict = finding.verdict;
            report.reason = finding.reason;
            report.summary = finding.summary;
        }
        (None, Some(loss)) => {
            report.verdict = loss.verdict;
            report.reason = loss.reason;
            report.summary = format!("when it was asked to leave: {}", loss.why);
        }
        (None, None) => {}
    }
    // A check that did not run to its end never counts as passed.
    let incomplete = report
        .checks
        .iter()
        .find(|check| check.passed < check.total);
    if let Some(check) = incomplete
        && report.verdict == Verdict::Accepted
    {
        report.verdict = Verdict::Inconclusive;
        report.summary = match (check.status, &check.note) {
            (Status::Inconclusive, Some(note)) => format!("{}: {note}", check.name),
            _ => "not everything was run".into(),
        };
    }
}
