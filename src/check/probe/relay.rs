//! Between a probe and the submission: makes the calls that the probe asks for.

use super::transcript::Lines;
use super::{accepted, author, verdict_of};
use crate::check::case::{self, Judged, Trace};
use crate::check::loss::{self, Loss, counted, seconds};
use crate::check::runner::{Budget, Prepared, Runner};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::problem::case::Case;
use crate::problem::probe::Probe;
use crate::report::document::{Outcome, Step};
use crate::run::codec::Codec;
use crate::run::observation::Exit;
use crate::run::session::{Lost, Replied, Session};
use crate::verdict::{Reason, Verdict};
use crate::wire::{Answer, Call, Finish, Query, Reply, Run};
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// The calls that a finding shows before the one that went wrong.
const SHOWN: usize = 12;

/// The calls on one subject that are made again one by one, to find the one that a process
/// was lost in.
const MOST_REPEATED: usize = 5_000;

/// All calls of a probe together may take this many times what a case may.
const SHARE_OF_ALL: u32 = 10;

/// A call that returned, with the bytes of its answer.
type Made = (Call, Vec<u8>);

/// Makes calls in the processes of a probe.
pub(super) struct Relay<'a> {
    runner: &'a Runner<'a>,
    problem: &'a Problem,
    lines: Lines<'a>,
    probe: &'a Probe,
    sessions: Vec<Session>,
    recent: VecDeque<Made>,
    /// The calls on the subject that there is; `None` if they are too many.
    since_fresh: Option<Vec<Call>>,
    calls: u64,
    spent: Duration,
}

impl<'a> Relay<'a> {
    /// A relay with fresh processes.
    pub fn start(runner: &'a Runner<'a>, probe: &'a Probe) -> Result<Self, JudgingError> {
        let sessions = (0..probe.processes).map(|_| runner.start());
        Ok(Self {
            runner,
            problem: runner.problem(),
            lines: Lines::new(runner.problem()),
            probe,
            sessions: sessions.collect::<Result<_, _>>()?,
            recent: VecDeque::new(),
            since_fresh: Some(vec![]),
            calls: 0,
            spent: Duration::ZERO,
        })
    }

    /// How many calls were made.
    pub const fn calls(&self) -> u64 {
        self.calls
    }

    /// Makes the calls. The inner error is the verdict on a submission that did not answer.
    pub fn make(
        &mut self,
        runs: &[Run],
    ) -> Result<Result<Vec<Vec<u8>>, Box<Judged>>, JudgingError> {
        let mut all = vec![];
        for run in runs {
            match self.run(run)? {
                Ok(mut answers) => all.append(&mut answers),
                Err(judged) => return Ok(Err(judged)),
            }
        }
        Ok(Ok(all))
    }

    fn run(&mut self, run: &Run) -> Result<Result<Vec<Vec<u8>>, Box<Judged>>, JudgingError> {
        if run.fresh {
            self.since_fresh = Some(vec![]);
        }
        let mut agreed: Option<Vec<Vec<u8>>> = None;
        for number in 0..self.sessions.len() {
            let query = Query::Run {
                fresh: run.fresh,
                instance: 0,
                calls: run.calls.clone(),
                finish: run.finish,
            };
            let (answers, finish) = match self.sessions[number].ask(query)? {
                Ok(Replied {
                    reply: Reply::Ran { answers, finish },
                    wall,
                    ..
                }) if answers.len() == run.calls.len()
                    && (finish == Finish::Open) != run.finish =>
                {
                    self.spent += wall;
                    (answers, finish)
                }
                Ok(_) => {
                    let lost = Lost {
                        observation: self.sessions.remove(number).stop()?,
                        forged: Some("an answer to the request"),
                        allowance: self.runner.allowance(),
                    };
                    return Ok(Err(self.lost(run, &lost)?));
                }
                Err(lost) => {
                    // Its process is gone: there is nothing left to stop.
                    drop(self.sessions.remove(number));
                    return Ok(Err(self.lost(run, &lost)?));
                }
            };
            let answers = match self.returned(run, answers, finish) {
                Ok(answers) => answers,
                Err(judged) => return Ok(Err(judged)),
            };
            if let Some(agreed) = &agreed
                && let Some(index) = (0..answers.len()).find(|&at| answers[at] != agreed[at])
            {
                return Ok(Err(self.disagreement(run, agreed, &answers[index], index)));
            }
            agreed.get_or_insert(answers);
        }
        let answers = agreed.unwrap_or_default();
        self.remember(run, &answers);
        let most = Duration::from_millis(self.problem.limits.wall_ms) * SHARE_OF_ALL;
        if self.spent > most {
            let most = seconds(u64::try_from(most.as_millis()).unwrap_or(u64::MAX));
            return Ok(Err(Box::new(Judged {
                verdict: Verdict::TimeLimitExceeded,
                reason: Some(Reason::WallTime),
                summary: format!("the calls of {} take more than {most}", self.probe.run),
                transcript: self.transcript(),
                ..accepted()
            })));
        }
        Ok(Ok(answers))
    }

