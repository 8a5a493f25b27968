//! How much of the evidence leaves the judge. Hidden cases stay hidden where a report is
//! read by the people who are judged; every output is made from what is left.

use crate::report::document::{Finding, Report};
use crate::report::figures::Figures;
use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is shown of findings.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Reveal {
    /// Verdicts, and how many cases passed.
    None,
    /// The same, and everything about samples.
    #[default]
    Samples,
    /// The same, and the calls that show what is wrong with a hidden case.
    Shrunk,
}

impl Reveal {
    /// Takes out of the report what is not to be shown.
    pub fn apply(self, report: &mut Report) {
        if self == Self::Shrunk {
            return;
        }
        let kept = |finding: &Finding| self == Self::Samples && finding.sample;
        let worst = report
            .checks
            .iter()
            .flat_map(|check| &check.findings)
            .min_by_key(|finding| finding.verdict);
        if worst.is_some_and(|worst| !kept(worst)) {
            report.summary = self.summary(report);
        }
        report.seed = None;
        for check in &mut report.checks {
            if self == Self::None {
                check.parts.clear();
                check.note = None;
                // They have the names of probes.
                check.figures = check.figures.take().filter(Figures::is_cost);
            }
            for finding in &mut check.findings {
                if kept(finding) {
                    continue;
                }
                finding.transcript.clear();
                finding.interleaving = None;
                finding.lines.clear();
                finding.shrunk_from = None;
                finding.test = None;
                finding.details.clear();
                finding.printed = None;
                finding.summary.clear();
                if self == Self::None {
                    finding.case = "hidden".into();
                }
            }
        }
    }

    /// What can be said of a hidden failure: which check it is, and how far it got.
    fn summary(self, report: &Report) -> String {
        let failed = report
            .checks
            .iter()
            .find(|check| !check.findings.is_empty());
        failed.map_or_else(String::new, |check| {
            let name = &check.name;
            match check.findings.first() {
                Some(finding) if self == Self::Samples => format!("{name}: {}", finding.case),
                _ => format!("{name}: {} of {} passed", check.passed, check.total),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::examples;

    #[test]
    fn hidden_cases_lose_their_calls_and_samples_keep_them() {
        let mut report = examples::wrong_answer();
        let hidden = report
            .checks
            .iter()
            .position(|check| check.findings.iter().any(|finding| !finding.sample));
        let hidden = hidden.expect("the example has a hidden finding");
        report.checks[hidden].findings[0].shrunk_from = Some(9);
        let whole = report.clone();
        Reveal::Samples.apply(&mut report);
        let finding = &report.checks[hidden].findings[0];
        assert!(finding.transcript.is_empty() && finding.details.is_empty());
        assert!(finding.lines.is_empty() && finding.test.is_none());
        assert_eq!(finding.shrunk_from, None);
        assert_eq!(finding.case, whole.checks[hidden].findings[0].case);
        assert_eq!(report.verdict, whole.verdict);
        let calls = &whole.checks[hidden].findings[0].transcript;
        let text = serde_json::to_string(&report).expect("JSON");
        assert!(
            calls.iter().all(|step| !text.contains(&step.call)),
            "{text}"
        );
    }

    #[test]
    fn what_threads_did_in_a_hidden_scenario_is_hidden_too() {
        let mut report = examples::not_linearizable();
        assert!(examples::finding(&mut report).interleaving.is_some());
        Reveal::Samples.apply(&mut report);
        let text = serde_json::to_string(&report).expect("JSON");
        assert!(!text.contains("add(1)"), "{text}");
    }

    #[test]
    fn nothing_but_numbers_is_left_if_nothing_is_to_be_shown() {
        let mut report = examples::wrong_answer();
        Reveal::None.apply(&mut report);
        for check in &report.checks {
            assert!(check.parts.is_empty());
            assert!(
                check
                    .findings
                    .iter()
                    .all(|finding| finding.case == "hidden")
            );
        }
        assert!(report.summary.contains(" of "), "{}", report.summary);
    }
}
