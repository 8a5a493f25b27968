//! An execution as a picture: what each thread did, and in sentences what is wrong with it.

mod sentences;

use super::names::Names;
use super::words::Words;
use super::wrong::Wrong;
use crate::report::document::{Outcome, Place, Step};
use crate::report::interleaving::{Event, Interleaving, Row};
use crate::wire::{self, Action, Ending, Moment, Twist, Waiting};
use std::collections::HashMap;

/// With more steps than this locks are only shown where they matter most.
const FEW_STEPS: usize = 60;

/// Draws one execution.
pub struct Picture<'a> {
    words: &'a Words<'a>,
    /// The objects that have a name, by number.
    objects: HashMap<u32, String>,
    /// The objects that somebody waits for at the end.
    awaited: Vec<u32>,
    names: Names<'a>,
}

impl<'a> Picture<'a> {
    /// A picture of the execution that the words are about.
    pub fn new(words: &'a Words<'a>, names: Names<'a>) -> Self {
        let mut picture = Self {
            words,
            objects: HashMap::new(),
            awaited: vec![],
            names,
        };
        let steps = &words.trace.steps;
        let mut used: Vec<String> = vec![];
        for step in steps.iter().filter(|step| step.object != 0) {
            if picture.objects.contains_key(&step.object) {
                continue;
            }
            if let Some(name) = names.at(&step.place) {
                let same = used.iter().filter(|known| **known == name).count();
                used.push(name.clone());
                let name = match same {
                    0 => name,
                    _ => format!("{name} ({})", same + 1),
                };
                picture.objects.insert(step.object, name);
            }
        }
        for waiting in picture.waiting() {
            let same =
                |step: &&wire::Step| step.place == waiting.place && step.action == waiting.action;
            picture
                .awaited
                .extend(steps.iter().filter(same).map(|step| step.object));
        }
        picture
    }

    /// The picture, with what is wrong marked in it and said below it.
    pub fn draw(&self, wrong: Option<&Wrong>) -> Interleaving {
        let wrong_call = match wrong {
            Some(Wrong::Unexplained(unexplained)) => Some(usize::from(unexplained.call)),
            Some(Wrong::Answer { call, .. }) => Some(*call),
            _ => None,
        };
        // Who holds a lock when explains an answer, but seldom why somebody waits.
        let waits = matches!(wrong, Some(Wrong::Stuck(_) | Wrong::DropStuck));
        let shows_locks = !waits && self.words.trace.steps.len() <= FEW_STEPS;
        let mut rows = self.rows(wrong_call, shows_locks);
        self.for_ever(&mut rows);
        let mut shown: Vec<usize> = rows
            .iter()
            .filter(|row| !row.minor)
            .map(|row| row.thread)
            .collect();
        shown.sort_unstable();
        shown.dedup();
        rows.retain(|row| shown.contains(&row.thread));
        for row in &mut rows {
            let place = shown.binary_search(&row.thread);
            row.thread = place.expect("rows of other threads are gone");
        }
        let (before, after) = self.main_calls(wrong_call);
        Interleaving {
            before,
            threads: shown
                .iter()
                .map(|thread| self.words.thread(*thread))
                .collect(),
            preemptions: rows.iter().filter(|row| row.preempts).count() as u64,
            rows,
            after,
            sentences: self.sentences(wrong),
            schedule: self.words.trace.history.schedule.clone(),
        }
    }

    /// The calls of the main thread, which runs alone: before the others, and after them.
    fn main_calls(&self, wrong_call: Option<usize>) -> (Vec<Step>, Vec<Step>) {
        let scenario = self.words.scenario;
        let begun = self.words.trace.history.moments.iter();
        let begun = begun.filter_map(|moment| match moment {
            Moment::Called(call) => Some(usize::from(*call)),
            Moment::Returned(..) => None,
        });
        let main = begun.filter(|call| scenario.thread_of(*call) == 0);
        let steps = main.map(|call| {
            let outcome = match self.words.outcome(call) {
                Outcome::Right { answer } if wrong_call == Some(call) => Outcome::Wrong {
                    want: "another answer".into(),
                    got: answer,
                },
                other => other,
            };
            let call_text = self.words.line(call).to_owned();
            (
                call,
                Step {
                    call: call_text,
                    outcome,
                },
            )
        });
        let (before, after): (Vec<_>, Vec<_>) =
            steps.partition(|(call, _)| *call < scenario.before);
        let alone = |steps: Vec<(usize, Step)>| steps.into_iter().map(|(_, step)| step).collect();
        (alone(before), alone(after))
    }

