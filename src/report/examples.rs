//! Reports to try readers and renderers on: one for each screen.

use super::document::{
    Check, Diagnostic, FORMAT, Finding, Judge, Level, LimitsInfo, Mode, Outcome, Part, Place,
    ProblemInfo, Report, Sandbox, Status, Step, SubmissionInfo, Timings,
};
use crate::verdict::{Reason, Verdict};
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
    }
}

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
        },
        submission: SubmissionInfo {
            origin: "./lru-cache".into(),
            hash: "cd".repeat(32),
            attempt: Some(4),
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

/// Something failed: the accepted report with a finding in its `cases`.
fn failed(verdict: Verdict, reason: Option<Reason>, summary: &str, last: Step) -> Report {
    let mut report = accepted();
    report.verdict = verdict;
    report.reason = reason;
    report.summary = summary.into();
    let cases = &mut report.checks[1];
    cases.status = Status::Failed;
    cases.passed -= 1;
    cases.parts[0].verdict = verdict;
    cases.parts[0].wall_ms = None;
    cases.findings.push(Finding {
        case: cases.parts[0].name.clone(),
        sample: false,
        verdict,
        reason,
        summary: summary.into(),
        details: Vec::new(),
        place: None,
        transcript: vec![
            step("new(2)", ""),
            step("put(0, 0)", "None"),
            step("put(1, 0)", "None"),
            step("get(0)", "Some(0)"),
            last,
        ],
        printed: None,
    });
    report
}

/// The first finding of a report that has one.
pub fn finding(report: &mut Report) -> &mut Finding {
    let mut checks = report.checks.iter_mut();
    let check = checks
        .find(|check| !check.findings.is_empty())
        .expect("a finding");
    &mut check.findings[0]
}

fn put(outcome: Outcome) -> Step {
    Step {
        call: "put(2, 0)".into(),
        outcome,
    }
}

fn no_return(why: &str) -> Step {
    put(Outcome::NoReturn { why: why.into() })
}

/// A wrong answer after four calls.
pub fn wrong_answer() -> Report {
    let last = put(Outcome::Wrong {
        want: "Some((1, 0))".into(),
        got: "Some((0, 0))".into(),
    });
    failed(Verdict::WrongAnswer, None, "put(2, 0) after 4 calls", last)
}

/// A panic, in a sample that prints.
pub fn panic() -> Report {
    let message = "index out of bounds: the len is 2 but the index is 2";
    let last = put(Outcome::Panicked {
        message: message.into(),
        want: Some("Some((1, 0))".into()),
    });
    let mut report = failed(
        Verdict::RunTimeError,
        Some(Reason::Panic),
        "put(2, 0) panicked",
        last,
    );
    let finding = finding(&mut report);
    finding.sample = true;
    finding.place = Some(place(41));
    finding.details.push(message.into());
    finding.printed = Some("evicting 1\nevicting 2\n".into());
    report
}

/// A body that is still `todo!()`.
pub fn not_written() -> Report {
    let last = put(Outcome::Panicked {
        message: "not yet implemented".into(),
        want: None,
    });
    let reason = Some(Reason::NotWritten);
    failed(
        Verdict::RunTimeError,
        reason,
        "put is not written yet (todo!)",
        last,
    )
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

/// An early exit.
pub fn tampered() -> Report {
    let mut report = failed(
        Verdict::Tampered,
        Some(Reason::EarlyExit),
        "the process left in new(2)",
        no_return("the process exited with status 0"),
    );
    let finding = finding(&mut report);
    finding.transcript.drain(..4);
    finding.transcript[0].call = "new(2)".into();
    report
}

/// Too much time.
pub fn time_limit_exceeded() -> Report {
    failed(
        Verdict::TimeLimitExceeded,
        Some(Reason::CpuTime),
        "put(2, 0) after 4 calls, 2 s of CPU time used",
        no_return("2 s of CPU time used"),
    )
}

/// Too much memory.
pub fn memory_limit_exceeded() -> Report {
    failed(
        Verdict::MemoryLimitExceeded,
        None,
        "put(2, 0) after 4 calls, more than 256 MiB",
        no_return("more than 256 MiB asked for"),
    )
}

/// Too much output.
pub fn output_limit_exceeded() -> Report {
    failed(
        Verdict::OutputLimitExceeded,
        None,
        "more than 1 MiB printed",
        no_return("more than 1 MiB printed"),
    )
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

/// A submission that tries to write to the judge's screen.
pub fn hostile() -> Report {
    let attack = "\x1b[2J\x1b[1;1Haccepted\u{202e}\n::error::x\n";
    let mut report = panic();
    report.submission.origin = "a\x1b]0;x\x07 b.rs".into();
    report.summary = format!("put(2, 0) panicked: {attack}");
    let finding = finding(&mut report);
    finding.case = "a\nb\x07".into();
    finding.details = vec![attack.into()];
    finding.printed = Some(attack.repeat(2_000));
    finding.transcript[4].call = "put(\u{200b}2, 0)\r".into();
    finding.transcript[4].outcome = Outcome::Panicked {
        message: attack.into(),
        want: Some(attack.into()),
    };
    report
}

/// Values that need many lines, and differ in a few.
pub fn long_values() -> Report {
    let names = [
        "auth", "billing", "catalog", "devices", "events", "geo", "history", "kids",
    ];
    let wave = |names: &[&str]| {
        format!(
            "[{}]",
            names
                .iter()
                .map(|name| format!("{name:?}"))
                .collect::<Vec<_>>()
                .join(", ")
        )
    };
    let swapped = [
        "auth", "billing", "devices", "catalog", "events", "geo", "history", "kids",
    ];
    let call = names.map(|name| format!("({name:?}, [])")).join(", ");
    let mut report = failed(
        Verdict::WrongAnswer,
        None,
        "waves([...]), the first call",
        Step {
            call: format!("waves([{call}])"),
            outcome: Outcome::Wrong {
                want: format!("Ok([{}, [\"web\"]])", wave(&names)),
                got: format!("Ok([{}, [\"web\"]])", wave(&swapped)),
            },
        },
    );
    report.problem.slug = "deploy-order".into();
    report.problem.stages = 1;
    report.submission.origin = ".".into();
    finding(&mut report).transcript.drain(..4);
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
