//! The way of a submission: each step takes what the one before it made.

mod checks;
mod measures;

use crate::build::compile::{Build, Compiler, Failed, Program};
use crate::build::kit::Kit;
use crate::build::model::ModelSources;
use crate::check::growth::Baseline;
use crate::check::loss::Loss;
use crate::check::random::Shelf;
use crate::check::runner::{Runner, Stopped};
use crate::error::{Error, JudgingError};
use crate::plan::{Kind, Plan};
use crate::problem::case::Case;
use crate::problem::{Limits, Problem};
use crate::report::document::{
    Check, FORMAT, Finding, Judge, LimitsInfo, Mode, Part, ProblemInfo, Report, Sandbox, Status,
    SubmissionInfo, Timings,
};
use crate::report::excerpt;
use crate::run::process::Launcher;
use crate::run::quiet::Place;
use crate::sandbox::{Choice, Jail};
use crate::submission::{Refusal, Submission};
use crate::verdict::{Reason, Verdict};
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What every judgement needs.
#[derive(Clone, Debug)]
pub struct Bench {
    /// The compiled harness, with its compiler.
    pub kit: Kit,
    /// The cache folder.
    pub cache: Utf8PathBuf,
    /// How submissions are walled in.
    pub sandbox: Choice,
    /// What references cost, where many submissions are judged in one run.
    pub baseline: Option<Arc<Baseline>>,
}

/// What is to be judged, and how.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// The submission.
    pub submission: &'a Submission,
    /// Everything, or the samples alone.
    pub mode: Mode,
    /// Whether the temporary crate stays.
    pub keep: bool,
    /// The seed of what is drawn by chance; `None` for that of the problem's version.
    pub seed: Option<u64>,
    /// No case is begun after this moment.
    pub until: Option<Instant>,
}

/// What the compiler made of a request.
#[derive(Debug)]
pub struct Compiled {
    /// How long it took on the clock, the model included.
    pub wall: Duration,
    begun: Instant,
    build: Build,
    programs: Programs,
}

/// The programs of a problem, which are made once and kept.
#[derive(Clone, Debug)]
pub struct Programs {
    /// The one that serves the model, if the problem has one.
    pub model: Option<Utf8PathBuf>,
    /// That of the reference, if this stage of the problem has one.
    pub reference: Option<Utf8PathBuf>,
}

impl Compiled {
    /// Whether there is something to run.
    pub const fn is_program(&self) -> bool {
        matches!(self.build, Build::Program(_))
    }
}

/// A report, and where the crate was kept if that was asked for.
#[derive(Debug)]
pub struct Judged {
    /// The report; its id and attempt are left to whoever keeps it.
    pub report: Report,
    /// Where the temporary crate is.
    pub kept: Option<Utf8PathBuf>,
    /// Whether the time was over before all of it was judged.
    pub cut_short: bool,
}

impl Bench {
    /// Judges a submission.
    ///
    /// # Errors
    /// If the judge itself cannot go on, or the problem's own sources do not compile.
    pub fn judge(&self, request: Request<'_>) -> Result<Judged, Error> {
        self.run(request, self.compile(request)?)
    }

    /// The first half of [`Self::judge`]: the programs, or why there are none.
    ///
    /// # Errors
    /// As [`Self::judge`].
    pub fn compile(&self, request: Request<'_>) -> Result<Compiled, Error> {
        let begun = Instant::now();
        let (build, programs) = self.build(request)?;
        Ok(Compiled {
            begun,
            wall: begun.elapsed(),
            build,
            programs,
        })
    }

    /// The second half of [`Self::judge`]: runs the checks.
    ///
    /// # Errors
    /// As [`Self::judge`].
    pub fn run(&self, request: Request<'_>, compiled: Compiled) -> Result<Judged, Error> {
        let plan = Plan::new(request.problem, request.mode, request.seed);
        let Compiled {
            begun,
            build,
            programs,
            ..
        } = compiled;
        let mut report = self.blank(request);
        let mut cut_short = false;
        let kept = match build {
            Build::Failed(failed) => {
                let kept = failed.kept.clone();
                not_compiled(&mut report, failed, &plan);
                kept
            }
            Build::Stopped => {
                cut_short = true;
                not_looked_into(&mut report, &plan);
                None
            }
            Build::Program(program) => {
                let judging = Instant::now();
                cut_short = self.check(&mut report, request, &plan, &program, &programs)?;
                report.timings.compile_ms = program.wall_ms;
                report.timings.judge_ms = judging.elapsed().as_secs_f64() * 1e3;
                report.diagnostics = program.warnings;
                program.kept
            }
        };
        excerpt::shorten(&mut report.checks);
        report.timings.total_ms = begun.elapsed().as_secs_f64() * 1e3;
        Ok(Judged {
            report,
            kept,
            cut_short,
        })
    }

