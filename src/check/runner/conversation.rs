//! Talking to the submission's process: a case in one frame, or call by call in a process of
//! its own.

use super::Served;
use super::{Prepared, Runner};
use crate::check::case::Trace;
use crate::check::random::Golden;
use crate::check::replay::whole;
use crate::error::JudgingError;
use crate::run::process::Allowance;
use crate::run::session::{Lost, Replied, Session};
use crate::wire::{Answer, Finish, Query, Reply};
use std::rc::Rc;
use std::time::Duration;

/// What a case may use at least, in milliseconds, however much of a hurry there is.
const LEAST_CPU_MS: u64 = 200;
const LEAST_WALL_MS: u64 = 1_000;

/// What the calls of a case may use that is run call by call.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) enum Budget {
    /// So much each.
    EachCall(Allowance),
    /// So much CPU time all together.
    AllCalls(Allowance),
}

impl Runner<'_> {
    /// Runs a case in one frame.
    pub(in crate::check) fn batch(
        &mut self,
        prepared: &Prepared,
    ) -> Result<(Trace, Option<Duration>), JudgingError> {
        let mut session = self.serving()?;
        Ok(match session.ask(whole(prepared))? {
            Ok(Replied { reply, wall, .. }) => {
                let trace = self.seen(session, reply)?;
                let wall = trace.lost.is_none().then_some(wall);
                (trace, wall)
            }
            Err(lost) => (gone(lost), None),
        })
    }

    /// Runs a sequence whose golden reply is known; what was seen if that is not the reply.
    pub(in crate::check) fn golden(
        &mut self,
        golden: &Rc<Golden>,
        sequence: u32,
    ) -> Result<Option<Trace>, JudgingError> {
        let (request, wanted) = golden.of(sequence).expect("its golden reply is known");
        let mut session = self.serving()?;
        match session.expect(request, wanted)? {
            Ok(None) => {
                self.session = Some(session);
                self.served
                    .push(Served::Golden(Rc::clone(golden), sequence));
                Ok(None)
            }
            Ok(Some(reply)) => Ok(Some(self.seen(session, reply)?)),
            Err(lost) => Ok(Some(gone(lost))),
        }
    }

    /// The process that serves many cases.
    fn serving(&mut self) -> Result<Session, JudgingError> {
        if let Some(session) = self.session.take() {
            return Ok(session);
        }
        self.served.clear();
        let Allowance { cpu_ms, wall_ms } = self.allowance();
        let allowance = Allowance {
            cpu_ms: (cpu_ms / self.hurry).max(cpu_ms.min(LEAST_CPU_MS)),
            wall_ms: (wall_ms / self.hurry).max(wall_ms.min(LEAST_WALL_MS)),
        };
        Session::start(self.submission, allowance)
    }

    /// What a reply says of a case that was run in one frame.
    fn seen(&mut self, session: Session, reply: Reply) -> Result<Trace, JudgingError> {
        let Reply::Ran { answers, finish } = reply else {
            return forged(session, vec![]);
        };
        self.session = Some(session);
        Ok(Trace {
            answers,
            finish: Some(finish),
            lost: None,
        })
    }

    /// Runs a case in a fresh process, one call a frame, as far as it goes. Also what the
    /// submission printed meanwhile.
    pub(in crate::check) fn step_by_step(
        &self,
        prepared: &Prepared,
        budget: Budget,
    ) -> Result<(Trace, String), JudgingError> {
        let (Budget::EachCall(mut allowance) | Budget::AllCalls(mut allowance)) = budget;
        let all = allowance;
        let mut session = Session::start(self.submission, allowance)?;
        let mut trace = Trace {
            answers: vec![],
            finish: None,
            lost: None,
        };
        let mut used = Duration::ZERO;
        let last = prepared.calls.len();
        for index in 0..=last {
            let calls = prepared.calls.get(index).cloned();
            let count = usize::from(calls.is_some());
            let asked = session.ask(Query::Run {
                fresh: index == 0,
                instance: prepared.instance,
                calls: calls.into_iter().collect(),
                finish: index == last,
            })?;
            match asked {
                Ok(Replied {
                    reply: Reply::Ran { answers, finish },
                    cpu,
                    ..
                }) if answers.len() == count => {
                    if let (Budget::AllCalls(_), Some(cpu)) = (budget, cpu) {
                        used += cpu;
                        let used = u64::try_from(used.as_millis()).unwrap_or(u64::MAX);
                        allowance.cpu_ms = all.cpu_ms.saturating_sub(used).max(1);
                        session.allow(allowance);
                    }
                    trace.answers.extend(answers);
                    if index == last {
                        trace.finish = Some(finish);
                    }
                }
                Ok(_) => {
                    let trace = forged(session, trace.answers)?;
                    return Ok((trace, String::new()));
                }
                Err(lost) => {
                    let printed = lost.observation.stdout.text();
                    trace.lost = Some(Lost {
                        allowance: all,
                        ..lost
                    });
                    return Ok((trace, printed));
                }
            }
        }
        let printed = session.close()?.lost.observation.stdout.text();
        Ok((trace, printed))
    }
}

/// A process that was lost before it answered.
const fn gone(lost: Lost) -> Trace {
    Trace {
        answers: vec![],
        finish: None,
        lost: Some(lost),
    }
}

/// A process that sent something else than it was asked for.
fn forged(session: Session, answers: Vec<Answer>) -> Result<Trace, JudgingError> {
    Ok(Trace {
        answers,
        finish: None::<Finish>,
        lost: Some(session.refuse()?),
    })
}
