//! Reports with a finding.

use super::{accepted, place, step};
use crate::report::document::{Finding, Outcome, Report, Status, Step};
use crate::verdict::{Reason, Verdict};

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
        interleaving: None,
        shrunk_from: None,
        lines: vec![],
        test: None,
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