    fn remember(&mut self, run: &Run, answers: &[Vec<u8>]) {
        self.calls += run.calls.len() as u64;
        for made in run.calls.iter().cloned().zip(answers.iter().cloned()) {
            if self.recent.len() == SHOWN {
                self.recent.pop_front();
            }
            self.recent.push_back(made);
        }
        if let Some(calls) = &mut self.since_fresh {
            calls.extend_from_slice(&run.calls);
            if calls.len() > MOST_REPEATED {
                self.since_fresh = None;
            }
        }
    }

    /// The answers, if all calls returned one that can be read.
    fn returned(
        &self,
        run: &Run,
        answers: Vec<Answer>,
        finish: Finish,
    ) -> Result<Vec<Vec<u8>>, Box<Judged>> {
        let codec = Codec::new(&self.problem.contract);
        let mut returned = vec![];
        for (call, answer) in run.calls.iter().zip(&answers) {
            match answer {
                Answer::Returned(bytes)
                    if codec
                        .decode_all(bytes, &self.lines.answer_type(call))
                        .is_ok() =>
                {
                    returned.push(bytes.clone());
                }
                Answer::Missing => {
                    let call = self.lines.text(call, &HashMap::new());
                    return Err(Box::new(author(format!(
                        "{} uses a handle that does not exist: {call}",
                        self.probe.run
                    ))));
                }
                _ => break,
            }
        }
        if returned.len() == answers.len() && !matches!(finish, Finish::Panicked(_)) {
            return Ok(returned);
        }
        let trace = Trace {
            answers,
            finish: Some(if run.finish { finish } else { Finish::Dropped }),
            lost: None,
        };
        Err(Box::new(self.judge(&run.calls, trace)))
    }

    /// The verdict on a process that was lost in a run. In which call is found by making
    /// all calls on that subject again, one by one.
    fn lost(&self, run: &Run, lost: &Lost) -> Result<Box<Judged>, JudgingError> {
        let gone = Trace {
            answers: vec![],
            finish: None,
            lost: Some(lost.clone()),
        };
        if run.calls.len() == 1 && !run.finish {
            return Ok(Box::new(self.judge(&run.calls, gone)));
        }
        if let Some(earlier) = &self.since_fresh {
            let mut calls = earlier.clone();
            calls.extend_from_slice(&run.calls);
            let prepared = Prepared { instance: 0, calls };
            let budget = Budget::EachCall(self.runner.allowance());
            let (trace, _) = self.runner.step_by_step(&prepared, budget)?;
            let returned = |answer: &Answer| matches!(answer, Answer::Returned(_));
            if trace.lost.is_some() || !trace.answers.iter().all(returned) {
                let alone = Self {
                    recent: VecDeque::new(),
                    sessions: vec![],
                    since_fresh: None,
                    ..*self
                };
                return Ok(Box::new(alone.judge(&prepared.calls, trace)));
            }
        }
        let Loss {
            verdict,
            reason,
            why,
        } = loss::judge(lost, &self.problem.limits);
        Ok(Box::new(Judged {
            verdict,
            reason,
            summary: format!("in {}: {why}", self.probe.run),
            details: vec![why],
            transcript: self.transcript(),
            ..accepted()
        }))
    }

