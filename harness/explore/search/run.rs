//! One execution, from the first event to the last.

use super::Search;
use super::mutant::{self, Mutant};
use super::node::{Event, MAX_CHOICES, Node};
use super::race;
use crate::arena;
use crate::model::execution::{Execution, Stop};
use crate::model::operation::{Kind, Operation};
use crate::model::thread::{ThreadId, ThreadSet};
use crate::order;
use crate::report::{Blocked, Failure};
use crate::runtime::Runtime;

/// How an execution ended.
#[derive(Debug)]
pub enum End {
    /// Every thread ended, or the main one did and the others wait.
    Complete,
    /// It is not as it should be.
    Failed(Failure),
    /// Whatever follows was explored already.
    Redundant,
    /// It has too many events.
    Truncated,
    /// Something was learnt that changes what counts as an event.
    Restart,
}

impl Search<'_> {
    /// Runs one execution along the nodes there are, and on from there.
    pub(super) fn execute(&mut self, runtime: &mut Runtime, body: &(dyn Fn() + Sync)) -> End {
        order::begin(self.explorer.config.finds_races);
        runtime.execution().reset(self.explorer.config.allowance);
        runtime.begin(body);
        let end = loop {
            start_threads(runtime);
            let execution = runtime.execution();
            if let Some(race) = order::found() {
                break End::Failed(Failure::Race(Box::new(race)));
            }
            match execution.stop.take() {
                Some(Stop::Restart) => break End::Restart,
                Some(Stop::Fail(failure)) => break End::Failed(failure),
                None => {}
            }
            if let Some(failure) = main_panicked(execution) {
                break End::Failed(failure);
            }
            let depth = execution.depth as usize;
            let enabled = execution.enabled();
            if enabled.is_empty() {
                if execution.advance_time() {
                    continue;
                }
                if !execution.threads[0].is_done
                    && let Some(spinning) = execution.confirm_spinning()
                {
                    runtime.resume(spinning);
                    continue;
                }
                break stuck(execution);
            }
            if depth as u32 >= self.explorer.config.max_events {
                break End::Truncated;
            }
            if depth == self.nodes.len() {
                match self.open_node(execution, enabled) {
                    Some(node) => self.nodes.push(node),
                    None => break End::Redundant,
                }
            }
            if self.nodes[depth].enabled != enabled {
                break End::Failed(Failure::Nondeterministic);
            }
            self.step(runtime, depth);
        };
        order::end();
        self.look_at_the_blocked(runtime.execution(), &end);
        end
    }

    /// Performs the operation that is chosen at this depth, and runs its thread on.
    fn step(&mut self, runtime: &mut Runtime, depth: usize) {
        let execution = runtime.execution();
        let thread = self.nodes[depth].chosen;
        let operation = execution.thread(thread).pending;
        let operation = operation.expect("an enabled thread has announced an operation");
        if self.nodes[depth].choices == 0 {
            let (_, choices) = execution.choice(&operation, 0);
            let node = &mut self.nodes[depth];
            node.choices = choices.min(MAX_CHOICES as u8);
            for index in 0..node.choices {
                node.labels[usize::from(index)] = execution.choice(&operation, index).0;
            }
            if let Some(schedule) = self.replayed {
                let wanted = schedule.steps.get(depth).map_or(0, |step| step.1);
                let index = node.labels.iter().position(|label| *label == wanted);
                node.choice = index.map_or(0, |index| index as u8);
            }
        }
        let label = self.nodes[depth].label();
        // The part of the execution that is only run again has been analysed before.
        let known = self.nodes[depth].event.map(|event| event.clock);
        let reduces = self.explorer.config.reduces;
        let clock = known.unwrap_or_else(|| {
            race::analyse(&mut self.nodes, execution, thread, &operation, reduces)
        });
        let is_idle = execution.perform(thread, &operation, label, clock);
        self.nodes[depth].event = Some(Event {
            thread,
            operation,
            clock,
            label,
            is_idle,
        });
        self.report.events += 1;
        runtime.resume(thread);
    }

    /// The node for a state that was never reached this way before; nothing if everybody
    /// who could go on sleeps.
    fn open_node(&self, execution: &Execution, enabled: ThreadSet) -> Option<Node> {
        let sleep = self.sleepers(execution);
        let awake = enabled.without(sleep);
        let chosen = self.pick(awake)?;
        let mut backtrack = ThreadSet::EMPTY;
        backtrack.insert(chosen);
        Some(Node {
            enabled,
            backtrack: if self.explorer.config.reduces {
                backtrack
            } else {
                enabled
            },
            sleep,
            chosen,
            choice: 0,
            choices: 0,
            labels: [0; MAX_CHOICES],
            event: None,
        })
    }

    /// Who sleeps on after the last event: whose operation commutes with it.
    fn sleepers(&self, execution: &Execution) -> ThreadSet {
        let mut sleepers = ThreadSet::EMPTY;
        let Some(parent) = self.nodes.last().filter(|_| self.explorer.config.reduces) else {
            return sleepers;
        };
        let event = race::event(&self.nodes, self.nodes.len() - 1);
        for thread in parent.sleep.iter() {
            let pending = execution.thread(thread).pending;
            let sleeps_on = thread != event.thread
                && pending.is_some_and(|operation| {
                    !race::depends(event, &operation, execution.would_fail(&operation))
                });
            let sleeps_on = (sleeps_on || mutant::is(Mutant::SleepForEver))
                && !mutant::is(Mutant::NobodySleeps)
                && thread != event.thread;
            if sleeps_on {
                sleepers.insert(thread);
            }
        }
        sleepers
    }

    /// Whom to try first: the schedule's thread, or the one that ran last unless it gave
    /// way, or the next one.
    fn pick(&self, awake: ThreadSet) -> Option<ThreadId> {
        let depth = self.nodes.len();
        let planned = self.replayed.and_then(|schedule| schedule.steps.get(depth));
        if let Some((thread, _)) = planned
            && awake.contains(*thread)
        {
            return Some(*thread);
        }
        let Some(last) = depth
            .checked_sub(1)
            .map(|last| race::event(&self.nodes, last))
        else {
            return awake.first();
        };
        let gave_way = last.operation.kind == Kind::Pause;
        if awake.contains(last.thread) && !gave_way {
            return Some(last.thread);
        }
        let after = awake.iter().find(|thread| *thread > last.thread);
        after.or(awake.first())
    }

    /// What is blocked where an execution ends could have gone first elsewhere, whatever
    /// the end: a deadlock, or a state from which everything else was explored already.
    fn look_at_the_blocked(&mut self, execution: &Execution, end: &End) {
        let is_ignored = match end {
            End::Restart => true,
            End::Redundant => mutant::is(Mutant::SleepersIgnored),
            _ => mutant::is(Mutant::DeadlocksIgnored),
        };
        if is_ignored || execution.depth as usize != self.nodes.len() {
            return;
        }
        let reduces = self.explorer.config.reduces;
        for (thread, state) in execution.unfinished() {
            let Some(operation) = state.pending.filter(|_| state.is_open) else {
                continue;
            };
            if operation.kind != Kind::Halt {
                race::analyse(&mut self.nodes, execution, thread, &operation, reduces);
            }
        }
    }

    /// Notes what an execution shows about the program besides its failure.
    pub(super) fn take_stock(&mut self, runtime: &mut Runtime, end: &End, has_arena: bool) {
        let execution = runtime.execution();
        let report = &mut self.report;
        report.threads = report.threads.max(execution.threads.len());
        if !matches!(end, End::Complete) {
            return;
        }
        let left = execution.unfinished().count();
        report.left_behind = report.left_behind.max(left);
        if has_arena && left == 0 {
            report.leaked_blocks = report.leaked_blocks.max(arena::live_blocks());
        }
        if report.executions < 64 {
            let nodes = &self.nodes;
            let is_shared = |log: &&Vec<u32>| {
                let mut events = log.iter().map(|index| race::event(nodes, *index as usize));
                // A history is the explorer's own.
                events
                    .next()
                    .filter(|first| !matches!(first.operation.kind, Kind::Invoke | Kind::Return))
                    .is_some_and(|first| events.any(|other| other.thread != first.thread))
            };
            let shared = execution.logs.iter().filter(is_shared).count();
            report.shared_objects = report.shared_objects.max(shared);
        }
    }
}

