//! Scenarios: the program that is explored, and the check that explores it.

use super::ahead::Ahead;
use super::canary;
use super::checks::{self, nothing_yet};
use super::launchers::{launcher, model_launcher};
use super::on_loom::{self, OnLoom, Opinion};
use super::{Bench, ModelSources, Request};
use crate::build::compile::{Compiler, ExploredBuild, ExploredProgram, ExploredSources};
use crate::build::engine::{Engine, EnginePart, NoEngine};
use crate::build::policy;
use crate::check::case::Judged;
use crate::check::loss::counted;
use crate::check::runner::{CaseResult, Runner};
use crate::check::scenario::names::Names;
use crate::check::scenario::{
    self, Begun, Confidence, MEMORY_PER_THREAD, MOST_THREADS, ScenarioResult, Setting,
};
use crate::error::{Error, JudgingError};
use crate::plan::PlannedCheck;
use crate::problem::scenario::Scenario;
use crate::problem::{Limits, Problem};
use crate::report::document::{Check, Finding, Part, Status};
use crate::report::figures::{ExplorationFigures, Figures};
use crate::report::interleaving::Interleaving;
use crate::run::process::Launcher;
use crate::run::quiet::Place;
use crate::verdict::Verdict;
use crate::wire::Rehearsal;
use camino::Utf8PathBuf;
use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

/// Room beside the memory of an execution's threads, for their stacks, in bytes.
const STACKS: u64 = 64 << 20;

/// What a submission is explored by: made ahead, or when a check first asks for it.
pub struct Exploring<'a> {
    bench: &'a Bench,
    request: Request<'a>,
    ahead: Option<Ahead>,
    made: OnceCell<Result<Explorable, String>>,
    /// How long its programs were waited for.
    compiled: Cell<Duration>,
}

impl<'a> Exploring<'a> {
    /// With what is made ahead, if anything is.
    pub(super) const fn new(bench: &'a Bench, request: Request<'a>, ahead: Option<Ahead>) -> Self {
        Self {
            bench,
            request,
            ahead,
            made: OnceCell::new(),
            compiled: Cell::new(Duration::ZERO),
        }
    }

    /// How long checks have waited for its programs, on the clock: that is no judging.
    pub(super) const fn compiled(&self) -> Duration {
        self.compiled.get()
    }

    /// The program, or why there is none.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn program(&self) -> Result<Result<&Explorable, &str>, JudgingError> {
        let made = if let Some(made) = self.made.get() {
            made
        } else {
            let made = self.make()?;
            self.made.get_or_init(|| made)
        };
        Ok(made.as_ref().map_err(String::as_str))
    }

    fn make(&self) -> Result<Result<Explorable, String>, JudgingError> {
        let Request {
            problem,
            submission,
            ..
        } = self.request;
        let program = match self.on_engine(Engine::Explorer)? {
            ExploredBuild::Program(program) => program,
            ExploredBuild::Unsupported(why) => return Ok(Err(why)),
        };
        let limits = explored_limits(problem);
        Ok(Ok(Explorable {
            launcher: launcher(&self.bench.sandbox, &program.path, &limits)?,
            program,
            counts_references: policy::counts_references(submission),
            files: submission.files.clone(),
            looks_ahead: self.bench.explores_ahead,
        }))
    }

    /// The submission's program on an engine.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub(super) fn on_engine(&self, engine: Engine) -> Result<ExploredBuild, JudgingError> {
        let begun = Instant::now();
        let built = self.built(engine);
        self.compiled.set(self.compiled.get() + begun.elapsed());
        built
    }

    fn built(&self, engine: Engine) -> Result<ExploredBuild, JudgingError> {
        let Request {
            problem,
            submission,
            until,
            ..
        } = self.request;
        if let Some(built) = self.ahead.as_ref().and_then(|ahead| ahead.take(engine)) {
            return built;
        }
        let Some(sources) = ExploredSources::new(problem, submission) else {
            return Ok(ExploredBuild::Unsupported("there is no program".into()));
        };
        let compiler = Compiler {
            until,
            ..self.bench.compiler(false)
        };
        self.bench.on_engine(engine, &compiler, &sources)
    }

    /// Nothing is explored any more: what is still compiled for it is called off.
    pub(super) fn call_off(&self) {
        if let Some(ahead) = &self.ahead {
            ahead.call_off();
        }
    }

    /// A second opinion on scenarios in which nothing was found, where orderings count.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn second_opinion(
        &self,
        runner: &mut Runner<'_>,
        scenarios: &[Scenario],
    ) -> Result<Option<Opinion>, JudgingError> {
        let Request {
            problem,
            submission,
            ..
        } = self.request;
        let on_loom = problem.finds_races.then_some(OnLoom {
            exploring: self,
            sandbox: &self.bench.sandbox,
            problem,
            submission,
        });
        on_loom
            .map(|on_loom| on_loom.ask(runner, scenarios))
            .transpose()
    }
}

