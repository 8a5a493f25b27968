//! The scores of a simulation, and whether they are reached.

use super::{accepted, author};
use crate::check::case::Judged;
use crate::problem::probe::Probe;
use crate::report::document::{Outcome, Step};
use crate::verdict::Verdict;

/// The verdict on scores that were not reached; `None` if all are.
pub(super) fn judge(probe: &Probe, scores: &[(String, f64)]) -> Option<Judged> {
    let score = |wanted: &str| scores.iter().find(|(name, _)| name == wanted);
    let mut transcript = vec![];
    let mut missed = vec![];
    for (name, threshold) in &probe.thresholds {
        let Some((_, score)) = score(name) else {
            return Some(author(format!("{} answers no score `{name}`", probe.run)));
        };
        let got = number(*score);
        let outcome = if threshold.is_met_by(*score) {
            Outcome::Right { answer: got }
        } else {
            missed.push(format!("{name} {got} (asked: {threshold})"));
            Outcome::Wrong {
                want: threshold.to_string(),
                got,
            }
        };
        transcript.push(Step {
            call: name.clone(),
            outcome,
        });
    }
    (!missed.is_empty()).then(|| Judged {
        verdict: Verdict::BelowThreshold,
        summary: format!("{} in {}", missed.join(", "), probe.run),
        transcript,
        ..accepted()
    })
}

/// The scores in words: "used 0.93 (>= 0.9)".
pub fn told(probe: &Probe, scores: &[(String, f64)]) -> String {
    let told = scores.iter().map(|(name, score)| {
        let threshold = probe.thresholds.iter().find(|(wanted, _)| wanted == name);
        match threshold {
            Some((_, threshold)) => format!("{name} {} ({threshold})", number(*score)),
            None => format!("{name} {}", number(*score)),
        }
    });
    told.collect::<Vec<_>>().join(", ")
}

/// A number with the digits that matter.
fn number(score: f64) -> String {
    if score.abs() >= 1000.0 || score.fract() == 0.0 {
        return format!("{score:.0}");
    }
    let text = format!("{score:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::probe::Threshold;

    fn probe() -> Probe {
        let threshold = |text| Threshold::read(text).expect("a threshold");
        Probe {
            name: "a falling line".into(),
            run: "play(1)".into(),
            function: "play".into(),
            parameters: vec![],
            arguments: vec![],
            scored: true,
            thresholds: vec![
                ("stalled".into(), threshold("<= 5")),
                ("kbps".into(), threshold(">= 900")),
            ],
            processes: 1,
        }
    }

    fn judged(stalled: f64, kbps: f64) -> Option<Judged> {
        judge(
            &probe(),
            &[("kbps".into(), kbps), ("stalled".into(), stalled)],
        )
    }

    #[test]
    fn every_score_has_to_be_reached() {
        assert_eq!(judged(5.0, 900.0), None);
        let missed = judged(4.0, 899.99).expect("it is missed");
        assert_eq!(missed.verdict, Verdict::BelowThreshold);
        assert_eq!(missed.summary, "kbps 899.99 (asked: >= 900) in play(1)");
        assert_eq!(
            missed.transcript[1].outcome,
            Outcome::Wrong {
                want: ">= 900".into(),
                got: "899.99".into()
            }
        );
        assert!(judged(5.1, 1000.0).is_some());
        assert!(judged(f64::NAN, 1000.0).is_some());
    }

    #[test]
    fn a_score_that_is_not_there_is_the_authors_fault() {
        let judged = judge(&probe(), &[("kbps".into(), 1000.0)]).expect("it is missing");
        assert_eq!(judged.verdict, Verdict::JudgingError);
    }

    #[test]
    fn scores_are_told_with_what_was_asked_for() {
        let scores = [("kbps".to_owned(), 1234.5), ("switches".to_owned(), 0.25)];
        assert_eq!(told(&probe(), &scores), "kbps 1234 (>= 900), switches 0.25");
    }
}
