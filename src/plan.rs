//! The plan: which checks are made, in which order, under which limits. Equal inputs,
//! equal plan.

use crate::check::{own_test, probe, random};
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
    /// `samples`, `cases`, `random`, `probes`, `tests` or `drops`.
    pub name: String,
    /// The names of its cases, probes or tests.
    pub cases: Vec<String>,
    /// Their indices in the problem.
    #[serde(skip)]
    pub indices: Vec<usize>,
    /// How much is tried by chance, if that is what it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub random: Option<Random>,
}

impl PlannedCheck {
    /// How many parts it has.
    pub fn total(&self) -> u64 {
        self.random.map_or(self.cases.len() as u64, |random| {
            u64::from(random.sequences)
        })
    }
}

impl Plan {
    /// The plan for a submission to the problem. Without a seed, that of the problem's
    /// version is taken.
    pub fn new(problem: &Problem, mode: Mode, seed: Option<u64>) -> Self {
        let check = |name: &str, sample: bool| {
            let chosen = problem
                .cases
                .iter()
                .enumerate()
                .filter(|(_, case)| case.sample == sample);
            PlannedCheck {
                name: name.into(),
                cases: chosen.clone().map(|(_, case)| case.name.clone()).collect(),
                indices: chosen.map(|(index, _)| index).collect(),
                random: None,
            }
        };
        let mut checks = vec![check("samples", true)];
        if mode == Mode::Submit {
            checks.push(check("cases", false));
        }
        checks.retain(|check| !check.cases.is_empty());
        let random = problem
            .random
            .filter(|random| random.sequences > 0)
            .filter(|_| mode == Mode::Submit && problem.model.is_some());
        checks.extend(random.map(|random| PlannedCheck {
            name: random::NAME.into(),
            cases: vec![],
            indices: vec![],
            random: Some(random),
        }));
        if mode == Mode::Submit && !problem.probes.is_empty() {
            checks.push(PlannedCheck {
                name: probe::NAME.into(),
                cases: problem
                    .probes
                    .iter()
                    .map(|each| each.name.clone())
                    .collect(),
                indices: (0..problem.probes.len()).collect(),
                random: None,
            });
        }
        let tests = problem.own_tests.iter().flat_map(|own| &own.tests);
        let chosen: Vec<(usize, &OwnTest)> = tests
            .enumerate()
            .filter(|(_, test)| mode == Mode::Submit || test.sample())
            .collect();
        if !chosen.is_empty() {
            checks.push(PlannedCheck {
                name: own_test::NAME.into(),
                cases: chosen.iter().map(|(_, test)| test.name.clone()).collect(),
                indices: chosen.iter().map(|(index, _)| *index).collect(),
                random: None,
            });
        }
        if mode == Mode::Submit && problem.counted.is_some() {
            checks.extend(drops(problem));
        }
        Self {
            problem: problem.slug.clone(),
            stage: problem.stage,
            mode,
            checks,
            seed: random.map(|_| seed.unwrap_or_else(|| random::seed_of(problem))),
            limits: problem.limits,
            not_judged: problem.not_judged.clone(),
        }
    }
}

/// The cases of the problem's own instance, with counted values.
fn drops(problem: &Problem) -> Option<PlannedCheck> {
    let own = problem
        .cases
        .iter()
        .enumerate()
        .filter(|(_, case)| case.instance == 0);
    let check = PlannedCheck {
        name: DROPS.into(),
        cases: own.clone().map(|(_, case)| case.name.clone()).collect(),
        indices: own.map(|(index, _)| index).collect(),
        random: None,
    };
    (!check.cases.is_empty()).then_some(check)
}
