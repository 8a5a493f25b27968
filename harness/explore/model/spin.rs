//! Recognising threads that ask the same over and over until somebody else changes something.
//!
//! A thread that reads, compares and finds nothing new can go on like that for ever; its
//! iterations multiply the executions and mean nothing. So once a sequence of such steps
//! has been repeated, the loop is *probed*: the thread goes on by itself, unrecorded, while
//! nothing can change. If it leaves the loop it is bounded, and is explored like any other
//! code. If it does not, the loop counts as endless: from then on its next iteration waits
//! for a change of what it reads. What was explored before the discovery is thrown away.

use super::execution::{Execution, Stop};
use super::object::ObjectId;
use super::operation::{Kind, NEVER, Operation};
use super::thread::ThreadId;
use crate::sync::tag::Whole;
use std::panic::Location;

/// How many iterations a loop is watched before it counts as endless.
pub const PROBED_ITERATIONS: u32 = if cfg!(test) { 100 } else { 10_000 };

/// The longest loop that is recognised, in steps.
const LONGEST_LOOP: usize = 16;

/// Guarded data of up to this many bytes is looked at for changes.
const LARGEST_WATCHED: usize = 256;

/// How long a thread waits at first for the clock it reads over and over, in nanoseconds.
const FIRST_PATIENCE: u64 = 1_000_000;

/// Something a thread did that changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    kind: Kind,
    object: ObjectId,
    location: &'static Location<'static>,
}

impl Step {
    fn of(operation: &Operation) -> Self {
        Self {
            kind: operation.kind,
            object: operation.object,
            location: operation.location,
        }
    }

    /// The same place in the program, whatever it is done to.
    fn is_at(&self, other: &Self) -> bool {
        self.kind == other.kind && self.location == other.location
    }
}

/// What a thread did last that changed nothing, as far as what it looked at is still the same.
#[derive(Default)]
pub struct Recent {
    steps: Vec<Step>,
}

impl Recent {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.steps.clear();
    }

    fn push(&mut self, step: Step) {
        if self.steps.len() == 2 * LONGEST_LOOP {
            self.steps.remove(0);
        }
        self.steps.push(step);
    }

    /// Forgets everything up to the last step that looked at something else than is there now.
    fn forget(&mut self, is_outdated: impl Fn(&Step) -> bool) {
        if let Some(index) = self.steps.iter().rposition(is_outdated) {
            self.steps.drain(..=index);
        }
    }

    /// The last steps, if the first of them is this one again.
    fn lap(&self, period: usize, step: &Step) -> Option<&[Step]> {
        let start = self.steps.len().checked_sub(period)?;
        (self.steps[start] == *step).then(|| &self.steps[start..])
    }

    /// Whether the last steps have been done twice.
    fn is_repeated(&self, period: usize) -> bool {
        let steps = &self.steps;
        steps.len() >= 2 * period
            && steps[steps.len() - period..] == steps[steps.len() - 2 * period..][..period]
    }
}

/// What a loop turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nature {
    /// It goes on until something changes.
    Endless,
    /// It ends by itself.
    Bounded,
    /// It reads the clock: it goes on until time has passed.
    Timed,
}

/// The loops that were met so far, in all executions.
#[derive(Clone, Default)]
pub struct Loops(Vec<(Vec<Step>, Nature)>);

impl Loops {
    fn nature(&self, lap: &[Step]) -> Option<Nature> {
        let known = self.0.iter().find(|(steps, _)| {
            steps.len() == lap.len() && steps.iter().zip(lap).all(|(one, two)| one.is_at(two))
        })?;
        Some(known.1)
    }

    fn learn(&mut self, lap: Vec<Step>, nature: Nature) {
        self.0.retain(|(steps, _)| {
            steps.len() != lap.len() || !steps.iter().zip(&lap).all(|(one, two)| one.is_at(two))
        });
        self.0.push((lap, nature));
    }

    /// Where the program spins.
    pub fn places(&self) -> Vec<&'static Location<'static>> {
        self.0
            .iter()
            .filter(|(_, nature)| *nature != Nature::Bounded)
            .map(|(steps, _)| steps[0].location)
            .collect()
    }
}

