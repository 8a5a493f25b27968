//! Whether what a case made is given back when it is over: the bytes in use, before and
//! after many instances of it in one process.
//!
//! What is made once and kept for later, as a table in a static, is no leak: only what
//! every further instance leaves behind counts. Reference cycles do.

use crate::check::case::Judged;
use crate::check::loss::{self, Loss};
use crate::check::measure;
use crate::check::replay::whole;
use crate::check::runner::{Prepared, Runner, Stopped};
use crate::error::JudgingError;
use crate::problem::case::Case;
use crate::run::session::{Lost, Replied, Session};
use crate::wire::{Query, Reply};
use std::thread;
use std::time::Duration;

/// In how many further instances a case that left something has to leave more, before it
/// is looked at alone.
const AGAIN: usize = 3;

/// Instances that a fresh process makes before anything is counted, and those that count.
const WARM_UP: usize = 3;
const INSTANCES: u32 = 16;

/// How often, and how long apart, the heap is looked at before an accusation: threads of
/// the submission may still be on their way out.
const LOOKS: usize = 10;
const PAUSE: Duration = Duration::from_millis(20);

/// What came of looking at all cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaks {
    /// How many cases gave everything back.
    pub clean: u64,
    /// The first that did not. No case is looked at after it, nor when the time is over.
    pub found: Option<Leak>,
}

/// A case that leaves something behind.
#[derive(Clone, Debug, PartialEq)]
pub struct Leak {
    /// Its index in the problem.
    pub case: usize,
    /// What is known of it.
    pub kind: Kind,
}

/// What a case leaves behind.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Every instance leaves bytes.
    Bytes {
        /// The mean over `instances`.
        each: u64,
        /// How many were made.
        instances: u32,
        /// After how many calls it shows: later ones are not needed for it.
        calls: usize,
    },
    /// The process was lost.
    Lost(Judged),
}

/// Looks at cases that are right. `order` holds their indices; the first that leaks is the
/// one that is told.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn leaks(runner: &mut Runner<'_>, order: &[usize]) -> Result<Leaks, JudgingError> {
    let mut leaks = Leaks {
        clean: 0,
        found: None,
    };
    let mut heap = Heap::start(runner)?;
    for index in order {
        if runner.stopped() == Some(Stopped::Time) {
            break;
        }
        let case = &runner.problem().cases[*index];
        let instance = u16::try_from(case.instance)
            .map_err(JudgingError::caused("number the contract's instances"))?;
        let prepared = runner.prepare(case, instance)?;
        let kind = match heap.suspects(&prepared) {
            Ok(false) => None,
            Ok(true) => {
                heap.stop()?;
                let found = accuse(runner, case, &prepared)?;
                heap = Heap::start(runner)?;
                found
            }
            Err(End::Judging(error)) => return Err(error),
            Err(End::Lost(lost)) => Some(Kind::Lost(judged(runner, &lost))),
        };
        if let Some(kind) = kind {
            leaks.found = Some(Leak { case: *index, kind });
            return Ok(leaks);
        }
        leaks.clean += 1;
    }
    heap.stop()?;
    Ok(leaks)
}

/// Looks at a case alone in a fresh process; `None` if it gives everything back there.
fn accuse(
    runner: &Runner<'_>,
    case: &Case,
    prepared: &Prepared,
) -> Result<Option<Kind>, JudgingError> {
    let mut heap = Heap::start(runner)?;
    let told = (|| {
        let Some(each) = heap.bytes_each(prepared)? else {
            return Ok(None);
        };
        let mut calls = prepared.calls.len();
        // What a sample needs to leak is shown; of a hidden case nothing is.
        if case.sample {
            for shorter in 0..calls {
                let begun = Prepared {
                    instance: prepared.instance,
                    calls: prepared.calls[..shorter].to_vec(),
                };
                if heap.suspects(&begun)? {
                    calls = shorter;
                    break;
                }
            }
        }
        Ok(Some(Kind::Bytes {
            each,
            instances: INSTANCES,
            calls,
        }))
    })();
    match told {
        Ok(kind) => {
            heap.stop()?;
            Ok(kind)
        }
        Err(End::Judging(error)) => Err(error),
        Err(End::Lost(lost)) => Ok(Some(Kind::Lost(judged(runner, &lost)))),
    }
}

fn judged(runner: &Runner<'_>, lost: &Lost) -> Judged {
    let Loss {
        verdict,
        reason,
        why,
    } = loss::judge(lost, &runner.problem().limits);
    Judged {
        verdict,
        reason,
        summary: format!("when it is made again and again: {why}"),
        details: vec![],
        place: None,
        transcript: vec![],
    }
}

/// Why a process is not asked any further.
enum End {
    Lost(Box<Lost>),
    Judging(JudgingError),
}

impl From<JudgingError> for End {
    fn from(error: JudgingError) -> Self {
        Self::Judging(error)
    }
}

/// A process whose heap is looked at between cases.
struct Heap {
    /// `None` once the process was lost.
    session: Option<Session>,
}

impl Heap {
    /// Time is judged where the cases are: here a case may take what a measurement may.
    fn start(runner: &Runner<'_>) -> Result<Self, JudgingError> {
        let session = Session::start(runner.submission(), measure::ALLOWANCE)?;
        Ok(Self {
            session: Some(session),
        })
    }

    fn stop(self) -> Result<(), JudgingError> {
        match self.session {
            Some(session) => session.stop().map(drop),
            None => Ok(()),
        }
    }

    /// Whether the case leaves something whenever it is made.
    fn suspects(&mut self, prepared: &Prepared) -> Result<bool, End> {
        let mut before = self.live()?;
        for _ in 0..=AGAIN {
            self.make(prepared)?;
            let after = self.live()?;
            if after <= before {
                return Ok(false);
            }
            before = after;
        }
        Ok(true)
    }

    /// What every further instance leaves, if all of them leave something.
    fn bytes_each(&mut self, prepared: &Prepared) -> Result<Option<u64>, End> {
        for _ in 0..WARM_UP {
            self.make(prepared)?;
        }
        let begun = self.live()?;
        let mut last = begun;
        for _ in 0..INSTANCES {
            self.make(prepared)?;
            let live = self.live()?;
            if live <= last {
                return Ok(None);
            }
            last = live;
        }
        let least = begun + u64::from(INSTANCES);
        for _ in 0..LOOKS {
            thread::sleep(PAUSE);
            last = last.min(self.live()?);
            if last < least {
                return Ok(None);
            }
        }
        Ok(Some((last - begun) / u64::from(INSTANCES)))
    }

    fn make(&mut self, prepared: &Prepared) -> Result<(), End> {
        match self.ask(whole(prepared))? {
            Reply::Ran { .. } => Ok(()),
            _ => self.forged(),
        }
    }

    fn live(&mut self) -> Result<u64, End> {
        match self.ask(Query::Rest)? {
            Reply::Resting(live) => Ok(live),
            _ => self.forged(),
        }
    }

    fn ask(&mut self, query: Query) -> Result<Reply, End> {
        let mut session = self.session.take().expect("it is asked until it is lost");
        match session.ask(query)? {
            Ok(Replied { reply, .. }) => {
                self.session = Some(session);
                Ok(reply)
            }
            Err(lost) => Err(End::Lost(Box::new(lost))),
        }
    }

    fn forged<T>(&mut self) -> Result<T, End> {
        let session = self.session.take().expect("it has just replied");
        Err(End::Lost(Box::new(session.refuse()?)))
    }
}
