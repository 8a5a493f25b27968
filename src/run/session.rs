//! A conversation with one process: requests with nonces, replies that repeat them.

use super::observation::Observation;
use super::process::{Allowance, Exchange, Launcher, Loss, Patience, Process};
use crate::error::JudgingError;
use crate::wire::{Nonce, Query, Reply, Request};
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

/// A running process and what it may use for each request.
pub struct Session {
    process: Box<dyn Process>,
    allowance: Allowance,
}

/// A reply and how long it took.
pub struct Replied {
    /// The reply.
    pub reply: Reply,
    /// Time on the clock from request to reply.
    pub wall: Duration,
    /// CPU time of the process from request to reply; `None` where it cannot be read.
    pub cpu: Option<Duration>,
}

/// A process that was asked and works on its reply.
pub struct Asked {
    session: Session,
    nonce: Nonce,
}

/// Why a session is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// What was seen of the process.
    pub observation: Observation,
    /// What came instead of a reply, if something did.
    pub forged: Option<&'static str>,
    /// What it was allowed.
    pub allowance: Allowance,
}

impl Session {
    /// Starts a process.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(launcher: &dyn Launcher, allowance: Allowance) -> Result<Self, JudgingError> {
        Ok(Self {
            process: launcher.launch()?,
            allowance,
        })
    }

    /// Starts a process and asks it, and waits for neither.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn begin(
        launcher: &dyn Launcher,
        allowance: Allowance,
        query: Query,
    ) -> Result<Asked, JudgingError> {
        Self::start(launcher, allowance)?.send(query)
    }

    /// Asks, and does not wait: something else can be done while the process works.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn send(mut self, query: Query) -> Result<Asked, JudgingError> {
        let nonce = self.put(query)?;
        Ok(Asked {
            session: self,
            nonce,
        })
    }

    /// Sends a request, whose nonce the reply has to repeat.
    fn put(&mut self, query: Query) -> Result<Nonce, JudgingError> {
        let request = Request {
            nonce: nonce(),
            query,
        };
        if begins_anew(&request.query) {
            self.process.forget_output();
        }
        self.process.send(&request.to_bytes())?;
        Ok(request.nonce)
    }

    /// What the process may use for each request from now on.
    pub const fn allow(&mut self, allowance: Allowance) {
        self.allowance = allowance;
    }

    /// Asks and waits. After `Lost` the session is over.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn ask(&mut self, query: Query) -> Result<Result<Replied, Lost>, JudgingError> {
        let begun = Instant::now();
        let used = self.process.cpu().unwrap_or_default();
        let nonce = self.put(query)?;
        let exchange = self.process.receive(self.allowance)?;
        let wall = begun.elapsed();
        Ok(match self.read(exchange, &nonce)? {
            Ok(reply) => {
                let cpu = self.process.cpu();
                Ok(Replied {
                    reply,
                    wall,
                    cpu: cpu.map(|cpu| cpu.saturating_sub(used)),
                })
            }
            Err(lost) => Err(lost),
        })
    }

    /// Asks with the bytes of a request, and waits for a reply of these bytes, both without
    /// their nonce: `None` if that is the reply. After `Lost` the session is over.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn expect(
        &mut self,
        request: &[u8],
        wanted: &[u8],
    ) -> Result<Result<Option<Reply>, Lost>, JudgingError> {
        let nonce = nonce();
        let request = [&nonce[..], request].concat();
        let exchange = self.process.exchange(&request, self.allowance)?;
        if let Exchange::Frame(bytes) = &exchange
            && bytes.strip_prefix(&nonce[..]) == Some(wanted)
        {
            return Ok(Ok(None));
        }
        Ok(self.read(exchange, &nonce)?.map(Some))
    }

    /// What came of an exchange; what is no reply ends the process.
    fn read(
        &mut self,
        exchange: Exchange,
        nonce: &Nonce,
    ) -> Result<Result<Reply, Lost>, JudgingError> {
        let (forged, patience) = match exchange {
            Exchange::Frame(bytes) => match Reply::from_bytes(&bytes, nonce) {
                Ok(reply) => return Ok(Ok(reply)),
                Err(malformed) => (Some(malformed.0), Patience::None),
            },
            Exchange::Lost(Loss::Garbled) => (Some("one frame"), Patience::None),
            Exchange::Lost(Loss::Silent) => (None, Patience::Leaving),
        };
        let observation = self.process.end(patience)?;
        Ok(Err(Lost {
            observation,
            forged,
            allowance: self.allowance,
        }))
    }

    /// Stops the process: it may be in any state.
    ///
    /// # Errors
    /// If it cannot be stopped.
    pub fn stop(mut self) -> Result<Observation, JudgingError> {
        self.process.end(Patience::None)
    }

    /// Stops a process that replied, but not to what it was asked.
    ///
    /// # Errors
    /// If it cannot be stopped.
    pub fn refuse(self) -> Result<Lost, JudgingError> {
        let allowance = self.allowance;
        Ok(Lost {
            observation: self.stop()?,
            forged: Some("an answer to the request"),
            allowance,
        })
    }

    /// Asks the process to leave.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn close(mut self) -> Result<Closed, JudgingError> {
        match self.ask(Query::End)? {
            Ok(Replied { reply, .. }) => {
                let observation = self.process.end(Patience::Leaving)?;
                let forged = if reply != Reply::Bye {
                    Some("an answer to the request")
                } else if observation.trailing {
                    Some("nothing after the last answer")
                } else {
                    None
                };
                Ok(Closed {
                    orderly: forged.is_none(),
                    lost: Lost {
                        observation,
                        forged,
                        allowance: self.allowance,
                    },
                })
            }
            Err(lost) => Ok(Closed {
                orderly: false,
                lost,
            }),
        }
    }
}

impl Asked {
    /// Waits for the reply.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn reply(self) -> Result<Result<(Session, Reply), Lost>, JudgingError> {
        let Self { mut session, nonce } = self;
        let exchange = session.process.receive(session.allowance)?;
        let read = session.read(exchange, &nonce)?;
        Ok(read.map(|reply| (session, reply)))
    }

    /// Stops the process: nobody wants its reply any more.
    ///
    /// # Errors
    /// If it cannot be stopped.
    pub fn stop(self) -> Result<Observation, JudgingError> {
        self.session.stop()
    }
}

/// How a session ended that was asked to.
pub struct Closed {
    /// Whether the process said goodbye, and nothing after that.
    pub orderly: bool,
    /// What was seen of it.
    pub lost: Lost,
}

/// Whether what is asked is a whole of its own. Limits of output are for one case, however
/// many a process serves.
const fn begins_anew(query: &Query) -> bool {
    matches!(
        query,
        Query::Run { fresh: true, .. } | Query::Measure { .. }
    )
}

/// Bytes that the other side cannot know beforehand: std's hasher is keyed by the
/// operating system's randomness.
fn nonce() -> Nonce {
    let mut nonce = Nonce::default();
    let random = RandomState::new();
    nonce[..8].copy_from_slice(&random.hash_one(0).to_le_bytes());
    nonce[8..].copy_from_slice(&random.hash_one(1).to_le_bytes());
    nonce
}

#[cfg(test)]
mod tests;
