//! `replay`: a failure that was found before, once more, on the file as it is now.

use super::{bench, current_dir};
use crate::check::{own_test, probe};
use crate::cli::{Options, Replay};
use crate::console::Console;
use crate::dirs::Folder;
use crate::error::{Error, Exit, UserError};
use crate::judge::{Again, Bench, Judged, Request};
use crate::plan::{Kind, Plan, PlannedCheck};
use crate::practice::sample_test;
use crate::problem::Problem;
use crate::problem::catalogue::Catalogue;
use crate::report::document::{Check, Finding, Mode, Report};
use crate::report::interleaving::Interleaving;
use crate::report::render::render;
use crate::report::sanitise;
use crate::report::store::Store;
use crate::submission::{Read, Submission};
use crate::verdict::{Reason, Verdict};
use camino::Utf8Path;

/// Runs the failure of a report again, or prints it as a test.
///
/// # Errors
/// If there is no such report, nothing in it can be run again, or this machine cannot
/// judge.
pub fn run(arguments: &Replay, options: &Options, console: &Console) -> Result<Exit, Error> {
    let report = Store::new(&Folder::Data.open()?).find(&arguments.id)?;
    let catalogue = Catalogue::new(&options.problems)?;
    let (check, finding) = report.found().ok_or_else(|| nothing(&report))?;
    if let Some(interleaving) = &finding.interleaving {
        return interleaved(
            arguments,
            (&report, finding, interleaving),
            &catalogue,
            options,
            console,
        );
    }
    let (problem, again) = again(&catalogue, &report, check, finding)?;
    if arguments.as_test {
        let test = finding.test.clone().or_else(|| match &again {
            Again::Calls(case) if !finding.reason.is_some_and(Reason::counts_values) => {
                sample_test::of_failure(&problem, case, None)
            }
            _ => None,
        });
        let test = test.ok_or_else(|| {
            UserError::new(Exit::Usage, "only the judge can find this")
                .help(format!("`greenroom replay {}` looks again", arguments.id))
        })?;
        console.print(&test)?;
        return Ok(Exit::Done);
    }
    if problem.version != report.problem.version {
        console.warning(format!(
            "`{}` has changed since this report was made",
            problem.slug
        ));
    }
    let submission = submission(&report)?;
    let bench = bench::open(options, console)?;
    let found = sanitise::line(&finding.summary);
    console.status("Replaying", format!("{}: {found}", problem.slug));
    let judged = bench.replay(
        request(&problem, &submission, &report, options),
        &again,
        finding,
    )?;
    tell(judged, options, console)
}

const fn request<'a>(
    problem: &'a Problem,
    submission: &'a Submission,
    report: &Report,
    options: &Options,
) -> Request<'a> {
    Request {
        problem,
        submission,
        mode: Mode::Replay,
        keep: options.keep,
        seed: report.seed,
        until: None,
    }
}

/// Says what came of it.
fn tell(judged: Judged, options: &Options, console: &Console) -> Result<Exit, Error> {
    if let Some(kept) = judged.kept {
        console.status("Kept", kept);
    }
    let style = console.style(options);
    console.print(&render(&judged.report, options.format, style))?;
    Ok(super::judge::exit(judged.report.verdict))
}

fn nothing(report: &Report) -> UserError {
    let message = format!(
        "report {} tells of nothing that could be run again",
        report.id
    );
    UserError::new(Exit::Usage, message).help("`greenroom submit` judges everything")
}

/// The problem as it is now, and what shows the failure.
fn again(
    catalogue: &Catalogue,
    report: &Report,
    check: &Check,
    finding: &Finding,
) -> Result<(Problem, Again), Error> {
    let stage = report.problem.stage;
    let problem = catalogue.load(&report.problem.slug, Some(stage))?;
    let plan = Plan::new(&problem, Mode::Submit, report.seed);
    let planned = plan.checks.into_iter().find(|each| each.name == check.name);
    let gone = || {
        let message = format!(
            "`{}` has nothing of the name `{}` any more",
            problem.slug, finding.case
        );
        UserError::new(Exit::Usage, message)
    };
    let one = |planned: PlannedCheck, index: Option<usize>| match index {
        Some(index) => Ok(Again::Check(PlannedCheck {
            cases: vec![finding.case.clone()],
            indices: vec![index],
            ..planned
        })),
        None => Err(gone()),
    };
    let again = match planned {
        Some(planned) if planned.kind == Kind::Probes => {
            let mut probes = problem.probes.iter();
            one(
                planned,
                probes.position(|each| probe::finding_name(each) == finding.case),
            )?
        }
        Some(planned) if planned.kind == Kind::OwnTests => {
            let mut tests = problem.own_tests.iter().flat_map(|own| &own.tests);
            one(
                planned,
                tests.position(|each| own_test::finding_name(each) == finding.case),
            )?
        }
        Some(planned) if matches!(planned.kind, Kind::Growth(_) | Kind::Memory(_)) => {
            Again::Check(planned)
        }
        Some(planned) if planned.kind == Kind::Heap => {
            let (problem, index) = case(catalogue, report, finding, &problem)?;
            let again = one(planned, Some(index))?;
            return Ok((problem, again));
        }
        _ => {
            let (problem, index) = case(catalogue, report, finding, &problem)?;
            let again = Again::Calls(problem.cases[index].clone());
            return Ok((problem, again));
        }
    };
    Ok((problem, again))
}

