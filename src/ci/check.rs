//! Judging all submissions that were found.

use super::batch::{Batch, FORMAT, KIND, Outcome, Unit};
use super::budget::{Budget, Deadline};
use super::find::Solution;
use super::partition::Partition;
use super::pool::{Ending, Pool};
use super::problems::Problems;
use super::reveal::Reveal;
use super::seed::Chosen;
use crate::console::Progress;
use crate::error::{Error, UserError};
use crate::judge::{Bench, Judged, Request};
use crate::known::Known;
use crate::problem::Problem;
use crate::problem::catalogue::Catalogue;
use crate::report::document::Mode;
use crate::report::store::new_id;
use crate::submission::{Read, Submission};
use crate::verdict::Verdict;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Instant;

/// What the judging of a batch depends on, beside the submissions.
pub struct Check<'a> {
    /// Compiler, cache and sandbox.
    pub bench: &'a Bench,
    /// Where problems come from.
    pub catalogue: &'a Catalogue,
    /// What is known already.
    pub known: &'a Known,
    /// Whether what is known is left aside.
    pub fresh: bool,
    /// The problems that every owner has to have solved.
    pub require: &'a [String],
    /// Which part to judge; all if nothing is said.
    pub partition: Option<Partition>,
    /// The seed that was asked for.
    pub seed: &'a Chosen,
    /// How long things may take.
    pub budget: Budget,
    /// What is shown of findings.
    pub reveal: Reveal,
}

