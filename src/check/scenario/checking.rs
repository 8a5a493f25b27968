//! A scenario while it is explored: histories come from the submission's process, opinions
//! on them from the model's.

use super::picture::Picture;
use super::words::Words;
use super::wrong::Wrong;
use super::{
    ALLOWANCE, LONGEST, Setting, effort, forged, history, inconclusive, judged, plausible, turns,
    wire_scenario,
};
use crate::check::case::Judged;
use crate::check::loss::{self, counted};
use crate::check::runner::Runner;
use crate::error::JudgingError;
use crate::problem::scenario::Scenario;
use crate::report::interleaving::Interleaving;
use crate::run::session::{Asked, Lost, Replied, Session};
use crate::verdict::{Reason, Verdict};
use crate::wire::{self, Effort, Ending, Explored, History, Lapse, Linearity, Query, Reply, Trace};
use std::time::Instant;

/// A scenario while it is explored.
pub struct Checking<'r, 'a> {
    pub runner: &'r mut Runner<'a>,
    pub setting: Setting<'r>,
    pub scenario: &'r Scenario,
    pub asked: wire::Scenario,
    pub effort: Effort,
    /// Whether the histories have a clock, as those of the explorer do. The process is not
    /// asked: without one more can be explained.
    pub is_timed: bool,
    /// What the threads did, where that shows the verdict.
    pub interleaving: Option<Interleaving>,
}

impl<'r, 'a> Checking<'r, 'a> {
    /// A scenario of which nothing is known yet.
    ///
    /// # Errors
    /// If its arguments cannot be made.
    pub fn new(
        runner: &'r mut Runner<'a>,
        setting: Setting<'r>,
        scenario: &'r Scenario,
    ) -> Result<Self, JudgingError> {
        let asked = wire_scenario(runner, scenario)?;
        Ok(Self::with_calls(runner, setting, scenario, asked))
    }

    /// The same where its calls are known.
    pub fn with_calls(
        runner: &'r mut Runner<'a>,
        setting: Setting<'r>,
        scenario: &'r Scenario,
        asked: wire::Scenario,
    ) -> Self {
        Self {
            asked,
            // That a turn comes after what was done before it is no edge that races are judged by.
            effort: effort(
                scenario,
                runner.problem().finds_races && scenario.turns.is_none(),
            ),
            runner,
            setting,
            scenario,
            is_timed: true,
            interleaving: None,
        }
    }

    /// Begins to explore it, in a process of its own that nobody has to wait for yet.
    ///
    /// # Errors
    /// If the process cannot be started.
    pub fn begin(&self) -> Result<Asked, JudgingError> {
        let query = Query::Explore {
            scenario: self.asked.clone(),
            effort: self.effort,
        };
        Session::begin(self.setting.launcher, ALLOWANCE, query)
    }

