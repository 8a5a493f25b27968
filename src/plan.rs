//! The plan: which checks are made, in which order, under which limits. Equal inputs,
//! equal plan.

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
    /// What a case may use.
    #[serde(skip)]
    pub limits: Limits,
    /// What this judge cannot check yet.
    pub not_judged: Vec<String>,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedCheck {
    /// `samples` or `cases`.
    pub name: String,
    /// The names of its cases.
    pub cases: Vec<String>,
    /// Their indices in the problem.
    #[serde(skip)]
    pub indices: Vec<usize>,
}

impl Plan {
    /// The plan for a submission to the problem.
    pub fn new(problem: &Problem, mode: Mode) -> Self {
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
            }
        };
        let mut checks = vec![check("samples", true)];
        if mode == Mode::Submit {
            checks.push(check("cases", false));
        }
        checks.retain(|check| !check.cases.is_empty());
        Self {
            problem: problem.slug.clone(),
            stage: problem.stage,
            mode,
            checks,
            limits: problem.limits,
            not_judged: problem.not_judged.clone(),
        }
    }
}
