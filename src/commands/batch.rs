//! What `check` and `report merge` do with a batch: outputs, gate, exit code.

use crate::ci::batch::Batch;
use crate::ci::gate::{Gate, Policy};
use crate::ci::output::{csv, github, html, json, junit, markdown, terminal};
use crate::ci::read;
use crate::cli::{Github, Options, Outputs};
use crate::console::Console;
use crate::error::{Error, Exit, JudgingError, UserError};
use crate::report::render::Format;
use camino::Utf8Path;
use std::fs::{self, OpenOptions};
use std::io::Write;

/// What may pass.
///
/// # Errors
/// If the baseline cannot be read.
pub fn policy(outputs: &Outputs) -> Result<Policy, UserError> {
    Ok(Policy {
        allow: outputs.allow.clone(),
        baseline: outputs.baseline.as_deref().map(batch).transpose()?,
    })
}

/// A batch from its file.
///
/// # Errors
/// If it cannot be read or is none.
pub fn batch(file: &Utf8Path) -> Result<Batch, UserError> {
    let usage = |message| UserError::new(Exit::Usage, message);
    let bytes = fs::read(file).map_err(|error| usage(format!("cannot read {file}: {error}")))?;
    read::batch(&bytes).map_err(|why| usage(format!("{file} is no report of a check: {why}")))
}

/// Makes the text of an output.
type Form = fn(&Batch, &Gate) -> Result<String, JudgingError>;

/// Writes all outputs that were asked for, and says how it went.
///
/// # Errors
/// If an output cannot be written.
pub fn write(
    batch: &Batch,
    policy: &Policy,
    outputs: &Outputs,
    options: &Options,
    console: &Console,
) -> Result<Exit, Error> {
    let gate = policy.gate(batch);
    let for_github = match outputs.github {
        Github::Always => true,
        Github::Never => false,
        Github::Auto => std::env::var("GITHUB_ACTIONS").is_ok_and(|value| value == "true"),
    };
    // One after the other: of a large batch each of them is large.
    let forms: [(_, Form); 4] = [
        (&outputs.json, |batch, _| Ok(json::render(batch))),
        (&outputs.junit, |batch, _| junit::render(batch)),
        (&outputs.html, html::render),
        (&outputs.csv, |batch, _| csv::render(batch)),
    ];
    for (file, form) in forms {
        if let Some(file) = file {
            fs::write(file, form(batch, &gate)?).map_err(|error| cannot_write(file, &error))?;
        }
    }
    let screen = match options.format {
        Format::Human => terminal::render(batch, &gate, console.style(options)),
        Format::Json => json::render(batch),
    };
    if for_github && options.format == Format::Human {
        console.print(&github::guarded(&screen))?;
        console.print(&github::annotations(batch, &gate))?;
    } else {
        console.print(&screen)?;
    }
    if for_github && let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY") {
        let file = file.to_string_lossy();
        let summary = markdown::render(batch, &gate);
        OpenOptions::new()
            .append(true)
            .create(true)
            .open(&*file)
            .and_then(|mut to| to.write_all(summary.as_bytes()))
            .map_err(|error| cannot_write(Utf8Path::new(&*file), &error))?;
    }
    Ok(exit(batch, &gate))
}

fn exit(batch: &Batch, gate: &Gate) -> Exit {
    let judged = batch.units.iter().any(|unit| unit.verdict().is_some());
    match (judged, gate.failing.is_empty()) {
        // A part may be empty; a whole is not.
        (false, true) if batch.partition.is_some() => Exit::Done,
        (false, _) => Exit::NothingJudged,
        (true, true) => Exit::Done,
        (true, false) => Exit::NotAccepted,
    }
}

fn cannot_write(file: &Utf8Path, error: &std::io::Error) -> UserError {
    UserError::new(Exit::Usage, format!("cannot write {file}: {error}"))
}
