//! Serves explorations: runs the calls of a scenario in every order that matters, and says
//! which histories come of that.

mod race;
mod trace;

use crate::line::LOST;
use crate::process::{leave, take_socket};
use crate::scenario::{Outbox, Program, Record};
use crate::{Line, Submission};
use explore::{Allowance, Blocked, Config, Coverage, Execution, Explorer, Failure};
use std::panic::{AssertUnwindSafe, catch_unwind};
use trace::{action, place, trace};
use wire::{Effort, Ending, Explored, Lapse, Leak, PanicReport, Query, Reply, Waiting};

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
                match exploration.outbox.interrupted.take() {
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
    outbox: Outbox,
    explored: Explored,
}

impl Exploration {
    fn new(line: Line) -> Self {
        Self {
            outbox: Outbox::new(line, true),
            explored: Explored::default(),
        }
    }

    fn run(&mut self, program: &Program<'_>, effort: &Effort) -> Explored {
        let explorer = Explorer::new(config(effort)).after_each(|execution| {
            self.look_at(execution);
            Ok(())
        });
        let report = catch_unwind(AssertUnwindSafe(|| explorer.run(|| program.run())));
        self.outbox.send();
        let mut explored = std::mem::take(&mut self.explored);
        explored.histories = self.outbox.differing;
        let Ok(report) = report else {
            explored.lapse = Some(Lapse::Unsupported("what made the explorer fail".into()));
            return explored;
        };
        explored.executions = report.executions;
        explored.truncated = report.truncated;
        explored.is_exhaustive = explored.lapse.is_none()
            && self.outbox.interrupted.is_none()
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
        self.outbox.add(record, ending, schedule);
        if self.outbox.interrupted.is_some() {
            execution.stop();
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
            waiting: waiting(record, blocked),
        },
        Some(Failure::Livelock(blocked)) => Ending::Stuck {
            spins: true,
            waiting: waiting(record, blocked),
        },
        Some(Failure::Race(found)) => Ending::Raced(race::race(found, record)),
        Some(Failure::Memory) => return Err(Lapse::Memory(schedule())),
        Some(Failure::Stack(_)) => return Err(Lapse::Stack(schedule())),
        Some(Failure::Threads) => return Err(Lapse::Threads),
        Some(Failure::Unsupported(what)) => return Err(Lapse::Unsupported(what.clone())),
        Some(Failure::Nondeterministic) => return Err(Lapse::Nondeterministic),
    })
}

/// Those who wait for ever.
fn waiting(record: &Record, blocked: &[Blocked]) -> Vec<Waiting> {
    let waiting = blocked.iter().map(|blocked| Waiting {
        thread: record.number(blocked.thread),
        action: action(blocked.kind, 0),
        place: place(blocked.location),
        on: blocked.on.map(|thread| record.number(thread)),
    });
    waiting.collect()
}