/// A loop that is being watched.
pub struct Probe {
    lap: Vec<Step>,
    position: usize,
    left: u32,
    /// Whether it was known to be endless, and a livelock hangs on it.
    confirms: bool,
}

impl Execution {
    /// A thread announces what it does next. If that is done at once and without a record,
    /// its outcome.
    pub(crate) fn meet(&mut self, operation: &mut Operation) -> Option<u32> {
        let current = self.current;
        if self.thread(current).probe.is_some() {
            return self.probe_step(operation);
        }
        let may_begin = is_quiet(operation.kind)
            && !matches!(operation.kind, Kind::Unlock | Kind::ReadUnlock)
            && !self.thread(current).recent.steps.is_empty();
        if !may_begin {
            return None;
        }
        let step = Step::of(operation);
        let recent = &self.threads[current.index()].recent;
        let mut found = None;
        for period in 1..=recent.steps.len().min(LONGEST_LOOP) {
            let Some(lap) = recent.lap(period, &step) else {
                continue;
            };
            if lap.iter().any(|step| step.object.0 > 64) {
                continue;
            }
            let nature = self.loops.nature(lap);
            let is_new = nature.is_none() && recent.is_repeated(period);
            if is_new || nature.is_some_and(|nature| nature != Nature::Bounded) {
                found = Some((lap.to_vec(), nature));
                break;
            }
        }
        let (lap, nature) = found?;
        match nature {
            Some(nature) => {
                self.spin(operation, lap, nature);
                None
            }
            None if lap.iter().any(|step| step.kind == Kind::Now) => {
                self.loops.learn(lap, Nature::Timed);
                self.restart();
                operation.kind = Kind::Halt;
                None
            }
            None if !self.is_possible(operation) => None,
            None => {
                self.threads[current.index()].probe = Some(Probe {
                    lap,
                    position: 0,
                    left: PROBED_ITERATIONS,
                    confirms: false,
                });
                self.probe_step(operation)
            }
        }
    }

    fn spin(&mut self, operation: &mut Operation, lap: Vec<Step>, nature: Nature) {
        let thread = &mut self.threads[self.current.index()];
        thread.is_spinning = true;
        let footprint = lap.iter().fold(0, |bits, step| bits | step.object.bit());
        operation.footprint = footprint & !operation.object.bit();
        if nature == Nature::Timed {
            thread.patience = (2 * thread.patience).max(FIRST_PATIENCE);
            thread.deadline = thread.clock.now + thread.patience;
        }
        thread.lap = lap;
    }

    /// One step of a loop that is watched.
    fn probe_step(&mut self, operation: &mut Operation) -> Option<u32> {
        let current = self.current.index();
        let step = Step::of(operation);
        let thread = &mut self.threads[current];
        let probe = thread.probe.as_mut().expect("a loop is watched");
        if probe.lap[probe.position] != step {
            self.leave_probe(true);
            operation.kind = Kind::Halt;
            return None;
        }
        probe.position = (probe.position + 1) % probe.lap.len();
        if probe.position == 0 {
            probe.left -= 1;
            if probe.left == 0 {
                self.leave_probe(false);
                operation.kind = Kind::Halt;
                return None;
            }
        }
        Some(self.do_quietly(operation))
    }

    /// The loop that is watched ended, or was watched long enough.
    pub(crate) fn leave_probe(&mut self, ended: bool) {
        let thread = &mut self.threads[self.current.index()];
        let Some(probe) = thread.probe.take() else {
            return;
        };
        if probe.confirms && !ended {
            thread.is_stuck = true;
            return;
        }
        let nature = if ended {
            Nature::Bounded
        } else {
            Nature::Endless
        };
        self.loops.learn(probe.lap, nature);
        self.restart();
    }