    /// Runs one case alone; the report holds nothing else.
    ///
    /// # Errors
    /// As [`Bench::judge`].
    pub fn replay(
        &self,
        request: Request<'_>,
        case: &Case,
        before: &Finding,
    ) -> Result<Judged, Error> {
        let begun = Instant::now();
        let (build, programs) = self.build(request)?;
        let mut report = self.blank(request);
        let mut check = Check {
            name: "replay".into(),
            status: Status::NotRun,
            passed: 0,
            total: 1,
            note: None,
            parts: vec![],
            findings: vec![],
            figures: None,
        };
        let kept = match build {
            Build::Failed(failed) => {
                let kept = failed.kept.clone();
                report.checks.push(check);
                refuse(&mut report, failed);
                kept
            }
            Build::Stopped => {
                report.checks.push(check);
                conclude(&mut report, None);
                None
            }
            Build::Program(program) => {
                let place = Place::take(&self.cache)?;
                let launchers = self.launchers(&program, &programs, &request.problem.limits)?;
                let mut runner = launchers.runner(request.problem, place);
                let result = if before.reason.is_some_and(Reason::counts_values) {
                    runner.run_counted(case)?
                } else {
                    runner.run(case)?
                };
                let left = runner.close()?;
                if let Some(result) = result {
                    check.parts.push(Part {
                        name: before.case.clone(),
                        verdict: result.judged.verdict,
                        wall_ms: result.wall.map(|wall| wall.as_secs_f64() * 1e3),
                    });
                    if result.judged.verdict == Verdict::Accepted {
                        check.passed = 1;
                        check.status = Status::Passed;
                    } else {
                        check.status = Status::Failed;
                        check.findings.push(Finding {
                            shrunk_from: before.shrunk_from,
                            lines: before.lines.clone(),
                            ..checks::finding(&before.case, before.sample, result)
                        });
                    }
                }
                report.checks.push(check);
                conclude(&mut report, left);
                report.timings.compile_ms = program.wall_ms;
                report.diagnostics = program.warnings;
                program.kept
            }
        };
        report.timings.total_ms = begun.elapsed().as_secs_f64() * 1e3;
        Ok(Judged {
            report,
            kept,
            cut_short: false,
        })
    }

    /// The submission's program and the problem's, made side by side.
    fn build(&self, request: Request<'_>) -> Result<(Build, Programs), Error> {
        let _place = Place::take(&self.cache)?;
        let sources = ModelSources::new(request.problem);
        std::thread::scope(|scope| {
            let model = scope.spawn(|| self.model(sources));
            let compiler = Compiler {
                until: request.until,
                ..self.compiler(request.keep)
            };
            let build = compiler.submission(request.problem, request.submission);
            let reference = self.compiler(false).reference(request.problem);
            let model = model
                .join()
                .map_err(|_| JudgingError::new("compile the model"))?;
            let build = build?;
            Ok((
                build,
                Programs {
                    model: model?,
                    reference: reference?,
                },
            ))
        })
    }

    /// The programs of a problem; what is not in the cache is compiled.
    ///
    /// # Errors
    /// If the problem's own sources do not compile, or the cache cannot be written.
    pub fn programs(&self, problem: &Problem) -> Result<Programs, Error> {
        Ok(Programs {
            model: self.model(ModelSources::new(problem))?,
            reference: self.compiler(false).reference(problem)?,
        })
    }

    fn model(&self, sources: Option<ModelSources>) -> Result<Option<Utf8PathBuf>, Error> {
        sources
            .map(|sources| sources.compile(&self.kit, &self.cache))
            .transpose()
    }

