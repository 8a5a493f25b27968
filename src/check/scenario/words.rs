//! What is wrong with a history, in words and as a transcript.

use super::race::RaceWords;
use super::wrong::Wrong;
use super::{forged, judged};
use crate::build::symbols::Symbols;
use crate::check::case::{Judged, answer_type, not_written, place, shown};
use crate::problem::Problem;
use crate::problem::scenario::Scenario;
use crate::report::document::{Outcome, Place, Step};
use crate::run::codec::Codec;
use crate::verdict::{Reason, Verdict};
use crate::wire::{self, Answer, Ending, Moment, Trace};
use camino::Utf8Path;

/// Puts an execution into words.
pub struct Words<'a> {
    problem: &'a Problem,
    pub scenario: &'a Scenario,
    pub trace: &'a Trace,
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

    /// The verdict on what is wrong with it; `program` is what ran.
    pub fn of(&self, wrong: &Wrong, program: &Utf8Path) -> Judged {
        match wrong {
            Wrong::Answer { call, want } => self.answer(*call, want),
            Wrong::Unexplained(unexplained) => self.unexplained(unexplained),
            Wrong::Stuck(calls) => self.stuck(calls),
            Wrong::Late(_) | Wrong::Early(_) => self.out_of_turn(wrong),
            Wrong::DropStuck => Judged {
                summary: "dropping what was made waits for ever".into(),
                ..self.shown(self.stuck_verdict())
            },
            Wrong::DropPanicked(report) => Judged {
                reason: Some(Reason::DropPanic),
                summary: "dropping what was made panicked".into(),
                place: place(report),
                ..self.shown(Verdict::RunTimeError)
            },
            Wrong::Raced(race) => self.raced(race, program),
            Wrong::Unknown(why) => judged(Verdict::Inconclusive, None, why.clone()),
            Wrong::Author(why) => Judged {
                summary: why.clone(),
                ..self.shown(Verdict::JudgingError)
            },
            Wrong::Forged(expected) => forged(expected),
        }
    }

    /// A verdict with the calls that show it.
    pub fn shown(&self, verdict: Verdict) -> Judged {
        Judged {
            transcript: self.transcript(),
            ..judged(verdict, None, String::new())
        }
    }

    fn raced(&self, race: &wire::Race, program: &Utf8Path) -> Judged {
        let symbols = Symbols::read(program);
        let race = RaceWords::new(race, symbols.as_ref(), |thread| {
            self.thread(usize::from(thread))
        });
        Judged {
            summary: race.summary,
            details: race.details,
            place: race.place,
            ..self.shown(Verdict::DataRace)
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

    fn unexplained(&self, unexplained: &wire::Unexplained) -> Judged {
        let call = usize::from(unexplained.call);
        if let Some(report) = self.panicked(call) {
            return self.panic(call, report);
        }
        let said = |call: usize| match self.outcome(call) {
            Outcome::Right { answer } if !answer.is_empty() && answer != "()" => {
                format!("{} = {answer}", self.line(call))
            }
            _ => self.line(call).to_owned(),
        };
        let beside = unexplained.beside.map_or_else(String::new, |beside| {
            format!(" beside {}", said(usize::from(beside)))
        });
        Judged {
            summary: format!("{}{beside}", said(call)),
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
        let who = self.first_of(calls);
        let what = match self.stuck_verdict() {
            Verdict::Livelock => "asks the same for ever",
            _ => "waits for ever",
        };
        Judged {
            summary: format!("{who} {what}"),
            place: self.first_place(calls),
            ..self.shown(self.stuck_verdict())
        }
    }

    fn out_of_turn(&self, wrong: &Wrong) -> Judged {
        let (call, what) = match wrong {
            Wrong::Early(call) => (*call, "comes back where it has to wait"),
            Wrong::Late(calls) => (
                calls.first().copied().unwrap_or_default(),
                "waits where it has to come back",
            ),
            _ => return self.shown(Verdict::NotLinearizable),
        };
        let call = usize::from(call);
        if let Some(report) = self.panicked(call) {
            return self.panic(call, report);
        }
        Judged {
            summary: format!("{} {what}", self.name(call)),
            ..self.shown(Verdict::NotLinearizable)
        }
    }

    /// The first of these calls.
    pub fn first_of(&self, calls: &[u16]) -> &'a str {
        let first = calls.first().map(|call| usize::from(*call));
        let line = first.and_then(|call| self.scenario.case.lines.get(call));
        line.map_or("a call", |line| line.text.as_str())
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

    /// How a call panicked, if it did.
    fn panicked(&self, call: usize) -> Option<&'a wire::PanicReport> {
        self.moments().find_map(|moment| match moment {
            Moment::Returned(number, Answer::Panicked(report)) if usize::from(*number) == call => {
                Some(report)
            }
            _ => None,
        })
    }

    /// A thread by its name.
    pub fn thread(&self, number: impl Into<usize>) -> String {
        let others = self.scenario.threads.len();
        match number.into() {
            0 => "the main thread".to_owned(),
            number if number <= others => match &self.scenario.turns {
                None => format!("thread {number}"),
                Some(turns) => match &turns.names[number - 1] {
                    Some(name) => format!("thread {name}"),
                    None => "unnamed lines".to_owned(),
                },
            },
            number => format!("the submission's own thread {}", number - others),
        }
    }

    /// Where the first of these calls waits.
    pub fn first_place(&self, calls: &[u16]) -> Option<Place> {
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
        let thread = self.scenario.thread_of(call);
        match &self.scenario.turns {
            _ if thread == 0 => text.clone(),
            None => format!("thread {thread}: {text}"),
            Some(turns) => match &turns.names[thread - 1] {
                Some(name) => format!("{name}: {text}"),
                None => text.clone(),
            },
        }
    }

    /// The call of a line, as it is written.
    pub fn line(&self, call: usize) -> &'a str {
        &self.scenario.case.lines[call].text
    }

    /// What came of a call.
    pub fn outcome(&self, call: usize) -> Outcome {
        let answer = self.moments().find_map(|moment| match moment {
            Moment::Returned(number, answer) if usize::from(*number) == call => Some(answer),
            _ => None,
        });
        match answer {
            Some(Answer::Returned(bytes)) => Outcome::Right {
                answer: self.answer_text(call, bytes),
            },
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

    /// An answer of a call, as Rust writes it.
    pub fn answer_text(&self, call: usize, bytes: &[u8]) -> String {
        let line = &self.scenario.case.lines[call];
        let ty = answer_type(self.problem, self.scenario.case.instance, line);
        let value = Codec::new(&self.problem.contract).decode_all(bytes, &ty);
        value.map_or_else(|_| String::new(), |value| shown(&value, &ty))
    }
}