    /// Judges calls that went wrong as if they were a case, after the last that went right.
    fn judge(&self, calls: &[Call], mut trace: Trace) -> Judged {
        let mut all: Vec<(Call, Option<Vec<u8>>)> = self
            .recent
            .iter()
            .map(|(call, answer)| (call.clone(), Some(answer.clone())))
            .collect();
        let earlier = all.iter().filter_map(|(_, answer)| answer.clone());
        let earlier: Vec<Answer> = earlier.map(Answer::Returned).collect();
        for (index, call) in calls.iter().enumerate() {
            let answer = match trace.answers.get(index) {
                Some(Answer::Returned(bytes)) => Some(bytes.clone()),
                _ => None,
            };
            all.push((call.clone(), answer));
        }
        trace.answers.splice(0..0, earlier);
        let names = self
            .lines
            .names(all.iter().map(|(call, answer)| (call, answer.as_deref())));
        let lines = all.iter().map(|(call, _)| self.lines.line(call, &names));
        let case = Case {
            name: self.probe.name.clone(),
            sample: false,
            instance: 0,
            lines: lines.collect(),
        };
        let mut judged = case::judge(self.problem, &case, &trace, &[]);
        let counted_by_case = !matches!(
            judged.transcript.last().map(|step| &step.outcome),
            Some(Outcome::NoReturn { .. }) | None
        );
        if let Some(last) = judged.transcript.last()
            && counted_by_case
            && judged.reason != Some(Reason::NotWritten)
        {
            judged.summary = format!("{} in {}", last.call, self.probe.run);
        }
        let extra = judged.transcript.len().saturating_sub(SHOWN + 1);
        judged.transcript.drain(..extra);
        self.say_how_many(&mut judged);
        judged
    }

    /// The verdict on a submission that the probe finds wrong.
    pub fn wrong(&self, why: &str) -> Judged {
        let mut transcript = self.transcript();
        transcript.push(verdict_of(self.probe, "what the contract promises", why));
        let mut judged = Judged {
            verdict: Verdict::WrongAnswer,
            summary: format!("{}: {why}", self.probe.run),
            transcript,
            ..accepted()
        };
        self.say_how_many(&mut judged);
        judged
    }

    /// The verdict on a submission whose processes differ in the answer to a call.
    fn disagreement(
        &self,
        run: &Run,
        agreed: &[Vec<u8>],
        other: &[u8],
        index: usize,
    ) -> Box<Judged> {
        let earlier = self.recent.iter().map(|(call, answer)| (call, answer));
        let here = run.calls[..=index].iter().zip(agreed);
        let made: Vec<(&Call, &Vec<u8>)> = earlier.chain(here).collect();
        let mut transcript = self.lines.steps(&made);
        let call = &run.calls[index];
        let want = self.lines.answer(call, &agreed[index], &HashMap::new());
        let got = self.lines.answer(call, other, &HashMap::new());
        let last = transcript.pop().map_or_else(String::new, |step| step.call);
        transcript.push(Step {
            call: last.clone(),
            outcome: Outcome::Wrong {
                want: format!("{want} (as in another process)"),
                got,
            },
        });
        let extra = transcript.len().saturating_sub(SHOWN + 1);
        transcript.drain(..extra);
        let mut judged = Judged {
            verdict: Verdict::WrongAnswer,
            summary: format!("{last}: two processes answer differently"),
            details: vec![
                "the same calls in fresh processes have other answers: something depends on \
                 chance, as the order of a HashMap does"
                    .into(),
            ],
            transcript,
            ..accepted()
        };
        self.say_how_many(&mut judged);
        Box::new(judged)
    }

    fn say_how_many(&self, judged: &mut Judged) {
        let shown = judged.transcript.len() as u64;
        if self.calls > shown {
            let all = counted(self.calls, "call");
            judged
                .details
                .push(format!("after {all}, of which the last are shown"));
        }
    }

    /// The last calls that went right.
    fn transcript(&self) -> Vec<Step> {
        let made: Vec<(&Call, &Vec<u8>)> = self
            .recent
            .iter()
            .map(|(call, answer)| (call, answer))
            .collect();
        self.lines.steps(&made)
    }

    /// Ends the processes. Says what is wrong with how one left, if something is.
    pub fn close(self) -> Result<Option<Loss>, JudgingError> {
        let mut left = None;
        for session in self.sessions {
            let closed = session.close()?;
            let seen = &closed.lost.observation;
            let clean = closed.orderly && seen.exit == Exit::Code(0) && seen.stopped.is_none();
            if !clean && left.is_none() {
                left = Some(loss::judge(&closed.lost, &self.problem.limits));
            }
        }
        Ok(left)
    }
}
