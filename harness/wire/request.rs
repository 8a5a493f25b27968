//! Requests: what the judge asks.

use super::{Call, Effort, Goal, History, Malformed, Proposal, Reader, Scenario, Writer};

/// Drawn anew for every request; the reply repeats it.
pub type Nonce = [u8; 16];

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
/// which answers `Explore`, `Onward`, `Retrace` and `End`; on loom `Reconsider`, `Onward` and
/// `End`.
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
    /// The answers to the calls of `Reply::Asks`, in their order.
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
    /// Run a scenario where memory is as weak as its orderings allow. A process does that
    /// once.
    Reconsider {
        /// What is run.
        scenario: Scenario,
        /// After how many executions it stops.
        executions: u64,
        /// After how much time on the clock no execution begins.
        milliseconds: u64,
    },
    /// Go on after `Reply::Histories`.
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
            Query::Reconsider {
                scenario,
                executions,
                milliseconds,
            } => {
                writer.byte(35);
                scenario.write(&mut writer);
                writer.number(*executions);
                writer.number(*milliseconds);
            }
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
                let fresh = reader.flag()?;
                let instance = reader.small()?;
                let finish = reader.flag()?;
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
                let fresh = reader.flag()?;
                let count = reader.count()?;
                let mut calls = Vec::new();
                for _ in 0..count {
                    let call = Call::read(&mut reader)?;
                    let answer = if reader.flag()? {
                        Some(reader.block()?.to_vec())
                    } else {
                        None
                    };
                    calls.push((call, answer));
                }
                Query::Consult { fresh, calls }
            }
            2 => Query::Generate {
                generator: reader.small()?,
                arguments: reader.block()?.to_vec(),
            },
            3 => Query::End,
            4 => {
                let most = reader.handle()?;
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
                probe: reader.small()?,
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
                workload: reader.small()?,
                size: reader.number()?,
                goal: Goal::read(&mut reader)?,
            },
            8 => Query::Rest,
            20 => Query::Test(reader.small()?),
            30 => Query::Explore {
                scenario: Scenario::read(&mut reader)?,
                effort: Effort::read(&mut reader)?,
            },
            31 => Query::Onward,
            35 => Query::Reconsider {
                scenario: Scenario::read(&mut reader)?,
                executions: reader.number()?,
                milliseconds: reader.number()?,
            },
            32 => Query::Retrace {
                scenario: Scenario::read(&mut reader)?,
                effort: Effort::read(&mut reader)?,
                schedule: reader.text()?.to_owned(),
            },
            33 => Query::Linearize {
                scenario: Scenario::read(&mut reader)?,
                histories: History::read_all(&mut reader)?,
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
