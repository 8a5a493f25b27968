//! Measuring workloads: one process that is asked for many, and what it means if it does
//! not answer.
//!
//! What a process says of its own cost is only as true as its code is honest: machine code
//! in it can claim any cost. Claims that no bench can make are refused all the same.

use super::case::{ADAPTER, Judged, place};
use super::loss::{self, Loss};
use crate::error::JudgingError;
use crate::problem::Limits;
use crate::run::process::{Allowance, Launcher};
use crate::run::session::{Lost, Replied, Session};
use crate::verdict::{Reason, Verdict};
use crate::wire::{Goal, Measured, PanicReport, Query, Reply};

/// What one measurement may use. Only a backstop: what is too slow shows long before. The
/// setting up of a workload that a submission makes in the wrong way may take a while.
const ALLOWANCE: Allowance = Allowance {
    cpu_ms: 10_000,
    wall_ms: 20_000,
};

/// A program whose workloads are measured.
pub struct Gauge<'a> {
    launcher: &'a dyn Launcher,
    session: Option<Session>,
}

/// Why there is no measurement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// The workload panicked.
    Panicked(PanicReport),
    /// The workload did not run its bench exactly once.
    NotRun,
    /// The process did not answer, or not as it should have.
    Lost(Box<Lost>),
}

impl<'a> Gauge<'a> {
    /// The program; a process is started when it is first asked.
    pub fn new(launcher: &'a dyn Launcher) -> Self {
        Self {
            launcher,
            session: None,
        }
    }

    /// Measures a workload once.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn measure(
        &mut self,
        workload: u16,
        size: u64,
        goal: Goal,
    ) -> Result<Result<Measured, Miss>, JudgingError> {
        let mut session = match self.session.take() {
            Some(session) => session,
            None => Session::start(self.launcher, ALLOWANCE)?,
        };
        let query = Query::Measure {
            workload,
            size,
            goal,
        };
        let forged = match session.ask(query)? {
            Ok(Replied {
                reply: Reply::Measured(answer),
                ..
            }) => match answer {
                Ok(measured) if measured.fits(&goal) => {
                    self.session = Some(session);
                    return Ok(Ok(measured));
                }
                Ok(Measured::NOTHING) => {
                    self.session = Some(session);
                    return Ok(Err(Miss::NotRun));
                }
                // No bench can have measured this.
                Ok(_) => session.refuse()?,
                Err(report) => {
                    self.session = Some(session);
                    return Ok(Err(Miss::Panicked(report)));
                }
            },
            Ok(_) => session.refuse()?,
            Err(lost) => return Ok(Err(Miss::Lost(Box::new(lost)))),
        };
        Ok(Err(Miss::Lost(Box::new(forged))))
    }

    /// Ends the process; the next measurement begins in a fresh one.
    ///
    /// # Errors
    /// If it cannot be stopped.
    pub fn renew(&mut self) -> Result<(), JudgingError> {
        if let Some(session) = self.session.take() {
            session.stop()?;
        }
        Ok(())
    }
}

impl Miss {
    /// What it means of a submission whose reference can be measured, where there is one.
    pub fn judge(self, what: &str, limits: &Limits) -> Judged {
        let judged = |verdict, reason, summary| Judged {
            verdict,
            reason,
            summary,
            details: vec![],
            place: None,
            transcript: vec![],
        };
        match self {
            Self::Panicked(report) => {
                let message = report.message.as_deref().unwrap_or("no message");
                if (report.place.as_ref()).is_some_and(|(file, ..)| file == ADAPTER) {
                    let summary = format!("adapter.rs panicked by itself: {message}");
                    return judged(Verdict::JudgingError, None, summary);
                }
                Judged {
                    details: vec![format!("panicked: {message}")],
                    place: place(&report),
                    ..judged(
                        Verdict::RunTimeError,
                        Some(Reason::Panic),
                        format!("{what}: it panicked"),
                    )
                }
            }
            Self::NotRun => judged(
                Verdict::Tampered,
                Some(Reason::Forged),
                format!("{what}: no steps were made"),
            ),
            Self::Lost(lost) => {
                let Loss {
                    verdict,
                    reason,
                    why,
                } = loss::judge(&lost, limits);
                judged(verdict, reason, format!("{what}: {why}"))
            }
        }
    }

    /// In a few words, where it is nobody's fault but the author's.
    pub fn words(&self) -> String {
        match self {
            Self::Panicked(report) => {
                let message = report.message.as_deref().unwrap_or("no message");
                match &report.place {
                    Some((file, line, _)) => format!("it panicked at {file}:{line}: {message}"),
                    None => format!("it panicked: {message}"),
                }
            }
            Self::NotRun => "it does not call `bench.run` exactly once".into(),
            Self::Lost(lost) => loss::judge(lost, &Limits::default()).why,
        }
    }
}