    fn compiler(&self, keep: bool) -> Compiler<'_> {
        Compiler {
            kit: &self.kit,
            cache: &self.cache,
            keep,
            sandbox: &self.sandbox,
            until: None,
        }
    }

    /// What starts the programs that judging needs.
    fn launchers(
        &self,
        program: &Program,
        programs: &Programs,
        limits: &Limits,
    ) -> Result<Launchers, JudgingError> {
        let confined = |path: &Utf8Path| launcher(&self.sandbox, path, limits);
        let model = programs.model.as_deref();
        Ok(Launchers {
            shelf: model.and_then(|model| Shelf::new(&self.cache, model)),
            submission: confined(&program.path)?,
            reference: programs.reference.as_deref().map(confined).transpose()?,
            model: model.map(model_launcher).transpose()?,
        })
    }

    /// Runs the plan's checks and writes what came of them into the report. Says whether
    /// the time was over before the end.
    fn check(
        &self,
        report: &mut Report,
        request: Request<'_>,
        plan: &Plan,
        program: &Program,
        programs: &Programs,
    ) -> Result<bool, JudgingError> {
        let place = Place::take(&self.cache)?;
        let launchers = self.launchers(program, programs, &plan.limits)?;
        let mut runner = launchers
            .runner(request.problem, place)
            .with_baseline(self.baseline.as_deref())
            .until(request.until);
        for planned in &plan.checks {
            let wrong = failed(&report.checks);
            let check = match (planned.kind, runner.stopped()) {
                (Kind::Drops | Kind::Heap | Kind::Growth(_) | Kind::Memory(_), stopped)
                    if wrong || stopped.is_some() =>
                {
                    match stopped.filter(|_| !wrong) {
                        Some(stopped) => checks::stopped(planned, stopped),
                        None => checks::not_run(planned),
                    }
                }
                (Kind::Cases | Kind::Drops, _) => checks::cases(&mut runner, planned)?,
                (Kind::Random(random, seed), _) => {
                    checks::by_chance(&mut runner, planned, random, seed)?
                }
                (Kind::OwnTests, _) => checks::own_tests(&mut runner, planned)?,
                (Kind::Probes, _) => checks::probes(&mut runner, planned)?,
                (Kind::Heap, _) => measures::heap(&mut runner, planned)?,
                (Kind::Growth(index), _) => {
                    let growth = &request.problem.growth[index];
                    runner.alone(|runner| measures::growth(planned, growth, runner))?
                }
                (Kind::Memory(index), _) => {
                    let memory = &request.problem.memory[index];
                    measures::memory(planned, memory, &runner)?
                }
            };
            report.checks.push(check);
        }
        let incomplete = report.checks.iter().any(|check| check.passed < check.total);
        let cut_short = incomplete && runner.stopped() == Some(Stopped::Time);
        let left = runner.close()?;
        conclude(report, left);
        Ok(cut_short)
    }

    /// Who judges here.
    pub fn who(&self) -> Judge {
        Judge {
            version: env!("CARGO_PKG_VERSION").into(),
            rustc: self.kit.toolchain.version.clone(),
            kit: self.kit.hash.clone(),
        }
    }

    /// The report on sources that nothing looked into.
    pub fn refused(&self, problem: &Problem, mode: Mode, refusal: Refusal) -> Report {
        let submission = Submission {
            origin: refusal.origin,
            files: std::collections::BTreeMap::new(),
            root: "src/lib.rs".into(),
            hash: String::new(),
        };
        let mut report = self.blank(Request {
            problem,
            submission: &submission,
            mode,
            keep: false,
            seed: None,
            until: None,
        });
        report.verdict = refusal.verdict;
        report.reason = Some(refusal.reason);
        report.summary = refusal.summary;
        report.diagnostics = vec![refusal.diagnostic];
        report
    }

    /// A report on the request that says nothing yet.
    pub fn blank(&self, request: Request<'_>) -> Report {
        let plan = Plan::new(request.problem, request.mode, request.seed);
        let Request {
            problem,
            submission,
            ..
        } = request;
        let own_tests = problem.own_tests.as_ref().map_or(0, |own| own.tests.len());
        Report {
            format: FORMAT,
            id: String::new(),
            made: Timestamp::now(),
            judge: self.who(),
            problem: ProblemInfo {
                slug: problem.slug.clone(),
                title: problem.title.clone(),
                version: problem.version.clone(),
                stage: problem.stage,
                stages: problem.stages(),
                cases: (problem.cases.len() + own_tests) as u64,
            },
            submission: SubmissionInfo {
                origin: submission.origin.clone(),
                hash: submission.hash.clone(),
                attempt: None,
                minutes: None,
            },
            mode: plan.mode,
            verdict: Verdict::Accepted,
            reason: None,
            summary: String::new(),
            diagnostics: vec![],
            checks: vec![],
            not_judged: plan.not_judged.clone(),
            limits: LimitsInfo {
                cpu_ratio: problem.reference().map(|_| plan.limits.cpu_ratio),
                ..limits_info(&plan.limits)
            },
            seed: plan.seed,
            sandbox: Sandbox {
                strength: self.sandbox.strength.text().into(),
                exposed: self
                    .sandbox
                    .strength
                    .exposed()
                    .iter()
                    .map(|what| (*what).to_owned())
                    .collect(),
            },
            timings: Timings {
                compile_ms: 0.0,
                judge_ms: 0.0,
                total_ms: 0.0,
                reused: false,
            },
        }
    }
}

