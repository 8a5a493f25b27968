//! Requests and replies.

use super::{
    Composed, Effort, Explored, Goal, History, Linearity, Malformed, Measured, Probed, Proposal,
    Reader, Rehearsal, Run, Scenario, Tested, Trace, Writer,
};

/// Drawn anew for every request; the reply repeats it.
pub type Nonce = [u8; 16];

/// Numbers of the operations that every handle has. They lie above all others.
pub mod builtin {
    /// `drop(p)`: drops the handle.
    pub const DROP: u16 = u16::MAX;
    /// `unwind(p)`: drops the handle while a panic unwinds.
    pub const UNWIND: u16 = u16::MAX - 1;
    /// `clone(p)`: a clone of the handle, as a new handle.
    pub const CLONE: u16 = u16::MAX - 2;
}

/// One call of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its number in the contract of the instance, or one of [`builtin`].
    pub operation: u16,
    /// The handle it is called on; `None` for the subject, a constructor, or a function.
    pub receiver: Option<u32>,
    /// The first handle in the answer gets this number, the second the next one, and so on.
    pub first_handle: u32,
    /// The arguments one after the other, laid out by the contract's types.
    pub arguments: Vec<u8>,
}

/// What the judge asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// To be repeated in the reply.
    pub nonce: Nonce,
    /// What is asked.
    pub query: Query,
}

/// The kinds of requests. A submission's process answers `Run`, `Test`, `Measure`, `Rest`
/// and `End`, a model's process `Consult`, `Compose`, `Generate`, `Probe`, `Told`,
/// `Linearize`, `Rehearse` and `End`. A submission that is explored runs in a process of its own kind,
/// which answers `Explore`, `Onward`, `Retrace` and `End`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Make these calls in order.
    Run {
        /// Forget all subjects and handles first.
        fresh: bool,
        /// Which instance of the contract the calls are made on.
        instance: u16,
        /// The calls.
        calls: Vec<Call>,
        /// Drop all handles and subjects after the last call.
        finish: bool,
    },
    /// Say of each call what its answer should be; where the model judges answers, the
    /// given one is judged.
    Consult {
        /// Begin with no model value.
        fresh: bool,
        /// The calls, each with the submission's answer if there is one.
        calls: Vec<(Call, Option<Vec<u8>>)>,
    },
    /// Make sequences of calls out of proposals: those that the model allows and that do
    /// not wait, in order. Each sequence begins with no model value.
    Compose {
        /// The most calls of a sequence.
        most: u32,
        /// The proposals.
        sequences: Vec<Vec<Proposal>>,
    },
    /// Call a generator of model.rs.
    Generate {
        /// Its number among the generators used in the package.
        generator: u16,
        /// Its arguments one after the other.
        arguments: Vec<u8>,
    },
    /// Run a probe of model.rs.
    Probe {
        /// Its number among the probes of the package.
        probe: u16,
        /// Its arguments after the first, one after the other.
        arguments: Vec<u8>,
    },
    /// The answers to the calls of [`Reply::Asks`], in their order.
    Told(Vec<Vec<u8>>),
    /// Measure a workload of adapter.rs.
    Measure {
        /// Its number among the workloads used in the package.
        workload: u16,
        /// What it is told.
        size: u64,
        /// How many steps it makes.
        goal: Goal,
    },
    /// Say how much of the heap is in use.
    Rest,
    /// Run a test of tests.rs.
    Test(u16),
    /// Explore a scenario. A process explores one at a time.
    Explore {
        /// What is explored.
        scenario: Scenario,
        /// How far.
        effort: Effort,
    },
    /// Go on after [`Reply::Histories`].
    Onward,
    /// Run one execution again and say what its threads did.
    Retrace {
        /// Which scenario.
        scenario: Scenario,
        /// How far it was explored.
        effort: Effort,
        /// The order of events, as a history gives it.
        schedule: String,
    },
    /// Say of each history whether the model can explain it.
    Linearize {
        /// Which calls the histories are about.
        scenario: Scenario,
        /// The histories.
        histories: Vec<History>,
    },
    /// Make the calls of each scenario on the model alone, in every order.
    Rehearse(Vec<Scenario>),
    /// Drop everything, reply, leave.
    End,
}

/// Where and why a thread panicked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PanicReport {
    /// The message, if the payload was a text.
    pub message: Option<String>,
    /// File as the compiler was told, line and column (from 1); `None` if the panic hook
    /// was not the driver's any more.
    pub place: Option<(String, u32, u32)>,
}