/// A program that can be explored.
pub struct Explorable {
    /// What starts it.
    launcher: Box<dyn Launcher>,
    program: ExploredProgram,
    /// Whether it counts references, whose order is not explored.
    counts_references: bool,
    /// The submission's sources.
    files: BTreeMap<Utf8PathBuf, String>,
    /// Whether there is a core for a process that nobody waits for yet.
    looks_ahead: bool,
}

impl Explorable {
    /// What exploring it needs.
    pub fn setting(&self) -> Setting<'_> {
        Setting {
            launcher: &*self.launcher,
            program: &self.program.path,
            names: Names::new(&self.files),
            looks_ahead: self.looks_ahead,
        }
    }
}

/// What a program that is explored may use.
pub fn explored_limits(problem: &Problem) -> Limits {
    Limits {
        memory: problem.limits.memory + MEMORY_PER_THREAD * MOST_THREADS + STACKS,
        ..problem.limits
    }
}

impl Bench {
    /// Whether submissions to the problem are explored.
    pub const fn explores(problem: &Problem) -> bool {
        !problem.scenarios.is_empty()
    }

    /// What the problem's scenarios need.
    pub const fn engines(problem: &Problem) -> &'static [Engine] {
        match (Self::explores(problem), problem.finds_races) {
            (false, _) => &[],
            (true, false) => &[Engine::Explorer],
            (true, true) => &[Engine::Explorer, Engine::Loom],
        }
    }

    /// An engine for the compiler; built first if it is not there, after `begins` was called.
    /// The explorer has found a planted bug before it is used.
    ///
    /// # Errors
    /// As [`EnginePart::prepare`], and if the planted bug is not found.
    pub fn engine(&self, engine: Engine, begins: &mut dyn FnMut()) -> Result<EnginePart, NoEngine> {
        let part = EnginePart::prepare(engine, &self.cache, &self.kit.toolchain, begins)?;
        if engine == Engine::Explorer {
            canary::check(self, &part)?;
        }
        Ok(part)
    }

    /// What the model makes of each written scenario whose threads run at the same time, by
    /// itself; nothing without a model.
    ///
    /// # Errors
    /// If the judge itself cannot go on, or the model does not compile.
    pub fn rehearse(&self, problem: &Problem) -> Result<Vec<(Scenario, Rehearsal)>, Error> {
        let scenarios = problem.scenarios.iter();
        let scenarios = scenarios.filter(|scenario| scenario.turns.is_none());
        let scenarios: Vec<Scenario> = scenarios.cloned().collect();
        let sources = ModelSources::new(problem).filter(|_| !scenarios.is_empty());
        if sources.is_none() {
            return Ok(vec![]);
        }
        let place = Place::take(&self.cache)?;
        let Some(model) = self.model(sources)? else {
            return Ok(vec![]);
        };
        let model = model_launcher(&self.sandbox, &model)?;
        // No call is made on a submission: the model stands in its place as well.
        let mut runner = Runner::new(problem, &*model, Some(&*model)).with_place(place);
        let rehearsals = scenario::rehearse(&mut runner, &scenarios)?;
        runner.close()?;
        Ok(scenarios.into_iter().zip(rehearsals).collect())
    }

    /// A submission's program on an engine, from its sources, or why there is none.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub(super) fn on_engine(
        &self,
        engine: Engine,
        compiler: &Compiler<'_>,
        sources: &ExploredSources,
    ) -> Result<ExploredBuild, JudgingError> {
        if engine == Engine::Loom && sources.has_statics() {
            let why = "it does not put back what lies in a static";
            return Ok(ExploredBuild::Unsupported(why.into()));
        }
        let part = match self.engine(engine, &mut || {}) {
            Ok(part) => part,
            Err(NoEngine::Unavailable(why)) => {
                return Ok(ExploredBuild::Unsupported(match engine {
                    Engine::Explorer => format!(
                        "the explorer cannot be built on this machine: {why}; run `greenroom \
                         setup` once where Cargo reaches a registry"
                    ),
                    Engine::Loom => format!("it cannot be built on this machine: {why}"),
                }));
            }
            Err(NoEngine::Failed(error)) => return Err(error),
        };
        compiler.explored(&part, sources)
    }
}