    /// The steps of all threads but the main one, numbered by thread as on the wire.
    fn rows(&self, wrong_call: Option<usize>, shows_locks: bool) -> Vec<Row> {
        let steps = &self.words.trace.steps;
        let mut waited = [false; 256];
        let mut rows = vec![];
        for (index, step) in steps.iter().enumerate() {
            let thread = usize::from(step.thread);
            let woken = std::mem::take(&mut waited[thread]);
            let quiet = matches!(step.action, Action::Resume);
            waited[thread] = matches!(step.action, Action::Wait | Action::Park) || woken && quiet;
            if thread == 0 {
                continue;
            }
            let interrupted = steps.get(index + 1).is_some_and(|next| next.preempts);
            let event = self.event(step, woken, wrong_call);
            let minor = match step.action {
                Action::Called(_) | Action::Returned(_) => false,
                _ if step.preempts || interrupted || step.twist != Twist::None => false,
                Action::Lock | Action::ReadLock => {
                    !(woken || shows_locks || self.awaited.contains(&step.object))
                }
                Action::Resume
                | Action::Unlock
                | Action::ReadUnlock
                | Action::Join
                | Action::IsFinished
                | Action::Exit
                | Action::DropSender
                | Action::DropReceiver
                | Action::Other => true,
                _ => false,
            };
            rows.push(Row {
                thread,
                event,
                place: match step.action {
                    Action::Called(_) | Action::Returned(_) => None,
                    _ => self.place(&step.place),
                },
                // What runs after the main thread's own steps interrupts nobody shown.
                preempts: step.preempts && index > 0 && steps[index - 1].thread != 0,
                minor,
            });
        }
        rows
    }

    fn event(&self, step: &wire::Step, woken: bool, wrong_call: Option<usize>) -> Event {
        match step.action {
            Action::Called(call) => Event::Called {
                call: self.words.line(usize::from(call)).to_owned(),
            },
            Action::Returned(call) => {
                let number = usize::from(call);
                let call = self.words.line(number).to_owned();
                match self.words.outcome(number) {
                    Outcome::Right { answer } => Event::Returned {
                        call,
                        answer,
                        wrong: wrong_call == Some(number),
                    },
                    Outcome::Panicked { .. } => Event::Panicked { call },
                    Outcome::Wrong { .. } | Outcome::NoReturn { .. } => Event::Returned {
                        call,
                        answer: String::new(),
                        wrong: true,
                    },
                }
            }
            Action::Lock | Action::Resume if woken => Event::Did {
                action: "woken".into(),
                object: None,
                note: None,
            },
            action => Event::Did {
                action: verb(action).to_owned(),
                object: self.objects.get(&step.object).cloned(),
                note: match step.twist {
                    Twist::None => None,
                    Twist::Spurious => Some("wakes up by itself".into()),
                    Twist::Early => Some("the time is up".into()),
                    Twist::Fails => Some("fails without a reason".into()),
                    Twist::Wakes(thread) => {
                        Some(format!("wakes {}", self.words.thread(usize::from(thread))))
                    }
                },
            },
        }
    }

    /// Who waits for ever, but for the main thread that waits for the others.
    fn waiting(&self) -> impl Iterator<Item = &'a Waiting> + use<'a> {
        let waiting: &'a [Waiting] = match &self.words.trace.history.ending {
            Ending::Stuck { waiting, .. } => waiting,
            Ending::Complete | Ending::Panicked(_) | Ending::Raced(_) => &[],
        };
        let own = |each: &&Waiting| each.thread != 0 || each.action != Action::Join;
        waiting.iter().filter(own)
    }

    /// Says of each thread that waits for ever where it does: in its last step, if it began
    /// to wait with that, or in one more.
    fn for_ever(&self, rows: &mut Vec<Row>) {
        for each in self.waiting() {
            let thread = usize::from(each.thread);
            let row = Row {
                thread,
                event: Event::Waits {
                    action: verb(each.action).to_owned(),
                    object: self.names.at(&each.place),
                },
                place: self.place(&each.place),
                preempts: false,
                minor: false,
            };
            let mut own = rows.iter_mut().rev().filter(|row| row.thread == thread);
            match (own.next(), each.action) {
                (Some(last), Action::Wait | Action::Park) if last.place == row.place => {
                    last.event = row.event;
                    last.minor = false;
                }
                _ => rows.push(row),
            }
        }
    }

    /// A place of the candidate's.
    fn place(&self, place: &wire::Place) -> Option<Place> {
        self.names.has(place).then(|| Place {
            file: place.file.clone(),
            line: place.line,
            column: place.column,
            end_column: None,
        })
    }
}

/// What a thread did, as the standard library calls it.
const fn verb(action: Action) -> &'static str {
    match action {
        Action::Called(_) => "call",
        Action::Returned(_) => "return",
        Action::Resume => "goes on",
        Action::Yield => "spin",
        Action::Sleep => "sleep",
        Action::Lock => "lock",
        Action::ReadLock => "read",
        Action::TryLock => "try_lock",
        Action::TryReadLock => "try_read",
        Action::Unlock | Action::ReadUnlock => "unlock",
        Action::Load => "load",
        Action::Store => "store",
        Action::Exchange => "exchange",
        Action::Wait => "wait",
        Action::NotifyOne => "notify_one",
        Action::NotifyAll => "notify_all",
        Action::Park => "park",
        Action::Unpark => "unpark",
        Action::Join => "join",
        Action::IsFinished => "is_finished",
        Action::Exit => "end",
        Action::Send => "send",
        Action::TrySend => "try_send",
        Action::Receive => "recv",
        Action::TryReceive => "try_recv",
        Action::DropSender => "drop sender",
        Action::DropReceiver => "drop receiver",
        Action::Arrive => "arrive",
        Action::Other => "step",
    }
}
