//! Serves explorations: runs the calls of a scenario in every order that matters, and says
//! which histories come of that.

mod program;
mod race;
mod record;
mod trace;
mod turns;

use crate::line::LOST;
use crate::process::{leave, take_socket};
use crate::{Line, Submission};
use explore::{Allowance, Config, Coverage, Execution, Explorer, Failure};
use program::Program;
use record::Record;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use trace::{place, trace};
use wire::{Effort, Ending, Explored, History, Lapse, Leak, PanicReport, Query, Reply};

/// At most this many histories are sent at once; the first few at once, since one of them
/// may end the exploration.
const MOST_AT_ONCE: usize = 256;

/// At most about this many bytes of histories are sent at once.
const MOST_BYTES: usize = 1 << 20;

/// So many histories are known by their hashes. When there are more, all are forgotten, and
/// some are sent again.
const MOST_KNOWN: usize = 1 << 20;

/// Serves a submission until the judge is done; does not return.
pub fn serve(submission: impl Submission + 'static) -> ! {
    let Ok(socket) = take_socket() else {
        leave(LOST)
    };
    let line = Line::new(socket);
    let submission: Box<dyn Submission> = Box::new(submission);
    let mut query = line.listen();
    loop {
        query = match query {
            Query::Explore { scenario, effort } => {
                let program = Program::new(&*submission, &scenario);
                let mut exploration = Exploration::new(line.clone());
                let explored = exploration.run(&program, &effort);
                match exploration.interrupted.take() {
                    Some(query) => query,
                    None => {
                        line.say(&Reply::Explored(explored));
                        line.listen()
                    }
                }
            }
            Query::Retrace {
                scenario,
                effort,
                schedule,
            } => {
                let program = Program::new(&*submission, &scenario);
                line.say(&Reply::Retraced(trace(&program, &effort, &schedule)));
                line.listen()
            }
            Query::End => {
                line.say(&Reply::Bye);
                leave(0)
            }
            _ => leave(LOST),
        };
    }
}

/// What the explorer is told.
fn config(effort: &Effort) -> Config {
    Config {
        allowance: Allowance {
            spurious_wakeups: effort.spurious_wakeups,
            weak_failures: effort.weak_failures,
            early_timeouts: effort.early_timeouts,
        },
        max_executions: effort.executions,
        max_events: effort.events.min(60_000),
        // What waits for ever may be right to: the judge says whether it goes on.
        goes_on: true,
        finds_races: effort.finds_races,
        memory_per_thread: usize::try_from(effort.memory_per_thread).unwrap_or(usize::MAX),
        ..Config::default()
    }
}

/// An exploration under way.
struct Exploration {
    line: Line,
    known: HashSet<(u64, u64)>,
    histories: Vec<History>,
    bytes: usize,
    at_once: usize,
    explored: Explored,
    /// What the judge asked instead of letting it go on.
    interrupted: Option<Query>,
}

impl Exploration {
    fn new(line: Line) -> Self {
        Self {
            line,
            known: HashSet::new(),
            histories: Vec::new(),
            bytes: 0,
            at_once: 1,
            explored: Explored::default(),
            interrupted: None,
        }
    }

    fn run(&mut self, program: &Program<'_>, effort: &Effort) -> Explored {
        let explorer = Explorer::new(config(effort)).after_each(|execution| {
            self.look_at(execution);
            Ok(())
        });
        let report = catch_unwind(AssertUnwindSafe(|| explorer.run(|| program.run())));
        if self.interrupted.is_none() {
            self.send();
        }
        let mut explored = std::mem::take(&mut self.explored);
        let Ok(report) = report else {
            explored.lapse = Some(Lapse::Unsupported("what made the explorer fail".into()));
            return explored;
        };
        explored.executions = report.executions;
        explored.truncated = report.truncated;
        explored.is_exhaustive = explored.lapse.is_none()
            && self.interrupted.is_none()
            && matches!(report.coverage, Coverage::Exhaustive(_));
        explored.threads = report.threads as u32;
        explored.shared_objects = report.shared_objects as u32;
        explored.spins = report.spins.iter().map(|spin| place(spin)).collect();
        explored
    }

