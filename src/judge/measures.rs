//! The checks of a plan that measure: heap, growth and memory.

use super::checks::nothing_yet;
use crate::check::case::Judged;
use crate::check::growth::{self, Setting, Slope};
use crate::check::memory::{self, Kind, Leak};
use crate::check::runner::{Runner, Stopped};
use crate::error::JudgingError;
use crate::plan::PlannedCheck;
use crate::problem::Problem;
use crate::problem::workload::{Growth, Memory};
use crate::report::document::{Check, Finding, Outcome, Status, Step};
use crate::report::figures::{Figures, GrowthFigures, GrowthPoint, MemoryFigures, SlopeFigures};
use crate::report::sanitise;
use crate::report::words::{about, grouped, hundredths};
use crate::verdict::{Reason, Verdict};
use crate::wire::Measured;

/// Said of every accusation that rests on what the process counted itself.
const IN_PROCESS: &str = "counted in_process: by the submission's own process";

/// Whether every case gives back what it took.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn heap(runner: &mut Runner<'_>, planned: &PlannedCheck) -> Result<Check, JudgingError> {
    let mut check = nothing_yet(planned);
    let found = memory::leaks(runner, &planned.indices)?;
    check.passed = found.clean;
    let Some(leak) = found.found else {
        if check.passed < check.total {
            check.note = Some("stopped: the time for it was over".into());
            return Ok(check);
        }
        check.note = Some("all memory is given back after each case".into());
        return Ok(check);
    };
    check.status = Status::Failed;
    check.findings.push(left_behind(runner.problem(), leak));
    Ok(check)
}

fn left_behind(problem: &Problem, leak: Leak) -> Finding {
    let case = &problem.cases[leak.case];
    let left = match leak.kind {
        Kind::Lost(judged) => return finding(&case.name, judged),
        Kind::Bytes(left) => left,
    };
    let bytes = about(left.each);
    let instances = left.instances;
    let mut transcript = vec![];
    if let Some(shown) = &left.shown {
        transcript.extend(shown.lines.iter().map(|line| Step {
            call: line.text.clone(),
            outcome: Outcome::Right {
                answer: String::new(),
            },
        }));
        transcript.push(Step {
            call: "drop everything".into(),
            outcome: Outcome::Wrong {
                want: "nothing left".into(),
                got: format!("{bytes} left"),
            },
        });
    }
    let details = vec![
        format!(
            "{bytes} stay in use for each instance that is made and dropped; {instances} in one \
             process left {}",
            about(left.each * u64::from(instances))
        ),
        IN_PROCESS.into(),
    ];
    let judged = Judged {
        verdict: Verdict::MemoryLeak,
        reason: Some(Reason::NotGivenBack),
        summary: format!("{bytes} per instance are not given back"),
        details,
        place: None,
        transcript,
    };
    let shown = left.shown.iter().flat_map(|shown| &shown.lines);
    Finding {
        sample: case.sample,
        shrunk_from: left.shown.as_ref().map(|_| left.from as u64),
        lines: shown.map(|line| line.text.clone()).collect(),
        ..finding(&case.name, judged)
    }
}

/// How the cost of a workload grows.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn growth(
    planned: &PlannedCheck,
    growth: &Growth,
    runner: &Runner<'_>,
) -> Result<Check, JudgingError> {
    let mut check = nothing_yet(planned);
    let problem = runner.problem();
    let key = (problem.version.clone(), problem.stage, growth.workload);
    let outcome = growth::check(Setting {
        growth,
        submission: runner.submission(),
        reference: runner.reference(),
        limits: &problem.limits,
        baseline: runner.baseline().map(|baseline| (baseline, &key)),
        is_over: &|| runner.stopped() == Some(Stopped::Time),
    })?;
    let figures = outcome.figures.as_ref();
    let measured = figures.map(|figures| grows(figures, growth.max_slope));
    check.figures = figures.map(|figures| Figures::Growth(growth_figures(figures, growth)));
    let said = measured.clone().unwrap_or_default();
    check.note.clone_from(&measured);
    match outcome.ruling {
        growth::Ruling::Within => check.passed = 1,
        growth::Ruling::Unclear(why) => {
            check.status = Status::Inconclusive;
            check.note = Some(if said.is_empty() {
                why
            } else {
                format!("{said}; {why}")
            });
        }
        growth::Ruling::Failed(judged) => fail(&mut check, judged),
        growth::Ruling::Exceeds => fail(
            &mut check,
            Judged {
                verdict: Verdict::ComplexityExceeded,
                reason: None,
                summary: format!("{}: {said}", growth.name()),
                details: vec![IN_PROCESS.into()],
                place: None,
                transcript: vec![],
            },
        ),
    }
    Ok(check)
}

