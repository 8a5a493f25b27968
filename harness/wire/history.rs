//! Histories: in which order the calls of a scenario began and ended, and with what answers.

use super::Answer;
use super::trace::{Action, Place};
use super::{Malformed, PanicReport, Race, Reader, Writer};

/// One way in which the calls of a scenario can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// When calls began and ended, in this order.
    pub moments: Vec<Moment>,
    /// Whether the order of what different threads did means something. If not, only that of
    /// each thread's own calls does: memory was weak, and nobody can tell who came first.
    pub is_timed: bool,
    /// How it ended.
    pub ending: Ending,
    /// The order of events that leads there, as the explorer writes it.
    pub schedule: String,
}

/// The beginning or the end of a call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// The call with this number began.
    Called(u16),
    /// The call with this number came back, with this answer.
    Returned(u16, Answer),
}

/// How an execution ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All calls came back, and what they made was dropped.
    Complete,
    /// All calls came back, and dropping what they made panicked.
    Panicked(PanicReport),
    /// Nobody can go on: calls that have not come back wait for ever. If all came back,
    /// dropping what they made does.
    Stuck {
        /// Whether somebody asks the same question over and over instead of waiting.
        spins: bool,
        /// Who waits.
        waiting: Vec<Waiting>,
    },
    /// Two accesses to the same memory that nothing orders: what comes after means nothing.
    Raced(Race),
}

/// A thread that waits for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which, numbered as in [`Step`](super::Step).
    pub thread: u8,
    /// In what.
    pub action: Action,
    /// Where the submission says so.
    pub place: Place,
    /// Who would have to act: the holder of the lock, the thread joined.
    pub on: Option<u8>,
}

impl History {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.length(self.moments.len());
        for moment in &self.moments {
            match moment {
                Moment::Called(call) => {
                    writer.byte(0);
                    writer.number(u64::from(*call));
                }
                Moment::Returned(call, answer) => {
                    writer.byte(1);
                    writer.number(u64::from(*call));
                    answer.write(writer);
                }
            }
        }
        writer.byte(u8::from(self.is_timed));
        self.ending.write(writer);
        writer.text(&self.schedule);
    }

    pub(super) fn read_all(reader: &mut Reader<'_>) -> Result<Vec<Self>, Malformed> {
        let count = reader.count()?;
        let mut histories = Vec::new();
        for _ in 0..count {
            histories.push(Self::read(reader)?);
        }
        Ok(histories)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let count = reader.count()?;
        let mut moments = Vec::new();
        for _ in 0..count {
            moments.push(match reader.byte()? {
                0 => Moment::Called(reader.small()?),
                1 => Moment::Returned(reader.small()?, Answer::read(reader)?),
                _ => return Err(Malformed("the beginning or the end of a call")),
            });
        }
        Ok(Self {
            moments,
            is_timed: reader.flag()?,
            ending: Ending::read(reader)?,
            schedule: reader.text()?.to_owned(),
        })
    }
}

impl Ending {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Complete => writer.byte(0),
            Self::Panicked(report) => {
                writer.byte(1);
                report.write(writer);
            }
            Self::Stuck { spins, waiting } => {
                writer.byte(2);
                writer.byte(u8::from(*spins));
                writer.length(waiting.len());
                for each in waiting {
                    writer.byte(each.thread);
                    each.action.write(writer);
                    each.place.write(writer);
                    writer.byte(u8::from(each.on.is_some()));
                    writer.byte(each.on.unwrap_or_default());
                }
            }
            Self::Raced(race) => {
                writer.byte(3);
                race.write(writer);
            }
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Complete,
            1 => Self::Panicked(PanicReport::read(reader)?),
            2 => {
                let spins = reader.flag()?;
                let count = reader.count()?;
                let mut waiting = Vec::new();
                for _ in 0..count {
                    waiting.push(Waiting {
                        thread: reader.byte()?,
                        action: Action::read(reader)?,
                        place: Place::read(reader)?,
                        on: {
                            let is_known = reader.flag()?;
                            let on = reader.byte()?;
                            is_known.then_some(on)
                        },
                    });
                }
                Self::Stuck { spins, waiting }
            }
            3 => Self::Raced(Race::read(reader)?),
            _ => return Err(Malformed("how an execution ended")),
        })
    }
}
