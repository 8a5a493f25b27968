//! The search for an execution that is not as it should be.

pub mod mutant;
pub mod node;
pub mod race;
pub mod run;
pub mod schedule;
pub mod witness;

use crate::arena::{self, Heap};
use crate::config::Config;
use crate::model::execution::Visible;
use crate::model::spin::Loops;
use crate::panics;
use crate::report::{Coverage, Failure, Finding, Report, Witness, WitnessStep};
use crate::runtime::Runtime;
use crate::stack;
use node::{Event, Node};
use run::End;
use schedule::Schedule;
use std::cell::Cell;
use std::ptr;
use std::sync::Mutex;

/// A complete execution.
#[derive(Debug)]
pub struct Execution<'a> {
    /// What failed, if something did.
    pub failure: Option<&'a Failure>,
    /// Its events in the order they were run.
    pub events: &'a [Event],
    /// What counted as an event.
    pub visible: Visible,
    /// How many threads have not ended.
    pub unfinished: usize,
    /// How many memory blocks are left, if that can be told: everybody ended, nobody
    /// panicked, no static was used that may hold some, and the arena is installed.
    pub left_blocks: Option<u64>,
    stops: Cell<bool>,
}

impl Execution<'_> {
    /// Its order of events, to be run again.
    pub fn schedule(&self) -> Schedule {
        let steps = self.events.iter();
        Schedule {
            visible: self.visible,
            steps: steps.map(|event| (event.thread, event.label)).collect(),
        }
    }

    /// The same execution, in the order with the fewest preemptions.
    pub fn witness(&self) -> Witness {
        witness(self.events, self.visible)
    }

    /// Ends the exploration with this execution.
    pub fn stop(&self) {
        self.stops.set(true);
    }
}

type Before<'a> = dyn FnMut(&Schedule) + Send + 'a;
type After<'a> = dyn FnMut(&Execution<'_>) -> Result<(), String> + Send + 'a;

/// Explores programs.
#[derive(Default)]
pub struct Explorer<'a> {
    config: Config,
    before: Option<Box<Before<'a>>>,
    after: Option<Box<After<'a>>>,
}

impl std::fmt::Debug for Explorer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Explorer")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl<'a> Explorer<'a> {
    /// An explorer of this much.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            before: None,
            after: None,
        }
    }

    /// Has this called before each execution, with the part of its schedule that decides
    /// it: the process may not live to tell.
    #[must_use]
    pub fn before_each(mut self, call: impl FnMut(&Schedule) + Send + 'a) -> Self {
        self.before = Some(Box::new(call));
        self
    }

    /// Has this called after each complete execution; what it says against it is a failure.
    #[must_use]
    pub fn after_each(
        mut self,
        call: impl FnMut(&Execution<'_>) -> Result<(), String> + Send + 'a,
    ) -> Self {
        self.after = Some(Box::new(call));
        self
    }

    /// Explores the program: runs the body over and over, as the main thread, until every
    /// order of events that matters has been seen.
    ///
    /// What the body captures outlives the executions. It must not keep anything that was
    /// made inside one. The first exploration of a process sets a panic hook, and no other
    /// hook may be set after it.
    pub fn run(self, body: impl Fn() + Sync) -> Report {
        Search::new(self, None).run(&body)
    }

    /// Runs the program once, in this order. Where the schedule ends, or does not fit any
    /// more, the execution goes on as it likes.
    pub fn replay(self, schedule: &Schedule, body: impl Fn() + Sync) -> Report {
        Search::new(self, Some(schedule)).run(&body)
    }
}

/// Arenas that are not in use: reserving one costs more than a small exploration.
static HEAPS: Mutex<Vec<(usize, Box<Heap>)>> = Mutex::new(vec![]);

fn take_heap(per_thread: usize) -> Option<Box<Heap>> {
    let mut heaps = HEAPS.lock().expect("nobody panics with the arenas locked");
    let fitting = heaps.iter().position(|(size, _)| *size == per_thread);
    match fitting {
        Some(index) => Some(heaps.swap_remove(index).1),
        None => Heap::reserve(per_thread),
    }
}

