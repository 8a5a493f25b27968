//! Tests of tests.rs: each runs alone, in a fresh process of the submission.
//!
//! They are the one thing that judges in the process of what it judges. The process says
//! how a test went in a frame that repeats the request's nonce, so leaving early, printing
//! what a test harness prints, or an exit code is no pass; but whoever gets round Rust's
//! rules there can answer in the test's place, and findings say so.

use super::case::{Judged, not_written};
use super::loss;
use super::runner::{CaseResult, Runner};
use super::twice::twice;
use crate::error::JudgingError;
use crate::problem::own_test::OwnTest;
use crate::report::document::{Outcome, Place, Step};
use crate::run::observation::Exit;
use crate::run::session::{Lost, Replied};
use crate::verdict::{Reason, Verdict};
use crate::wire::{PanicReport, Query, Reply, Tested};

/// The check's name.
pub const NAME: &str = "tests";

/// Said of every finding.
const IN_PROCESS: &str = "judged in_process: by the submission's own process";

/// The file that tests.rs is compiled as.
const FILE: &str = "tests.rs";

/// How a finding names its test, and `//! by:` in a submission.
pub fn finding_name(test: &OwnTest) -> String {
    format!("test {}", test.name)
}

/// Runs a test; one that fails is run twice.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn check(runner: &mut Runner<'_>, number: usize) -> Result<CaseResult, JudgingError> {
    twice(runner, "test", |runner| once(runner, number))
}

fn once(runner: &Runner<'_>, number: usize) -> Result<CaseResult, JudgingError> {
    let problem = runner.problem();
    let tests = problem.own_tests.as_ref();
    let test = tests
        .and_then(|own| own.tests.get(number))
        .ok_or_else(|| JudgingError::new("find a test of tests.rs"))?;
    let query = u16::try_from(number).map_err(JudgingError::caused("number the tests"))?;
    let mut session = runner.start()?;
    let (tested, wall) = match session.ask(Query::Test(query))? {
        Ok(Replied {
            reply: Reply::Tested(tested),
            wall,
            ..
        }) => (tested, wall),
        Ok(_) => {
            let lost = Lost {
                observation: session.stop()?,
                forged: Some("an answer to the request"),
                allowance: runner.allowance(),
            };
            return Ok(gone(runner, test, &lost));
        }
        Err(lost) => return Ok(gone(runner, test, &lost)),
    };
    let closed = session.close()?;
    let seen = &closed.lost.observation;
    let clean = closed.orderly && seen.exit == Exit::Code(0) && seen.stopped.is_none();
    let mut judged = judge(test, &tested);
    if !clean && judged.verdict == Verdict::Accepted {
        return Ok(gone(runner, test, &closed.lost));
    }
    if judged.verdict != Verdict::Accepted {
        judged.details.push(IN_PROCESS.into());
    }
    Ok(CaseResult {
        judged,
        wall: Some(wall),
        printed: Some(seen.stdout.text()),
    })
}

/// The verdict on a process that was lost in a test.
fn gone(runner: &Runner<'_>, test: &OwnTest, lost: &Lost) -> CaseResult {
    let loss = loss::judge(lost, &runner.problem().limits);
    let summary = format!("{}: {}", test.name, loss.why);
    let outcome = Outcome::NoReturn { why: loss.why };
    let mut judged = judged(test, loss.verdict, loss.reason, outcome);
    judged.summary = summary;
    judged.details.push(IN_PROCESS.into());
    CaseResult {
        judged,
        wall: None,
        printed: Some(lost.observation.stdout.text()),
    }
}

