//! Replies: what the other side answers.

use super::{
    Answer, Composed, Explored, History, Linearity, Malformed, Measured, Nonce, Opinion,
    PanicReport, Probed, Reader, Rehearsal, Run, SecondOpinion, Tested, Trace, Writer,
};

/// How the end of a run went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Not asked for.
    Open,
    /// All handles and subjects were dropped.
    Dropped,
    /// All were dropped, but of the values that are counted some were not, or more than once.
    Miscounted {
        /// How many there were.
        made: u64,
        /// How many were never dropped.
        kept: u64,
        /// How many were dropped more than once.
        twice: u64,
    },
    /// Dropping them panicked.
    Panicked(PanicReport),
}

/// What the other side answers to a [`Query`](super::Query).
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// To `Query::Run`: one answer a call.
    Ran {
        /// In the order of the calls.
        answers: Vec<Answer>,
        /// How the end went.
        finish: Finish,
    },
    /// To `Query::Consult`: one opinion a call.
    Judged(Vec<Opinion>),
    /// To `Query::Compose`: the calls of each sequence. One whose opinion is
    /// [`Opinion::Failed`] or [`Opinion::Refused`] is its sequence's last.
    Composed(Vec<Vec<Composed>>),
    /// To `Query::Generate`: the value, or how the generator failed.
    Generated(Result<Vec<u8>, PanicReport>),
    /// To `Query::Probe` and `Query::Told`: the probe goes on once these calls are made.
    Asks(Vec<Run>),
    /// To the same: what the probe says, or how it failed.
    Probed(Result<Probed, PanicReport>),
    /// To `Query::Measure`: what it cost, or how it panicked. No steps mean that the
    /// workload did not run its bench exactly once.
    Measured(Result<Measured, PanicReport>),
    /// To `Query::Rest`: bytes in use.
    Resting(u64),
    /// To `Query::Test`: how it went.
    Tested(Tested),
    /// To `Query::Explore`, `Query::Reconsider` and `Query::Onward`: histories that differ
    /// from all before; the run waits for `Query::Onward`.
    Histories {
        /// How many executions have come to an end so far.
        executions: u64,
        /// What came of them that was new.
        histories: Vec<History>,
    },
    /// To the same: the exploration is over.
    Explored(Explored),
    /// To `Query::Reconsider` and `Query::Onward`: the run is over.
    Reconsidered(SecondOpinion),
    /// To `Query::Retrace`: what happened; nothing if the schedule is none, or if the
    /// execution came to no end.
    Retraced(Option<Trace>),
    /// To `Query::Linearize`: what the model says of each history.
    Linearized(Vec<Linearity>),
    /// To `Query::Rehearse`: what came of each scenario.
    Rehearsed(Vec<Rehearsal>),
    /// To `Query::End`: the process leaves now.
    Bye,
}