// SAFETY: a heap is used by one thread at a time.
#[expect(unsafe_code, reason = "an arena is handed from thread to thread")]
unsafe impl Send for Heap {}

/// So many executions may be given up as redundant before that ends the exploration, whatever
/// its budget: they are cheap and say nothing, so they are no part of it.
const MOST_REDUNDANT: u64 = 10_000;

/// The state of an exploration.
pub struct Search<'a> {
    explorer: Explorer<'a>,
    replayed: Option<&'a Schedule>,
    nodes: Vec<Node>,
    visible: Visible,
    loops: Loops,
    report: Report,
    is_over: bool,
    is_exhausted: bool,
}

impl<'a> Search<'a> {
    fn new(explorer: Explorer<'a>, replayed: Option<&'a Schedule>) -> Self {
        let report = Report {
            coverage: Coverage::Bounded { executions: 0 },
            executions: 0,
            redundant: 0,
            truncated: 0,
            events: 0,
            restarts: 0,
            threads: 0,
            shared_objects: 0,
            leaked_blocks: 0,
            left_behind: 0,
            spins: vec![],
            finding: None,
        };
        Self {
            visible: replayed.map_or(Visible::default(), |schedule| schedule.visible),
            explorer,
            replayed,
            nodes: vec![],
            loops: Loops::default(),
            report,
            is_over: false,
            is_exhausted: false,
        }
    }

    /// Explores, on threads of its own: one that had to abandon an unwinding thread of the
    /// program counts panics wrongly for ever after, so the search moves on to another.
    fn run(mut self, body: &(dyn Fn() + Sync)) -> Report {
        panics::install();
        stack::install();
        let mutant = mutant::active();
        while !self.is_over {
            std::thread::scope(|scope| {
                let search = &mut self;
                let builder = std::thread::Builder::new().name("explorer".to_owned());
                let worker = builder.spawn_scoped(scope, move || {
                    #[cfg(test)]
                    mutant::make(mutant);
                    let _ = mutant;
                    search.run_here(body);
                });
                let worker = worker.expect("the system has room for one more thread");
                if let Err(payload) = worker.join() {
                    std::panic::resume_unwind(payload);
                }
            });
        }
        self.report.spins = self.loops.places();
        if self.is_exhausted && self.report.truncated == 0 {
            self.report.coverage = Coverage::Exhaustive(self.explorer.config.allowance);
        } else {
            let executions = self.report.executions;
            self.report.coverage = Coverage::Bounded { executions };
        }
        self.report
    }

    /// Explores until it is over, or until this thread of the operating system is spoilt.
    fn run_here(&mut self, body: &(dyn Fn() + Sync)) {
        let size = self.explorer.config.memory_per_thread;
        let mut heap = take_heap(size);
        let pointer = heap.as_deref_mut().map_or(ptr::null_mut(), ptr::from_mut);
        arena::install(pointer);
        let has_arena = arena::is_active();
        let mut runtime = Runtime::new();
        runtime.execution().visible = self.visible;
        runtime.execution().loops = std::mem::take(&mut self.loops);
        runtime.install(|runtime| {
            loop {
                let is_spoilt = self.run_once(runtime, body, has_arena);
                if let Some(heap) = &mut heap {
                    heap.reset();
                }
                if is_spoilt || self.is_over {
                    break;
                }
            }
        });
        self.visible = runtime.execution().visible;
        self.loops = std::mem::take(&mut runtime.execution().loops);
        arena::install(ptr::null_mut());
        if let Some(heap) = heap {
            let mut heaps = HEAPS.lock().expect("nobody panics with the arenas locked");
            heaps.push((size, heap));
        }
    }