    /// Lets a spinning thread go on by itself, to see whether it really never ends. Says
    /// which thread has to run.
    pub(crate) fn confirm_spinning(&mut self) -> Option<ThreadId> {
        let (index, operation) = self
            .threads
            .iter()
            .enumerate()
            .find_map(|(index, thread)| {
                let operation = thread.pending.filter(|_| thread.is_spinning)?;
                (!thread.is_stuck && self.is_possible(&operation)).then_some((index, operation))
            })?;
        self.current = ThreadId(index as u8);
        let outcome = self.do_quietly(&operation);
        let thread = &mut self.threads[index];
        thread.is_spinning = false;
        thread.outcome = outcome;
        let lap = std::mem::take(&mut thread.lap);
        let position = 1 % lap.len();
        thread.probe = Some(Probe {
            lap,
            position,
            left: PROBED_ITERATIONS,
            confirms: true,
        });
        Some(self.current)
    }

    /// A thread has done something that changed nothing, or is not known to have.
    pub(crate) fn note(&mut self, thread: ThreadId, operation: &Operation) {
        let thread = &mut self.threads[thread.index()];
        if is_quiet(operation.kind) {
            thread.recent.push(Step::of(operation));
        } else if operation.kind != Kind::Pass {
            thread.recent.clear();
            thread.patience = 0;
        }
    }

    /// The current thread has changed an object: whoever looked at it has to look again.
    pub(crate) fn changed(&mut self, object: ObjectId) {
        if self.threads[self.current.index()].probe.is_some() {
            self.leave_probe(true);
        }
        self.stir(self.current, |step| step.object == object);
        let own = &mut self.threads[self.current.index()];
        own.recent.clear();
        own.patience = 0;
    }

    /// A thread has acquired or released a lock: whoever tried it has to try again.
    pub(crate) fn lock_moved(&mut self, by: ThreadId, lock: ObjectId) {
        self.stir(by, |step| step.object == lock && step.kind.tries_lock());
    }

    fn stir(&mut self, by: ThreadId, is_outdated: impl Fn(&Step) -> bool) {
        for (index, thread) in self.threads.iter_mut().enumerate() {
            if index == by.index() {
                continue;
            }
            thread.recent.forget(&is_outdated);
            if thread.is_spinning && thread.lap.iter().any(&is_outdated) {
                thread.is_spinning = false;
                thread.deadline = NEVER;
                thread.patience = 0;
            }
        }
    }

    /// Keeps a fingerprint of what a lock guards, together with the lock.
    pub(crate) fn remember(&mut self, lock: ObjectId, whole: Whole) {
        let print = fingerprint(whole);
        self.objects[lock.index()].lock_mut().print = print;
    }

    /// Whether what a lock guards is as it was when it was acquired, as far as can be seen.
    pub(crate) fn is_as_remembered(&self, lock: ObjectId, whole: Whole) -> bool {
        let print = self.objects[lock.index()].lock().print;
        print.is_some() && print == fingerprint(whole)
    }

    /// Throws away what was explored so far and begins again with what has been learnt.
    pub(crate) fn restart(&mut self) {
        self.stop.get_or_insert(Stop::Restart);
    }
}

/// Something that differs if the bytes do; nothing for large objects, which are taken to
/// change. What is reached through pointers is not looked at: a program has to spin, change
/// only such data, and have another spinner wait for that, to be taken for one that does
/// not get on, and then it is still watched for thousands of iterations.
fn fingerprint(whole: Whole) -> Option<u64> {
    (whole.length <= LARGEST_WATCHED).then(|| {
        (0..whole.length).fold(0xcbf2_9ce4_8422_2325_u64, |print, offset| {
            // SAFETY: the bytes are those of an object that the caller has a reference to.
            let byte = unsafe { std::ptr::read_volatile((whole.address + offset) as *const u8) };
            (print ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        })
    })
}

/// Whether the operation may be an iteration's step that changes nothing.
fn is_quiet(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Load
            | Kind::Store
            | Kind::Exchange
            | Kind::ExchangeWeak
            | Kind::TryLock
            | Kind::TryReadLock
            | Kind::Lock
            | Kind::ReadLock
            | Kind::Unlock
            | Kind::ReadUnlock
            | Kind::TryReceive
            | Kind::IsFinished
            | Kind::Pause
            | Kind::Sleep
            | Kind::Now
    )
}
