//! `list`: the problems, and how far somebody is with each.

use crate::cli::Options;
use crate::console::Console;
use crate::dirs::Folder;
use crate::error::{Error, Exit};
use crate::problem::catalogue::Catalogue;
use crate::report::render::{Format, json};
use crate::report::sanitise;
use crate::report::store::{State, Store};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;

/// A problem in the list.
#[derive(Debug, Serialize)]
struct Row {
    slug: String,
    title: String,
    level: String,
    minutes: u32,
    topics: Vec<String>,
    systems: Vec<String>,
    stages: u32,
    state: String,
}

/// Prints the list.
///
/// # Errors
///
/// A package cannot be read, or standard output cannot be written.
pub fn run(options: &Options, console: &Console) -> Result<Exit, Error> {
    let catalogue = Catalogue::new(&options.problems)?;
    let slugs = catalogue.slugs();
    // Nobody needs a data folder for looking.
    let states = match Folder::Data.path() {
        Ok(data) => Store::new(&data).states(&slugs),
        Err(_) => vec![State::Untouched; slugs.len()],
    };
    let mut rows = Vec::new();
    for (slug, state) in slugs.iter().zip(states) {
        let header = catalogue.header(slug)?;
        rows.push(Row {
            slug: (*slug).to_owned(),
            title: header.title,
            level: header.level,
            minutes: header.minutes,
            topics: header.topics,
            systems: header.systems,
            stages: header.stages,
            state: state.to_string(),
        });
    }
    let text = match options.format {
        Format::Human => table(&rows, console.style(options).width),
        Format::Json => json::pretty(&rows),
    };
    console.print(&text)?;
    Ok(Exit::Done)
}

fn table(rows: &[Row], width: usize) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(["problem", "level", "minutes", "topics", "state"]);
    for row in rows {
        table.add_row([
            sanitise::line(&row.slug),
            sanitise::line(&row.level),
            row.minutes.to_string(),
            sanitise::line(&row.topics.join(", ")),
            row.state.clone(),
        ]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    if let Some(minutes) = table.column_mut(2) {
        minutes.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = table.trim_fmt();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(slug: &str, topics: &[&str], state: &str) -> Row {
        Row {
            slug: slug.into(),
            title: "A title".into(),
            level: "L4".into(),
            minutes: 30,
            topics: topics.iter().map(|topic| (*topic).into()).collect(),
            systems: Vec::new(),
            stages: 1,
            state: state.into(),
        }
    }

    #[test]
    fn the_table_fits_its_width() {
        let rows = [
            row(
                "lru-cache",
                &["cache", "hash-map", "linked-list", "ownership"],
                "accepted",
            ),
            row(
                "sliding-log",
                &["rate-limiting", "deque"],
                "wrong_answer, 3 tries",
            ),
            row("bulkhead", &[], "-"),
        ];
        insta::assert_snapshot!(table(&rows, 80), @r"
        problem      level  minutes  topics                  state
        lru-cache    L4          30  cache, hash-map,        accepted
                                     linked-list, ownership
        sliding-log  L4          30  rate-limiting, deque    wrong_answer, 3 tries
        bulkhead     L4          30                          -
        ");
        insta::assert_snapshot!(table(&rows, 60), @r"
        problem      level  minutes  topics          state
        lru-cache    L4          30  cache,          accepted
                                     hash-map,
                                     linked-list,
                                     ownership
        sliding-log  L4          30  rate-limiting,  wrong_answer,
                                     deque           3 tries
        bulkhead     L4          30                  -
        ");
    }
}