    /// Looks at what its exploration comes to; the verdict, which counts only as far as was
    /// explored. The process explores on while it is found out what is right.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn explore(
        &mut self,
        mut process: Asked,
        explored: &mut Explored,
        begun: Instant,
    ) -> Result<Judged, JudgingError> {
        loop {
            match process.reply()? {
                Ok((
                    session,
                    Reply::Histories {
                        executions,
                        histories,
                    },
                )) => {
                    process = session.send(Query::Onward)?;
                    explored.executions = executions;
                    explored.histories += histories.len() as u64;
                    if explored.histories > executions {
                        process.stop()?;
                        return Ok(forged("an execution for each history"));
                    }
                    if let Some((history, wrong)) = self.first_wrong(histories)? {
                        process.stop()?;
                        return self.confirm(&history, &wrong);
                    }
                    if begun.elapsed() > LONGEST || self.runner.stopped().is_some() {
                        process.stop()?;
                        return Ok(inconclusive("stopped: it takes too long"));
                    }
                }
                Ok((session, Reply::Explored(said))) => {
                    let closed = session.close()?;
                    if !closed.orderly {
                        return Ok(self.lost(&closed.lost));
                    }
                    let told = std::mem::replace(explored, said).histories;
                    if let Some(expected) = plausible::fault(self.scenario, explored, told) {
                        return Ok(forged(expected));
                    }
                    return self.conclude(explored);
                }
                Ok((session, _)) => return Ok(self.lost(&session.refuse()?)),
                Err(lost) => return Ok(self.lost(&lost)),
            }
        }
    }

    /// The first history that is not as it should be.
    pub fn first_wrong(
        &mut self,
        histories: Vec<History>,
    ) -> Result<Option<(History, Wrong)>, JudgingError> {
        let faults = self.faults(&histories);
        let opinions = self.opinions(&histories, &faults)?;
        for ((history, fault), opinion) in histories.into_iter().zip(faults).zip(opinions) {
            if let Some(wrong) = fault.or_else(|| Wrong::by(self.scenario, &history, opinion)) {
                return Ok(Some((history, wrong)));
            }
        }
        Ok(None)
    }

    /// What is wrong with each history whatever the model says.
    pub fn faults(&self, histories: &[History]) -> Vec<Option<Wrong>> {
        let fault = |history| history::fault(self.scenario, self.runner.problem(), history);
        histories.iter().map(fault).collect()
    }

    /// What the model says of each history; nothing of those that are at fault whatever it
    /// says, whose answers it may not even be able to read, and nothing without a model.
    ///
    /// # Errors
    /// If the model's process cannot be asked.
    pub fn opinions(
        &mut self,
        histories: &[History],
        faults: &[Option<Wrong>],
    ) -> Result<Vec<Option<Linearity>>, JudgingError> {
        let mut opinions = vec![None; histories.len()];
        // What comes after a race means nothing, to the model neither.
        let is_sound = histories
            .iter()
            .zip(faults)
            .map(|(history, fault)| fault.is_none() && !matches!(history.ending, Ending::Raced(_)));
        let is_sound: Vec<bool> = is_sound.collect();
        let sound = histories.iter().zip(&is_sound).filter(|(_, sound)| **sound);
        let sound: Vec<Vec<History>> = sound
            .map(|(history, _)| History {
                is_timed: self.is_timed,
                ..history.clone()
            })
            .map(|history| turns::prefixes(self.scenario, &history))
            .collect();
        if self.runner.problem().model.is_none() || sound.is_empty() {
            return Ok(opinions);
        }
        let mut lengths = sound.iter().map(Vec::len).collect::<Vec<_>>().into_iter();
        let reply = self.runner.ask_model(Query::Linearize {
            scenario: self.asked.clone(),
            histories: sound.into_iter().flatten().collect(),
        })?;
        let Reply::Linearized(said) = reply else {
            return Err(JudgingError::new("understand the model's process"));
        };
        let mut said = said.into_iter();
        for (is_sound, opinion) in is_sound.into_iter().zip(&mut opinions) {
            if is_sound {
                let all: Vec<Linearity> = said.by_ref().take(lengths.next().unwrap_or(0)).collect();
                let last = all.last().cloned().ok_or_else(|| {
                    JudgingError::new("get an opinion of the model on each history")
                })?;
                // The first that cannot be explained says what is wrong.
                let mut wrong = all.into_iter();
                let wrong = wrong.find(|said| *said != Linearity::Explained);
                *opinion = Some(wrong.unwrap_or(last));
            }
        }
        Ok(opinions)
    }

    /// Runs the execution again in a fresh process, in the order with the fewest preemptions
    /// that means the same, and judges what came of that.
    fn confirm(&mut self, history: &History, wrong: &Wrong) -> Result<Judged, JudgingError> {
        if let Wrong::Forged(expected) = wrong {
            return Ok(forged(expected));
        }
        let trace = match self.retrace(&history.schedule)? {
            Ok(trace) => trace,
            Err(judged) => return Ok(judged),
        };
        Ok(self.of_trace(&trace)?.unwrap_or_else(|| {
            inconclusive(
                "the same order came to another end: something decides that is not explored",
            )
        }))
    }

    /// The verdict on one execution, if it is not as it should be.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn of_trace(&mut self, trace: &Trace) -> Result<Option<Judged>, JudgingError> {
        let wrong = self.first_wrong(vec![trace.history.clone()])?;
        Ok(wrong.map(|(_, wrong)| {
            let words = Words::new(self.runner.problem(), self.scenario, trace);
            let picture = Picture::new(&words, self.setting.names).draw(Some(&wrong));
            let judged = words.of(&wrong, self.setting.program);
            self.interleaving = Some(picture);
            judged
        }))
    }

    /// One execution, step by step; or what it means that there is none.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn retrace(&self, schedule: &str) -> Result<Result<Trace, Judged>, JudgingError> {
        let mut session = Session::start(self.setting.launcher, ALLOWANCE)?;
        let asked = session.ask(Query::Retrace {
            scenario: self.asked.clone(),
            effort: self.effort,
            schedule: schedule.to_owned(),
        })?;
        Ok(match asked {
            Ok(Replied {
                reply: Reply::Retraced(Some(trace)),
                ..
            }) => {
                session.stop()?;
                Ok(trace)
            }
            Ok(Replied {
                reply: Reply::Retraced(None),
                ..
            }) => {
                session.stop()?;
                Err(inconclusive("the same order could not be run again"))
            }
            Ok(_) => Err(self.lost(&session.refuse()?)),
            Err(lost) => Err(self.lost(&lost)),
        })
    }

    /// The verdict on an exploration that came to its end without a wrong history.
    fn conclude(&mut self, explored: &Explored) -> Result<Judged, JudgingError> {
        let lapse = explored.lapse.as_ref().map(|lapse| match lapse {
            Lapse::Memory(_) => "an execution needs more memory than the explorer has".to_owned(),
            Lapse::Stack(_) => "model stack: an execution needs more than 1 MiB of it".to_owned(),
            Lapse::Threads => "an execution has more threads than can be explored".to_owned(),
            Lapse::Unsupported(what) => format!("the checker does not support {what}"),
            Lapse::Nondeterministic => {
                "the same choices led elsewhere: something decides that is not explored".to_owned()
            }
        });
        if let Some(why) = lapse {
            return Ok(inconclusive(why));
        }
        let left = match (&explored.leak, &explored.left_behind) {
            (Some(leak), _) => Some((
                &leak.schedule,
                Reason::NotGivenBack,
                format!("{} of memory left", counted(leak.blocks, "block")),
            )),
            (None, Some((threads, schedule))) => Some((
                schedule,
                Reason::ThreadsLeft,
                format!("{} left waiting", counted(u64::from(*threads), "thread")),
            )),
            (None, None) => None,
        };
        let Some((schedule, reason, what)) = left else {
            return Ok(judged(Verdict::Accepted, None, String::new()));
        };
        Ok(match self.retrace(schedule)? {
            Ok(trace) => {
                let words = Words::new(self.runner.problem(), self.scenario, &trace);
                let picture = Picture::new(&words, self.setting.names).draw(None);
                let shown = words.shown(Verdict::MemoryLeak);
                self.interleaving = Some(picture);
                Judged {
                    reason: Some(reason),
                    summary: format!("{what} when everything was dropped"),
                    ..shown
                }
            }
            Err(judged) => judged,
        })
    }

    /// What it means that the process was lost.
    pub fn lost(&self, lost: &Lost) -> Judged {
        let problem = self.runner.problem();
        let loss = loss::judge(lost, &problem.limits);
        match loss.verdict {
            Verdict::Tampered => {}
            Verdict::RunTimeError if problem.unsafe_code || loss.reason == Some(Reason::Abort) => {}
            // Time and memory are the explorer's own, and so is a crash of safe code.
            _ => {
                return inconclusive(format!(
                    "the process in which it is explored was lost: {}",
                    loss.why
                ));
            }
        }
        judged(loss.verdict, loss.reason, loss.why)
    }
}
