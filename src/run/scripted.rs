//! Processes that play a script: the twin of real ones, for tests of what is made of what
//! they do.

use super::observation::{Captured, Exit, Limit, Observation};
use super::process::{Allowance, Exchange, Launcher, Loss, Patience, Process};
use crate::error::JudgingError;
use crate::wire::{Nonce, Query, Reply, Request};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

/// What a process does when it is asked something.
#[derive(Clone)]
pub enum Act {
    /// It replies, with the nonce of the request.
    Replies(Reply),
    /// The same, and it goes on sending.
    RepliesAndMore(Reply),
    /// It replies after so much CPU time.
    Works(Duration, Reply),
    /// It sends a frame of these bytes, made from the nonce of the request.
    Sends(fn(Nonce) -> Vec<u8>),
    /// It sends something that is not one frame.
    Garbles,
    /// It ends without a reply.
    Ends(Observation),
}

/// A program whose processes play one script each, in the order they are started.
#[derive(Default)]
pub struct Scripted {
    scripts: RefCell<VecDeque<Vec<Act>>>,
    log: Rc<RefCell<Vec<Event>>>,
    forgotten: Rc<Cell<usize>>,
}

/// What was done with the processes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// One was started.
    Started,
    /// The one that was started last was asked.
    Asked(Query),
    /// One was ended.
    Ended(Patience),
}

impl Scripted {
    /// A program with these processes.
    pub fn new(scripts: impl IntoIterator<Item = Vec<Act>>) -> Self {
        Self {
            scripts: RefCell::new(scripts.into_iter().collect()),
            ..Self::default()
        }
    }

    /// What was done so far.
    pub fn log(&self) -> Vec<Event> {
        self.log.borrow().clone()
    }

    /// How often what had been printed was to count no more.
    pub fn forgotten(&self) -> usize {
        self.forgotten.get()
    }

    /// Whether every process was started.
    pub fn is_played_out(&self) -> bool {
        self.scripts.borrow().is_empty()
    }
}

impl Launcher for Scripted {
    fn launch(&self) -> Result<Box<dyn Process>, JudgingError> {
        let script = self.scripts.borrow_mut().pop_front();
        let acts = script.ok_or_else(|| JudgingError::new("start one process more"))?;
        self.log.borrow_mut().push(Event::Started);
        Ok(Box::new(Playing {
            acts: acts.into(),
            asked: None,
            log: Rc::clone(&self.log),
            forgotten: Rc::clone(&self.forgotten),
            used: Duration::ZERO,
            end: exited(0),
        }))
    }
}

struct Playing {
    acts: VecDeque<Act>,
    /// What it was sent and has not answered.
    asked: Option<Nonce>,
    log: Rc<RefCell<Vec<Event>>>,
    forgotten: Rc<Cell<usize>>,
    used: Duration,
    end: Observation,
}

impl Process for Playing {
    fn send(&mut self, request: &[u8]) -> Result<(), JudgingError> {
        let request = Request::from_bytes(request).expect("the judge sends requests");
        self.asked = Some(request.nonce);
        self.log.borrow_mut().push(Event::Asked(request.query));
        Ok(())
    }

    fn receive(&mut self, _: Allowance) -> Result<Exchange, JudgingError> {
        let nonce = self.asked.take().expect("the judge asks first");
        let act = self.acts.pop_front();
        Ok(
            match act.ok_or_else(|| JudgingError::new("ask once more"))? {
                Act::Replies(reply) => Exchange::Frame(reply.to_bytes(&nonce)),
                Act::RepliesAndMore(reply) => {
                    self.end.trailing = true;
                    Exchange::Frame(reply.to_bytes(&nonce))
                }
                Act::Works(cpu, reply) => {
                    self.used += cpu;
                    Exchange::Frame(reply.to_bytes(&nonce))
                }
                Act::Sends(bytes) => Exchange::Frame(bytes(nonce)),
                Act::Garbles => Exchange::Lost(Loss::Garbled),
                Act::Ends(observation) => {
                    self.end = observation;
                    Exchange::Lost(Loss::Silent)
                }
            },
        )
    }

    fn forget_output(&mut self) {
        self.forgotten.set(self.forgotten.get() + 1);
    }

    fn cpu(&self) -> Option<Duration> {
        Some(self.used)
    }

    fn end(&mut self, patience: Patience) -> Result<Observation, JudgingError> {
        self.log.borrow_mut().push(Event::Ended(patience));
        Ok(self.end.clone())
    }
}

/// A process that left with this code.
pub fn exited(code: i32) -> Observation {
    Observation {
        exit: Exit::Code(code),
        stopped: None,
        asleep: false,
        cpu_ms: Some(1),
        trailing: false,
        peak_memory: Some(1 << 20),
        stdout: Captured::default(),
        stderr: Captured::default(),
    }
}

/// A process that died by this signal, with these last words.
pub fn killed(signal: i32, words: &str) -> Observation {
    Observation {
        exit: Exit::Signal(signal),
        stderr: Captured {
            bytes: words.into(),
            cut: false,
        },
        ..exited(0)
    }
}

/// A process that was stopped at this limit.
pub fn stopped(limit: Limit) -> Observation {
    Observation {
        stopped: Some(limit),
        ..killed(9, "")
    }
}