/// `slope 0.21 (0.18 to 0.24), limit 0.60; 1.3 x the reference`.
fn grows(figures: &growth::Figures, limit: f64) -> String {
    let Slope {
        estimate,
        low,
        high,
    } = figures.slope;
    let ratio = figures.ratio();
    let ratio = ratio.map_or_else(String::new, |ratio| format!("; {ratio:.1} x the reference"));
    let [estimate, low, high] = [estimate, low, high].map(hundredths);
    format!("slope {estimate} ({low} to {high}), limit {limit:.2}{ratio}")
}

fn growth_figures(figures: &growth::Figures, growth: &Growth) -> GrowthFigures {
    let points = figures.points.iter().map(|point| GrowthPoint {
        size: point.size,
        cpu_ns: point.cpu_ns,
        reference_cpu_ns: point.reference_cpu_ns,
        allocations: point.allocations,
        peak_bytes: point.peak_bytes,
    });
    let slope = |slope: Slope| SlopeFigures {
        estimate: slope.estimate,
        low: slope.low,
        high: slope.high,
    };
    GrowthFigures {
        points: points.collect(),
        slope: slope(figures.slope),
        reference: figures.reference.map(slope),
        max_slope: growth.max_slope,
        ratio: figures.ratio(),
        rounds: figures.rounds as u64,
    }
}

/// What the heap does while a workload runs.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn memory(
    planned: &PlannedCheck,
    memory: &Memory,
    runner: &mut Runner<'_>,
) -> Result<Check, JudgingError> {
    let mut check = nothing_yet(planned);
    let limits = &runner.problem().limits;
    let mut outcome = memory::look(memory, runner.submission(), limits)?;
    if outcome.ruling != memory::Ruling::Within {
        outcome = runner.alone(|runner| {
            let (submission, reference) = (runner.submission(), runner.reference());
            memory::confirm(memory, outcome, submission, reference, limits)
        })?;
    }
    if let Some(measured) = &outcome.measured {
        check.figures = Some(Figures::Memory(memory_figures(measured, memory)));
        let (rise, rest) = (rises(measured, memory), besides(measured, memory));
        check.note = Some(format!("{rise}; {rest}"));
    }
    match outcome.ruling {
        memory::Ruling::Within => check.passed = 1,
        memory::Ruling::Unclear => {
            check.status = Status::Inconclusive;
            check.note = Some("it passed a limit in one process and not in another".into());
        }
        memory::Ruling::Failed(judged) => fail(&mut check, judged),
        memory::Ruling::Exceeds(reason) => {
            let said = outcome
                .measured
                .map_or_else(String::new, |measured| match reason {
                    Reason::Allocations => besides(&measured, memory),
                    _ => rises(&measured, memory),
                });
            fail(
                &mut check,
                Judged {
                    verdict: Verdict::MemoryLeak,
                    reason: Some(reason),
                    summary: format!("{}: {said}", memory.name()),
                    details: vec![IN_PROCESS.into()],
                    place: None,
                    transcript: vec![],
                },
            );
        }
    }
    Ok(check)
}

/// `heap rises by 1.5 MiB in 200,000 steps, limit 4 KiB`.
fn rises(measured: &Measured, memory: &Memory) -> String {
    let rise = about(measured.peak - measured.before);
    let steps = grouped(measured.steps);
    match memory.max_bytes {
        Some(most) => format!(
            "heap rises by {rise} in {steps} steps, limit {}",
            about(most)
        ),
        None => format!("heap rises by {rise} in {steps} steps"),
    }
}

/// `peak 1.6 MiB, 12 allocations (0.10 a step), limit 100`.
fn besides(measured: &Measured, memory: &Memory) -> String {
    let peak = about(measured.peak);
    let all = grouped(measured.allocations);
    let each = measured.allocations as f64 / measured.steps as f64;
    let said = format!("peak {peak}, {all} allocations ({each:.2} a step)");
    match memory.max_allocations {
        Some(most) => format!("{said}, limit {}", grouped(most)),
        None => said,
    }
}

const fn memory_figures(measured: &Measured, memory: &Memory) -> MemoryFigures {
    MemoryFigures {
        size: memory.size,
        steps: measured.steps,
        before_bytes: measured.before,
        peak_bytes: measured.peak,
        after_bytes: measured.after,
        allocations: measured.allocations,
        max_bytes: memory.max_bytes,
        max_allocations: memory.max_allocations,
    }
}

fn fail(check: &mut Check, judged: Judged) {
    check.status = Status::Failed;
    if check.figures.is_none() {
        check.note = Some(sanitise::line(&judged.summary));
    }
    let name = check.name.clone();
    check.findings.push(finding(&name, judged));
}

fn finding(case: &str, judged: Judged) -> Finding {
    super::checks::finding(
        case,
        false,
        crate::check::runner::CaseResult {
            judged,
            wall: None,
            printed: None,
        },
    )
}
