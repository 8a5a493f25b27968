//! The way of a submission: each step takes what the one before it made.

use crate::build::compile::{Build, Compiler, Failed, Program};
use crate::build::kit::Kit;
use crate::build::model::ModelSources;
use crate::check::loss::{Loss, counted};
use crate::check::random::{self, Failure};
use crate::check::runner::{CaseResult, Runner};
use crate::error::{Error, JudgingError};
use crate::plan::{Plan, PlannedCheck};
use crate::practice::sample_test;
use crate::problem::case::Case;
use crate::problem::domain::Random;
use crate::problem::{Limits, Problem};
use crate::report::document::{
    Check, FORMAT, Finding, Judge, LimitsInfo, Mode, Part, ProblemInfo, Report, Sandbox, Status,
    SubmissionInfo, Timings,
};
use crate::report::sanitise;
use crate::run::process::Launcher;
use crate::sandbox::{Choice, Jail, Strength};
use crate::submission::Submission;
use crate::verdict::Verdict;
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use std::time::Instant;

/// What every judgement needs.
#[derive(Clone, Debug)]
pub struct Bench {
    /// The compiled harness, with its compiler.
    pub kit: Kit,
    /// The cache folder.
    pub cache: Utf8PathBuf,
    /// How submissions are walled in.
    pub sandbox: Choice,
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
}

/// A report, and where the crate was kept if that was asked for.
#[derive(Debug)]
pub struct Judged {
    /// The report; its id and attempt are left to whoever keeps it.
    pub report: Report,
    /// Where the temporary crate is.
    pub kept: Option<Utf8PathBuf>,
}

