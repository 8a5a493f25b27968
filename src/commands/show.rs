//! `show`: a problem's statement, or the signatures it asks for.

use super::current_dir;
use crate::cli::{Options, Show};
use crate::console::Console;
use crate::error::{Error, Exit};
use crate::practice::target;
use crate::problem::Problem;
use crate::problem::catalogue::Catalogue;
use crate::report::render::{Format, json};
use crate::report::sanitise;
use serde::Serialize;
use std::num::NonZeroU32;
use termimad::MadSkin;

/// A problem for machines.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    slug: &'a str,
    title: &'a str,
    level: &'a str,
    minutes: u32,
    topics: &'a [String],
    systems: &'a [String],
    stage: u32,
    stages: usize,
    statement: &'a str,
    contract: &'a str,
    bounds: Vec<String>,
}

/// Prints the statement or the contract.
///
/// # Errors
///
/// There is no such problem, or its package is invalid.
pub fn run(show: &Show, options: &Options, console: &Console) -> Result<Exit, Error> {
    let catalogue = Catalogue::new(&options.problems)?;
    let (slug, stage) = match &show.slug {
        Some(slug) => (slug.clone(), None),
        None => target::enclosing_slug(&current_dir()?)?,
    };
    let stage = options.stage.map(NonZeroU32::get).or(stage).unwrap_or(1);
    let problem = catalogue.load(&slug, Some(stage))?;
    let text = match (options.format, show.contract) {
        (Format::Json, _) => json::pretty(&shown(&problem)),
        (Format::Human, true) => sanitise::text(&contract(&problem)),
        (Format::Human, false) => statement(&problem, options, console),
    };
    console.print(&text)?;
    Ok(Exit::Done)
}

fn shown(problem: &Problem) -> Shown<'_> {
    Shown {
        slug: &problem.slug,
        title: &problem.title,
        level: &problem.level,
        minutes: problem.minutes,
        topics: &problem.topics,
        systems: &problem.systems,
        stage: problem.stage,
        stages: problem.later_stages.len() + 1,
        statement: &problem.statement,
        contract: &problem.contract.starter,
        bounds: problem.bounds.iter().map(ToString::to_string).collect(),
    }
}

/// The starter, and what is asked of its types besides.
fn contract(problem: &Problem) -> String {
    let mut text = problem.contract.starter.clone();
    if !problem.bounds.is_empty() {
        text.push_str("\n// Asked for besides:\n");
    }
    for bound in &problem.bounds {
        text.push_str(&format!("//   {bound}\n"));
    }
    text
}

/// Laid out for a terminal with colour; Markdown as it is elsewhere.
fn statement(problem: &Problem, options: &Options, console: &Console) -> String {
    let markdown = sanitise::text(&problem.statement);
    let style = console.style(options);
    if !(console.is_terminal() && style.color) {
        return markdown;
    }
    MadSkin::default()
        .text(&markdown, Some(style.width))
        .to_string()
}
