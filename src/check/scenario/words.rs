//! What is wrong with a history, in words and as a transcript.

use super::{Wrong, judged};
use crate::check::case::{Judged, answer_type, not_written, place, shown};
use crate::problem::Problem;
use crate::problem::scenario::Scenario;
use crate::report::document::{Outcome, Place, Step};
use crate::run::codec::Codec;
use crate::verdict::{Reason, Verdict};
use crate::wire::{self, Action, Answer, Ending, Moment, Trace, Waiting};

/// Puts an execution into words.
pub struct Words<'a> {
    problem: &'a Problem,
    scenario: &'a Scenario,
    trace: &'a Trace,
}

impl<'a> Words<'a> {
    /// Words about this execution of the scenario.
    pub const fn new(problem: &'a Problem, scenario: &'a Scenario, trace: &'a Trace) -> Self {
        Self {
            problem,
            scenario,
            trace,
        }
    }

    /// The verdict on what is wrong with it.
    pub fn of(&self, wrong: &Wrong) -> Judged {
        match wrong {
            Wrong::Answer { call, want } => self.answer(*call, want),
            Wrong::Unexplained(_) => self.unexplained(),
            Wrong::Stuck(calls) => self.stuck(calls),
            Wrong::DropStuck => Judged {
                summary: "dropping what was made waits for ever".into(),
                details: self.waiting(),
                ..self.shown(self.stuck_verdict())
            },
            Wrong::DropPanicked(report) => Judged {
                reason: Some(Reason::DropPanic),
                summary: "dropping what was made panicked".into(),
                place: place(report),
                ..self.shown(Verdict::RunTimeError)
            },
            Wrong::Raced(_) => self.shown(Verdict::DataRace),
            Wrong::Unknown(why) => judged(Verdict::Inconclusive, None, why.clone()),
            Wrong::Author(why) => Judged {
                summary: why.clone(),
                ..self.shown(Verdict::JudgingError)
            },
            Wrong::Forged(expected) => judged(
                Verdict::Tampered,
                Some(Reason::Forged),
                format!("what the process sent is no history: expected {expected}"),
            ),
        }
    }

    /// A verdict with the calls that show it.
    pub fn shown(&self, verdict: Verdict) -> Judged {
        Judged {
            transcript: self.transcript(),
            ..judged(verdict, None, String::new())
        }
    }

    fn answer(&self, call: usize, want: &str) -> Judged {
        if let Some((call, report)) = self.first_panic() {
            return self.panic(call, report);
        }
        let line = &self.scenario.case.lines[call].text;
        let mut shown = self.shown(Verdict::NotLinearizable);
        let got = self.outcome(call);
        shown.summary = format!("{line} after the others");
        for step in &mut shown.transcript {
            if let (true, Outcome::Right { answer }) = (step.call == self.name(call), &got) {
                step.outcome = Outcome::Wrong {
                    want: want.to_owned(),
                    got: answer.clone(),
                };
            }
        }
        shown
    }

    fn unexplained(&self) -> Judged {
        if let Some((call, report)) = self.first_panic() {
            return self.panic(call, report);
        }
        Judged {
            summary: "no order of the calls explains what they answered".into(),
            ..self.shown(Verdict::NotLinearizable)
        }
    }

    fn panic(&self, call: usize, report: &wire::PanicReport) -> Judged {
        let message = report.message.as_deref().unwrap_or_default();
        let reason = if not_written(message) {
            Reason::NotWritten
        } else {
            Reason::Panic
        };
        let line = &self.scenario.case.lines[call].text;
        Judged {
            reason: Some(reason),
            summary: format!("{line} panicked"),
            place: place(report),
            ..self.shown(Verdict::RunTimeError)
        }
    }

    fn stuck(&self, calls: &[u16]) -> Judged {
        let first = calls.first().map(|call| usize::from(*call));
        let line = first.and_then(|call| self.scenario.case.lines.get(call));
        let who = line.map_or("a call", |line| line.text.as_str());
        let what = match self.stuck_verdict() {
            Verdict::Livelock => "asks the same for ever",
            _ => "waits for ever",
        };
        Judged {
            summary: format!("{who} {what}"),
            details: self.waiting(),
            place: self.first_place(calls),
            ..self.shown(self.stuck_verdict())
        }
    }

    const fn stuck_verdict(&self) -> Verdict {
        match self.trace.history.ending {
            Ending::Stuck { spins: true, .. } => Verdict::Livelock,
            _ => Verdict::Deadlock,
        }
    }

