//! Running a case again in fresh processes, to tell state that leaks between instances
//! from chance.
//!
//! A case that failed after others and passes alone may have met what they left behind, or
//! bad luck: the order of a `HashMap` is another in every process. What is left behind is
//! there again whenever the same cases come first, and never without them.

use super::case::{Judged, Trace};
use super::runner::Prepared;
use crate::error::JudgingError;
use crate::run::process::{Allowance, Launcher};
use crate::run::session::{Lost, Session};
use crate::verdict::{Reason, Verdict};
use crate::wire::{Query, Reply};
use std::rc::Rc;

/// How often the case is tried without, and with, the cases that came before it.
pub(super) const ALONE: usize = 3;
pub(super) const AFTER_OTHERS: usize = 2;

/// Runs a case in a fresh process, after others that came before it there.
///
/// # Errors
/// If the judge itself cannot go on.
pub(super) fn replay(
    launcher: &dyn Launcher,
    allowance: Allowance,
    others: &[Rc<Prepared>],
    case: &Prepared,
) -> Result<Trace, JudgingError> {
    let mut session = Session::start(launcher, allowance)?;
    for other in others {
        if let Err(lost) = session.ask(whole(other))? {
            return Ok(broken(lost));
        }
    }
    let trace = match session.ask(whole(case))? {
        Ok(replied) => match replied.reply {
            Reply::Ran { answers, finish } => Trace {
                answers,
                finish: Some(finish),
                lost: None,
            },
            _ => {
                return Ok(broken(session.refuse()?));
            }
        },
        Err(lost) => return Ok(broken(lost)),
    };
    session.stop()?;
    Ok(trace)
}

/// What it means that a case failed in this way after others and passes alone: whether it
/// fails just when the others come first is for `leaks` to find out.
///
/// # Errors
/// If `leaks` fails.
pub(super) fn passes_alone(
    first: Judged,
    leaks: impl FnOnce() -> Result<bool, JudgingError>,
) -> Result<Judged, JudgingError> {
    let (reason, detail) = if first.verdict == Verdict::Tampered {
        // Whatever came before, it left the protocol.
        (
            first.reason,
            "alone in a fresh process the same calls are answered",
        )
    } else if leaks()? {
        (
            Some(Reason::LeaksBetweenInstances),
            "alone in a fresh process the same calls pass: something is kept from one instance \
             to the next, in a static or a thread-local",
        )
    } else {
        (
            first.reason,
            "the same calls pass at times and fail at times: something depends on chance, as \
             the order of a HashMap does",
        )
    };
    Ok(Judged {
        reason,
        details: vec![detail.into()],
        ..first
    })
}

/// All calls of a case in one request.
pub(super) fn whole(prepared: &Prepared) -> Query {
    Query::Run {
        fresh: true,
        instance: prepared.instance,
        calls: prepared.calls.clone(),
        finish: true,
    }
}

const fn broken(lost: Lost) -> Trace {
    Trace {
        answers: vec![],
        finish: None,
        lost: Some(lost),
    }
}
