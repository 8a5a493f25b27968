//! The way of a submission: each step takes what the one before it made.

mod ahead;
mod canary;
mod checks;
mod conclusion;
mod explored;
mod launchers;
mod measures;
mod on_loom;
mod replay;
mod replayed;

pub use replay::Again;

use crate::build::compile::{Build, Compiler, ExploredSources, Program};
use crate::build::engine::Engine;
use crate::build::kit::Kit;
use crate::build::model::ModelSources;
use crate::check::growth::Baseline;
use crate::check::runner::Stopped;
use crate::error::{Error, JudgingError};
use crate::plan::{Kind, Plan};
use crate::problem::{Limits, Problem};
use crate::report::document::{
    Check, FORMAT, Judge, LimitsInfo, Mode, ProblemInfo, Report, Sandbox, Status, SubmissionInfo,
    Timings,
};
use crate::report::excerpt;
use crate::run::quiet::Place;
use crate::sandbox::Choice;
use crate::submission::{Refusal, Submission};
use crate::verdict::Verdict;
use ahead::Ahead;
use camino::Utf8PathBuf;
use conclusion::{conclude, not_compiled, not_looked_into};
use explored::Exploring;
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
    /// Whether what the engines run is compiled beside other work, on a core that would stand
    /// idle. Where other submissions want that core, it is compiled when it is needed.
    pub explores_ahead: bool,
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
    ahead: Option<Ahead>,
    programs: Programs,
}

/// What the compiler made of a submission and of its problem.
struct Made {
    build: Build,
    ahead: Option<Ahead>,
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
        let engines = if request.mode == Mode::Submit {
            Self::engines(request.problem)
        } else {
            &[]
        };
        let Made {
            build,
            ahead,
            programs,
        } = self.build(request, engines)?;
        Ok(Compiled {
            begun,
            wall: begun.elapsed(),
            build,
            ahead,
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
            ahead,
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
                let exploring = Exploring::new(self, request, ahead);
                cut_short = self.check(
                    &mut report,
                    request,
                    &plan,
                    (&program, &programs, &exploring),
                )?;
                let late = exploring.compiled();
                share(
                    &mut report.timings,
                    program.wall_ms,
                    judging.elapsed(),
                    late,
                );
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

    /// The submission's program and the problem's, made side by side; those on the engines
    /// are begun with, and go on beside what comes after.
    fn build(&self, request: Request<'_>, engines: &[Engine]) -> Result<Made, Error> {
        let place = Place::take(&self.cache)?;
        let sources = ModelSources::new(request.problem);
        let ahead = self.ahead(request, engines, &place)?;
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
            Ok(Made {
                build: build?,
                ahead,
                programs: Programs {
                    model: model?,
                    reference: reference?,
                },
            })
        })
    }

    /// Begins with the programs on these engines, if there are any and a core for them.
    fn ahead(
        &self,
        request: Request<'_>,
        engines: &[Engine],
        place: &Place,
    ) -> Result<Option<Ahead>, JudgingError> {
        if !self.explores_ahead || engines.is_empty() {
            return Ok(None);
        }
        let Some(sources) = ExploredSources::new(request.problem, request.submission) else {
            return Ok(None);
        };
        let place = place.shared()?;
        Ok(Ahead::begin(self, engines, sources, request.until, place))
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
            .map(|sources| sources.compile(&self.kit, &self.cache, &self.sandbox))
            .transpose()
    }

    fn compiler(&self, keep: bool) -> Compiler<'_> {
        Compiler {
            kit: &self.kit,
            cache: &self.cache,
            keep,
            sandbox: &self.sandbox,
            until: None,
            cancel: None,
        }
    }

    /// Runs the plan's checks and writes what came of them into the report. Says whether
    /// the time was over before the end.
    fn check(
        &self,
        report: &mut Report,
        request: Request<'_>,
        plan: &Plan,
        (program, programs, exploring): (&Program, &Programs, &Exploring<'_>),
    ) -> Result<bool, JudgingError> {
        let place = Place::take(&self.cache)?;
        let launchers = self.launchers(program, programs, &plan.limits)?;
        let mut runner = launchers
            .runner(request.problem, place)
            .with_baseline(self.baseline.as_deref())
            .until(request.until);
        for planned in &plan.checks {
            let wrong = failed(&report.checks);
            if wrong {
                exploring.call_off();
            }
            let stopped = runner.stopped().filter(|_| !wrong);
            let late = matches!(
                planned.kind,
                Kind::Scenarios | Kind::Drops | Kind::Heap | Kind::Growth(_) | Kind::Memory(_)
            );
            report.checks.push(match stopped {
                _ if late && wrong => checks::not_run(planned),
                Some(stopped) if late => checks::stopped(planned, stopped),
                _ => checks::make(&mut runner, planned, exploring)?,
            });
        }
        let incomplete = report.checks.iter().any(|check| check.passed < check.total);
        let cut_short = incomplete && runner.stopped() == Some(Stopped::Time);
        let left = runner.close()?;
        let unheard = report.checks.iter().filter_map(on_loom::not_judged);
        report.not_judged.extend(unheard);
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

fn failed(checks: &[Check]) -> bool {
    checks.iter().any(|check| check.status == Status::Failed)
}

/// Writes down how long was compiled and how long was judged: `judging` is all that came after
/// the ordinary program, and in `late` of it the programs that are explored were waited for.
fn share(timings: &mut Timings, compile_ms: f64, judging: Duration, late: Duration) {
    timings.compile_ms = compile_ms + late.as_secs_f64() * 1e3;
    timings.judge_ms = judging.saturating_sub(late).as_secs_f64() * 1e3;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_for_the_compiler_is_no_judging() {
        let mut timings = Timings {
            compile_ms: 0.0,
            judge_ms: 0.0,
            total_ms: 0.0,
            reused: false,
        };
        let (judging, late) = (Duration::from_secs(3), Duration::from_secs(2));
        share(&mut timings, 500.0, judging, late);
        assert!((timings.compile_ms - 2500.0).abs() < 1e-6, "{timings:?}");
        assert!((timings.judge_ms - 1000.0).abs() < 1e-6, "{timings:?}");
    }
}