/// What starts the processes of a judgement.
struct Launchers {
    submission: Box<dyn Launcher>,
    reference: Option<Box<dyn Launcher>>,
    model: Option<Box<dyn Launcher>>,
    shelf: Option<Shelf>,
}

impl Launchers {
    fn runner<'a>(&'a self, problem: &'a Problem, place: Place) -> Runner<'a> {
        Runner::new(problem, &*self.submission, self.model.as_deref())
            .with_reference(self.reference.as_deref())
            .with_shelf(self.shelf.clone())
            .with_place(place)
    }
}

fn failed(checks: &[Check]) -> bool {
    checks.iter().any(|check| check.status == Status::Failed)
}

fn limits_info(limits: &Limits) -> LimitsInfo {
    LimitsInfo {
        cpu_ms: limits.cpu_ms,
        cpu_ratio: None,
        wall_ms: limits.wall_ms,
        memory_bytes: limits.memory,
        output_bytes: limits.output,
    }
}

fn refuse(report: &mut Report, failed: Failed) {
    report.verdict = failed.verdict;
    report.reason = failed.reason;
    report.summary = failed.summary;
    report.diagnostics = failed.diagnostics;
    report.timings.compile_ms = failed.wall_ms;
}

fn not_compiled(report: &mut Report, failed: Failed, plan: &Plan) {
    refuse(report, failed);
    let not_run = |planned| Check {
        note: None,
        ..checks::not_run(planned)
    };
    report.checks = plan.checks.iter().map(not_run).collect();
}

/// The time was over before there was a program.
fn not_looked_into(report: &mut Report, plan: &Plan) {
    let not_run = |planned| Check {
        note: Some("not run: the time for it was over".into()),
        ..checks::not_run(planned)
    };
    report.checks = plan.checks.iter().map(not_run).collect();
    conclude(report, None);
}

/// The submission's verdict: the worst of its findings, the first of those.
fn conclude(report: &mut Report, left: Option<Loss>) {
    match (report.shown().cloned(), left) {
        (Some(finding), _) => {
            report.verdict = finding.verdict;
            report.reason = finding.reason;
            report.summary = finding.summary;
        }
        (None, Some(loss)) => {
            report.verdict = loss.verdict;
            report.reason = loss.reason;
            report.summary = format!("after the last case: {}", loss.why);
        }
        (None, None) => {}
    }
    // A check that did not run to its end never counts as passed.
    let incomplete = report
        .checks
        .iter()
        .find(|check| check.passed < check.total);
    if let Some(check) = incomplete
        && report.verdict == Verdict::Accepted
    {
        report.verdict = Verdict::Inconclusive;
        report.summary = match (check.status, &check.note) {
            (Status::Inconclusive, Some(note)) => format!("{}: {note}", check.name),
            _ => "not everything was run".into(),
        };
    }
}

#[cfg(unix)]
fn launcher(
    sandbox: &Choice,
    path: &Utf8Path,
    limits: &Limits,
) -> Result<Box<dyn Launcher>, JudgingError> {
    let (jail, path) = Jail::for_submission(sandbox.strength, path, limits);
    let jail = jail.through(sandbox.bubblewrap.as_deref());
    Ok(Box::new(crate::run::unix::Program {
        path,
        arguments: vec![limits.stack.to_string()],
        jail,
        output: limits.output,
    }))
}

/// The stack of the thread that runs the model, in bytes. A naive model may recurse.
const MODEL_STACK: u64 = 256 << 20;

/// What the model may print, in bytes.
const MODEL_OUTPUT: u64 = 1 << 20;

#[cfg(unix)]
fn model_launcher(path: &Utf8Path) -> Result<Box<dyn Launcher>, JudgingError> {
    Ok(Box::new(crate::run::unix::Program {
        path: path.to_owned(),
        arguments: vec![MODEL_STACK.to_string()],
        jail: Jail::for_model(),
        output: MODEL_OUTPUT,
    }))
}

#[cfg(not(unix))]
fn launcher(_: &Choice, _: &Utf8Path, _: &Limits) -> Result<Box<dyn Launcher>, JudgingError> {
    Err(JudgingError::new("run a submission on this system"))
}

#[cfg(not(unix))]
fn model_launcher(_: &Utf8Path) -> Result<Box<dyn Launcher>, JudgingError> {
    Err(JudgingError::new("run a model on this system"))
}