/// Explores the scenarios of a check, those that are written and then those that are generated,
/// each the smallest first, until one is not as it should be.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn check(
    runner: &mut Runner<'_>,
    planned: &PlannedCheck,
    exploring: &Exploring<'_>,
) -> Result<Check, JudgingError> {
    let mut check = nothing_yet(planned);
    let explorable = match exploring.program()? {
        Ok(explorable) => explorable,
        Err(why) => {
            check.status = Status::Inconclusive;
            check.note = Some(why.to_owned());
            return Ok(check);
        }
    };
    let setting = explorable.setting();
    let counts_references = explorable.counts_references;
    let mut figures = ExplorationFigures {
        is_exhaustive: true,
        compile_ms: explorable.program.wall_ms,
        ..ExplorationFigures::default()
    };
    let mut faults = String::new();
    let mut open = None;
    let problem = runner.problem();
    let written = planned
        .indices
        .iter()
        .map(|index| &problem.scenarios[*index]);
    let mut scenarios: VecDeque<Scenario> = written.cloned().collect();
    let mut generates = problem.generated_scenarios > 0;
    let mut right = vec![];
    // That it could not be begun matters only once it is its turn.
    let mut ahead: Option<Result<Begun, JudgingError>> = None;
    loop {
        let Some(scenario) = scenarios.pop_front() else {
            if !std::mem::take(&mut generates) || open.is_some() {
                break;
            }
            scenarios = scenario::generated(runner)?.into();
            check.total += scenarios.len() as u64;
            continue;
        };
        if runner.stopped().is_some() {
            open.get_or_insert_with(|| "stopped: the time for it was over".into());
            break;
        }
        let begun = match ahead.take() {
            Some(begun) => begun?,
            None => scenario::begin(runner, setting, &scenario)?,
        };
        if let Some(next) = scenarios.front().filter(|_| setting.looks_ahead) {
            ahead = Some(scenario::begin(runner, setting, next));
        }
        let result = scenario::check(runner, setting, &scenario, begun)?;
        let name = &scenario.case.name;
        check.parts.push(Part {
            name: name.clone(),
            verdict: result.judged.verdict,
            wall_ms: Some(result.wall.as_secs_f64() * 1e3),
        });
        note(&mut figures, &result);
        faults = scenario::allowance(&scenario);
        match result.judged.verdict {
            Verdict::Accepted => {
                check.passed += 1;
                right.push(scenario);
            }
            Verdict::Inconclusive => {
                open.get_or_insert(format!("{name}: {}", result.judged.summary));
            }
            _ => {
                check.status = Status::Failed;
                check
                    .findings
                    .push(found(name, result.judged, result.interleaving));
                break;
            }
        }
    }
    if let Some(Ok(unwanted)) = ahead {
        unwanted.stop()?;
    }
    let mut found_elsewhere = None;
    if check.status == Status::Passed && open.is_none() {
        let indices = planned.indices.iter();
        let written: Vec<&Scenario> = indices.map(|index| &problem.scenarios[*index]).collect();
        if let Some(busy) = scenario::idle(runner, setting, &written)? {
            check.status = Status::Failed;
            check.passed -= 1;
            let name = &written[busy.scenario].case.name;
            check
                .findings
                .push(found(name, busy.judged, busy.interleaving));
            let alone = counted(busy.executions, "execution");
            found_elsewhere = Some(format!("with the call alone, in {alone}"));
        }
    }
    let mut second = None;
    if check.status == Status::Passed && open.is_none() {
        second = exploring.second_opinion(runner, &right)?;
    }
    if let Some(Opinion { wrong, .. }) = &mut second
        && let Some(wrong) = wrong.take()
    {
        check.status = Status::Failed;
        check.passed -= 1;
        let shown = wrong.shown;
        let finding = found(&wrong.scenario, shown.judged, Some(shown.interleaving));
        check.findings.push(finding);
        let on_loom = counted(shown.executions, "execution");
        found_elsewhere = Some(format!("by loom, in {on_loom}"));
    }
    let executions = counted(figures.executions, "execution");
    let said = check.status == Status::Passed;
    check.note = Some(match (check.status, open) {
        (Status::Failed, _) => match found_elsewhere {
            Some(how) => format!("found {how}; explored: {executions}, no finding"),
            None => found_with(check.findings.last(), figures.executions),
        },
        (_, Some(why)) => {
            check.status = Status::Inconclusive;
            why
        }
        _ if counts_references => format!("bounded (Arc counts), {executions}"),
        _ if figures.is_exhaustive => format!("exhaustive ({faults}), {executions}"),
        _ => format!("bounded ({executions})"),
    });
    if let Some(Opinion { figures: loom, .. }) = second {
        if said && let Some(note) = &mut check.note {
            note.push_str(&format!("; {}", on_loom::note(&loom)));
        }
        figures.loom = Some(loom);
    }
    figures.is_exhaustive &= !counts_references;
    check.figures = Some(Figures::Exploration(figures));
    Ok(check)
}

/// A finding with what the threads did.
pub fn found(scenario: &str, judged: Judged, interleaving: Option<Interleaving>) -> Finding {
    let result = CaseResult {
        judged,
        wall: None,
        printed: None,
    };
    Finding {
        interleaving,
        ..checks::finding(scenario, false, result)
    }
}

/// How much it took to find this. A process that is lost has not told of its last executions.
fn found_with(finding: Option<&Finding>, executions: u64) -> String {
    let interleaving = finding.and_then(|finding| finding.interleaving.as_ref());
    match (interleaving, executions) {
        (Some(shown), _) => {
            let preemptions = counted(shown.preemptions, "preemption");
            format!(
                "found with {preemptions}, {}",
                counted(executions, "execution")
            )
        }
        (None, 0) => "found before the process told of any execution".into(),
        (None, _) => format!("found after {}", counted(executions, "execution")),
    }
}

fn note(figures: &mut ExplorationFigures, result: &ScenarioResult) {
    let explored = &result.explored;
    figures.executions += explored.executions;
    figures.histories += explored.histories;
    figures.shared_objects = figures
        .shared_objects
        .max(u64::from(explored.shared_objects));
    figures.is_exhaustive &= result.confidence == Some(Confidence::Exhaustive);
}