impl Reply {
    /// The payload of the reply's frame, which begins with the request's nonce.
    #[must_use]
    pub fn to_bytes(&self, nonce: &Nonce) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.raw(nonce);
        match self {
            Self::Ran { answers, finish } => {
                writer.byte(0);
                writer.length(answers.len());
                for answer in answers {
                    answer.write(&mut writer);
                }
                match finish {
                    Finish::Open => writer.byte(0),
                    Finish::Dropped => writer.byte(1),
                    Finish::Miscounted { made, kept, twice } => {
                        writer.byte(3);
                        for count in [made, kept, twice] {
                            writer.number(*count);
                        }
                    }
                    Finish::Panicked(panic) => {
                        writer.byte(2);
                        panic.write(&mut writer);
                    }
                }
            }
            Self::Judged(opinions) => {
                writer.byte(1);
                writer.length(opinions.len());
                for opinion in opinions {
                    opinion.write(&mut writer);
                }
            }
            Self::Generated(Ok(value)) => {
                writer.byte(2);
                writer.block(value);
            }
            Self::Generated(Err(panic)) => {
                writer.byte(3);
                panic.write(&mut writer);
            }
            Self::Bye => writer.byte(4),
            Self::Tested(tested) => {
                writer.byte(20);
                tested.write(&mut writer);
            }
            Self::Asks(runs) => {
                writer.byte(6);
                writer.length(runs.len());
                for run in runs {
                    run.write(&mut writer);
                }
            }
            Self::Probed(Ok(probed)) => {
                writer.byte(7);
                probed.write(&mut writer);
            }
            Self::Probed(Err(panic)) => {
                writer.byte(8);
                panic.write(&mut writer);
            }
            Self::Composed(sequences) => {
                writer.byte(5);
                writer.length(sequences.len());
                for calls in sequences {
                    writer.length(calls.len());
                    for composed in calls {
                        composed.write(&mut writer);
                    }
                }
            }
            Self::Measured(Ok(measured)) => {
                writer.byte(9);
                measured.write(&mut writer);
            }
            Self::Measured(Err(panic)) => {
                writer.byte(10);
                panic.write(&mut writer);
            }
            Self::Resting(live) => {
                writer.byte(11);
                writer.number(*live);
            }
            Self::Histories {
                executions,
                histories,
            } => {
                writer.byte(30);
                writer.number(*executions);
                writer.length(histories.len());
                for history in histories {
                    history.write(&mut writer);
                }
            }
            Self::Explored(explored) => {
                writer.byte(31);
                explored.write(&mut writer);
            }
            Self::Reconsidered(opinion) => {
                writer.byte(35);
                opinion.write(&mut writer);
            }
            Self::Retraced(trace) => {
                writer.byte(32);
                writer.byte(u8::from(trace.is_some()));
                if let Some(trace) = trace {
                    trace.write(&mut writer);
                }
            }
            Self::Linearized(opinions) => {
                writer.byte(33);
                writer.length(opinions.len());
                for opinion in opinions {
                    opinion.write(&mut writer);
                }
            }
            Self::Rehearsed(rehearsals) => {
                writer.byte(34);
                writer.length(rehearsals.len());
                for rehearsal in rehearsals {
                    rehearsal.write(&mut writer);
                }
            }
        }
        writer.into_bytes()
    }

    /// Takes a reply's payload apart.
    ///
    /// # Errors
    /// If it is not a reply to the request with this nonce.
    pub fn from_bytes(bytes: &[u8], nonce: &Nonce) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        if reader.array()? != *nonce {
            return Err(Malformed("the nonce of the request"));
        }
        let reply = match reader.byte()? {
            0 => {
                let count = reader.count()?;
                let mut answers = Vec::new();
                for _ in 0..count {
                    answers.push(Answer::read(&mut reader)?);
                }
                let finish = match reader.byte()? {
                    0 => Finish::Open,
                    1 => Finish::Dropped,
                    2 => Finish::Panicked(PanicReport::read(&mut reader)?),
                    3 => Finish::Miscounted {
                        made: reader.number()?,
                        kept: reader.number()?,
                        twice: reader.number()?,
                    },
                    _ => return Err(Malformed("a kind of end")),
                };
                Self::Ran { answers, finish }
            }
            1 => {
                let count = reader.count()?;
                let mut opinions = Vec::new();
                for _ in 0..count {
                    opinions.push(Opinion::read(&mut reader)?);
                }
                Self::Judged(opinions)
            }
            2 => Self::Generated(Ok(reader.block()?.to_vec())),
            3 => Self::Generated(Err(PanicReport::read(&mut reader)?)),
            4 => Self::Bye,
            5 => {
                let count = reader.count()?;
                let mut sequences = Vec::new();
                for _ in 0..count {
                    let count = reader.count()?;
                    let mut calls = Vec::new();
                    for _ in 0..count {
                        calls.push(Composed::read(&mut reader)?);
                    }
                    sequences.push(calls);
                }
                Self::Composed(sequences)
            }
            6 => {
                let count = reader.count()?;
                let mut runs = Vec::new();
                for _ in 0..count {
                    runs.push(Run::read(&mut reader)?);
                }
                Self::Asks(runs)
            }
            7 => Self::Probed(Ok(Probed::read(&mut reader)?)),
            8 => Self::Probed(Err(PanicReport::read(&mut reader)?)),
            9 => Self::Measured(Ok(Measured::read(&mut reader)?)),
            10 => Self::Measured(Err(PanicReport::read(&mut reader)?)),
            11 => Self::Resting(reader.number()?),
            20 => Self::Tested(Tested::read(&mut reader)?),
            30 => Self::Histories {
                executions: reader.number()?,
                histories: History::read_all(&mut reader)?,
            },
            31 => Self::Explored(Explored::read(&mut reader)?),
            35 => Self::Reconsidered(SecondOpinion::read(&mut reader)?),
            32 => Self::Retraced(if reader.flag()? {
                Some(Trace::read(&mut reader)?)
            } else {
                None
            }),
            33 => {
                let count = reader.count()?;
                let mut opinions = Vec::new();
                for _ in 0..count {
                    opinions.push(Linearity::read(&mut reader)?);
                }
                Self::Linearized(opinions)
            }
            34 => {
                let count = reader.count()?;
                let mut rehearsals = Vec::new();
                for _ in 0..count {
                    rehearsals.push(Rehearsal::read(&mut reader)?);
                }
                Self::Rehearsed(rehearsals)
            }
            _ => return Err(Malformed("a kind of reply")),
        };
        reader.end()?;
        Ok(reply)
    }
}