    /// Takes down what an execution came to.
    fn look_at(&mut self, execution: &Execution<'_>) {
        let record = Record::take();
        let ending = match ending(execution, &record) {
            Ok(ending) => ending,
            Err(lapse) => {
                self.explored.lapse = Some(lapse);
                execution.stop();
                return;
            }
        };
        let schedule = || execution.schedule().to_string();
        if let Some(blocks @ 1..) = execution.left_blocks
            && ending == Ending::Complete
            && self.explored.leak.is_none()
        {
            self.explored.leak = Some(Leak {
                blocks,
                schedule: schedule(),
            });
        }
        if ending == Ending::Complete
            && execution.unfinished > 0
            && self.explored.left_behind.is_none()
        {
            self.explored.left_behind = Some((execution.unfinished as u32, schedule()));
        }
        let key = (
            hash(0, &record.moments, &ending),
            hash(1, &record.moments, &ending),
        );
        if !self.known.insert(key) {
            return;
        }
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.explored.histories += 1;
        let schedule = schedule();
        self.bytes += schedule.len() + record.bytes();
        self.histories.push(History {
            moments: record.moments,
            ending,
            schedule,
        });
        if self.histories.len() >= self.at_once || self.bytes >= MOST_BYTES {
            self.send();
            self.at_once = (self.at_once * 4).min(MOST_AT_ONCE);
            if self.interrupted.is_some() {
                execution.stop();
            }
        }
    }

    /// Sends the histories, and waits until it may go on.
    fn send(&mut self) {
        if self.histories.is_empty() {
            return;
        }
        self.bytes = 0;
        let histories = std::mem::take(&mut self.histories);
        self.line.say(&Reply::Histories(histories));
        match self.line.listen() {
            Query::Onward => {}
            other => self.interrupted = Some(other),
        }
    }
}

/// How an execution ended, or why nothing can be said about it.
fn ending(execution: &Execution<'_>, record: &Record) -> Result<Ending, Lapse> {
    let schedule = || execution.schedule().to_string();
    Ok(match execution.failure {
        None => match &record.finish {
            Some(report) => Ending::Panicked(report.clone()),
            None => Ending::Complete,
        },
        Some(Failure::Panic { message, .. } | Failure::Refuted(message)) => {
            Ending::Panicked(PanicReport {
                message: Some(message.clone()),
                place: None,
            })
        }
        Some(Failure::Deadlock(blocked)) => Ending::Stuck {
            spins: false,
            waiting: record.waiting(blocked),
        },
        Some(Failure::Livelock(blocked)) => Ending::Stuck {
            spins: true,
            waiting: record.waiting(blocked),
        },
        Some(Failure::Race(found)) => Ending::Raced(race::race(found, record)),
        Some(Failure::Memory) => return Err(Lapse::Memory(schedule())),
        Some(Failure::Stack(_)) => return Err(Lapse::Stack(schedule())),
        Some(Failure::Threads) => return Err(Lapse::Threads),
        Some(Failure::Unsupported(what)) => return Err(Lapse::Unsupported(what.clone())),
        Some(Failure::Nondeterministic) => return Err(Lapse::Nondeterministic),
    })
}

/// Two of these with different seeds tell histories apart.
fn hash(seed: u8, moments: &[wire::Moment], ending: &Ending) -> u64 {
    let mut hasher = DefaultHasher::new();
    seed.hash(&mut hasher);
    moments.hash(&mut hasher);
    match ending {
        Ending::Complete => 0_u8.hash(&mut hasher),
        Ending::Panicked(report) => report.hash(&mut hasher),
        Ending::Stuck { spins, .. } => spins.hash(&mut hasher),
        Ending::Raced(_) => 2_u8.hash(&mut hasher),
    }
    hasher.finish()
}