/// Runs every new thread up to its first operation: nobody can notice when that happens.
fn start_threads(runtime: &mut Runtime) {
    let mut index = 0;
    while index < runtime.execution().threads.len() {
        let pending = runtime.execution().threads[index].pending;
        if pending.is_some_and(|operation| operation.kind == Kind::Start) {
            runtime.resume(ThreadId(index as u8));
            index = 0;
        } else {
            index += 1;
        }
    }
}

fn main_panicked(execution: &mut Execution) -> Option<Failure> {
    let main = &execution.threads[0];
    if !main.is_done || main.payload.is_none() {
        return None;
    }
    let unknown = || (ThreadId::MAIN, "a panic without a message".to_owned());
    let (thread, message) = execution.panic.take().unwrap_or_else(unknown);
    Some(Failure::Panic { thread, message })
}

/// What it means that nothing can happen any more.
fn stuck(execution: &Execution) -> End {
    if execution.threads[0].is_done {
        return End::Complete;
    }
    let blocked = execution
        .unfinished()
        .filter_map(|(thread, state)| {
            let operation = state.pending?;
            Some(Blocked {
                thread,
                kind: if state.is_open {
                    operation.kind
                } else {
                    waits_in(&operation)
                },
                location: operation.location,
                on: culprit(execution, &operation),
            })
        })
        .collect();
    let spins = execution.threads.iter().any(|thread| thread.is_stuck);
    End::Failed(if spins {
        Failure::Livelock(blocked)
    } else {
        Failure::Deadlock(blocked)
    })
}

/// A thread that waits on a condition variable is about to take the lock again.
fn waits_in(operation: &Operation) -> Kind {
    match operation.kind {
        Kind::Lock => Kind::Wait,
        kind => kind,
    }
}

fn culprit(execution: &Execution, operation: &Operation) -> Option<ThreadId> {
    match operation.kind {
        Kind::Join => Some(ThreadId(operation.argument as u8)),
        Kind::Lock | Kind::ReadLock => execution.objects[operation.object.index()].lock().owner,
        _ => None,
    }
}
