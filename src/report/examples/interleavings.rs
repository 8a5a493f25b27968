//! Reports with an interleaving.

use super::{accepted, place, step};
use crate::report::document::{Finding, Report, Status};
use crate::report::interleaving::{Event, Interleaving, Row};
use crate::verdict::Verdict;

fn called(thread: usize, call: &str) -> Row {
    row(thread, Event::Called { call: call.into() }, None)
}

fn returned(thread: usize, call: &str, answer: &str) -> Row {
    let event = Event::Returned {
        call: call.into(),
        answer: answer.into(),
        wrong: false,
    };
    row(thread, event, None)
}

fn did(thread: usize, action: &str, object: &str, note: &str, line: u32) -> Row {
    let event = Event::Did {
        action: action.into(),
        object: Some(object.to_owned()).filter(|object| !object.is_empty()),
        note: Some(note.to_owned()).filter(|note| !note.is_empty()),
    };
    row(thread, event, Some(line))
}

fn waits(thread: usize, action: &str, object: &str, line: u32) -> Row {
    let event = Event::Waits {
        action: action.into(),
        object: Some(object.into()),
    };
    row(thread, event, Some(line))
}

fn row(thread: usize, event: Event, line: Option<u32>) -> Row {
    Row {
        thread,
        event,
        place: line.map(place),
        preempts: false,
        minor: false,
    }
}

fn minor(row: Row) -> Row {
    Row { minor: true, ..row }
}

fn preempting(row: Row) -> Row {
    Row {
        preempts: true,
        ..row
    }
}

fn found(verdict: Verdict, summary: &str, interleaving: Interleaving) -> Report {
    let mut report = accepted();
    report.verdict = verdict;
    report.summary = summary.into();
    let check = &mut report.checks[1];
    check.name = "scenarios".into();
    check.status = Status::Failed;
    check.passed -= 1;
    check.parts[0].verdict = verdict;
    check.findings.push(Finding {
        case: check.parts[0].name.clone(),
        sample: false,
        verdict,
        reason: None,
        summary: summary.into(),
        details: vec![],
        place: None,
        transcript: vec![],
        interleaving: Some(interleaving),
        shrunk_from: None,
        lines: vec![],
        test: None,
        printed: None,
    });
    report
}

/// A notification wakes the wrong one of two waiters.
pub fn deadlock() -> Report {
    let interleaving = Interleaving {
        before: vec![step("new(1)", "")],
        threads: ["thread 1", "thread 2", "thread 3"].map(String::from).into(),
        rows: vec![
            called(0, "pop()"),
            minor(did(0, "lock", "state", "", 30)),
            did(0, "wait", "changed", "", 34),
            called(1, "pop()"),
            did(1, "wait", "changed", "", 34),
            called(2, "push(1)"),
            did(2, "notify_one", "changed", "wakes 1", 24),
            returned(2, "push(1)", "Ok(())"),
            called(2, "push(2)"),
            did(0, "notify_one", "changed", "wakes 2", 38),
            returned(0, "pop()", "Some(1)"),
            waits(1, "wait", "changed", 34),
            waits(2, "wait", "changed", 20),
        ],
        after: vec![],
        preemptions: 0,
        sentences: vec![
            "thread 2: pop() waits on changed (src/lib.rs:34), rightly.".into(),
            "thread 3: push(2) waits on changed (src/lib.rs:20), and nobody will notify it; by now it has to come back.".into(),
        ],
        schedule: "ab3c4".into(),
    };
    found(Verdict::Deadlock, "push(2) waits for ever", interleaving)
}

/// Two threads add one, and one of them is lost.
pub fn not_linearizable() -> Report {
    let lost = Row {
        event: Event::Returned {
            call: "add(1)".into(),
            answer: "1".into(),
            wrong: true,
        },
        ..called(1, "")
    };
    let interleaving = Interleaving {
        before: vec![step("new()", "")],
        threads: ["thread 1", "thread 2"].map(String::from).into(),
        rows: vec![
            called(0, "add(1)"),
            did(0, "load", "count", "", 12),
            preempting(called(1, "add(1)")),
            did(1, "load", "count", "", 12),
            did(1, "store", "count", "", 13),
            lost,
            did(0, "store", "count", "", 13),
            returned(0, "add(1)", "1"),
        ],
        after: vec![step("get()", "1")],
        preemptions: 1,
        sentences: vec![
            "No order of the calls explains both add(1) = 1 of thread 2 and add(1) = 1 of thread 1: the second could have answered 2.".into(),
        ],
        schedule: "a2b4a2".into(),
    };
    found(
        Verdict::NotLinearizable,
        "add(1) = 1 beside add(1) = 1",
        interleaving,
    )
}