/// What came of one call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It returned; the answer is laid out by the contract's type, handles as `u32`.
    Returned(Vec<u8>),
    /// It panicked.
    Panicked(PanicReport),
    /// It was not made: a handle it needs does not exist, since the call that should have
    /// made it answered otherwise.
    Missing,
    /// The request did not fit the contract: the judge's own fault.
    Refused(String),
}

/// What the model says of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opinion {
    /// This is the answer.
    Expected(Vec<u8>),
    /// The given answer is legal.
    Legal,
    /// The given answer is not legal, for this reason.
    Illegal(String),
    /// The call waits.
    Blocks,
    /// The call panics.
    Panics,
    /// The arguments are outside of what the contract allows (`requires_op`).
    Outside,
    /// The model itself failed: the author's fault.
    Failed(PanicReport),
    /// The request did not fit the contract: the judge's own fault.
    Refused(String),
    /// The model judges answers, and none was given.
    Open,
}

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

/// What the other side answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// To [`Query::Run`]: one answer a call.
    Ran {
        /// In the order of the calls.
        answers: Vec<Answer>,
        /// How the end went.
        finish: Finish,
    },
    /// To [`Query::Consult`]: one opinion a call.
    Judged(Vec<Opinion>),
    /// To [`Query::Compose`]: the calls of each sequence. One whose opinion is
    /// [`Opinion::Failed`] or [`Opinion::Refused`] is its sequence's last.
    Composed(Vec<Vec<Composed>>),
    /// To [`Query::Generate`]: the value, or how the generator failed.
    Generated(Result<Vec<u8>, PanicReport>),
    /// To [`Query::Probe`] and [`Query::Told`]: the probe goes on once these calls are made.
    Asks(Vec<Run>),
    /// To the same: what the probe says, or how it failed.
    Probed(Result<Probed, PanicReport>),
    /// To [`Query::Measure`]: what it cost, or how it panicked. No steps mean that the
    /// workload did not run its bench exactly once.
    Measured(Result<Measured, PanicReport>),
    /// To [`Query::Rest`]: bytes in use.
    Resting(u64),
    /// To [`Query::Test`]: how it went.
    Tested(Tested),
    /// To [`Query::Explore`] and [`Query::Onward`]: histories that differ from all before;
    /// the exploration waits for [`Query::Onward`].
    Histories(Vec<History>),
    /// To the same: the exploration is over.
    Explored(Explored),
    /// To [`Query::Retrace`]: what happened; nothing if the schedule is none, or if the
    /// execution came to no end.
    Retraced(Option<Trace>),
    /// To [`Query::Linearize`]: what the model says of each history.
    Linearized(Vec<Linearity>),
    /// To [`Query::Rehearse`]: what came of each scenario.
    Rehearsed(Vec<Rehearsal>),
    /// To [`Query::End`]: the process leaves now.
    Bye,
}

