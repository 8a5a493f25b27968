//! How a probe makes calls: it is in the model's process, and the submission is not. The
//! judge makes the calls and brings the answers.
//!
//! Calls that answer nothing are put off until an answer is needed, so that they cost no
//! round trip of their own.

use crate::Line;
use crate::line::LOST;
use crate::process::leave;
use wire::{Call, Query, Reply, Run};

/// At most this many calls, and about this many bytes of arguments, are put off.
const MOST_CALLS: usize = 1_000;
const MOST_BYTES: usize = 1 << 20;

/// The numbers of handles that one call can make.
const STRIDE: u32 = 256;

/// Makes calls of the submission for a probe; the generated `Candidate` stands on it.
pub struct Relay {
    line: Line,
    runs: Vec<Run>,
    /// The calls in `runs`, and the bytes of their arguments.
    calls: usize,
    bytes: usize,
    next_handle: u32,
    /// Whether no subject and no handle exists yet.
    fresh: bool,
    subject: Option<u32>,
    /// The subject of the next call, if it is another.
    other: Option<u32>,
}

impl Relay {
    /// A relay over the line.
    #[must_use]
    pub const fn new(line: Line) -> Self {
        Self {
            line,
            runs: Vec::new(),
            calls: 0,
            bytes: 0,
            next_handle: 0,
            fresh: true,
            subject: None,
            other: None,
        }
    }

    /// Drops the subject and all handles. Calls without a handle will be made on what the
    /// next call makes, by its position among the handles in the answer.
    pub fn begin(&mut self, position: u32) {
        self.end();
        self.next_handle = 0;
        self.subject = Some(position);
    }

    /// Drops the subject and all handles at the end of a probe.
    pub fn end(&mut self) {
        if self.fresh {
            return;
        }
        match self.runs.last_mut() {
            Some(run) => run.finish = true,
            None => self.runs.push(Run {
                finish: true,
                ..Run::default()
            }),
        }
        self.fresh = true;
    }

    /// The next call is made on this subject.
    pub const fn on(&mut self, subject: u32) {
        self.other = Some(subject);
    }

    /// The subject that the next call is made on.
    ///
    /// # Panics
    /// If the probe has made none.
    pub fn receiver(&mut self) -> u32 {
        let subject = self.other.take().or(self.subject);
        subject.expect("the probe makes a subject before it calls its methods")
    }

    /// Puts a call off. Answers the number of the first handle it makes.
    pub fn put_off(&mut self, operation: u16, receiver: Option<u32>, arguments: Vec<u8>) -> u32 {
        if self.calls >= MOST_CALLS || self.bytes >= MOST_BYTES {
            self.flush();
        }
        self.push(operation, receiver, arguments)
    }

    /// Makes a call, after all that were put off. Answers the bytes of its answer.
    pub fn make(&mut self, operation: u16, receiver: Option<u32>, arguments: Vec<u8>) -> Vec<u8> {
        self.push(operation, receiver, arguments);
        self.flush().pop().unwrap_or_default()
    }

    /// Makes calls one after the other, many in a round trip. Answers the bytes of their
    /// answers.
    pub fn each(
        &mut self,
        operation: u16,
        receiver: Option<u32>,
        calls: impl IntoIterator<Item = Vec<u8>>,
    ) -> Vec<Vec<u8>> {
        self.flush();
        let mut answers = Vec::new();
        for arguments in calls {
            if self.calls >= MOST_CALLS || self.bytes >= MOST_BYTES {
                answers.append(&mut self.flush());
            }
            self.push(operation, receiver, arguments);
        }
        answers.append(&mut self.flush());
        answers
    }

    fn push(&mut self, operation: u16, receiver: Option<u32>, arguments: Vec<u8>) -> u32 {
        let first_handle = self.next_handle;
        self.next_handle = self.next_handle.wrapping_add(STRIDE);
        self.calls += 1;
        self.bytes += arguments.len();
        if self.fresh || self.runs.is_empty() {
            self.runs.push(Run {
                fresh: self.fresh,
                ..Run::default()
            });
            self.fresh = false;
        }
        let run = self.runs.last_mut().expect("one was pushed");
        run.calls.push(Call {
            operation,
            receiver,
            first_handle,
            arguments,
        });
        first_handle
    }

    /// Makes the calls that were put off. Answers the bytes of their answers.
    pub fn flush(&mut self) -> Vec<Vec<u8>> {
        if self.runs.is_empty() {
            return Vec::new();
        }
        let calls = std::mem::take(&mut self.calls);
        self.bytes = 0;
        self.line.say(&Reply::Asks(std::mem::take(&mut self.runs)));
        match self.line.listen() {
            Query::Told(answers) if answers.len() == calls => answers,
            _ => leave(LOST),
        }
    }
}
