//! `problem verify`: judges the submissions that come with problems.

use super::bench::{self, more};
use crate::build::engine::Engine;
use crate::check::loss::counted;
use crate::cli::Options;
use crate::console::Console;
use crate::error::{Error, Exit, JudgingError, UserError};
use crate::judge::Bench;
use crate::problem::catalogue::Catalogue;
use crate::problem::complaint::Complaints;
use crate::problem::package::Package;
use crate::problem::parsed;
use crate::problem::{PackagedSubmission, Problem};
use crate::report::render::{Format, json};
use crate::verify::{Outcome, judge_one, rehearsal, starter};
use serde::Serialize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What came of a problem.
#[derive(Debug, Serialize)]
struct Line {
    problem: String,
    #[serde(flatten)]
    outcome: Outcome,
}

/// Verifies the problems named, or all.
///
/// # Errors
/// If a package is invalid, or this machine cannot judge.
pub fn run(slugs: &[String], options: &Options, console: &Console) -> Result<Exit, Error> {
    let catalogue = Catalogue::new(&options.problems)?;
    let all: Vec<String> = catalogue
        .slugs()
        .iter()
        .map(|slug| (*slug).to_owned())
        .collect();
    let slugs = if slugs.is_empty() {
        all
    } else {
        slugs.to_vec()
    };
    let mut packages = vec![];
    let mut jobs = vec![];
    for slug in &slugs {
        let package = catalogue.package(slug)?;
        let submissions = complete(&package)?;
        jobs.extend(jobs_of(packages.len(), submissions));
        packages.push(package);
    }
    let bench = Bench {
        explores_ahead: false,
        ..bench::open(options, console)?
    };
    let mut engines: &[Engine] = &[];
    for package in &packages {
        engines = more(engines, rehearse(&bench, package)?);
    }
    bench::prepare_engines(&bench, engines, console)?;
    let workers = options.jobs.map_or_else(
        || std::thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    );
    let lines = verify(&bench, &packages, &jobs, workers, options.seed, console)?;
    let bad = lines
        .iter()
        .filter(|line| !line.outcome.as_expected)
        .count();
    let text = match options.format {
        Format::Json => json::pretty(&lines),
        Format::Human => words(&lines, slugs.len()),
    };
    console.print(&text)?;
    Ok(if bad == 0 {
        Exit::Done
    } else {
        Exit::InvalidProblem
    })
}

/// What a package must have beyond being valid; how many submissions come with it.
fn complete(package: &Package) -> Result<usize, UserError> {
    let problem = Problem::read(package, None)?;
    Complaints::check(package, problem.completeness(package))?;
    Ok(problem.submissions.len())
}

/// Asks the model about the scenarios of every stage, before any submission meets them. What
/// they need to be explored.
fn rehearse(bench: &Bench, package: &Package) -> Result<&'static [Engine], Error> {
    let mut engines: &[Engine] = &[];
    let last = Problem::read(package, None).map_err(UserError::from)?;
    for stage in 1..=last.stages() {
        let problem = Problem::read(package, Some(stage)).map_err(UserError::from)?;
        let complaints = rehearsal::complaints(bench, &problem)?;
        Complaints::check(package, complaints).map_err(UserError::from)?;
        engines = more(engines, Bench::engines(&problem));
    }
    Ok(engines)
}

/// One thing to judge: a package by its index, and a submission in it; `None` for the
/// starter.
struct Job {
    package: usize,
    submission: Option<usize>,
}

fn jobs_of(package: usize, submissions: usize) -> impl Iterator<Item = Job> {
    std::iter::once(None)
        .chain((0..submissions).map(Some))
        .map(move |submission| Job {
            package,
            submission,
        })
}

