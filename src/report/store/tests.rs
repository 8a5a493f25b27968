//! Keeping, finding and forgetting reports.

use super::*;
use crate::report::examples;
use jiff::{SignedDuration, Timestamp};

fn store() -> (tempfile::TempDir, Store) {
    let temp = tempfile::tempdir().unwrap();
    let store = Store::new(Utf8Path::from_path(temp.path()).unwrap());
    (temp, store)
}

/// A report of the `attempt`-th submission, made that many seconds after the first.
fn report(attempt: u32, verdict: Verdict) -> Report {
    let mut report = examples::accepted();
    report.id.clear();
    report.made = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(attempt.into());
    report.submission.attempt = Some(attempt);
    report.verdict = verdict;
    report
}

#[test]
fn a_kept_report_is_found_by_the_first_digits_of_its_id() {
    let (_temp, store) = store();
    let mut report = report(1, Verdict::Accepted);
    let path = store.keep(&mut report).unwrap();
    assert!(path.is_file());
    assert_eq!(report.id.len(), 16);
    assert_eq!(store.find(&report.id[..6]).unwrap(), report);
    assert_eq!(store.find(&report.id.to_uppercase()).unwrap(), report);
}

#[test]
fn none_several_and_nonsense_are_told_apart() {
    let (_temp, store) = store();
    assert_eq!(
        store.find("7f3a").unwrap_err().message,
        "there is no report `7f3a`"
    );
    for id in ["7f3a000000000000", "7f3b000000000000"] {
        let mut report = report(1, Verdict::Accepted);
        report.id = id.into();
        store.keep(&mut report).unwrap();
    }
    let error = store.find("7f").unwrap_err();
    assert_eq!(
        error.message,
        "`7f` is the beginning of several reports' ids"
    );
    assert_eq!(
        error.help.unwrap(),
        "give more digits: 7f3a000000000000, 7f3b000000000000"
    );
    assert!(store.find("7f3a").is_ok());
    for nonsense in ["", "../x", "xyz"] {
        let error = store.find(nonsense).unwrap_err();
        assert!(error.message.contains("is not the beginning"), "{error}");
    }
}

#[test]
fn the_oldest_go_and_the_attempts_stay_counted() {
    let (_temp, mut store) = store();
    store.kept = 3;
    let mut ids = Vec::new();
    for attempt in 1..=5 {
        let mut report = report(attempt, Verdict::WrongAnswer);
        store.keep(&mut report).unwrap();
        ids.push(report.id);
    }
    assert_eq!(store.entries().len(), 3);
    assert!(store.find(&ids[1]).is_err());
    assert!(store.find(&ids[2]).is_ok());
    assert_eq!(store.attempts("lru-cache"), 5);
    assert_eq!(store.attempts("bulkhead"), 0);
}

#[test]
fn the_state_follows_the_last_submission() {
    let (_temp, store) = store();
    let state = || store.states(&["lru-cache"])[0].to_string();
    assert_eq!(state(), "-");
    store.mark_started("lru-cache").unwrap();
    assert_eq!(state(), "started");
    let mut samples = report(0, Verdict::Accepted);
    samples.mode = Mode::Test;
    store.keep(&mut samples).unwrap();
    assert_eq!(state(), "started");
    store.keep(&mut report(1, Verdict::WrongAnswer)).unwrap();
    assert_eq!(state(), "wrong_answer, 1 try");
    store.keep(&mut report(2, Verdict::CompileError)).unwrap();
    store.keep(&mut report(3, Verdict::JudgingError)).unwrap();
    assert_eq!(state(), "compile_error, 3 tries");
    store.keep(&mut report(4, Verdict::Accepted)).unwrap();
    assert_eq!(state(), "accepted");
}

#[test]
fn damaged_and_foreign_files_are_passed_over() {
    let (_temp, store) = store();
    let mut report = report(1, Verdict::Accepted);
    let path = store.keep(&mut report).unwrap();
    for name in [
        "notes.txt",
        "1-x-submit-accepted-1-a.json",
        ".new-abc",
        "x.json",
    ] {
        fs::write(store.reports.join(name), "{").unwrap();
    }
    assert_eq!(store.entries().len(), 1);
    fs::write(path, "{\"format\": 1").unwrap();
    let error = store.find(&report.id).unwrap_err();
    assert!(error.message.ends_with("is damaged"), "{error}");
    assert_eq!(store.states(&["lru-cache"])[0].to_string(), "accepted");
}

#[test]
fn several_writers_lose_nothing() {
    let (_temp, store) = store();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for attempt in 1..=20 {
                    store
                        .keep(&mut report(writer * 20 + attempt, Verdict::Accepted))
                        .unwrap();
                }
            });
        }
    });
    let entries = store.entries();
    assert_eq!(entries.len(), 80);
    assert!(entries.iter().all(|entry| store.read(entry).is_some()));
}

#[test]
fn several_writers_at_the_limit_keep_the_newest() {
    let (_temp, mut store) = store();
    store.kept = 10;
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let store = &store;
            scope.spawn(move || {
                for attempt in 1..=20 {
                    let attempt = attempt * 4 + writer;
                    store.keep(&mut report(attempt, Verdict::Accepted)).unwrap();
                }
            });
        }
    });
    store.keep(&mut report(100, Verdict::Accepted)).unwrap();
    assert_eq!(store.entries().len(), 10);
    assert_eq!(store.attempts("lru-cache"), 100);
}

#[test]
fn without_a_folder_nothing_is_known_and_nothing_is_made() {
    let (temp, store) = store();
    assert_eq!(store.attempts("lru-cache"), 0);
    assert_eq!(store.states(&["lru-cache"])[0], State::Untouched);
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 0);
}
