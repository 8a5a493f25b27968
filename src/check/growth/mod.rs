//! Growth: how the cost of a step grows with the size, beside the reference in the same
//! run.
//!
//! A measurement is CPU time over steps. Sizes are interleaved, so that a machine that gets
//! slower in the middle weighs on all of them; of the rounds, the faster half counts for
//! each size, since other work only ever adds. The slope is taken on logarithmic axes. Only
//! an interval that lies clearly above the limit as a whole is an accusation, and it has to
//! show again in fresh processes.

mod baseline;
mod series;
mod slope;

pub use baseline::{Baseline, Key};
pub use series::Point;
use series::{Series, Taken};
pub use slope::Slope;

use super::case::Judged;
use crate::error::JudgingError;
use crate::problem::Limits;
use crate::problem::workload::Growth;
use crate::run::process::Launcher;

/// Rounds after which the slope is looked at; more are made only while it is unclear.
const ROUNDS: [usize; 4] = [3, 5, 10, 20];

/// Fewer rounds than this may clear a submission, and never accuse it.
const FEWEST_TO_ACCUSE: usize = 5;

/// How far above the limit the whole interval has to lie. The interval speaks of chance alone,
/// and misses the truth five times of a hundred; what is right at the limit is not to be
/// accused when it does, nor where a machine makes the largest size 15 in 100 dearer (which
/// is this much if it is 16 times the smallest).
const MARGIN: f64 = 0.05;

/// What came of measuring growth.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What was found.
    pub ruling: Ruling,
    /// What was measured; `None` if that was not possible.
    pub figures: Option<Figures>,
}

/// What is said of the growth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// The interval lies within the limit.
    Within,
    /// The interval lies clearly above the limit, in two runs.
    Exceeds,
    /// Neither can be said, for this reason.
    Unclear(String),
    /// The submission failed in the workload.
    Failed(Judged),
}

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// By size.
    pub points: Vec<Point>,
    /// Of the submission.
    pub slope: Slope,
    /// Of the reference in the same run.
    pub reference: Option<Slope>,
    /// How often each size was measured.
    pub rounds: usize,
}

impl Figures {
    /// How many times the reference's cost the submission's is: the median over the sizes.
    pub fn ratio(&self) -> Option<f64> {
        let mut ratios: Vec<f64> = self
            .points
            .iter()
            .filter_map(|point| Some(point.cpu_ns / point.reference_cpu_ns?))
            .collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied()
    }
}

/// What measuring needs.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The workload and its limit.
    pub growth: &'a Growth,
    /// What starts the submission's process.
    pub submission: &'a dyn Launcher,
    /// What starts the reference's process, if there is one.
    pub reference: Option<&'a dyn Launcher>,
    /// What the problem allows.
    pub limits: &'a Limits,
    /// What is known of references, where many submissions are judged in one run.
    pub baseline: Option<(&'a Baseline, &'a Key)>,
    /// Whether the time for it is over.
    pub is_over: &'a dyn Fn() -> bool,
}

/// Measures a submission, beside the reference if there is one, unless the time is over.
///
/// # Errors
/// If the judge itself cannot go on, or the reference cannot be measured.
pub fn check(setting: Setting<'_>) -> Result<Outcome, JudgingError> {
    if let Some((baseline, key)) = setting.baseline
        && let Some(measured) = baseline.find(key)
    {
        let outcome = run(&mut Series::beside(setting, measured), setting)?;
        if outcome.ruling == Ruling::Within {
            return Ok(outcome);
        }
    }
    let mut series = Series::new(setting);
    let first = run(&mut series, setting)?;
    if let Some((baseline, key)) = setting.baseline.filter(|_| first.ruling == Ruling::Within) {
        baseline.keep(key.clone(), series.into_reference());
    }
    if first.ruling != Ruling::Exceeds {
        return Ok(first);
    }
    // Fresh processes, with nothing in them from before.
    let second = run(&mut Series::new(setting), setting)?;
    Ok(match second.ruling {
        Ruling::Exceeds | Ruling::Failed(_) => second,
        Ruling::Within | Ruling::Unclear(_) => Outcome {
            ruling: Ruling::Unclear("it grew too fast in one run and not in another".into()),
            ..second
        },
    })
}

/// Measures until it is clear, or there is no hope that it gets clear.
fn run(series: &mut Series<'_>, setting: Setting<'_>) -> Result<Outcome, JudgingError> {
    let mut outcome = None;
    for rounds in ROUNDS {
        while series.rounds() < rounds {
            if (setting.is_over)() {
                return Ok(Outcome {
                    ruling: Ruling::Unclear("the time for it was over".into()),
                    figures: None,
                });
            }
            if let Taken::Failed(judged) = series.round()? {
                return Ok(Outcome {
                    ruling: Ruling::Failed(judged),
                    figures: None,
                });
            }
        }
        let figures = series.figures();
        let ruling = rule(&figures, setting.growth.max_slope);
        let clear = match ruling {
            Ruling::Unclear(_) => false,
            Ruling::Exceeds => rounds >= FEWEST_TO_ACCUSE,
            Ruling::Within | Ruling::Failed(_) => true,
        };
        outcome = Some(Outcome {
            ruling,
            figures: Some(figures),
        });
        if clear {
            break;
        }
    }
    Ok(outcome.expect("there are rounds"))
}

/// What the figures say. Pure.
fn rule(figures: &Figures, limit: f64) -> Ruling {
    let Slope { low, high, .. } = figures.slope;
    if high <= limit {
        return Ruling::Within;
    }
    if low <= limit {
        return Ruling::Unclear(format!("the limit {limit:.2} lies within the interval"));
    }
    if low <= limit + MARGIN {
        return Ruling::Unclear(format!(
            "the interval is too close to the limit {limit:.2} to say"
        ));
    }
    // What is right by definition is not clearly within the limit here: it may be the machine.
    match figures.reference {
        Some(reference) if reference.high > limit => {
            Ruling::Unclear("the reference is not clearly within the limit here either".into())
        }
        _ => Ruling::Exceeds,
    }
}

#[cfg(test)]
mod tests;