    /// Runs one execution and decides what comes next. Whether this thread of the operating
    /// system is spoilt.
    fn run_once(
        &mut self,
        runtime: &mut Runtime,
        body: &(dyn Fn() + Sync),
        has_arena: bool,
    ) -> bool {
        if self.explorer.before.is_some() {
            let planned = self.planned(runtime);
            if let Some(before) = &mut self.explorer.before {
                before(&planned);
            }
        }
        let end = self.execute(runtime, body);
        let is_restart = matches!(end, End::Restart);
        if !is_restart {
            self.take_stock(runtime, &end, has_arena);
            self.conclude(runtime, end, has_arena);
        }
        let is_spoilt = runtime.abandon();
        runtime.execution().statics.restore();
        if is_restart {
            self.begin_again();
        } else if !self.is_over {
            self.go_on();
        }
        is_spoilt
    }

    /// What decides the next execution.
    fn planned(&self, runtime: &mut Runtime) -> Schedule {
        let fixed = self.nodes.iter().map(|node| (node.chosen, node.label()));
        Schedule {
            visible: runtime.execution().visible,
            steps: match self.replayed {
                Some(schedule) => schedule.steps.clone(),
                None => fixed.collect(),
            },
        }
    }

    fn begin_again(&mut self) {
        self.nodes.clear();
        self.report.restarts += 1;
        self.report.executions = 0;
        self.report.redundant = 0;
        self.report.truncated = 0;
        self.report.finding = None;
    }

    /// Counts and judges a finished execution.
    fn conclude(&mut self, runtime: &mut Runtime, end: End, has_arena: bool) {
        let failure = match end {
            End::Restart => return,
            End::Redundant => {
                self.report.redundant += 1;
                return;
            }
            End::Truncated => {
                self.report.truncated += 1;
                return;
            }
            End::Complete => None,
            End::Failed(failure) => Some(failure),
        };
        self.report.executions += 1;
        let depth = runtime.execution().depth as usize;
        let events: Vec<Event> = (0..depth)
            .map(|index| *race::event(&self.nodes, index))
            .collect();
        let state = runtime.execution();
        let visible = state.visible;
        let unfinished = state.unfinished().count();
        let tells = has_arena
            && failure.is_none()
            && unfinished == 0
            && state.panic.is_none()
            && state.statics.is_empty();
        let execution = Execution {
            failure: failure.as_ref(),
            events: &events,
            visible,
            unfinished,
            left_blocks: tells.then(arena::live_blocks),
            stops: Cell::new(false),
        };
        let said = self.explorer.after.as_mut().map(|after| after(&execution));
        self.is_over |= execution.stops.get();
        let refuted = said.and_then(Result::err).map(Failure::Refuted);
        if let Some(failure) = failure.or(refuted) {
            if self.report.finding.is_none() {
                self.report.finding = Some(Finding {
                    witness: witness(&events, visible),
                    failure,
                });
            }
            if !self.explorer.config.goes_on {
                self.is_over = true;
            }
        }
    }

    /// Goes back to the last state from which something else has to be tried.
    fn go_on(&mut self) {
        let most = self.explorer.config.max_executions;
        let ended = self.report.executions + self.report.truncated;
        let is_enough = ended >= most || self.report.redundant >= most.max(MOST_REDUNDANT);
        if self.replayed.is_some() || is_enough {
            self.is_over = true;
            return;
        }
        while let Some(node) = self.nodes.last_mut() {
            if node.advance(self.explorer.config.reduces) {
                return;
            }
            self.nodes.pop();
        }
        self.is_over = true;
        self.is_exhausted = true;
    }
}

/// How to see what happened.
fn witness(events: &[Event], visible: Visible) -> Witness {
    let (order, preemptions) = witness::fewest_preemptions(events);
    let steps: Vec<WitnessStep> = order
        .iter()
        .map(|(event, is_preemption)| WitnessStep {
            thread: event.thread,
            kind: event.operation.kind,
            object: event.operation.object.0,
            location: event.operation.location,
            argument: event.operation.argument,
            label: event.label,
            is_preemption: *is_preemption,
        })
        .collect();
    let schedule = Schedule {
        visible,
        steps: steps.iter().map(|step| (step.thread, step.label)).collect(),
    };
    Witness {
        steps,
        preemptions,
        schedule,
    }
}
