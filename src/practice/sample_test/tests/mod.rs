//! The generated tests, as text and under the compiler, for the shipped problems and for
//! a made-up one.

mod compiled;
mod permits;
mod text;

use crate::problem::Problem;
use crate::problem::catalogue::Catalogue;

/// A shipped problem at its first stage.
fn shipped(slug: &str) -> Problem {
    Catalogue::new(&[]).unwrap().load(slug, Some(1)).unwrap()
}

/// The same with all its cases as samples.
fn every_case(slug: &str) -> Problem {
    let mut problem = shipped(slug);
    for case in &mut problem.cases {
        case.sample = true;
    }
    problem
}