impl Check<'_> {
    /// Judges the submissions, or those of the partition.
    ///
    /// # Errors
    /// If a required problem does not exist, or a package is invalid: that is nobody's
    /// fault who is judged. What goes wrong with one submission stays with it.
    pub fn run(
        &self,
        solutions: Vec<Solution>,
        pool: Pool<'_>,
        bar: &Progress,
    ) -> Result<Batch, Error> {
        let begun = Instant::now();
        let made = Timestamp::now();
        for slug in self.require {
            self.catalogue.header(slug)?;
        }
        self.look_at_packages(&solutions)?;
        let missing = self.missing(&solutions);
        let found = (solutions.len() + missing.len()) as u64;
        let (jobs, missing): (Vec<Solution>, Vec<Unit>) = match self.partition {
            None => (solutions, missing),
            Some(part) => {
                let of_part = |(owner, problem, path): (&str, &str, &str)| {
                    part.includes(owner, problem, path)
                };
                (
                    solutions
                        .into_iter()
                        .filter(|each| of_part(each.key()))
                        .collect(),
                    missing
                        .into_iter()
                        .filter(|each| of_part(each.key()))
                        .collect(),
                )
            }
        };
        bar.total(jobs.len() as u64);
        let running: Mutex<BTreeSet<String>> = Mutex::default();
        let show = |change: &dyn Fn(&mut BTreeSet<String>)| {
            let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut running);
            let names: Vec<&str> = running.iter().map(String::as_str).collect();
            bar.message(names.join(", "));
        };
        let name = |solution: &Solution| format!("{}/{}", solution.owner, solution.problem);
        let done = pool.run(
            &jobs,
            Problems::default,
            |problems, solution| {
                let deadline = self.budget.deadline(begun, Instant::now());
                self.outcome(solution, problems, deadline)
            },
            |solution| {
                show(&|running| {
                    running.insert(name(solution));
                });
            },
            |solution| {
                show(&|running| {
                    running.remove(&name(solution));
                });
                bar.step();
            },
        );
        let mut units: Vec<Unit> = jobs
            .into_iter()
            .zip(done)
            .map(|(solution, done)| unit(solution, done))
            .chain(missing)
            .collect();
        units.sort_by(|a, b| a.key().cmp(&b.key()));
        for unit in &mut units {
            if let Outcome::Judged(report) = &mut unit.outcome {
                report.id = new_id(report);
                self.reveal.apply(report);
            }
        }
        Ok(Batch {
            format: FORMAT,
            kind: KIND.into(),
            made,
            judge: self.bench.who(),
            strength: self.bench.sandbox.strength.text().into(),
            seed: self.seed.seed.clone(),
            reveal: self.reveal,
            partition: self.partition,
            found,
            units,
            total_ms: begun.elapsed().as_secs_f64() * 1e3,
        })
    }

    /// The packages have to be valid, whatever the submissions are.
    fn look_at_packages(&self, solutions: &[Solution]) -> Result<(), UserError> {
        let sound = solutions.iter().filter(|solution| solution.fault.is_none());
        let slugs: BTreeSet<&str> = sound.map(|solution| solution.problem.as_str()).collect();
        for slug in slugs {
            self.catalogue.load(slug, None)?;
        }
        Ok(())
    }

    fn missing(&self, solutions: &[Solution]) -> Vec<Unit> {
        let owners: BTreeSet<&str> = solutions.iter().map(|each| each.owner.as_str()).collect();
        let mut missing = vec![];
        for owner in owners {
            for slug in self.require {
                let there = |each: &Solution| each.owner == owner && each.problem == *slug;
                if !solutions.iter().any(there) {
                    missing.push(Unit {
                        owner: owner.to_owned(),
                        problem: slug.clone(),
                        path: String::new(),
                        outcome: Outcome::Missing,
                        unheeded: vec![],
                    });
                }
            }
        }
        missing
    }

    fn outcome(
        &self,
        solution: &Solution,
        problems: &mut Problems,
        deadline: Option<Deadline>,
    ) -> Outcome {
        if let Some(why) = &solution.fault {
            return Outcome::Failed { why: why.clone() };
        }
        let judged = match problems.of(self.catalogue, solution) {
            Ok(problem) => self.judge(solution, problem, deadline),
            Err(error) => Err(error.into()),
        };
        match judged {
            Ok(outcome) => outcome,
            Err(Error::User(error)) => Outcome::Failed { why: error.message },
            Err(Error::Judging(error)) => Outcome::Failed { why: error.chain() },
        }
    }

    fn judge(
        &self,
        solution: &Solution,
        problem: &Problem,
        deadline: Option<Deadline>,
    ) -> Result<Outcome, Error> {
        let judged = |report| Ok(Outcome::Judged(Box::new(report)));
        let submission = match Submission::read(&solution.path)? {
            Read::Submission(submission) => submission,
            Read::Refused(refusal) => {
                return judged(self.bench.refused(problem, Mode::Submit, refusal));
            }
        };
        let request = Request {
            problem,
            submission: &submission,
            mode: Mode::Submit,
            keep: false,
            seed: self.seed.number,
            until: deadline.as_ref().map(|deadline| deadline.until),
        };
        if !self.fresh
            && let Some(report) = self.known.find(self.bench, &request)
        {
            return judged(report);
        }
        let Judged {
            mut report,
            cut_short,
            ..
        } = self.bench.judge(request)?;
        if self.seed.is_secret() {
            report.seed = None;
        }
        match deadline.filter(|_| cut_short) {
            // What was found until then is true all the same.
            Some(deadline) if report.verdict == Verdict::Inconclusive => {
                Ok(Outcome::NotJudged { why: deadline.why })
            }
            Some(_) => judged(report),
            None => {
                if report.verdict.is_settled() {
                    self.known.keep(self.bench, &request, &report);
                }
                judged(report)
            }
        }
    }
}

fn unit(solution: Solution, done: Ending<Outcome>) -> Unit {
    let Solution {
        owner,
        problem,
        path,
        unheeded,
        ..
    } = solution;
    Unit {
        owner,
        problem,
        path: path.into(),
        outcome: match done {
            Ending::Done(outcome) => outcome,
            Ending::Broken(why) => Outcome::Failed { why },
            Ending::Skipped(why) => Outcome::NotJudged { why },
        },
        unheeded,
    }
}