    fn moments(&self) -> impl Iterator<Item = &'a Moment> {
        self.trace.history.moments.iter()
    }

    /// The first call that panicked: what comes after may only follow from that.
    fn first_panic(&self) -> Option<(usize, &'a wire::PanicReport)> {
        self.moments().find_map(|moment| match moment {
            Moment::Returned(call, Answer::Panicked(report)) => Some((usize::from(*call), report)),
            _ => None,
        })
    }

    /// Who waits, and where.
    fn waiting(&self) -> Vec<String> {
        let Ending::Stuck { waiting, .. } = &self.trace.history.ending else {
            return vec![];
        };
        let own = waiting.iter().filter(|each| is_own(each));
        own.map(|each| self.one_waiting(each)).collect()
    }

    fn one_waiting(&self, waiting: &Waiting) -> String {
        let what = match waiting.action {
            Action::Lock | Action::ReadLock => "waits for a lock",
            Action::Wait => "waits on a condition variable, and nobody will notify it",
            Action::Park => "is parked, and nobody will unpark it",
            Action::Join => "waits for the end of a thread",
            Action::Send => "waits for room in a channel",
            Action::Receive => "waits for a message",
            Action::Arrive => "waits at a barrier",
            _ => "asks the same over and over",
        };
        let held = match waiting.on {
            Some(thread) if waiting.action != Action::Join => {
                format!(" that {} holds", self.thread(thread))
            }
            _ => String::new(),
        };
        let call = self
            .pending_of(waiting.thread)
            .map_or_else(String::new, |call| {
                format!(": {}", self.scenario.case.lines[call].text)
            });
        format!(
            "{}{call} {what}{held} ({}:{})",
            self.thread(waiting.thread),
            waiting.place.file,
            waiting.place.line
        )
    }

    fn pending_of(&self, thread: u8) -> Option<usize> {
        let pending = super::history::pending(&self.trace.history);
        let mut pending = pending.into_iter().map(usize::from);
        pending.find(|call| self.scenario.thread_of(*call) == usize::from(thread))
    }

    /// What a thread is called.
    pub fn thread(&self, number: u8) -> String {
        let others = self.scenario.threads.len();
        match usize::from(number) {
            0 => "the main thread".to_owned(),
            number if number <= others => format!("thread {number}"),
            number => format!("the submission's own thread {}", number - others),
        }
    }

    /// Where the first of these calls waits.
    fn first_place(&self, calls: &[u16]) -> Option<Place> {
        let Ending::Stuck { waiting, .. } = &self.trace.history.ending else {
            return None;
        };
        let call = usize::from(*calls.first()?);
        let thread = self.scenario.thread_of(call);
        let each = waiting
            .iter()
            .find(|each| usize::from(each.thread) == thread)?;
        let wire::Place { file, line, column } = each.place.clone();
        (!file.starts_with('/')).then_some(Place {
            file,
            line,
            column,
            end_column: None,
        })
    }

    /// The calls in the order in which they began.
    fn transcript(&self) -> Vec<Step> {
        let begun = self.moments().filter_map(|moment| match moment {
            Moment::Called(call) => Some(usize::from(*call)),
            Moment::Returned(..) => None,
        });
        let steps = begun.map(|call| Step {
            call: self.name(call),
            outcome: self.outcome(call),
        });
        steps.collect()
    }

    /// A call with its thread.
    fn name(&self, call: usize) -> String {
        let text = &self.scenario.case.lines[call].text;
        match self.scenario.thread_of(call) {
            0 => text.clone(),
            thread => format!("thread {thread}: {text}"),
        }
    }

    fn outcome(&self, call: usize) -> Outcome {
        let answer = self.moments().find_map(|moment| match moment {
            Moment::Returned(number, answer) if usize::from(*number) == call => Some(answer),
            _ => None,
        });
        match answer {
            Some(Answer::Returned(bytes)) => {
                let line = &self.scenario.case.lines[call];
                let ty = answer_type(self.problem, self.scenario.case.instance, line);
                let codec = Codec::new(&self.problem.contract);
                let value = codec.decode_all(bytes, &ty);
                Outcome::Right {
                    answer: value.map_or_else(|_| String::new(), |value| shown(&value, &ty)),
                }
            }
            Some(Answer::Panicked(report)) => Outcome::Panicked {
                message: report.message.clone().unwrap_or_default(),
                want: None,
            },
            Some(Answer::Missing | Answer::Refused(_)) => Outcome::Right {
                answer: "not called: there is no such handle".into(),
            },
            None => Outcome::NoReturn {
                why: match self.trace.history.ending {
                    Ending::Raced(_) => "it had not ended".into(),
                    _ => "waits for ever".into(),
                },
            },
        }
    }
}

/// Whether a thread waits in the submission, rather than for the scenario's others.
fn is_own(waiting: &Waiting) -> bool {
    waiting.thread != 0 || waiting.action != Action::Join
}