impl Bench {
    /// Judges a submission.
    ///
    /// # Errors
    /// If the judge itself cannot go on, or the problem's own sources do not compile.
    pub fn judge(&self, request: Request<'_>) -> Result<Judged, Error> {
        let begun = Instant::now();
        let plan = Plan::new(request.problem, request.mode, request.seed);
        let (build, model) = self.build(request)?;
        let mut report = self.blank(request);
        let kept = match build {
            Build::Failed(failed) => {
                let kept = failed.kept.clone();
                not_compiled(&mut report, failed, &plan);
                kept
            }
            Build::Program(program) => {
                let judging = Instant::now();
                self.run(
                    &mut report,
                    request.problem,
                    &plan,
                    &program,
                    model.as_deref(),
                )?;
                report.timings.compile_ms = program.wall_ms;
                report.timings.judge_ms = judging.elapsed().as_secs_f64() * 1e3;
                report.diagnostics = program.warnings;
                program.kept
            }
        };
        report.timings.total_ms = begun.elapsed().as_secs_f64() * 1e3;
        Ok(Judged { report, kept })
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
        let (build, model) = self.build(request)?;
        let mut report = self.blank(request);
        let mut check = Check {
            name: "replay".into(),
            status: Status::NotRun,
            passed: 0,
            total: 1,
            note: None,
            parts: vec![],
            findings: vec![],
        };
        let kept = match build {
            Build::Failed(failed) => {
                let kept = failed.kept.clone();
                report.checks.push(check);
                refuse(&mut report, failed);
                kept
            }
            Build::Program(program) => {
                let limits = request.problem.limits;
                let launcher = launcher(self.sandbox.strength, &program.path, &limits)?;
                let model = model.as_deref().map(model_launcher).transpose()?;
                let mut runner = Runner::new(request.problem, &*launcher, model.as_deref());
                let result = runner.run(case)?;
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
                            ..finding(&before.case, before.sample, result)
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
        Ok(Judged { report, kept })
    }

    /// The submission's program and the model's, made side by side.
    fn build(&self, request: Request<'_>) -> Result<(Build, Option<Utf8PathBuf>), Error> {
        let compiler = Compiler {
            kit: &self.kit,
            cache: &self.cache,
            keep: request.keep,
            strength: self.sandbox.strength,
        };
        let sources = ModelSources::new(request.problem);
        std::thread::scope(|scope| {
            let model = scope.spawn(|| {
                sources
                    .map(|sources| sources.compile(&self.kit, &self.cache))
                    .transpose()
            });
            let build = compiler.submission(request.problem, request.submission);
            let model = model
                .join()
                .map_err(|_| JudgingError::new("compile the model"))?;
            Ok((build?, model?))
        })
    }

    /// Runs the plan's checks and writes what came of them into the report.
    fn run(
        &self,
        report: &mut Report,
        problem: &Problem,
        plan: &Plan,
        program: &Program,
        model: Option<&Utf8Path>,
    ) -> Result<(), JudgingError> {
        let submission = launcher(self.sandbox.strength, &program.path, &plan.limits)?;
        let model = model.map(model_launcher).transpose()?;
        let mut runner = Runner::new(problem, &*submission, model.as_deref());
        for planned in &plan.checks {
            let check = match (planned.random, plan.seed) {
                (Some(random), Some(seed)) => by_chance(&mut runner, planned, random, seed)?,
                _ => cases(&mut runner, planned)?,
            };
            report.checks.push(check);
        }
        let left = runner.close()?;
        conclude(report, left);
        Ok(())
    }

    /// A report on the request that says nothing yet.
    pub fn blank(&self, request: Request<'_>) -> Report {
        let plan = Plan::new(request.problem, request.mode, request.seed);
        let Request {
            problem,
            submission,
            ..
        } = request;
        Report {
            format: FORMAT,
            id: String::new(),
            made: Timestamp::now(),
            judge: Judge {
                version: env!("CARGO_PKG_VERSION").into(),
                rustc: self.kit.toolchain.version.clone(),
                kit: self.kit.hash.clone(),
            },
            problem: ProblemInfo {
                slug: problem.slug.clone(),
                title: problem.title.clone(),
                version: problem.version.clone(),
                stage: problem.stage,
                stages: problem.stages(),
            },
            submission: SubmissionInfo {
                origin: submission.origin.clone(),
                hash: submission.hash.clone(),
                attempt: None,
            },
            mode: plan.mode,
            verdict: Verdict::Accepted,
            reason: None,
            summary: String::new(),
            diagnostics: vec![],
            checks: vec![],
            not_judged: plan.not_judged.clone(),
            limits: limits_info(&plan.limits),
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

fn limits_info(limits: &Limits) -> LimitsInfo {
    LimitsInfo {
        cpu_ms: limits.cpu_ms,
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
    report.checks = plan
        .checks
        .iter()
        .map(|check| Check {
            name: check.name.clone(),
            status: Status::NotRun,
            passed: 0,
            total: check.total(),
            note: None,
            parts: vec![],
            findings: vec![],
        })
        .collect();
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
    let incomplete = report.checks.iter().any(|check| check.passed < check.total);
    if report.verdict == Verdict::Accepted && incomplete {
        report.verdict = Verdict::Inconclusive;
        report.summary = "not everything was run".into();
    }
}

/// Runs the cases of a check.
fn cases(runner: &mut Runner<'_>, planned: &PlannedCheck) -> Result<Check, JudgingError> {
    let mut check = nothing_yet(planned);
    let problem = runner.problem();
    for index in &planned.indices {
        let case = &problem.cases[*index];
        let Some(result) = runner.run(case)? else {
            check.note = Some("stopped after three lost processes".into());
            break;
        };
        check.parts.push(Part {
            name: case.name.clone(),
            verdict: result.judged.verdict,
            wall_ms: result.wall.map(|wall| wall.as_secs_f64() * 1e3),
        });
        if result.judged.verdict == Verdict::Accepted {
            check.passed += 1;
            continue;
        }
        check.status = Status::Failed;
        let shown = if case.sample {
            None
        } else if check.findings.len() < MOST_REDUCED {
            random::reduce(runner, case, &result.judged)?
        } else {
            // What is hidden is shown made smaller or not at all.
            let mut finding = finding(&case.name, case.sample, result);
            finding.transcript.clear();
            check.findings.push(finding);
            continue;
        };
        check.findings.push(match shown {
            Some(failure) => smaller(problem, &case.name, failure),
            None => finding(&case.name, case.sample, result),
        });
    }
    if check.parts.is_empty() {
        check.status = Status::NotRun;
    }
    Ok(check)
}

/// Of a check's failing cases this many are made smaller; the others are only named.
const MOST_REDUCED: usize = 3;

/// Runs sequences by chance.
fn by_chance(
    runner: &mut Runner<'_>,
    planned: &PlannedCheck,
    amount: Random,
    seed: u64,
) -> Result<Check, JudgingError> {
    let mut check = nothing_yet(planned);
    if runner.gave_up() {
        check.status = Status::NotRun;
        check.note = Some("not run: three processes were lost before".into());
        return Ok(check);
    }
    let outcome = random::check(runner, amount, seed)?;
    check.passed = u64::from(outcome.right);
    let calls = counted(u64::from(amount.operations), "operation");
    // The call that makes the subject is no operation on it.
    let first = usize::from(runner.problem().instances[0].under_test().is_some());
    let found_at = outcome.right + 1;
    let verdict = outcome
        .failure
        .as_ref()
        .map_or(Verdict::Accepted, |failure| failure.judged.verdict);
    check.parts = vec![Part {
        name: format!("sequences of {calls}"),
        verdict,
        wall_ms: Some((outcome.wall - outcome.shrinking).as_secs_f64() * 1e3),
    }];
    check.note = Some(match &outcome.failure {
        None if check.passed < check.total => {
            format!("sequences of {calls}; stopped, they take too long")
        }
        None => format!("sequences of {calls}, no difference"),
        Some(failure) => {
            let least = failure.judged.transcript.len();
            let from = failure.from.filter(|from| *from > least);
            let shrunk = from.map_or_else(String::new, |from| {
                format!(
                    "; {} shrunk to {}",
                    counted((from - first) as u64, "operation"),
                    least.saturating_sub(first)
                )
            });
            format!("fails at sequence {found_at}{shrunk}")
        }
    });
    if let Some(failure) = outcome.failure {
        check.parts.push(Part {
            name: "shrinking".into(),
            verdict,
            wall_ms: Some(outcome.shrinking.as_secs_f64() * 1e3),
        });
        check.status = Status::Failed;
        check
            .findings
            .push(smaller(runner.problem(), random::NAME, failure));
    }
    Ok(check)
}

fn nothing_yet(planned: &PlannedCheck) -> Check {
    Check {
        name: planned.name.clone(),
        status: Status::Passed,
        passed: 0,
        total: planned.total(),
        note: None,
        parts: vec![],
        findings: vec![],
    }
}

/// A finding in its smallest form.
fn smaller(problem: &Problem, case: &str, failure: Failure) -> Finding {
    let test = sample_test::of_failure(problem, &failure.case, failure.never.as_ref());
    let result = CaseResult {
        judged: failure.judged,
        wall: None,
        printed: None,
    };
    let shrunk_from = failure.from.map(|from| from as u64);
    let lines = failure.case.lines.iter().map(|line| line.text.clone());
    Finding {
        shrunk_from,
        lines: lines.collect(),
        test,
        ..finding(case, false, result)
    }
}

fn finding(case: &str, sample: bool, result: CaseResult) -> Finding {
    let CaseResult {
        judged, printed, ..
    } = result;
    Finding {
        case: case.to_owned(),
        sample,
        verdict: judged.verdict,
        reason: judged.reason,
        summary: sanitise::line(&judged.summary),
        details: judged
            .details
            .iter()
            .map(|detail| sanitise::block(detail.as_bytes()))
            .collect(),
        place: judged.place,
        transcript: judged.transcript,
        shrunk_from: None,
        lines: vec![],
        test: None,
        printed: printed
            .filter(|_| sample)
            .map(|printed| sanitise::block(printed.as_bytes())),
    }
}

#[cfg(unix)]
fn launcher(
    strength: Strength,
    path: &Utf8Path,
    limits: &Limits,
) -> Result<Box<dyn Launcher>, JudgingError> {
    let (jail, path) = Jail::for_submission(strength, path, limits);
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
fn launcher(_: Strength, _: &Utf8Path, _: &Limits) -> Result<Box<dyn Launcher>, JudgingError> {
    Err(JudgingError::new("run a submission on this system"))
}

#[cfg(not(unix))]
fn model_launcher(_: &Utf8Path) -> Result<Box<dyn Launcher>, JudgingError> {
    Err(JudgingError::new("run a model on this system"))
}
