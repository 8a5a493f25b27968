//! `report`: checking that a file is a report, and the schema of reports.

use super::batch;
use crate::ci::merge::merge;
use crate::ci::read as read_batch;
use crate::cli::{Options, ReportCommand};
use crate::console::Console;
use crate::error::{Error, Exit, UserError};
use crate::report::validate;
use camino::Utf8Path;
use std::fs;
use std::io::{self, Read};

/// The largest report that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Validates a report or prints the schema.
///
/// # Errors
///
/// The file cannot be read, or is no report.
pub fn run(command: &ReportCommand, options: &Options, console: &Console) -> Result<Exit, Error> {
    match command {
        ReportCommand::Schema { batch: false } => console.print(&validate::schema())?,
        ReportCommand::Schema { batch: true } => console.print(&read_batch::schema())?,
        ReportCommand::Merge { files, outputs } => {
            let batches = files.iter().map(|file| batch::batch(file));
            let batches = batches.collect::<Result<Vec<_>, _>>()?;
            let policy = batch::policy(outputs)?;
            let whole = merge(batches).map_err(|why| {
                UserError::new(
                    Exit::Usage,
                    format!("these reports cannot be merged: {why}"),
                )
            })?;
            return batch::write(&whole, &policy, outputs, options, console);
        }
        ReportCommand::Validate { file } => {
            let name = if file == "-" {
                "standard input"
            } else {
                file.as_str()
            };
            let usage = |message: String| UserError::new(Exit::Usage, message);
            let bytes =
                read(file).map_err(|error| usage(format!("cannot read {name}: {error}")))?;
            if read_batch::is_batch(&bytes) {
                let batch = read_batch::batch(&bytes)
                    .map_err(|why| usage(format!("{name} is not a valid report: {why}")))?;
                let count = batch.units.len();
                console.print(&format!("valid: report on {count} submissions\n"))?;
                return Ok(Exit::Done);
            }
            let report = validate::read(&bytes)
                .map_err(|why| usage(format!("{name} is not a valid report: {why}")))?;
            let (id, slug) = (&report.id, &report.problem.slug);
            let line = format!("valid: report {id}, {slug}, {}", report.verdict);
            console.print(&format!("{}\n", crate::report::sanitise::line(&line)))?;
        }
    }
    Ok(Exit::Done)
}

fn read(file: &Utf8Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let source: Box<dyn Read> = if file == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(fs::File::open(file)?)
    };
    source.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 64 MiB"));
    }
    Ok(bytes)
}
