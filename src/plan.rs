//! The plan: which checks are made, in which order, under which limits. Equal inputs,
//! equal plan.

use crate::check::{own_test, probe, random, scenario};
use crate::problem::domain::Random;
use crate::problem::own_test::OwnTest;
use crate::problem::{Limits, Problem};
use crate::report::document::Mode;
use serde::Serialize;

/// What will be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The problem's short name.
    pub problem: String,
    /// The stage, from 1.
    pub stage: u32,
    /// Whether everything is judged or the samples alone.
    pub mode: Mode,
    /// The checks in order.
    pub checks: Vec<PlannedCheck>,
    /// The seed of everything drawn by chance; `None` if nothing is.
    pub seed: Option<u64>,
    /// What a case may use.
    #[serde(skip)]
    pub limits: Limits,
    /// What this judge cannot check yet.
    pub not_judged: Vec<String>,
}

/// The check that repeats cases with counted values.
pub const DROPS: &str = "drops";

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedCheck {
    /// `samples`, `cases`, `random`, `probes`, `tests`, `scenarios`, `drops`, `heap`, `growth hot` or
    /// `memory reads`.
    pub name: String,
    /// The names of its cases, probes or tests.
    pub cases: Vec<String>,
    /// Their indices in the problem.
    #[serde(skip)]
    pub indices: Vec<usize>,
    /// What it does.
    #[serde(skip)]
    pub kind: Kind,
    /// How much is tried by chance, if that is what it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub random: Option<Random>,
}

/// What a check does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Runs cases.
    Cases,
    /// Runs so many sequences by chance, from this seed.
    Random(Random, u64),
    /// Runs probes.
    Probes,
    /// Runs tests of tests.rs.
    OwnTests,
    /// Explores scenarios.
    Scenarios,
    /// Runs cases with counted values.
    Drops,
    /// Looks whether cases give their memory back.
    Heap,
    /// Measures the growth with this index in the problem.
    Growth(usize),
    /// Measures the memory with this index in the problem.
    Memory(usize),
}

impl PlannedCheck {
    /// How many parts it has.
    pub fn total(&self) -> u64 {
        match self.kind {
            Kind::Cases
            | Kind::Probes
            | Kind::OwnTests
            | Kind::Scenarios
            | Kind::Drops
            | Kind::Heap => self.cases.len() as u64,
            Kind::Random(random, _) => u64::from(random.sequences),
            Kind::Growth(_) | Kind::Memory(_) => 1,
        }
    }
}

impl Plan {
    /// The plan for a submission to the problem. Without a seed, that of the problem's
    /// version is taken. What measures comes last, when the rest is known to be right.
    pub fn new(problem: &Problem, mode: Mode, seed: Option<u64>) -> Self {
        let mut checks = vec![cases(problem, "samples", Kind::Cases, &[true])];
        let mut used = None;
        if mode == Mode::Submit {
            checks.push(cases(problem, "cases", Kind::Cases, &[false]));
            let random = problem
                .random
                .filter(|random| random.sequences > 0 && problem.model.is_some());
            if let Some(random) = random {
                let seed = seed.unwrap_or_else(|| random::seed_of(problem));
                used = Some(seed);
                checks.push(PlannedCheck {
                    random: Some(random),
                    ..without_cases(random::NAME, Kind::Random(random, seed))
                });
            }
            let probes = problem.probes.iter().map(|probe| probe.name.clone());
            checks.push(PlannedCheck {
                cases: probes.collect(),
                indices: (0..problem.probes.len()).collect(),
                ..without_cases(probe::NAME, Kind::Probes)
            });
        }
        checks.push(own_tests(problem, mode));
        if mode == Mode::Submit {
            let scenarios = problem.scenarios.iter().map(|each| each.case.name.clone());
            checks.push(PlannedCheck {
                cases: scenarios.collect(),
                indices: (0..problem.scenarios.len()).collect(),
                ..without_cases(scenario::NAME, Kind::Scenarios)
            });
            if problem.counted.is_some() {
                checks.push(drops(problem));
            }
            // A leak is shown on a sample rather than on a case that is hidden.
            checks.push(cases(problem, "heap", Kind::Heap, &[true, false]));
            let growth = problem.growth.iter().enumerate();
            checks.extend(
                growth.map(|(index, each)| without_cases(&each.name(), Kind::Growth(index))),
            );
            let memory = problem.memory.iter().enumerate();
            checks.extend(
                memory.map(|(index, each)| without_cases(&each.name(), Kind::Memory(index))),
            );
        }
        checks.retain(|check| check.total() > 0);
        Self {
            problem: problem.slug.clone(),
            stage: problem.stage,
            mode,
            checks,
            seed: used,
            limits: problem.limits,
            not_judged: problem.not_judged.clone(),
        }
    }
}

/// A check of the samples, of the other cases, or of both, in that order.
fn cases(problem: &Problem, name: &str, kind: Kind, samples: &[bool]) -> PlannedCheck {
    let cases = || problem.cases.iter().enumerate();
    let indices: Vec<usize> = samples
        .iter()
        .flat_map(|sample| cases().filter(move |(_, case)| case.sample == *sample))
        .map(|(index, _)| index)
        .collect();
    let names = indices
        .iter()
        .map(|index| problem.cases[*index].name.clone());
    PlannedCheck {
        cases: names.collect(),
        indices,
        ..without_cases(name, kind)
    }
}

fn without_cases(name: &str, kind: Kind) -> PlannedCheck {
    PlannedCheck {
        name: name.into(),
        cases: vec![],
        indices: vec![],
        kind,
        random: None,
    }
}

/// The cases of the problem's own instance, with counted values.
fn drops(problem: &Problem) -> PlannedCheck {
    let own = problem.cases.iter().enumerate();
    let own = own.filter(|(_, case)| case.instance == 0);
    PlannedCheck {
        cases: own.clone().map(|(_, case)| case.name.clone()).collect(),
        indices: own.map(|(index, _)| index).collect(),
        ..without_cases(DROPS, Kind::Drops)
    }
}

/// The tests of tests.rs, or those among them that are samples.
fn own_tests(problem: &Problem, mode: Mode) -> PlannedCheck {
    let tests = problem.own_tests.iter().flat_map(|own| &own.tests);
    let chosen: Vec<(usize, &OwnTest)> = tests
        .enumerate()
        .filter(|(_, test)| mode == Mode::Submit || test.sample())
        .collect();
    PlannedCheck {
        cases: chosen.iter().map(|(_, test)| test.name.clone()).collect(),
        indices: chosen.iter().map(|(index, _)| *index).collect(),
        ..without_cases(own_test::NAME, Kind::OwnTests)
    }
}