/// The problem with the case that shows the failure, and which one that is.
fn case(
    catalogue: &Catalogue,
    report: &Report,
    finding: &Finding,
    problem: &Problem,
) -> Result<(Problem, usize), Error> {
    let stage = report.problem.stage;
    let mut package = catalogue.package(&report.problem.slug)?;
    let mut name = finding.case.clone();
    if !finding.lines.is_empty() {
        // The calls are read as a case of the package, by the reader of packages: what it
        // refuses was not written by this judge for this contract.
        name = format!("replay {}", report.id);
        let of = problem.cases.iter().find(|case| case.name == finding.case);
        let subject = of.filter(|case| case.instance != 0).and_then(|case| {
            let subject = problem.instances[case.instance].subject.as_ref()?;
            Some(subject.to_string())
        });
        let manifest = package.files.entry("problem.toml".into()).or_default();
        manifest.push_str(&table(&name, stage, subject, &finding.lines));
    }
    let read = Problem::read(&package, Some(stage));
    let mut read = read.map_err(|_| {
        let message = "the calls of this report do not fit the problem any more";
        UserError::new(Exit::Usage, message).help("`greenroom submit` judges everything")
    })?;
    read.version.clone_from(&problem.version);
    let index = read.cases.iter().position(|case| case.name == name);
    let index = index.ok_or_else(|| {
        UserError::new(
            Exit::Usage,
            format!("`{}` has no case of that name any more", problem.slug),
        )
    })?;
    Ok((read, index))
}

/// Runs an interleaving again: on the same sources exactly that one, else every order of its
/// scenario.
fn interleaved(
    arguments: &Replay,
    (report, finding, interleaving): (&Report, &Finding, &Interleaving),
    catalogue: &Catalogue,
    options: &Options,
    console: &Console,
) -> Result<Exit, Error> {
    if arguments.as_test {
        let message = "an interleaving is none that a test could bring about";
        return Err(UserError::new(Exit::Usage, message)
            .help(format!("`greenroom replay {}` runs it again", arguments.id))
            .into());
    }
    let problem = catalogue.load(&report.problem.slug, Some(report.problem.stage))?;
    let submission = submission(report)?;
    let bench = bench::open(options, console)?;
    bench::prepare_engines(&bench, Bench::engines(&problem), console)?;
    let is_same = submission.hash == report.submission.hash
        && problem.version == report.problem.version
        && bench.who().kit == report.judge.kit;
    // What is left at the end, and how somebody waits, does not show in one order alone.
    let shows = !matches!(finding.verdict, Verdict::MemoryLeak | Verdict::BusyWait);
    let schedule = Some(interleaving.schedule.as_str());
    let schedule = schedule.filter(|schedule| is_same && shows && !schedule.is_empty());
    let found = sanitise::line(&finding.summary);
    let how = match schedule {
        Some(_) => "in the same order",
        None => "in every order",
    };
    console.status("Replaying", format!("{}: {found}, {how}", problem.slug));
    let again = Again::Interleaving(schedule.map(str::to_owned));
    let judged = bench.replay(
        request(&problem, &submission, report, options),
        &again,
        finding,
    )?;
    tell(judged, options, console)
}

/// `[[case]]` with these lines, on this subject or the problem's own.
fn table(name: &str, stage: u32, subject: Option<String>, lines: &[String]) -> String {
    let lines: Vec<toml::Value> = lines.iter().cloned().map(toml::Value::String).collect();
    let run = toml::Value::Array(lines);
    let name = toml::Value::String(name.to_owned());
    let subject = subject.map(toml::Value::String);
    let subject = subject.map_or_else(String::new, |subject| format!("subject = {subject}\n"));
    format!("\n[[case]]\nname = {name}\nstage = {stage}\nuntil = {stage}\n{subject}run = {run}\n")
}

fn submission(report: &Report) -> Result<Submission, Error> {
    let origin = &report.submission.origin;
    let path = current_dir()?.join(Utf8Path::new(origin));
    if !path.exists() {
        let message = format!("`{origin}` is not there any more");
        let help = "call it from the folder that the submission was judged from";
        return Err(UserError::new(Exit::NothingJudged, message)
            .help(help)
            .into());
    }
    match Submission::read(&path)? {
        Read::Submission(mut submission) => {
            submission.origin.clone_from(origin);
            Ok(submission)
        }
        Read::Refused(refusal) => {
            let message = format!("`{origin}` is not judged: {}", refusal.summary);
            Err(UserError::new(Exit::NothingJudged, message).into())
        }
    }
}
