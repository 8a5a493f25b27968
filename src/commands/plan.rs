//! `plan`: what would be judged, and how.

use super::find_target;
use crate::check::loss::{self, bytes, seconds};
use crate::cli::{Candidate, Options};
use crate::console::Console;
use crate::error::{Error, Exit};
use crate::plan::Plan;
use crate::problem::catalogue::Catalogue;
use crate::report::document::Mode;
use crate::report::render::{Format, json};
use std::fmt::Write;
use std::num::NonZeroU32;

/// Prints the plan of a submission; nothing is compiled or run.
///
/// # Errors
/// If there is no such problem.
pub fn run(candidate: &Candidate, options: &Options, console: &Console) -> Result<Exit, Error> {
    let catalogue = Catalogue::new(&options.problems)?;
    // A plan needs no submission: a problem alone will do.
    let slug = candidate
        .first
        .as_deref()
        .filter(|first| candidate.second.is_none() && catalogue.slugs().contains(first));
    let (slug, stage) = match slug {
        Some(slug) => (slug.to_owned(), None),
        None => {
            let target = find_target(candidate, &catalogue)?;
            (target.slug()?.to_owned(), target.stage)
        }
    };
    let stage = options.stage.map(NonZeroU32::get).or(stage);
    let problem = catalogue.load(&slug, stage)?;
    let plan = Plan::new(&problem, Mode::Submit, options.seed);
    let text = match options.format {
        Format::Json => json::pretty(&plan),
        Format::Human => words(&plan),
    };
    console.print(&text)?;
    Ok(Exit::Done)
}

fn words(plan: &Plan) -> String {
    let mut text = String::new();
    let limits = plan.limits;
    let mut line = |words: std::fmt::Arguments<'_>| {
        writeln!(text, "{words}").expect("a String takes everything");
    };
    line(format_args!("{}, stage {}", plan.problem, plan.stage));
    line(format_args!(
        "each case may use {} of CPU time, {} on the clock, {} of memory, and print {}",
        seconds(limits.cpu_ms),
        seconds(limits.wall_ms),
        bytes(limits.memory),
        bytes(limits.output),
    ));
    for check in &plan.checks {
        line(format_args!("\n{} ({})", check.name, check.total()));
        if let (Some(random), Some(seed)) = (check.random, plan.seed) {
            line(format_args!(
                "  {} sequences of {}, seed {seed}",
                random.sequences,
                loss::counted(u64::from(random.operations), "call"),
            ));
        }
        for case in &check.cases {
            line(format_args!("  {case}"));
        }
    }
    if !plan.not_judged.is_empty() {
        line(format_args!("\nnot judged yet"));
        for what in &plan.not_judged {
            line(format_args!("  {what}"));
        }
    }
    text
}