/// Judges all jobs with some workers; the answers are in the order of the jobs.
fn verify(
    bench: &Bench,
    packages: &[Package],
    jobs: &[Job],
    workers: usize,
    seed: Option<u64>,
    console: &Console,
) -> Result<Vec<Line>, Error> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<Line, Error>)>> = Mutex::new(vec![]);
    let bar = console.progress("Verifying", jobs.len() as u64);
    let tallies = tallies(packages.len(), jobs);
    std::thread::scope(|scope| {
        for _ in 0..workers.min(jobs.len()) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(number) else { break };
                    let package = &packages[job.package];
                    let line = one(bench, package, job.submission, seed).map(|outcome| Line {
                        problem: package.slug.clone(),
                        outcome,
                    });
                    if let Err(error) = &line {
                        let name = name(package, job.submission);
                        bar.status("Failed", format!("{} {name}: {error}", package.slug));
                    }
                    let right = matches!(&line, Ok(line) if line.outcome.as_expected);
                    let done_with = tallies[job.package].count(right);
                    // Where nobody sees the bar, a log still shows that it goes on.
                    if let Some(said) = done_with.filter(|_| !bar.is_seen()) {
                        console.status("Verified", format!("{} ({said})", package.slug));
                    }
                    // Its problem is gone with it.
                    parsed::forget();
                    bar.message(&package.slug);
                    bar.step();
                    done.lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner)
                        .push((number, line));
                }
            });
        }
    });
    let mut done = done
        .into_inner()
        .map_err(|_| JudgingError::new("collect what the workers found"))?;
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, line)| line).collect()
}

/// How far a package is.
struct Tally {
    all: usize,
    left: AtomicUsize,
    wrong: AtomicUsize,
}

impl Tally {
    /// One more is judged; says how many there were once these are all.
    fn count(&self, right: bool) -> Option<String> {
        self.wrong.fetch_add(usize::from(!right), Ordering::Relaxed);
        if self.left.fetch_sub(1, Ordering::AcqRel) > 1 {
            return None;
        }
        let wrong = self.wrong.load(Ordering::Relaxed);
        let all = counted(self.all as u64, "submission");
        Some(match wrong {
            0 => all,
            _ => format!("{all}, {wrong} not as expected"),
        })
    }
}

/// One for each package, with none of its jobs done.
fn tallies(packages: usize, jobs: &[Job]) -> Vec<Tally> {
    let tally = |package| {
        let all = jobs.iter().filter(|job| job.package == package).count();
        Tally {
            all,
            left: AtomicUsize::new(all),
            wrong: AtomicUsize::new(0),
        }
    };
    (0..packages).map(tally).collect()
}

fn one(
    bench: &Bench,
    package: &Package,
    submission: Option<usize>,
    seed: Option<u64>,
) -> Result<Outcome, Error> {
    let problem = Problem::read(package, None).map_err(UserError::from)?;
    match submission {
        None => starter(bench, &problem, seed),
        Some(index) => {
            let packaged: &PackagedSubmission = &problem.submissions[index];
            let staged;
            let problem = match packaged.stage {
                Some(stage) if stage != problem.stage => {
                    staged = Problem::read(package, Some(stage)).map_err(UserError::from)?;
                    &staged
                }
                _ => &problem,
            };
            judge_one(bench, problem, packaged, seed)
        }
    }
}

fn name(package: &Package, submission: Option<usize>) -> String {
    let problem = Problem::read(package, None).ok();
    problem
        .zip(submission)
        .and_then(|(problem, index)| Some(problem.submissions.get(index)?.name.clone()))
        .unwrap_or_else(|| "starter.rs".into())
}

fn words(lines: &[Line], problems: usize) -> String {
    let mut text = String::new();
    for line in lines {
        let Outcome {
            submission,
            got,
            as_expected,
            note,
            ..
        } = &line.outcome;
        let mark = if *as_expected { "ok " } else { "BAD" };
        text.push_str(&format!("{mark} {} {submission}: {got}", line.problem));
        if let Some(note) = note {
            text.push_str(&format!(" ({note})"));
        }
        text.push('\n');
    }
    let bad = lines
        .iter()
        .filter(|line| !line.outcome.as_expected)
        .count();
    let judged = lines.len();
    text.push_str(&if bad == 0 {
        let noun = if problems == 1 { "problem" } else { "problems" };
        format!("verified   {problems} {noun}, {judged} submissions, each with its verdict\n")
    } else {
        format!("not verified   {bad} of {judged} submissions got another verdict\n")
    });
    text
}
