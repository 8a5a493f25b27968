//! What is wrong with an execution, in sentences: who waits for whom, or which calls no order
//! explains.

use super::super::history;
use super::super::wrong::Wrong;
use super::Picture;
use crate::report::document::Outcome;
use crate::wire::{Action, Objection, Unexplained, Waiting};

impl Picture<'_> {
    /// The sentences below the picture.
    pub(super) fn sentences(&self, wrong: Option<&Wrong>) -> Vec<String> {
        match wrong {
            Some(Wrong::Unexplained(unexplained)) => vec![self.pair(unexplained)],
            Some(Wrong::Stuck(calls)) => {
                let all = self.waiting();
                all.map(|each| self.waits(each, Some(calls))).collect()
            }
            Some(Wrong::Early(call)) => {
                vec![format!(
                    "{} has to wait there.",
                    self.said(usize::from(*call))
                )]
            }
            Some(Wrong::Late(calls)) => {
                let late = calls.iter().map(|call| {
                    let call = self.said(usize::from(*call));
                    format!("{call} comes back later than it has to.")
                });
                late.collect()
            }
            Some(Wrong::Answer { call, want }) => {
                vec![format!("{} has to answer {want}.", self.said(*call))]
            }
            _ => self.waiting().map(|each| self.waits(each, None)).collect(),
        }
    }

    /// Which two calls no order explains.
    fn pair(&self, unexplained: &Unexplained) -> String {
        let call = usize::from(unexplained.call);
        let mut sentence = match unexplained.beside {
            Some(beside) => format!(
                "No order of the calls explains both {} and {}",
                self.said(call),
                self.said(usize::from(beside))
            ),
            None => format!("No order of the calls explains {}", self.said(call)),
        };
        let mut possible = vec![];
        for objection in &unexplained.objections {
            let answer = match objection {
                Objection::Expected(bytes) => self.words.answer_text(call, bytes),
                Objection::Illegal(reason) => {
                    possible.clear();
                    sentence.push_str(&format!(": {reason}"));
                    break;
                }
                Objection::Blocks => "nothing yet: it has to wait".into(),
                Objection::Panics => "with a panic".into(),
            };
            possible.push(answer);
        }
        if !possible.is_empty() {
            let which = self.words.line(call);
            sentence.push_str(&format!(
                "; {which} could have answered {}",
                possible.join(" or ")
            ));
        }
        sentence.push('.');
        sentence
    }

    /// A call with its answer and its thread: `pop() = Some(1) of thread 2`.
    fn said(&self, call: usize) -> String {
        let line = self.words.line(call);
        let answered = match self.words.outcome(call) {
            Outcome::Right { answer } if answer.is_empty() || answer == "()" => line.to_owned(),
            Outcome::Right { answer } => format!("{line} = {answer}"),
            Outcome::Panicked { .. } => format!("the panic of {line}"),
            Outcome::Wrong { .. } | Outcome::NoReturn { .. } => line.to_owned(),
        };
        match self.words.scenario.thread_of(call) {
            0 => answered,
            thread => format!("{answered} of {}", self.words.thread(thread)),
        }
    }

    /// Who waits, for what, and whether that is right.
    fn waits(&self, waiting: &Waiting, calls: Option<&[u16]>) -> String {
        let thread = usize::from(waiting.thread);
        let pending = history::pending(&self.words.trace.history);
        let call = pending
            .into_iter()
            .find(|call| self.words.scenario.thread_of(usize::from(*call)) == thread);
        let who = self.words.thread(thread);
        let who = match call {
            Some(call) => format!("{who}: {}", self.words.line(usize::from(call))),
            None => who,
        };
        let object = self.names.at(&waiting.place);
        let object = object.as_deref();
        let named = |what: &str| match object {
            Some(name) => format!("{what} {name}"),
            None => what.to_owned(),
        };
        let what = match waiting.action {
            Action::Lock | Action::ReadLock => named("waits for the lock"),
            Action::Wait => object.map_or_else(
                || "waits on a condition variable".into(),
                |name| format!("waits on {name}"),
            ),
            Action::Park => "is parked".into(),
            Action::Join => "waits for the end of a thread".into(),
            Action::Send => "waits for room in a channel".into(),
            Action::Receive => "waits for a message".into(),
            Action::Arrive => named("waits at the barrier"),
            _ => "asks the same over and over".into(),
        };
        let place = self.place(&waiting.place);
        let place = place.map_or_else(String::new, |place| {
            format!(" ({}:{})", place.file, place.line)
        });
        let for_whom = match (waiting.on, waiting.action) {
            (Some(other), Action::Join) => {
                format!(", that of {}", self.words.thread(usize::from(other)))
            }
            (Some(other), _) if usize::from(other) == thread => ", which it holds itself".into(),
            (Some(other), _) => {
                format!(", which {} holds", self.words.thread(usize::from(other)))
            }
            (None, Action::Wait) => ", and nobody will notify it".into(),
            (None, Action::Park) => ", and nobody will unpark it".into(),
            (None, _) => String::new(),
        };
        let right = match (call, calls) {
            (Some(call), Some(calls)) if calls.contains(&call) => "; by now it has to come back",
            (Some(_), Some(calls)) if !calls.is_empty() => "; that is right",
            _ => "",
        };
        format!("{who} {what}{place}{for_whom}{right}.")
    }
}
