//! Traces: what the threads of one execution did, step by step.

use super::{History, Malformed, Reader, Writer};

/// One execution, in the order with the fewest preemptions among those that mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The steps in this order.
    pub steps: Vec<Step>,
    /// The calls in this order. Its schedule is that of this order.
    pub history: History,
}

/// Something that a thread did and others could notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Who: 0 is the main thread, then come the scenario's in their order, then those that
    /// the submission started itself.
    pub thread: u8,
    /// What.
    pub action: Action,
    /// To which object, by number; 0 for none.
    pub object: u32,
    /// What was peculiar about it.
    pub twist: Twist,
    /// Where the submission says so.
    pub place: Place,
    /// Whether the thread before could have gone on.
    pub preempts: bool,
}

/// A place in the submission's sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the compiler was told.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// What may happen with a step beyond the step itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twist {
    /// Nothing.
    None,
    /// The wait ends although nobody ended it.
    Spurious,
    /// The time is up before anybody else did anything.
    Early,
    /// The weak exchange fails although it could succeed.
    Fails,
    /// This thread is woken.
    Wakes(u8),
}

/// What a thread did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A call of the scenario began.
    Called(u16),
    /// A call of the scenario came back.
    Returned(u16),
    /// It went on after a wait.
    Resume,
    /// `yield_now` or `spin_loop`.
    Yield,
    /// A sleep.
    Sleep,
    /// Acquiring a lock for writing.
    Lock,
    /// Acquiring a lock for reading.
    ReadLock,
    /// Acquiring a lock for writing if that is possible at once.
    TryLock,
    /// Acquiring a lock for reading if that is possible at once.
    TryReadLock,
    /// Releasing a lock held for writing.
    Unlock,
    /// Releasing a lock held for reading.
    ReadUnlock,
    /// Reading an atomic.
    Load,
    /// Writing an atomic.
    Store,
    /// Reading and writing an atomic.
    Exchange,
    /// Releasing a lock and waiting on a condition variable.
    Wait,
    /// Waking one waiter.
    NotifyOne,
    /// Waking all waiters.
    NotifyAll,
    /// Parking.
    Park,
    /// Unparking a thread.
    Unpark,
    /// Waiting for a thread's end.
    Join,
    /// Asking whether a thread has ended.
    IsFinished,
    /// The thread's end.
    Exit,
    /// Sending when there is room.
    Send,
    /// Sending if there is room.
    TrySend,
    /// Receiving when there is a message.
    Receive,
    /// Receiving if there is a message.
    TryReceive,
    /// One sender less.
    DropSender,
    /// The receiver is gone.
    DropReceiver,
    /// Arriving at a barrier.
    Arrive,
    /// Something else.
    Other,
}

/// The actions that stand for themselves, by their number on the wire.
const ACTIONS: [Action; 28] = [
    Action::Resume,
    Action::Yield,
    Action::Sleep,
    Action::Lock,
    Action::ReadLock,
    Action::TryLock,
    Action::TryReadLock,
    Action::Unlock,
    Action::ReadUnlock,
    Action::Load,
    Action::Store,
    Action::Exchange,
    Action::Wait,
    Action::NotifyOne,
    Action::NotifyAll,
    Action::Park,
    Action::Unpark,
    Action::Join,
    Action::IsFinished,
    Action::Exit,
    Action::Send,
    Action::TrySend,
    Action::Receive,
    Action::TryReceive,
    Action::DropSender,
    Action::DropReceiver,
    Action::Arrive,
    Action::Other,
];

const CALLED: u8 = 200;
const RETURNED: u8 = 201;

impl Action {
    pub(super) fn write(self, writer: &mut Writer) {
        match self {
            Self::Called(call) => {
                writer.byte(CALLED);
                writer.number(u64::from(call));
            }
            Self::Returned(call) => {
                writer.byte(RETURNED);
                writer.number(u64::from(call));
            }
            other => {
                let number = ACTIONS.iter().position(|action| *action == other);
                let number = number.expect("every action but these two is in the table");
                writer.byte(number as u8);
            }
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        match reader.byte()? {
            CALLED => Ok(Self::Called(reader.small()?)),
            RETURNED => Ok(Self::Returned(reader.small()?)),
            number => {
                let action = ACTIONS.get(usize::from(number)).copied();
                action.ok_or(Malformed("what a thread did"))
            }
        }
    }
}

impl Place {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.text(&self.file);
        writer.number(u64::from(self.line));
        writer.number(u64::from(self.column));
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            file: reader.text()?.to_owned(),
            line: reader.handle()?,
            column: reader.handle()?,
        })
    }
}

impl Twist {
    fn write(self, writer: &mut Writer) {
        match self {
            Self::None => writer.byte(0),
            Self::Spurious => writer.byte(1),
            Self::Early => writer.byte(2),
            Self::Fails => writer.byte(3),
            Self::Wakes(thread) => {
                writer.byte(4);
                writer.byte(thread);
            }
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::None,
            1 => Self::Spurious,
            2 => Self::Early,
            3 => Self::Fails,
            4 => Self::Wakes(reader.byte()?),
            _ => return Err(Malformed("what is peculiar about a step")),
        })
    }
}

impl Trace {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.length(self.steps.len());
        for step in &self.steps {
            writer.byte(step.thread);
            step.action.write(writer);
            writer.number(u64::from(step.object));
            step.twist.write(writer);
            step.place.write(writer);
            writer.byte(u8::from(step.preempts));
        }
        self.history.write(writer);
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let count = reader.count()?;
        let mut steps = Vec::new();
        for _ in 0..count {
            steps.push(Step {
                thread: reader.byte()?,
                action: Action::read(reader)?,
                object: reader.handle()?,
                twist: Twist::read(reader)?,
                place: Place::read(reader)?,
                preempts: reader.flag()?,
            });
        }
        Ok(Self {
            steps,
            history: History::read(reader)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_comes_back() {
        let numbered = [Action::Called(300), Action::Returned(0)];
        for action in ACTIONS.into_iter().chain(numbered) {
            let mut writer = Writer::new();
            action.write(&mut writer);
            let bytes = writer.into_bytes();
            assert_eq!(Action::read(&mut Reader::new(&bytes)), Ok(action));
        }
        assert!(Action::read(&mut Reader::new(&[100])).is_err());
    }
}
