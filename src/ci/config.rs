//! The configuration of a check. It lies outside of the trees that are judged, so that
//! nobody can weaken their own judging.

use super::outside::outside;
use crate::error::{Exit, UserError};
use camino::{Utf8Path, Utf8PathBuf};
use globset::{GlobBuilder, GlobMatcher};
use serde::Deserialize;
use std::fs;

/// What a configuration file says.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Which files are submissions, beside the crates that say so themselves.
    pub claims: Vec<Claim>,
}

/// Files that are submissions to a problem.
#[derive(Clone, Debug)]
pub struct Claim {
    /// As written.
    pub text: String,
    /// Matches paths relative to a root.
    pub matcher: GlobMatcher,
    /// The problem's short name.
    pub problem: String,
    /// The stage; the last one if nothing is said.
    pub stage: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    solution: Vec<Solution>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Solution {
    path: String,
    problem: String,
    stage: Option<u32>,
}

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    /// If it cannot be read, is no configuration, or lies in a tree that is judged.
    pub fn read(file: &Utf8Path, roots: &[Utf8PathBuf]) -> Result<Self, UserError> {
        let usage = |message: String| UserError::new(Exit::Usage, message);
        let text = fs::read_to_string(file)
            .map_err(|error| usage(format!("cannot read the configuration {file}: {error}")))?;
        outside(file, "the configuration", roots)?;
        let parsed: File = toml::from_str(&text)
            .map_err(|error| usage(format!("{file} is no configuration")).detail(error))?;
        let claims = parsed
            .solution
            .into_iter()
            .map(|solution| {
                let glob = GlobBuilder::new(&solution.path)
                    .literal_separator(true)
                    .build()
                    .map_err(|error| usage(format!("{file}: {error}")))?;
                if solution.stage == Some(0) {
                    return Err(usage(format!("{file}: stages are counted from 1")));
                }
                Ok(Claim {
                    text: solution.path,
                    matcher: glob.compile_matcher(),
                    problem: solution.problem,
                    stage: solution.stage,
                })
            })
            .collect::<Result<_, UserError>>()?;
        Ok(Self { claims })
    }
}