impl Request {
    /// The payload of the request's frame.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.raw(&self.nonce);
        match &self.query {
            Query::Run {
                fresh,
                instance,
                calls,
                finish,
            } => {
                writer.byte(0);
                writer.byte(u8::from(*fresh));
                writer.number(u64::from(*instance));
                writer.byte(u8::from(*finish));
                writer.length(calls.len());
                for call in calls {
                    call.write(&mut writer);
                }
            }
            Query::Consult { fresh, calls } => {
                writer.byte(1);
                writer.byte(u8::from(*fresh));
                writer.length(calls.len());
                for (call, answer) in calls {
                    call.write(&mut writer);
                    match answer {
                        None => writer.byte(0),
                        Some(answer) => {
                            writer.byte(1);
                            writer.block(answer);
                        }
                    }
                }
            }
            Query::Generate {
                generator,
                arguments,
            } => {
                writer.byte(2);
                writer.number(u64::from(*generator));
                writer.block(arguments);
            }
            Query::End => writer.byte(3),
            Query::Test(number) => {
                writer.byte(20);
                writer.number(u64::from(*number));
            }
            Query::Probe { probe, arguments } => {
                writer.byte(5);
                writer.number(u64::from(*probe));
                writer.block(arguments);
            }
            Query::Told(answers) => {
                writer.byte(6);
                writer.length(answers.len());
                for answer in answers {
                    writer.block(answer);
                }
            }
            Query::Compose { most, sequences } => {
                writer.byte(4);
                writer.number(u64::from(*most));
                writer.length(sequences.len());
                for proposals in sequences {
                    writer.length(proposals.len());
                    for proposal in proposals {
                        proposal.write(&mut writer);
                    }
                }
            }
            Query::Measure {
                workload,
                size,
                goal,
            } => {
                writer.byte(7);
                writer.number(u64::from(*workload));
                writer.number(*size);
                goal.write(&mut writer);
            }
            Query::Rest => writer.byte(8),
            Query::Explore { scenario, effort } => {
                writer.byte(30);
                scenario.write(&mut writer);
                effort.write(&mut writer);
            }
            Query::Onward => writer.byte(31),
            Query::Retrace {
                scenario,
                effort,
                schedule,
            } => {
                writer.byte(32);
                scenario.write(&mut writer);
                effort.write(&mut writer);
                writer.text(schedule);
            }
            Query::Linearize {
                scenario,
                histories,
            } => {
                writer.byte(33);
                scenario.write(&mut writer);
                writer.length(histories.len());
                for history in histories {
                    history.write(&mut writer);
                }
            }
            Query::Rehearse(scenarios) => {
                writer.byte(34);
                writer.length(scenarios.len());
                for scenario in scenarios {
                    scenario.write(&mut writer);
                }
            }
        }
        writer.into_bytes()
    }

    /// Takes a request's payload apart.
    ///
    /// # Errors
    /// If it is not a request.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let nonce = reader.array()?;
        let query = match reader.byte()? {
            0 => {
                let fresh = flag(&mut reader)?;
                let instance = small(&mut reader)?;
                let finish = flag(&mut reader)?;
                let count = reader.count()?;
                let mut calls = Vec::new();
                for _ in 0..count {
                    calls.push(Call::read(&mut reader)?);
                }
                Query::Run {
                    fresh,
                    instance,
                    calls,
                    finish,
                }
            }
            1 => {
                let fresh = flag(&mut reader)?;
                let count = reader.count()?;
                let mut calls = Vec::new();
                for _ in 0..count {
                    let call = Call::read(&mut reader)?;
                    let answer = if flag(&mut reader)? {
                        Some(reader.block()?.to_vec())
                    } else {
                        None
                    };
                    calls.push((call, answer));
                }
                Query::Consult { fresh, calls }
            }
            2 => Query::Generate {
                generator: small(&mut reader)?,
                arguments: reader.block()?.to_vec(),
            },
            3 => Query::End,
            4 => {
                let most = handle(&mut reader)?;
                let count = reader.count()?;
                let mut sequences = Vec::new();
                for _ in 0..count {
                    let count = reader.count()?;
                    let mut proposals = Vec::new();
                    for _ in 0..count {
                        proposals.push(Proposal::read(&mut reader)?);
                    }
                    sequences.push(proposals);
                }
                Query::Compose { most, sequences }
            }
            5 => Query::Probe {
                probe: small(&mut reader)?,
                arguments: reader.block()?.to_vec(),
            },
            6 => {
                let count = reader.count()?;
                let mut answers = Vec::new();
                for _ in 0..count {
                    answers.push(reader.block()?.to_vec());
                }
                Query::Told(answers)
            }
            7 => Query::Measure {
                workload: small(&mut reader)?,
                size: reader.number()?,
                goal: Goal::read(&mut reader)?,
            },
            8 => Query::Rest,
            20 => Query::Test(small(&mut reader)?),
            30 => Query::Explore {
                scenario: Scenario::read(&mut reader)?,
                effort: Effort::read(&mut reader)?,
            },
            31 => Query::Onward,
            32 => Query::Retrace {
                scenario: Scenario::read(&mut reader)?,
                effort: Effort::read(&mut reader)?,
                schedule: reader.text()?.to_owned(),
            },
            33 => Query::Linearize {
                scenario: Scenario::read(&mut reader)?,
                histories: read_histories(&mut reader)?,
            },
            34 => {
                let count = reader.count()?;
                let mut scenarios = Vec::new();
                for _ in 0..count {
                    scenarios.push(Scenario::read(&mut reader)?);
                }
                Query::Rehearse(scenarios)
            }
            _ => return Err(Malformed("a kind of request")),
        };
        reader.end()?;
        Ok(Self { nonce, query })
    }
}

