//! Probes: functions of model.rs that make many calls and judge what came of all of them.
//!
//! A probe runs in the model's process, which never meets the submission: it asks for calls,
//! the judge has the submission's process make them, and brings the answers. A probe that
//! fails is run again in fresh processes before it counts.

mod relay;
mod scores;
mod transcript;

use super::case::Judged;
use super::loss;
use super::runner::{MODEL_ALLOWANCE, Runner};
use super::twice::{Ruled, twice};
use crate::error::JudgingError;
use crate::problem::probe::Probe;
use crate::report::document::{Outcome, Step};
use crate::run::session::{Replied, Session};
use crate::verdict::Verdict;
use crate::wire::{PanicReport, Probed, Query, Reply, Writer};
use relay::Relay;
use std::time::{Duration, Instant};

pub use scores::told;

/// The check's name.
pub const NAME: &str = "probes";

/// What came of a probe.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbeResult {
    /// The verdict, with the last calls.
    pub judged: Judged,
    /// The scores by name, as far as it came to them.
    pub scores: Vec<(String, f64)>,
    /// How many calls were made.
    pub calls: u64,
    /// Time on the clock.
    pub wall: Duration,
}

impl Ruled for ProbeResult {
    fn judged(&mut self) -> &mut Judged {
        &mut self.judged
    }
}

/// How a finding names its probe, and `//! by:` in a submission.
pub fn finding_name(probe: &Probe) -> String {
    format!("probe {:?}", probe.name)
}

/// Runs a probe of the problem; one that fails is run twice.
///
/// # Errors
/// If the judge itself cannot go on, or the model's process ends.
pub fn check(runner: &mut Runner<'_>, number: usize) -> Result<ProbeResult, JudgingError> {
    twice(runner, "probe", |runner| once(runner, number))
}

/// Runs a probe in fresh processes.
fn once(runner: &mut Runner<'_>, number: usize) -> Result<ProbeResult, JudgingError> {
    let begun = Instant::now();
    let probe = &runner.problem().probes[number];
    let mut model = Session::start(runner.model()?, MODEL_ALLOWANCE)?;
    let mut relay = Relay::start(runner, probe)?;
    let mut query = first_query(runner, number)?;
    let came = loop {
        match model.ask(query)? {
            Ok(Replied {
                reply: Reply::Asks(runs),
                ..
            }) => match relay.make(&runs)? {
                Ok(answers) => query = Query::Told(answers),
                Err(judged) => break Err(*judged),
            },
            Ok(Replied {
                reply: Reply::Probed(came),
                ..
            }) => break came.map_err(|report| panicked(&report)),
            Ok(_) => return Err(JudgingError::new("understand the model's process")),
            Err(lost) => {
                let problem = runner.problem();
                let why = loss::judge(&lost, &problem.limits).why;
                let printed = lost.observation.stderr.text();
                return Err(JudgingError::new(format!(
                    "run `{}` of the model of `{}`: {why} {printed}",
                    probe.run, problem.slug
                )));
            }
        }
    };
    model.stop()?;
    let (judged, scores) = match came {
        Err(judged) => (judged, vec![]),
        Ok(Probed::Wrong(why)) => (relay.wrong(&why), vec![]),
        Ok(Probed::Right(scores)) => {
            let judged = scores::judge(probe, &scores);
            (judged.unwrap_or_else(accepted), scores)
        }
    };
    let calls = relay.calls();
    let left = relay.close()?;
    let judged = match left {
        Some(loss) if judged.verdict == Verdict::Accepted => Judged {
            verdict: loss.verdict,
            reason: loss.reason,
            summary: format!("after the last call of {}: {}", probe.run, loss.why),
            ..accepted()
        },
        _ => judged,
    };
    Ok(ProbeResult {
        judged,
        scores,
        calls,
        wall: begun.elapsed(),
    })
}

fn first_query(runner: &Runner<'_>, number: usize) -> Result<Query, JudgingError> {
    let probe = &runner.problem().probes[number];
    let mut arguments = Writer::new();
    for (value, parameter) in probe.arguments.iter().zip(&probe.parameters) {
        runner.encode(value, &parameter.ty, &mut arguments)?;
    }
    Ok(Query::Probe {
        probe: u16::try_from(number).map_err(JudgingError::caused("number the probes"))?,
        arguments: arguments.into_bytes(),
    })
}

const fn accepted() -> Judged {
    Judged {
        verdict: Verdict::Accepted,
        reason: None,
        summary: String::new(),
        details: vec![],
        place: None,
        transcript: vec![],
    }
}

/// The author's fault.
fn author(why: String) -> Judged {
    Judged {
        verdict: Verdict::JudgingError,
        summary: why.clone(),
        details: vec![why],
        ..accepted()
    }
}

fn panicked(report: &PanicReport) -> Judged {
    let message = report.message.as_deref().unwrap_or("no message");
    author(match &report.place {
        Some((file, line, _)) => format!("the probe panicked at {file}:{line}: {message}"),
        None => format!("the probe panicked: {message}"),
    })
}

/// The last line of a transcript: the probe itself, and what it says.
fn verdict_of(probe: &Probe, want: &str, got: &str) -> Step {
    Step {
        call: probe.run.clone(),
        outcome: Outcome::Wrong {
            want: want.to_owned(),
            got: got.to_owned(),
        },
    }
}
