//! A series of measurements at rising sizes.

use super::slope::{Slope, slope};
use super::{Figures, Growth, Setting};
use crate::check::case::Judged;
use crate::check::measure::{Gauge, Miss};
use crate::check::runner::is_limit;
use crate::error::JudgingError;
use crate::problem::Limits;
use crate::wire::{Goal, Measured};
use std::time::{Duration, Instant};

/// A measurement is long enough for its clock after this much CPU time, and does not go on
/// after that much, in nanoseconds.
const LEAST_NS: u64 = 2_000_000;
const MOST_NS: u64 = 20_000_000;

/// As many steps for each unit of size: what is put off, and then done for everything at
/// once, is in the measurement.
const STEPS_FOR_SIZE: u64 = 2;

/// A size whose measurement takes longer than this is measured once: what is that slow
/// shows without repeats, and setting it up takes the longest.
const SLOW: Duration = Duration::from_secs(1);

/// What was measured at one size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The size.
    pub size: u64,
    /// CPU time of a step in the fastest round, in nanoseconds.
    pub cpu_ns: f64,
    /// The same of the reference.
    pub reference_cpu_ns: Option<f64>,
    /// Requests for memory of a step.
    pub allocations: f64,
    /// The most bytes in use at any time during the steps.
    pub peak_bytes: u64,
}

/// Whether a round could be made.
pub(super) enum Taken {
    Whole,
    Failed(Judged),
}

/// The measurements so far.
pub(super) struct Series<'a> {
    growth: &'a Growth,
    limits: &'a Limits,
    submission: Gauge<'a>,
    reference: Option<Gauge<'a>>,
    rounds: usize,
    /// By size; one a round, unless it is slow.
    measured: Vec<Vec<Measured>>,
    measured_reference: Vec<Vec<Measured>>,
    slow: Vec<bool>,
}

impl<'a> Series<'a> {
    /// No measurements yet; the reference is measured beside the submission.
    pub fn new(setting: Setting<'a>) -> Self {
        let sizes = setting.growth.sizes.len();
        Self {
            growth: setting.growth,
            limits: setting.limits,
            submission: Gauge::new(setting.submission),
            reference: setting.reference.map(Gauge::new),
            rounds: 0,
            measured: vec![vec![]; sizes],
            measured_reference: vec![vec![]; sizes],
            slow: vec![false; sizes],
        }
    }

    /// The same beside a reference that was measured before.
    pub fn beside(setting: Setting<'a>, measured_reference: Vec<Vec<Measured>>) -> Self {
        Self {
            reference: None,
            measured_reference,
            ..Self::new(setting)
        }
    }

    /// What was measured of the reference.
    pub fn into_reference(self) -> Vec<Vec<Measured>> {
        self.measured_reference
    }

    /// Whether anything was measured of a reference.
    fn has_reference(&self) -> bool {
        self.measured_reference.iter().all(|each| !each.is_empty())
    }

    pub const fn rounds(&self) -> usize {
        self.rounds
    }

    /// Measures every size once. The reference comes first: what fails there is no fault of
    /// the submission's.
    pub fn round(&mut self) -> Result<Taken, JudgingError> {
        for (index, size) in self.growth.sizes.iter().enumerate() {
            if self.slow[index] {
                continue;
            }
            let goal = Goal {
                least_steps: size.saturating_mul(STEPS_FOR_SIZE),
                most_steps: u64::MAX,
                least_ns: LEAST_NS,
                most_ns: MOST_NS,
            };
            if let Some(reference) = &mut self.reference {
                let measured = reference.measure(self.growth.workload, *size, goal)?;
                self.measured_reference[index].push(measured.map_err(|miss| {
                    let run = &self.growth.run;
                    let why = miss.words();
                    JudgingError::new(format!(
                        "measure the reference in `{run}` at size {size}: {why}"
                    ))
                })?);
            }
            let begun = Instant::now();
            match self.take(*size, goal)? {
                Ok(measured) => self.measured[index].push(measured),
                Err(miss) => return Ok(Taken::Failed(self.failed(miss, *size)?)),
            }
            self.slow[index] = begun.elapsed() > SLOW;
        }
        self.rounds += 1;
        Ok(Taken::Whole)
    }

    /// One measurement of the submission; what rests on a limit is tried again alone.
    fn take(&mut self, size: u64, goal: Goal) -> Result<Result<Measured, Miss>, JudgingError> {
        let workload = self.growth.workload;
        match self.submission.measure(workload, size, goal)? {
            Err(miss) if is_limit(miss.clone().judge("", self.limits).verdict) => {
                self.submission.renew()?;
                self.submission.measure(workload, size, goal)
            }
            taken => Ok(taken),
        }
    }

    fn failed(&self, miss: Miss, size: u64) -> Result<Judged, JudgingError> {
        if miss == Miss::NotRun && self.reference.is_none() && !self.has_reference() {
            let why = miss.words();
            return Err(JudgingError::new(format!(
                "measure `{}` at size {size}: {why}",
                self.growth.run
            )));
        }
        let what = format!("{} at size {size}", self.growth.name());
        Ok(miss.judge(&what, self.limits))
    }

    /// What the rounds so far say.
    pub fn figures(&self) -> Figures {
        let points = self.growth.sizes.iter().enumerate().map(|(index, size)| {
            let measured = self.measured[index].last().expect("there was a round");
            Point {
                size: *size,
                cpu_ns: costs(&self.measured[index])[0],
                reference_cpu_ns: self
                    .has_reference()
                    .then(|| costs(&self.measured_reference[index])[0]),
                allocations: measured.allocations as f64 / measured.steps as f64,
                peak_bytes: measured.peak,
            }
        });
        Figures {
            points: points.collect(),
            slope: self.slope(&self.measured),
            reference: self
                .has_reference()
                .then(|| self.slope(&self.measured_reference)),
            rounds: self.rounds(),
        }
    }

    /// The slope over the faster half of the rounds for each size.
    fn slope(&self, measured: &[Vec<Measured>]) -> Slope {
        let mut points = vec![];
        for (index, size) in self.growth.sizes.iter().enumerate() {
            let costs = costs(&measured[index]);
            let half = costs.len().div_ceil(2);
            let costs = costs.iter().take(half);
            points.extend(costs.map(|cost| ((*size as f64).ln(), cost.ln())));
        }
        slope(&points).expect("there are at least two sizes")
    }
}

/// CPU time of a step in every measurement of a size, in nanoseconds, the least first.
fn costs(measured: &[Measured]) -> Vec<f64> {
    let mut costs: Vec<f64> = measured
        .iter()
        .map(|each| each.cpu_ns.max(1) as f64 / each.steps as f64)
        .collect();
    costs.sort_by(f64::total_cmp);
    costs
}