impl Call {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(u64::from(self.operation));
        match self.receiver {
            None => writer.byte(0),
            Some(handle) => {
                writer.byte(1);
                writer.number(u64::from(handle));
            }
        }
        writer.number(u64::from(self.first_handle));
        writer.block(&self.arguments);
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let operation = small(reader)?;
        let receiver = if flag(reader)? {
            Some(handle(reader)?)
        } else {
            None
        };
        Ok(Self {
            operation,
            receiver,
            first_handle: handle(reader)?,
            arguments: reader.block()?.to_vec(),
        })
    }
}

impl PanicReport {
    pub(super) fn write(&self, writer: &mut Writer) {
        match &self.message {
            None => writer.byte(0),
            Some(message) => {
                writer.byte(1);
                writer.text(message);
            }
        }
        match &self.place {
            None => writer.byte(0),
            Some((file, line, column)) => {
                writer.byte(1);
                writer.text(file);
                writer.number(u64::from(*line));
                writer.number(u64::from(*column));
            }
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let message = if flag(reader)? {
            Some(reader.text()?.to_owned())
        } else {
            None
        };
        let place = if flag(reader)? {
            let file = reader.text()?.to_owned();
            Some((file, handle(reader)?, handle(reader)?))
        } else {
            None
        };
        Ok(Self { message, place })
    }
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
            Self::Histories(histories) => {
                writer.byte(30);
                writer.length(histories.len());
                for history in histories {
                    history.write(&mut writer);
                }
            }
            Self::Explored(explored) => {
                writer.byte(31);
                explored.write(&mut writer);
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
            30 => Self::Histories(read_histories(&mut reader)?),
            31 => Self::Explored(Explored::read(&mut reader)?),
            32 => Self::Retraced(if flag(&mut reader)? {
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

impl Answer {
    pub(super) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Returned(bytes) => {
                writer.byte(0);
                writer.block(bytes);
            }
            Self::Panicked(panic) => {
                writer.byte(1);
                panic.write(writer);
            }
            Self::Missing => writer.byte(2),
            Self::Refused(why) => {
                writer.byte(3);
                writer.text(why);
            }
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Returned(reader.block()?.to_vec()),
            1 => Self::Panicked(PanicReport::read(reader)?),
            2 => Self::Missing,
            3 => Self::Refused(reader.text()?.to_owned()),
            _ => return Err(Malformed("a kind of answer")),
        })
    }
}

fn read_histories(reader: &mut Reader<'_>) -> Result<Vec<History>, Malformed> {
    let count = reader.count()?;
    let mut histories = Vec::new();
    for _ in 0..count {
        histories.push(History::read(reader)?);
    }
    Ok(histories)
}

impl Opinion {
    pub(super) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Expected(answer) => {
                writer.byte(0);
                writer.block(answer);
            }
            Self::Legal => writer.byte(1),
            Self::Illegal(reason) => {
                writer.byte(2);
                writer.text(reason);
            }
            Self::Blocks => writer.byte(3),
            Self::Panics => writer.byte(4),
            Self::Outside => writer.byte(5),
            Self::Failed(panic) => {
                writer.byte(6);
                panic.write(writer);
            }
            Self::Refused(why) => {
                writer.byte(7);
                writer.text(why);
            }
            Self::Open => writer.byte(8),
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Expected(reader.block()?.to_vec()),
            1 => Self::Legal,
            2 => Self::Illegal(reader.text()?.to_owned()),
            3 => Self::Blocks,
            4 => Self::Panics,
            5 => Self::Outside,
            6 => Self::Failed(PanicReport::read(reader)?),
            7 => Self::Refused(reader.text()?.to_owned()),
            8 => Self::Open,
            _ => return Err(Malformed("a kind of opinion")),
        })
    }
}

pub(super) fn flag(reader: &mut Reader<'_>) -> Result<bool, Malformed> {
    match reader.byte()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Malformed("yes or no")),
    }
}

pub(super) fn small(reader: &mut Reader<'_>) -> Result<u16, Malformed> {
    u16::try_from(reader.number()?).map_err(|_| Malformed("a number of at most 16 bits"))
}

pub(super) fn handle(reader: &mut Reader<'_>) -> Result<u32, Malformed> {
    u32::try_from(reader.number()?).map_err(|_| Malformed("a number of at most 32 bits"))
}

