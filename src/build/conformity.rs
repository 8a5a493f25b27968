//! Words for a contract that is not met. rustc is the judge of that, by the probes in the
//! glue; what is found here says it in the contract's own terms.

mod bounds;
mod functions;
mod given;
mod item;
mod nesting;
mod signature;
mod survey;
mod types;
mod words;

pub use words::one_line;

use crate::problem::contract::Contract;
use crate::report::document::{Diagnostic, Level, Place};
use crate::report::sanitise;
use crate::submission::Submission;
use survey::Survey;

/// A contract beside what a submission declares.
#[derive(Debug)]
pub struct Conformity<'a> {
    slug: &'a str,
    contract: &'a Contract,
    /// `None` if the source does not parse, or is nested too deeply to try.
    survey: Option<Survey>,
}

/// A way in which a contract is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// What is wrong, at the candidate's line.
    pub diagnostic: Diagnostic,
    /// The same in a few words: "`put` is missing".
    pub summary: String,
}

impl<'a> Conformity<'a> {
    /// Looks into the submission. `slug` names the problem in advice.
    pub fn new(slug: &'a str, contract: &'a Contract, submission: &Submission) -> Self {
        Self {
            slug,
            contract,
            survey: Survey::of(submission),
        }
    }
}

/// The parts of a message about the contract.
#[derive(Debug, Default)]
struct Words<'a> {
    message: String,
    place: Option<&'a Place>,
    /// What stands at the place.
    there: &'a str,
    /// Label and text, below each other.
    lines: Vec<(&'static str, String)>,
    help: String,
}

impl Words<'_> {
    fn breach(self, summary: &str) -> Breach {
        let mut rendered = format!("error: {}\n", self.message);
        if let Some(place) = self.place {
            let arrow = format!("  --> {}:{}:{}", place.file, place.line, place.column);
            let there = self.there;
            rendered += format!("{arrow}   {there}").trim_end();
            rendered.push('\n');
        }
        for (label, text) in &self.lines {
            let label = format!("{label}:");
            rendered += &format!("   | {label:<11} {text}\n");
        }
        rendered += &format!("  help: {}", self.help);
        Breach {
            diagnostic: Diagnostic {
                level: Level::Error,
                message: sanitise::line(&self.message),
                code: None,
                place: self.place.cloned(),
                rendered: sanitise::block(rendered.as_bytes()),
            },
            summary: sanitise::line(summary),
        }
    }
}

#[cfg(test)]
mod tests;
