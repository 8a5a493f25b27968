//! Whether what a case made is given back when it is over: the bytes in use, before and
//! after many instances of it in one process.
//!
//! What is made once and kept for later, as a table in a static, is no leak: only what
//! every further instance leaves behind counts. Reference cycles do.

use crate::check::case::Judged;
use crate::check::loss::{self, Loss};
use crate::check::random::{self, Smaller};
use crate::check::replay::whole;
use crate::check::runner::{Prepared, Runner, Stopped, is_limit};
use crate::error::JudgingError;
use crate::problem::case::Case;
use crate::run::process::{Allowance, Launcher};
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
const LOOKS: usize = 25;
const PAUSE: Duration = Duration::from_millis(20);

/// What a case may use for each of its instances, which kept the limits before: only a
/// backstop.
const ALLOWANCE: Allowance = Allowance {
    cpu_ms: 60_000,
    wall_ms: 120_000,
};

/// What came of looking at all cases.
#[derive(Clone, Debug)]
pub struct Leaks {
    /// How many cases gave everything back.
    pub clean: u64,
    /// The first that did not. No case is looked at after it, nor when the time is over.
    pub found: Option<Leak>,
}

/// A case that leaves something behind.
#[derive(Clone, Debug)]
pub struct Leak {
    /// Its index in the problem.
    pub case: usize,
    /// What is known of it.
    pub kind: Kind,
}

/// What a case leaves behind.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Every instance leaves bytes.
    Bytes(Bytes),
    /// The process was lost.
    Lost(Judged),
}

/// Bytes that every instance of a case leaves.
#[derive(Clone, Debug)]
pub struct Bytes {
    /// The mean over `instances`.
    pub each: u64,
    /// How many were made.
    pub instances: u32,
    /// The fewest calls found after which bytes are left; `None` of a hidden case that nobody
    /// could make smaller.
    pub shown: Option<Case>,
    /// How many calls the case has.
    pub from: usize,
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
        let first = match heap.suspects(&prepared) {
            Ok(false) => {
                leaks.clean += 1;
                continue;
            }
            Ok(true) => None,
            Err(End::Judging(error)) => return Err(error),
            Err(End::Lost(lost)) => Some(judged(runner, &lost)),
        };
        heap.stop()?;
        let alone = accuse(runner, case, &prepared)?;
        // What rests on a limit counts only if it shows alone.
        let first = first.filter(|judged| !is_limit(judged.verdict));
        if let Some(kind) = alone.or(first.map(Kind::Lost)) {
            leaks.found = Some(Leak { case: *index, kind });
            return Ok(leaks);
        }
        leaks.clean += 1;
        heap = Heap::start(runner)?;
    }
    heap.stop()?;
    Ok(leaks)
}

/// Looks at a case in a fresh process while nothing else runs; `None` if it gives everything
/// back there.
fn accuse(
    runner: &mut Runner<'_>,
    case: &Case,
    prepared: &Prepared,
) -> Result<Option<Kind>, JudgingError> {
    let each = match runner.alone(|runner| Ok(alone(runner, prepared)))? {
        Ok(Some(each)) => each,
        Ok(None) => return Ok(None),
        Err(End::Judging(error)) => return Err(error),
        Err(End::Lost(lost)) => return Ok(Some(Kind::Lost(judged(runner, &lost)))),
    };
    let bytes = |each, shown| {
        Some(Kind::Bytes(Bytes {
            each,
            instances: INSTANCES,
            shown,
            from: prepared.calls.len(),
        }))
    };
    if let Some(smaller) = smallest(runner, case)? {
        // What it comes to is said of what is shown.
        return match alone(runner, &smaller.prepared) {
            Ok(Some(each)) => Ok(bytes(each, Some(smaller.case))),
            Err(End::Judging(error)) => Err(error),
            Ok(None) | Err(End::Lost(_)) => Ok(bytes(each, case.sample.then(|| case.clone()))),
        };
    }
    let shown = case.sample.then(|| beginning(runner, case, prepared));
    Ok(bytes(each, shown.transpose()?))
}

/// What every further instance leaves in a fresh process.
fn alone(runner: &Runner<'_>, prepared: &Prepared) -> Result<Option<u64>, End> {
    let mut heap = Heap::start(runner)?;
    let each = heap.bytes_each(prepared)?;
    heap.stop()?;
    Ok(each)
}

/// The fewest calls of the case that leave something; `None` if nobody can tell which could
/// be made without the others.
fn smallest(runner: &mut Runner<'_>, case: &Case) -> Result<Option<Smaller>, JudgingError> {
    let launcher = runner.submission();
    let mut heap = None;
    let smaller = random::reduce_while(runner, case, &mut |prepared| {
        let mut running = match heap.take() {
            Some(running) => running,
            None => Heap::of(launcher)?,
        };
        match running.suspects(prepared) {
            Ok(suspects) => {
                heap = Some(running);
                Ok(suspects)
            }
            Err(End::Judging(error)) => Err(error),
            // What is left of the earlier ones may have been too much for it.
            Err(End::Lost(_)) => Ok(false),
        }
    })?;
    heap.map(Heap::stop).transpose()?;
    Ok(smaller)
}

/// The shortest beginning of a case that leaves something.
fn beginning(runner: &Runner<'_>, case: &Case, prepared: &Prepared) -> Result<Case, JudgingError> {
    let mut heap = Heap::start(runner)?;
    let mut shorter = case.clone();
    for calls in 0..prepared.calls.len() {
        let begun = Prepared {
            instance: prepared.instance,
            calls: prepared.calls[..calls].to_vec(),
        };
        match heap.suspects(&begun) {
            Ok(false) => {}
            Ok(true) => {
                shorter.lines.truncate(calls);
                break;
            }
            Err(End::Judging(error)) => return Err(error),
            Err(End::Lost(_)) => break,
        }
    }
    heap.stop()?;
    Ok(shorter)
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
    fn start(runner: &Runner<'_>) -> Result<Self, JudgingError> {
        Self::of(runner.submission())
    }

    fn of(launcher: &dyn Launcher) -> Result<Self, JudgingError> {
        let session = Session::start(launcher, ALLOWANCE)?;
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
