//! One execution again, step by step.

use super::{config, ending};
use crate::scenario::{Program, Record};
use explore::{Execution, Explorer, Kind, WitnessStep, label};
use std::panic::Location;
use wire::{Action, Effort, History, Moment, Place, Step, Trace, Twist};

/// Runs the program in this order and says what its threads did; nothing if that is no
/// schedule, or if the execution cannot be shown.
pub fn trace(program: &Program<'_>, effort: &Effort, schedule: &str) -> Option<Trace> {
    let schedule = schedule.parse().ok()?;
    let mut trace = None;
    let explorer = Explorer::new(config(effort)).after_each(|execution| {
        trace = made(execution);
        Ok(())
    });
    explorer.replay(&schedule, || program.run());
    trace
}

fn made(execution: &Execution<'_>) -> Option<Trace> {
    let record = Record::take();
    let ending = ending(execution, &record).ok()?;
    let witness = execution.witness();
    let steps: Vec<Step> = witness
        .steps
        .iter()
        .map(|step| self::step(step, &record))
        .collect();
    let moments = steps.iter().filter_map(|step| moment(step.action, &record));
    let history = History {
        moments: moments.collect(),
        is_timed: true,
        ending,
        schedule: witness.schedule.to_string(),
    };
    Some(Trace { steps, history })
}

/// The beginning or end of a call, if the step is one and the call was made.
fn moment(action: Action, record: &Record) -> Option<Moment> {
    let noted = record.moments.iter().find(|moment| match (action, moment) {
        (Action::Called(call), Moment::Called(number))
        | (Action::Returned(call), Moment::Returned(number, _)) => call == *number,
        _ => false,
    });
    noted.cloned()
}

fn step(step: &WitnessStep, record: &Record) -> Step {
    Step {
        thread: record.number(step.thread),
        action: action(step.kind, step.argument),
        object: step.object,
        twist: match step.label {
            _ if step.kind == Kind::Choose && step.argument < u64::from(u32::MAX) => Twist::None,
            label::SPURIOUS => Twist::Spurious,
            label::EARLY => Twist::Early,
            label::WEAK => Twist::Fails,
            woken @ label::WAKES.. => {
                Twist::Wakes(record.number(explore::ThreadId(woken - label::WAKES)))
            }
            _ => Twist::None,
        },
        place: place(step.location),
        preempts: step.is_preemption,
    }
}

/// A place in a source.
pub fn place(location: &Location<'_>) -> Place {
    Place {
        file: location.file().to_owned(),
        line: location.line(),
        column: location.column(),
    }
}

/// What a thread did, as the judge calls it.
pub fn action(kind: Kind, argument: u64) -> Action {
    match kind {
        Kind::Invoke => Action::Called(argument as u16),
        Kind::Return => Action::Returned(argument as u16),
        Kind::Pass => Action::Resume,
        Kind::Pause => Action::Yield,
        Kind::Sleep => Action::Sleep,
        Kind::Lock => Action::Lock,
        Kind::ReadLock => Action::ReadLock,
        Kind::TryLock => Action::TryLock,
        Kind::TryReadLock => Action::TryReadLock,
        Kind::Unlock => Action::Unlock,
        Kind::ReadUnlock => Action::ReadUnlock,
        Kind::Load => Action::Load,
        Kind::Store => Action::Store,
        Kind::Exchange | Kind::ExchangeWeak => Action::Exchange,
        Kind::Wait => Action::Wait,
        Kind::Notify => Action::NotifyOne,
        Kind::NotifyAll => Action::NotifyAll,
        Kind::Park | Kind::TryPark => Action::Park,
        Kind::Unpark => Action::Unpark,
        Kind::Join => Action::Join,
        Kind::IsFinished => Action::IsFinished,
        Kind::Exit => Action::Exit,
        Kind::Send => Action::Send,
        Kind::TrySend => Action::TrySend,
        Kind::Receive => Action::Receive,
        Kind::TryReceive => Action::TryReceive,
        Kind::DropSender => Action::DropSender,
        Kind::DropReceiver => Action::DropReceiver,
        Kind::Arrive => Action::Arrive,
        Kind::Start | Kind::Now | Kind::Choose | Kind::Halt => Action::Other,
    }
}
