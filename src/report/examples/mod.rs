//! Reports to try readers and renderers on: one for each screen.

mod findings;
mod interleavings;

use super::document::{
    Check, Diagnostic, FORMAT, Judge, Level, LimitsInfo, Mode, Outcome, Part, Place, ProblemInfo,
    Report, Sandbox, Status, Step, SubmissionInfo, Timings,
};
use crate::verdict::{Reason, Verdict};
pub use findings::*;
pub use interleavings::*;
use jiff::Timestamp;

const SAMPLES: [&str; 4] = [
    "what was put can be read back",
    "the least recently used entry leaves",
    "a read protects an entry",
    "overwriting hands the old value back",
];

fn check(name: &str, names: &[&str]) -> Check {
    Check {
        name: name.into(),
        status: Status::Passed,
        passed: names.len() as u64,
        total: names.len() as u64,
        note: None,
        parts: names
            .iter()
            .enumerate()
            .map(|(index, name)| Part {
                name: (*name).into(),
                verdict: Verdict::Accepted,
                wall_ms: Some(0.25 * (index + 1) as f64),
            })
            .collect(),
        findings: Vec::new(),
        figures: None,
    }
}

/// A call that went right.
pub fn step(call: &str, answer: &str) -> Step {
    Step {
        call: call.into(),
        outcome: Outcome::Right {
            answer: answer.into(),
        },
    }
}

fn place(line: u32) -> Place {
    Place {
        file: "src/lib.rs".into(),
        line,
        column: 9,
        end_column: None,
    }
}

/// Everything accepted.
pub fn accepted() -> Report {
    Report {
        format: FORMAT,
        id: "7f3a0c55d2e19b64".into(),
        made: Timestamp::UNIX_EPOCH,
        judge: Judge {
            version: "0.1.0".into(),
            rustc: "rustc 1.95.0 (59807616e 2026-04-14)".into(),
            kit: "0123456789abcdef".into(),
        },
        problem: ProblemInfo {
            slug: "lru-cache".into(),
            title: "Least-recently-used cache".into(),
            version: "ab".repeat(32),
            stage: 1,
            stages: 3,
            cases: 16,
        },
        submission: SubmissionInfo {
            origin: "./lru-cache".into(),
            hash: "cd".repeat(32),
            attempt: Some(4),
            minutes: Some(27),
        },
        mode: Mode::Submit,
        verdict: Verdict::Accepted,
        reason: None,
        summary: "all that was judged is right".into(),
        diagnostics: Vec::new(),
        checks: vec![
            check("samples", &SAMPLES),
            check(
                "cases",
                &[
                    "overwriting is a use",
                    "capacity one holds the last key written",
                ],
            ),
        ],
        not_judged: vec!["growth hot".into(), "memory reads".into()],
        limits: LimitsInfo {
            cpu_ms: 2_000,
            cpu_ratio: Some(10),
            wall_ms: 10_000,
            memory_bytes: 256 << 20,
            output_bytes: 1 << 20,
        },
        seed: Some(20),
        sandbox: Sandbox {
            strength: "full".into(),
            exposed: Vec::new(),
        },
        timings: Timings {
            compile_ms: 610.0,
            judge_ms: 790.0,
            total_ms: 1_400.0,
            reused: false,
        },
    }
}

/// The samples accepted, the rest not run.
pub fn samples_accepted() -> Report {
    let mut report = accepted();
    report.mode = Mode::Test;
    report.submission.attempt = None;
    let cases = &mut report.checks[1];
    cases.status = Status::NotRun;
    cases.passed = 0;
    cases.total = 12;
    cases.parts.clear();
    report
}

fn nothing_run(verdict: Verdict, reason: Reason, summary: &str) -> Report {
    let mut report = accepted();
    report.verdict = verdict;
    report.reason = Some(reason);
    report.summary = summary.into();
    for check in &mut report.checks {
        check.status = Status::NotRun;
        check.passed = 0;
        check.parts.clear();
    }
    report
}

/// An error of the compiler.
pub fn compile_error() -> Report {
    let mut report = nothing_run(
        Verdict::CompileError,
        Reason::Compiler,
        "mismatched types (E0308)",
    );
    report.diagnostics = vec![
        Diagnostic {
            level: Level::Warning,
            message: "unused variable: `key`".into(),
            code: None,
            place: Some(place(3)),
            rendered: "warning: unused variable: `key`\n".into(),
        },
        Diagnostic {
            level: Level::Error,
            message: "mismatched types".into(),
            code: Some("E0308".into()),
            place: Some(place(12)),
            rendered: "error[E0308]: mismatched types\n  --> src/lib.rs:12:9\n   |\n12 |         \"none\"\n   |         ^^^^^^ expected `usize`, found `&str`\n\n".into(),
        },
    ];
    report
}

/// A method of another name.
pub fn contract_error() -> Report {
    let mut report = nothing_run(Verdict::CompileError, Reason::Contract, "`put` is missing");
    report.diagnostics = vec![Diagnostic {
        level: Level::Error,
        message: "the contract asks for a method that is not there".into(),
        code: None,
        place: Some(place(9)),
        rendered: "error: the contract asks for a method that is not there\n  --> src/lib.rs:9:1   impl<K: Hash + Eq + Clone, V> LruCache<K, V>\n   | asked for:  pub fn put(&mut self, key: K, value: V) -> Option<(K, V)>\n   | found:      pub fn insert(&mut self, key: K, value: V) -> Option<V>      (nearest name)\n  help: rename it\n".into(),
    }];
    report
}

/// `unsafe` where it is not allowed.
pub fn rejected() -> Report {
    let mut report = nothing_run(
        Verdict::Rejected,
        Reason::Source,
        "`unsafe` is not allowed here",
    );
    report.diagnostics = vec![Diagnostic {
        level: Level::Error,
        message: "usage of an `unsafe` block".into(),
        code: None,
        place: Some(place(7)),
        rendered: "error: usage of an `unsafe` block\n --> src/lib.rs:7:9\n".into(),
    }];
    report
}

/// A fault of the problem.
pub fn judging_error() -> Report {
    let mut report = nothing_run(
        Verdict::JudgingError,
        Reason::Panic,
        "the model panicked in get(0)",
    );
    report.reason = None;
    report
}

/// One of each.
pub fn all() -> Vec<Report> {
    vec![
        accepted(),
        samples_accepted(),
        wrong_answer(),
        panic(),
        not_written(),
        compile_error(),
        contract_error(),
        rejected(),
        tampered(),
        time_limit_exceeded(),
        memory_limit_exceeded(),
        output_limit_exceeded(),
        judging_error(),
        hostile(),
        long_values(),
    ]
}
