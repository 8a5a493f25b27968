//! Items that the starter gives and a submission keeps.

use super::item::{ItemFact, Piece};
use super::survey::Survey;
use super::{Breach, Conformity, Words};
use crate::problem::contract::GivenItem;
use std::collections::BTreeSet;

impl Conformity<'_> {
    /// The given items that are missing or changed. Docs and other attributes do not count;
    /// derives may be added. Empty if the submission could not be looked into.
    pub fn given_items(&self) -> Vec<Breach> {
        let Some(survey) = &self.survey else {
            return Vec::new();
        };
        self.contract
            .given_items
            .iter()
            .filter_map(|given| self.given_item(given, survey))
            .collect()
    }

    fn given_item(&self, given: &GivenItem, survey: &Survey) -> Option<Breach> {
        let asked = ItemFact::of(&given.item, "starter.rs", true)?;
        if asked.kind == "impl" {
            return self.given_impl(given, &asked, survey);
        }
        let named = |kind_matters: bool| {
            survey.items.iter().filter(move |item| {
                let of_kind = item.kind == asked.kind || !kind_matters && item.kind != "fn";
                item.name == given.name && of_kind && item.kind != "impl"
            })
        };
        let mut found: Vec<&ItemFact> = named(true).collect();
        if found.is_empty() {
            found = named(asked.kind == "fn").collect();
        }
        if found
            .iter()
            .any(|found| changes(&asked, found, survey).is_none())
        {
            return None;
        }
        // The one in the root module is the one that the judge would see.
        match found.iter().find(|item| item.at_root).or(found.first()) {
            Some(found) => {
                let change = changes(&asked, found, survey)?;
                Some(self.changed(given, &change))
            }
            None if survey.macros => None,
            None => Some(self.missing(given, &asked)),
        }
    }

    /// A given `impl` may be spread over several, with more in them.
    fn given_impl(&self, given: &GivenItem, asked: &ItemFact, survey: &Survey) -> Option<Breach> {
        let blocks: Vec<&ItemFact> = survey
            .items
            .iter()
            .filter(|item| item.kind == "impl" && item.name == asked.name)
            .collect();
        let mut members = blocks.iter().flat_map(|block| &block.members);
        let gone = asked.members.iter().find(|&member| {
            !members
                .clone()
                .any(|found| found.canonical == member.canonical)
        });
        match (blocks.first(), gone) {
            (None, _) if survey.macros => None,
            (None, _) => Some(self.missing(given, asked)),
            (Some(_), None) => None,
            (Some(block), Some(gone)) => {
                let found = members.find(|found| found.name == gone.name);
                let change = Change {
                    at: found.unwrap_or(&block.header),
                    asked: gone.text.clone(),
                    found: found.map_or_else(|| "nothing".into(), |found| found.text.clone()),
                };
                Some(self.changed(given, &change))
            }
        }
    }

    fn changed(&self, given: &GivenItem, change: &Change<'_>) -> Breach {
        Words {
            message: format!("{} was changed", what(given)),
            place: Some(&change.at.place),
            there: "",
            lines: vec![
                ("asked for", change.asked.clone()),
                ("found", change.found.clone()),
            ],
            help: format!(
                "put it back as it was; `greenroom show {} --contract` prints it",
                self.slug
            ),
        }
        .breach(&format!("`{}` was changed", given.name))
    }

    fn missing(&self, given: &GivenItem, asked: &ItemFact) -> Breach {
        Words {
            message: format!("{} is not there", what(given)),
            lines: vec![("asked for", asked.header.text.clone())],
            help: format!(
                "copy it from the contract; `greenroom show {} --contract` prints it",
                self.slug
            ),
            ..Words::default()
        }
        .breach(&format!("`{}` is missing", given.name))
    }
}

fn what(given: &GivenItem) -> String {
    let kind = match given.kind {
        "fn" => "function",
        "const" => "constant",
        other => other,
    };
    format!("the contract's {kind} `{}`", given.name)
}

/// What was changed first.
struct Change<'a> {
    at: &'a Piece,
    asked: String,
    found: String,
}

fn changes<'a>(asked: &ItemFact, found: &'a ItemFact, survey: &Survey) -> Option<Change<'a>> {
    if asked.header.canonical != found.header.canonical {
        return Some(Change {
            at: &found.header,
            asked: asked.header.text.clone(),
            found: found.header.text.clone(),
        });
    }
    let missing: BTreeSet<&String> = asked
        .derives
        .iter()
        .filter(|name| !found.derives.contains(*name) && !survey.implements(name, &found.name))
        .collect();
    if !missing.is_empty() {
        return Some(Change {
            at: &found.header,
            asked: derive(&asked.derives),
            found: match found.derives.len() {
                0 => "no derive".into(),
                _ => derive(&found.derives),
            },
        });
    }
    let same = |(asked, found): &(&Piece, &Piece)| asked.canonical == found.canonical;
    let first = asked
        .members
        .iter()
        .zip(&found.members)
        .take_while(same)
        .count();
    let (was, is) = (asked.members.get(first), found.members.get(first));
    let short = |text: &str| match asked.kind {
        "fn" => shortened(text),
        _ => text.to_string(),
    };
    (was.is_some() || is.is_some()).then(|| Change {
        at: is.unwrap_or(&found.header),
        asked: was.map_or_else(|| "nothing more".into(), |piece| short(&piece.text)),
        found: is.map_or_else(|| "nothing more".into(), |piece| short(&piece.text)),
    })
}

fn derive(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    format!("#[derive({})]", names.join(", "))
}

/// A body is cut: where it differs is for the eye to find.
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} ...", &text[..end]),
        None => text.to_string(),
    }
}
