//! Scenarios: calls that threads make at the same time, to be made in every order.

use super::Call;
use super::{Malformed, Reader, Writer};

/// Calls of several threads on one subject.
///
/// The calls are numbered through: those before, those of the first thread, of the second
/// one, and so on, those after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// Which instance of the contract the calls are made on.
    pub instance: u16,
    /// Made by the main thread before any other begins; the constructor among them.
    pub before: Vec<Call>,
    /// For each thread what it calls, one after the other.
    pub threads: Vec<Vec<Call>>,
    /// Made by the main thread once all others have ended.
    pub after: Vec<Call>,
    /// Whose next call comes next, by index into `threads`, each once nothing else moves;
    /// nothing if the threads run at the same time.
    pub turns: Vec<u16>,
}

/// How far an exploration goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// After how many executions it stops.
    pub executions: u64,
    /// After how many events an execution is cut off.
    pub events: u32,
    /// How many waits of an execution may end although nobody ended them.
    pub spurious_wakeups: u8,
    /// How many weak exchanges of an execution may fail without a reason.
    pub weak_failures: u8,
    /// How many time-outs of an execution may be over before anybody else did anything.
    pub early_timeouts: u8,
    /// How much memory each thread may use, in bytes.
    pub memory_per_thread: u64,
    /// Whether data races are looked for; the program is made for that.
    pub finds_races: bool,
}

impl Scenario {
    /// All calls in the order of their numbers.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        let threads = self.threads.iter().flatten();
        self.before.iter().chain(threads).chain(&self.after)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(u64::from(self.instance));
        write_calls(&self.before, writer);
        writer.length(self.threads.len());
        for calls in &self.threads {
            write_calls(calls, writer);
        }
        write_calls(&self.after, writer);
        writer.length(self.turns.len());
        for turn in &self.turns {
            writer.number(u64::from(*turn));
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let instance = reader.small()?;
        let before = read_calls(reader)?;
        let count = reader.count()?;
        let mut threads = Vec::new();
        for _ in 0..count {
            threads.push(read_calls(reader)?);
        }
        let after = read_calls(reader)?;
        let count = reader.count()?;
        let mut turns = Vec::new();
        for _ in 0..count {
            let turn = reader.small()?;
            if usize::from(turn) >= threads.len() {
                return Err(Malformed("the turn of a thread"));
            }
            turns.push(turn);
        }
        let scenario = Self {
            instance,
            before,
            threads,
            after,
            turns,
        };
        if scenario.calls().count() > usize::from(u16::MAX) {
            return Err(Malformed("calls that can be numbered"));
        }
        Ok(scenario)
    }
}

fn write_calls(calls: &[Call], writer: &mut Writer) {
    writer.length(calls.len());
    for call in calls {
        call.write(writer);
    }
}

fn read_calls(reader: &mut Reader<'_>) -> Result<Vec<Call>, Malformed> {
    let count = reader.count()?;
    let mut calls = Vec::new();
    for _ in 0..count {
        calls.push(Call::read(reader)?);
    }
    Ok(calls)
}

impl Effort {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(self.executions);
        writer.number(u64::from(self.events));
        writer.byte(self.spurious_wakeups);
        writer.byte(self.weak_failures);
        writer.byte(self.early_timeouts);
        writer.number(self.memory_per_thread);
        writer.byte(u8::from(self.finds_races));
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            executions: reader.number()?,
            events: reader.handle()?,
            spurious_wakeups: reader.byte()?,
            weak_failures: reader.byte()?,
            early_timeouts: reader.byte()?,
            memory_per_thread: reader.number()?,
            finds_races: reader.flag()?,
        })
    }
}
