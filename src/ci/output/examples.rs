//! Batches to try the forms on.

use crate::ci::batch::{Batch, FORMAT, KIND, Outcome, Unit};
use crate::ci::reveal::Reveal;
use crate::ci::seed::Seed;
use crate::report::document::Report;
use crate::report::examples;

fn unit(owner: &str, problem: &str, outcome: Outcome) -> Unit {
    let path = match outcome {
        Outcome::Missing => String::new(),
        _ => format!("repos/{owner}/{problem}"),
    };
    Unit {
        owner: owner.into(),
        problem: problem.into(),
        path,
        outcome,
        unheeded: vec![],
    }
}

fn judged(report: Report) -> Outcome {
    Outcome::Judged(Box::new(report))
}

fn batch(mut units: Vec<Unit>) -> Batch {
    units.sort_by(|a, b| a.key().cmp(&b.key()));
    let Report { made, judge, .. } = examples::accepted();
    Batch {
        format: FORMAT,
        kind: KIND.into(),
        made,
        judge,
        strength: "full".into(),
        seed: Seed::OfProblems,
        reveal: Reveal::Shrunk,
        partition: None,
        found: units.len() as u64,
        units,
        total_ms: 4321.0,
    }
}

/// Two owners, one of everything that can come out.
pub fn mixed() -> Batch {
    let mut known = examples::accepted();
    known.timings.reused = true;
    let why = || "the package is damaged".into();
    let mut units = vec![
        unit("alice", "lru-cache", judged(known)),
        unit("alice", "deploy-order", judged(examples::panic())),
        unit("alice", "sliding-log", Outcome::Failed { why: why() }),
        unit("bob", "lru-cache", judged(examples::wrong_answer())),
        unit("bob", "deploy-order", Outcome::Missing),
        unit("bob", "sliding-log", judged(examples::compile_error())),
        unit(
            "bob",
            "ttl-cache",
            Outcome::NotJudged {
                why: "interrupted".into(),
            },
        ),
    ];
    units[3].unheeded = vec!["`rand` is not available here: dependencies have no effect".into()];
    batch(units)
}

/// Names, messages and values that try to be more than text.
pub fn hostile() -> Batch {
    let evil = "<script>alert(1)</script>]]>\u{1b}[2J\u{202e}\0\r\n::error::x";
    let mut report = examples::hostile();
    report.summary = format!("{evil}{}", "x".repeat(100_000));
    let mut units = vec![
        unit(evil, "lru-cache", judged(report.clone())),
        unit("bob", "lru-cache", judged(report)),
        unit("bob", evil, Outcome::Failed { why: evil.into() }),
    ];
    units[1].path = evil.into();
    units[1].unheeded = vec![evil.into()];
    batch(units)
}