/// The verdict on a test that came to an end.
fn judge(test: &OwnTest, tested: &Tested) -> Judged {
    let wrong = |want: String, got: &str| {
        let got = got.to_owned();
        judged(
            test,
            Verdict::WrongAnswer,
            None,
            Outcome::Wrong { want, got },
        )
    };
    match (tested, &test.should_panic) {
        (Tested::Returned, None) => {
            let answer = String::new();
            judged(test, Verdict::Accepted, None, Outcome::Right { answer })
        }
        (Tested::Returned, Some(expected)) => wrong(a_panic(expected.as_deref()), "no panic"),
        (Tested::Failed(error), _) => wrong("Ok".into(), &format!("Err({error})")),
        (Tested::Panicked(report), should_panic) => {
            let message = report
                .message
                .clone()
                .unwrap_or_else(|| "a payload that is no text".into());
            if not_written(&message) {
                return panicked(test, Reason::NotWritten, message, None);
            }
            match should_panic {
                Some(None) => judged(
                    test,
                    Verdict::Accepted,
                    None,
                    Outcome::Right {
                        answer: "panics".into(),
                    },
                ),
                Some(Some(expected)) if message.contains(expected.as_str()) => judged(
                    test,
                    Verdict::Accepted,
                    None,
                    Outcome::Right {
                        answer: "panics".into(),
                    },
                ),
                Some(Some(expected)) => wrong(a_panic(Some(expected)), &message),
                None => match own_place(report) {
                    Some(place) => panicked(test, Reason::Panic, message, Some(place)),
                    // An assertion of the test, or what it did with an answer.
                    None => judged(
                        test,
                        Verdict::WrongAnswer,
                        None,
                        Outcome::Panicked {
                            message,
                            want: None,
                        },
                    ),
                },
            }
        }
    }
}

fn a_panic(expected: Option<&str>) -> String {
    expected.map_or_else(
        || "a panic".into(),
        |expected| format!("a panic that says {expected:?}"),
    )
}

fn panicked(test: &OwnTest, reason: Reason, message: String, place: Option<Place>) -> Judged {
    let outcome = Outcome::Panicked {
        message,
        want: None,
    };
    Judged {
        place,
        ..judged(test, Verdict::RunTimeError, Some(reason), outcome)
    }
}

fn judged(test: &OwnTest, verdict: Verdict, reason: Option<Reason>, outcome: Outcome) -> Judged {
    let summary = match (reason, verdict) {
        (_, Verdict::Accepted) => String::new(),
        (Some(Reason::NotWritten), _) => {
            format!("{} reaches what is not written yet (todo!)", test.name)
        }
        _ => test.name.clone(),
    };
    Judged {
        verdict,
        reason,
        summary,
        details: vec![],
        place: None,
        transcript: vec![Step {
            call: test.name.clone(),
            outcome,
        }],
    }
}

/// Where in the submission it panicked; `None` for tests.rs, and for what std says of it.
fn own_place(report: &PanicReport) -> Option<Place> {
    super::case::place(report).filter(|place| place.file != FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(should_panic: Option<Option<&str>>) -> OwnTest {
        OwnTest {
            name: "it_holds".into(),
            should_panic: should_panic.map(|expected| expected.map(str::to_owned)),
            answers: false,
            range: 0..0,
        }
    }

    fn panic_at(file: &str, message: &str) -> Tested {
        Tested::Panicked(PanicReport {
            message: Some(message.into()),
            place: Some((file.into(), 3, 5)),
        })
    }

    #[test]
    fn every_end_of_a_test_has_its_verdict() {
        let plain = None;
        let panics = Some(None);
        let says = Some(Some("no more"));
        for (should_panic, tested, verdict, reason) in [
            (plain, Tested::Returned, Verdict::Accepted, None),
            (
                plain,
                Tested::Failed("no".into()),
                Verdict::WrongAnswer,
                None,
            ),
            (
                plain,
                panic_at("tests.rs", "left == right"),
                Verdict::WrongAnswer,
                None,
            ),
            (
                plain,
                panic_at("src/lib.rs", "out of range"),
                Verdict::RunTimeError,
                Some(Reason::Panic),
            ),
            (
                plain,
                panic_at("src/lib.rs", "not yet implemented"),
                Verdict::RunTimeError,
                Some(Reason::NotWritten),
            ),
            (panics, Tested::Returned, Verdict::WrongAnswer, None),
            (
                panics,
                panic_at("src/lib.rs", "anything"),
                Verdict::Accepted,
                None,
            ),
            (
                panics,
                panic_at("src/lib.rs", "not yet implemented"),
                Verdict::RunTimeError,
                Some(Reason::NotWritten),
            ),
            (
                says,
                panic_at("src/lib.rs", "there are no more"),
                Verdict::Accepted,
                None,
            ),
            (
                says,
                panic_at("src/lib.rs", "anything"),
                Verdict::WrongAnswer,
                None,
            ),
            (
                says,
                Tested::Failed("no more".into()),
                Verdict::WrongAnswer,
                None,
            ),
        ] {
            let judged = judge(&test(should_panic), &tested);
            assert_eq!(
                (judged.verdict, judged.reason),
                (verdict, reason),
                "{tested:?}"
            );
        }
    }
}