#[cfg(test)]
mod tests {
    use super::super::{
        Access, Action, Draws, Ending, Lapse, Leak, MissingEdge, Moment, Objection, Part, Place,
        Race, Spot, Step, Twist, Unexplained, Waiting,
    };
    use super::*;

    fn scenario() -> Scenario {
        Scenario {
            instance: 2,
            before: vec![call()],
            threads: vec![vec![call(), call()], vec![]],
            after: vec![call()],
        }
    }

    fn effort() -> Effort {
        Effort {
            executions: 1 << 40,
            events: 10_000,
            spurious_wakeups: 1,
            weak_failures: 2,
            early_timeouts: 3,
            memory_per_thread: 1 << 24,
            finds_races: true,
        }
    }

    fn place() -> Place {
        Place {
            file: "src/lib.rs".into(),
            line: 300,
            column: 5,
        }
    }

    fn history() -> History {
        History {
            moments: vec![
                Moment::Called(0),
                Moment::Returned(0, Answer::Returned(vec![1])),
                Moment::Called(700),
            ],
            ending: Ending::Stuck {
                spins: true,
                waiting: vec![Waiting {
                    thread: 2,
                    action: Action::Wait,
                    place: place(),
                    on: Some(1),
                }],
            },
            schedule: "u:a3bc!9a".into(),
        }
    }

    fn race() -> Race {
        let access = |thread| Access {
            thread,
            writes: thread == 1,
            is_atomic: false,
            size: 8,
            spot: Spot::Code(vec![1 << 20, 7]),
        };
        Race {
            first: access(1),
            second: access(2),
            missing: Some(MissingEdge {
                store: Spot::Source(place()),
                store_order: "Relaxed".into(),
                store_releases: false,
                load: Spot::Code(vec![]),
                load_order: "Acquire".into(),
            }),
        }
    }

    fn call() -> Call {
        Call {
            operation: builtin::CLONE,
            receiver: Some(256),
            first_handle: 512,
            arguments: vec![1, 2, 3],
        }
    }

    #[test]
    fn requests_come_back() {
        for query in [
            Query::Run {
                fresh: true,
                instance: 1,
                calls: vec![call(), call()],
                finish: false,
            },
            Query::Consult {
                fresh: false,
                calls: vec![(call(), None), (call(), Some(vec![7]))],
            },
            Query::Generate {
                generator: 3,
                arguments: vec![9],
            },
            Query::Compose {
                most: 40,
                sequences: vec![
                    vec![Proposal {
                        call: call(),
                        parts: vec![
                            Part::Plain(vec![1, 2]),
                            Part::Drawn {
                                generator: 2,
                                draws: Draws::Seed(u64::MAX),
                            },
                            Part::Drawn {
                                generator: 0,
                                draws: Draws::Tape(vec![300, 0]),
                            },
                        ],
                    }],
                    vec![],
                ],
            },
            Query::Measure {
                workload: 2,
                size: 1 << 40,
                goal: Goal {
                    least_steps: 1,
                    most_steps: 300,
                    least_ns: 2_000_000,
                    most_ns: u64::MAX,
                },
            },
            Query::Rest,
            Query::Probe {
                probe: 1,
                arguments: vec![3],
            },
            Query::Told(vec![vec![], vec![1, 2]]),
            Query::Test(300),
            Query::Explore {
                scenario: scenario(),
                effort: effort(),
            },
            Query::Onward,
            Query::Retrace {
                scenario: scenario(),
                effort: effort(),
                schedule: "ab".into(),
            },
            Query::Rehearse(vec![scenario(), Scenario::default()]),
            Query::Linearize {
                scenario: scenario(),
                histories: vec![
                    history(),
                    History {
                        ending: Ending::Panicked(PanicReport::default()),
                        ..history()
                    },
                    History {
                        ending: Ending::Complete,
                        ..history()
                    },
                    History {
                        ending: Ending::Raced(race()),
                        ..history()
                    },
                ],
            },
            Query::End,
        ] {
            let request = Request {
                nonce: [7; 16],
                query,
            };
            assert_eq!(Request::from_bytes(&request.to_bytes()), Ok(request));
        }
    }

