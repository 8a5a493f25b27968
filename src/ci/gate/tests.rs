use super::*;
use crate::ci::reveal::Reveal;
use crate::ci::seed::Seed;
use crate::report::document::Report;
use crate::report::examples;

fn unit(problem: &str, verdict: Verdict) -> Unit {
    let report = Report {
        verdict,
        ..examples::accepted()
    };
    Unit {
        owner: "alice".into(),
        problem: problem.into(),
        path: format!("alice/{problem}"),
        outcome: Outcome::Judged(Box::new(report)),
        unheeded: vec![],
    }
}

fn batch(units: Vec<Unit>) -> Batch {
    let report = examples::accepted();
    Batch {
        format: super::super::batch::FORMAT,
        kind: super::super::batch::KIND.into(),
        made: report.made,
        judge: report.judge,
        strength: "full".into(),
        seed: Seed::OfProblems,
        reveal: Reveal::Samples,
        partition: None,
        found: units.len() as u64,
        units,
        total_ms: 1.0,
    }
}

fn failing(policy: &Policy, units: Vec<Unit>) -> Vec<String> {
    let gate = policy.gate(&batch(units));
    gate.failing.into_iter().map(|(_, why)| why).collect()
}

#[test]
fn anything_but_accepted_fails() {
    let mut units = vec![
        unit("a", Verdict::Accepted),
        unit("b", Verdict::WrongAnswer),
    ];
    for outcome in [
        Outcome::Missing,
        Outcome::NotJudged {
            why: "interrupted".into(),
        },
        Outcome::Failed {
            why: "no disk".into(),
        },
    ] {
        units.push(Unit {
            outcome,
            ..unit("c", Verdict::Accepted)
        });
    }
    assert_eq!(
        failing(&Policy::default(), units),
        ["wrong_answer", "missing", "not_judged", "judging_error"]
    );
}

#[test]
fn what_is_allowed_passes() {
    let policy = Policy {
        allow: vec![Verdict::ComplexityExceeded],
        baseline: None,
    };
    let units = vec![
        unit("a", Verdict::ComplexityExceeded),
        unit("b", Verdict::WrongAnswer),
    ];
    assert_eq!(failing(&policy, units), ["wrong_answer"]);
}

#[test]
fn beside_a_baseline_only_what_got_worse_fails() {
    let policy = Policy {
        allow: vec![],
        baseline: Some(batch(vec![
            unit("same", Verdict::WrongAnswer),
            unit("worse", Verdict::WrongAnswer),
            unit("better", Verdict::CompileError),
            unit("broken", Verdict::Accepted),
        ])),
    };
    let units = vec![
        unit("same", Verdict::WrongAnswer),
        unit("worse", Verdict::RunTimeError),
        unit("better", Verdict::WrongAnswer),
        unit("broken", Verdict::ComplexityExceeded),
        unit("new", Verdict::WrongAnswer),
    ];
    assert_eq!(
        failing(&policy, units),
        [
            "run_time_error, was wrong_answer",
            "complexity_exceeded, was accepted",
            "wrong_answer, and new"
        ]
    );
}

#[test]
fn another_problem_judge_or_seed_is_neither_better_nor_worse() {
    type Change = fn(&mut Report);
    let changes: [Change; 2] = [
        |report| report.problem.version = "other".into(),
        |report| report.judge.rustc = "rustc 2.0.0".into(),
    ];
    for change in changes {
        let mut new = unit("a", Verdict::WrongAnswer);
        if let Outcome::Judged(report) = &mut new.outcome {
            change(report);
        }
        let policy = Policy {
            allow: vec![],
            baseline: Some(batch(vec![unit("a", Verdict::Accepted)])),
        };
        let gate = policy.gate(&batch(vec![new]));
        assert!(gate.failing.is_empty());
        assert!(gate.incomparable[0].1.starts_with("judged with another "));
    }
    let policy = Policy {
        allow: vec![],
        baseline: Some(batch(vec![unit("a", Verdict::Accepted)])),
    };
    let mut other = batch(vec![unit("a", Verdict::WrongAnswer)]);
    for seed in [Seed::Number(7), Seed::Secret { mark: "a".into() }] {
        other.seed = seed;
        let gate = policy.gate(&other);
        assert!(gate.failing.is_empty());
        assert_eq!(gate.incomparable[0].1, "judged with another seed");
    }
}
