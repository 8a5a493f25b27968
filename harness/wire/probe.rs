//! Probes: functions of model.rs that make calls themselves. The process that runs one asks
//! the judge to make them, and is told the answers.

use super::{Call, Malformed, Reader, Writer};

/// Calls that a probe asks for, on one subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Forget all subjects and handles first.
    pub fresh: bool,
    /// The calls.
    pub calls: Vec<Call>,
    /// Drop all handles and subjects after the last call.
    pub finish: bool,
}

/// What a probe says in the end.
#[derive(Clone, Debug, PartialEq)]
pub enum Probed {
    /// Nothing is wrong; scores by name.
    Right(Vec<(String, f64)>),
    /// What is wrong.
    Wrong(String),
}

impl Run {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.byte(u8::from(self.fresh));
        writer.byte(u8::from(self.finish));
        writer.length(self.calls.len());
        for call in &self.calls {
            call.write(writer);
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let fresh = reader.flag()?;
        let finish = reader.flag()?;
        let count = reader.count()?;
        let mut calls = Vec::new();
        for _ in 0..count {
            calls.push(Call::read(reader)?);
        }
        Ok(Self {
            fresh,
            calls,
            finish,
        })
    }
}

impl Probed {
    pub(super) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Right(scores) => {
                writer.byte(0);
                writer.length(scores.len());
                for (name, score) in scores {
                    writer.text(name);
                    writer.raw(&score.to_le_bytes());
                }
            }
            Self::Wrong(why) => {
                writer.byte(1);
                writer.text(why);
            }
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => {
                let count = reader.count()?;
                let mut scores = Vec::new();
                for _ in 0..count {
                    let name = reader.text()?.to_owned();
                    scores.push((name, f64::from_le_bytes(reader.array()?)));
                }
                Self::Right(scores)
            }
            1 => Self::Wrong(reader.text()?.to_owned()),
            _ => return Err(Malformed("what a probe says")),
        })
    }
}
