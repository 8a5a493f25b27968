//! `JUnit` XML: a suite for each owner, a test case for each problem. Accepted passes, a
//! failure of the judge is an error, everything else a failure.

use super::text;
use crate::ci::batch::{Batch, Outcome, Unit};
use crate::error::JudgingError;
use crate::report::sanitise;
use crate::verdict::Verdict;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::time::Duration;

/// The document.
///
/// # Errors
/// If it cannot be written, which memory can.
pub fn render(batch: &Batch) -> Result<String, JudgingError> {
    let mut report = Report::new("greenroom");
    report.set_time(Duration::from_secs_f64(batch.total_ms / 1e3));
    for units in batch.units.chunk_by(|a, b| a.owner == b.owner) {
        let mut suite = TestSuite::new(sanitise::line(&units[0].owner));
        suite.add_test_cases(units.iter().map(case));
        report.add_test_suite(suite);
    }
    report
        .to_string()
        .map_err(JudgingError::caused("write a JUnit document"))
}

fn case(unit: &Unit) -> TestCase {
    let mut status = match (&unit.outcome, unit.verdict()) {
        (_, Some(Verdict::Accepted)) => TestCaseStatus::success(),
        (Outcome::NotJudged { .. }, _) => TestCaseStatus::skipped(),
        (_, Some(Verdict::JudgingError)) => TestCaseStatus::non_success(NonSuccessKind::Error),
        _ => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    if unit.verdict() != Some(Verdict::Accepted) {
        status.set_type(unit.word());
        status.set_message(sanitise::line(unit.summary()));
        if let Some(report) = unit.report() {
            status.set_description(text(report));
        }
    }
    let name = match unit.path.as_str() {
        "" => unit.problem.clone(),
        path => format!("{} ({path})", unit.problem),
    };
    let mut case = TestCase::new(sanitise::line(&name), status);
    case.set_classname(sanitise::line(&unit.owner));
    if let Some(report) = unit.report() {
        case.set_time(Duration::from_secs_f64(report.timings.total_ms / 1e3));
    }
    case
}

#[cfg(test)]
mod tests {
    use super::super::examples;
    use super::*;

    #[test]
    fn owners_are_suites_and_verdicts_are_sorted_into_failures_and_errors() {
        let xml = render(&examples::mixed()).expect("a document");
        insta::with_settings!({filters => [(r#"uuid="[^"]*" "#, "")]}, {
            insta::assert_snapshot!(xml);
        });
    }

    #[test]
    fn hostile_text_stays_text() {
        let xml = render(&examples::hostile()).expect("a document");
        assert!(!xml.contains('\u{1b}') && !xml.contains('\0') && !xml.contains("]]><"));
        assert!(!xml.contains("<script"));
    }
}
