//! `test` and `submit`: judging one submission.

use super::{bench, find_target};
use crate::cli::{Candidate, Options};
use crate::console::Console;
use crate::dirs::Folder;
use crate::error::{Error, Exit};
use crate::judge::{self, Judged, Request};
use crate::known::{Key, Known};
use crate::plan::Plan;
use crate::problem::catalogue::Catalogue;
use crate::report::document::{Mode, Report};
use crate::report::render::render;
use crate::report::store::Store;
use crate::submission::{Read, Submission};
use crate::verdict::Verdict;
use std::num::NonZeroU32;

/// Judges, shows and keeps the report.
///
/// # Errors
/// If there is nothing to judge, or no way to judge it.
pub fn run(
    candidate: &Candidate,
    mode: Mode,
    options: &Options,
    console: &Console,
) -> Result<Exit, Error> {
    let catalogue = Catalogue::new(&options.problems)?;
    let target = find_target(candidate, &catalogue)?;
    let stage = options.stage.map(NonZeroU32::get).or(target.stage);
    let problem = catalogue.load(target.slug()?, stage)?;
    let read = Submission::read(&target.path)?;
    let bench = bench::open(options, console)?;
    let mut report = match read {
        Read::Refused(refusal) => bench.refused(&problem, mode, refusal),
        Read::Submission(mut submission) => {
            submission.origin.clone_from(&target.origin);
            let request = Request {
                problem: &problem,
                submission: &submission,
                mode,
                keep: options.keep,
                seed: options.seed,
                until: None,
            };
            one(&bench, request, options, console)?
        }
    };
    let store = Store::new(&Folder::Data.open()?);
    if mode == Mode::Submit {
        report.submission.attempt = Some(store.attempts(&problem.slug) + 1);
        report.submission.minutes = store.minutes_since_start(&problem.slug);
    }
    store.keep(&mut report)?;
    let style = console.style(options);
    console.print(&render(&report, options.format, style))?;
    Ok(exit(report.verdict))
}

fn one(
    bench: &judge::Bench,
    request: Request<'_>,
    options: &Options,
    console: &Console,
) -> Result<Report, Error> {
    let known = Known::new(&bench.cache, Key::find(&Folder::Data.open()?)?);
    if !options.fresh
        && !options.keep
        && let Some(mut report) = known.find(bench, &request)
    {
        report.id.clear();
        report.made = jiff::Timestamp::now();
        return Ok(report);
    }
    if request.mode == Mode::Submit {
        bench::prepare_engines(bench, judge::Bench::engines(request.problem), console)?;
    }
    let compiled = bench.compile(request)?;
    console.status(
        "Compiling",
        format!(
            "{} ({:.2} s)",
            request.problem.slug,
            compiled.wall.as_secs_f64()
        ),
    );
    if compiled.is_program() {
        let plan = Plan::new(request.problem, request.mode, request.seed);
        let checks = plan.checks.len();
        let noun = if checks == 1 { "check" } else { "checks" };
        let seed = plan
            .seed
            .map_or_else(String::new, |seed| format!(", seed {seed}"));
        console.status("Judging", format!("{checks} {noun}{seed}"));
    }
    let Judged { report, kept, .. } = bench.run(request, compiled)?;
    if let Some(kept) = kept {
        console.status("Kept", kept);
    }
    if report.verdict.is_settled() {
        known.keep(bench, &request, &report);
    }
    Ok(report)
}

/// How the judge leaves after this verdict.
pub const fn exit(verdict: Verdict) -> Exit {
    match verdict {
        Verdict::Accepted => Exit::Done,
        Verdict::JudgingError => Exit::JudgeFailed,
        _ => Exit::NotAccepted,
    }
}