    #[test]
    fn replies_come_back() {
        let panic = PanicReport {
            message: Some("index out of bounds".into()),
            place: Some(("src/lib.rs".into(), 12, 5)),
        };
        for reply in [
            Reply::Ran {
                answers: vec![
                    Answer::Returned(vec![1]),
                    Answer::Panicked(panic.clone()),
                    Answer::Missing,
                    Answer::Refused("no such operation".into()),
                ],
                finish: Finish::Panicked(PanicReport::default()),
            },
            Reply::Judged(vec![
                Opinion::Expected(vec![0]),
                Opinion::Legal,
                Opinion::Illegal("want 3".into()),
                Opinion::Blocks,
                Opinion::Panics,
                Opinion::Outside,
                Opinion::Failed(panic.clone()),
                Opinion::Refused("?".into()),
                Opinion::Open,
            ]),
            Reply::Composed(vec![
                vec![Composed {
                    proposal: 3,
                    arguments: vec![1],
                    tapes: vec![vec![], vec![4, 500]],
                    opinion: Opinion::Open,
                }],
                vec![],
            ]),
            Reply::Generated(Ok(vec![4])),
            Reply::Generated(Err(panic.clone())),
            Reply::Asks(vec![
                Run {
                    fresh: true,
                    calls: vec![call(), call()],
                    finish: false,
                },
                Run::default(),
            ]),
            Reply::Probed(Ok(Probed::Right(vec![("used".into(), 0.5)]))),
            Reply::Probed(Ok(Probed::Wrong("uneven".into()))),
            Reply::Probed(Err(panic.clone())),
            Reply::Measured(Ok(Measured {
                steps: 1,
                cpu_ns: 300,
                allocations: 0,
                before: 70_000,
                peak: 90_000,
                after: 80_000,
            })),
            Reply::Measured(Err(panic.clone())),
            Reply::Resting(u64::MAX),
            Reply::Tested(Tested::Returned),
            Reply::Tested(Tested::Failed("no".into())),
            Reply::Tested(Tested::Panicked(panic.clone())),
            Reply::Histories(vec![history()]),
            Reply::Explored(Explored::default()),
            Reply::Explored(Explored {
                executions: 300,
                truncated: 1,
                histories: 2,
                is_exhaustive: true,
                threads: 3,
                shared_objects: 4,
                leak: Some(Leak {
                    blocks: 5,
                    schedule: "ab".into(),
                }),
                left_behind: Some((1, "ba".into())),
                spins: vec![place()],
                lapse: Some(Lapse::Unsupported("a socket".into())),
            }),
            Reply::Retraced(None),
            Reply::Retraced(Some(Trace {
                steps: vec![Step {
                    thread: 1,
                    action: Action::NotifyOne,
                    object: 4,
                    twist: Twist::Wakes(2),
                    place: place(),
                    preempts: true,
                }],
                history: history(),
            })),
            Reply::Linearized(vec![
                Linearity::Explained,
                Linearity::Unexplained(Unexplained {
                    order: vec![0, 2],
                    call: 300,
                    beside: Some(1),
                    objections: vec![
                        Objection::Expected(vec![1]),
                        Objection::Illegal("no".into()),
                        Objection::Blocks,
                        Objection::Panics,
                    ],
                }),
                Linearity::Stuck { calls: vec![300] },
                Linearity::TooMany,
                Linearity::Failed(panic.clone()),
                Linearity::Refused("a handle".into()),
            ]),
            Reply::Rehearsed(vec![
                Rehearsal::Ends,
                Rehearsal::Stuck {
                    order: vec![0, 2],
                    waiting: vec![1, 300],
                },
                Rehearsal::Outside(3),
                Rehearsal::Open(4),
                Rehearsal::TooMany,
                Rehearsal::Failed(panic),
                Rehearsal::Refused("a handle".into()),
            ]),
            Reply::Bye,
        ] {
            let bytes = reply.to_bytes(&[1; 16]);
            assert_eq!(Reply::from_bytes(&bytes, &[1; 16]), Ok(reply));
        }
    }

    #[test]
    fn a_reply_to_another_request_is_refused() {
        let bytes = Reply::Bye.to_bytes(&[1; 16]);
        assert_eq!(
            Reply::from_bytes(&bytes, &[2; 16]),
            Err(Malformed("the nonce of the request"))
        );
    }

    #[test]
    fn bytes_left_over_are_refused() {
        let mut bytes = Reply::Bye.to_bytes(&[1; 16]);
        bytes.push(0);
        assert!(Reply::from_bytes(&bytes, &[1; 16]).is_err());
    }
}
