//! `bounds` and `drops`: what is asked of the types themselves.

use super::fault::{Fault, Faults};
use super::manifest::Manifest;
use super::resolve::Scope;
use super::rust::first_clause;
use super::starter::{Starter, type_name};
use super::text::Text;
use crate::problem::types::Opaque;
use std::collections::BTreeMap;
use syn::parse::{ParseStream, Parser};

/// One element of `bounds`.
pub(super) struct Bound {
    /// As written: `Permit: Send`.
    pub text: String,
    /// The type's name.
    name: String,
    /// The traits that it has to have, by last path segment.
    traits: Vec<String>,
}

/// The bounds of a stage: those of the problem, and those of all stages up to it.
pub(super) fn bounds(
    manifest: &Manifest<'_>,
    stage: u32,
    starter: &Starter,
    faults: &Faults,
) -> Vec<Bound> {
    let later = &manifest.stages[..stage as usize - 1];
    let texts = manifest
        .bounds
        .iter()
        .chain(later.iter().flat_map(|stage| &stage.bounds));
    texts
        .filter_map(|text| match bound(text, starter) {
            Ok(bound) => Some(bound),
            Err(fault) => {
                faults.push(text.complain(fault));
                None
            }
        })
        .collect()
}

fn bound(text: &Text, starter: &Starter) -> Result<Bound, Fault> {
    let parser = |input: ParseStream<'_>| {
        let ty: syn::Type = input.parse()?;
        input.parse::<syn::Token![:]>()?;
        let mut traits = Vec::new();
        loop {
            let not = input.peek(syn::Token![!]);
            if not {
                input.parse::<syn::Token![!]>()?;
            }
            if input.peek(syn::Lifetime) {
                input.parse::<syn::Lifetime>()?;
            } else {
                let path: syn::Path = input.parse()?;
                let last = path.segments.last().map(|last| last.ident.to_string());
                traits.extend(last.filter(|_| !not));
            }
            if input.is_empty() {
                return Ok((ty, traits));
            }
            input.parse::<syn::Token![+]>()?;
        }
    };
    let (ty, traits) = parser.parse_str(&text.value).map_err(|error| {
        let range = error.span().byte_range();
        let fault = Fault::new(range, format!("not a bound: {}", first_clause(&error)), "");
        fault.help("write \"Permit: Send + !Clone\"")
    })?;
    let none = BTreeMap::new();
    Scope::new(&starter.names, &none).resolve(&ty)?;
    Ok(Bound {
        text: text.value.clone(),
        name: type_name(&ty).unwrap_or_default(),
        traits,
    })
}

/// The opaque types that can be cloned: by derive, or because a bound asks for it.
pub(super) fn cloneable(bounds: &[Bound], starter: &Starter) -> Vec<String> {
    let clone = |traits: &[String]| traits.iter().any(|name| name == "Clone");
    let derived = starter.contract.opaque_types.iter();
    let derived = derived.filter(|opaque| clone(&opaque.derives));
    let asked = bounds.iter().filter(|bound| clone(&bound.traits));
    derived
        .map(|opaque| opaque.name.clone())
        .chain(asked.map(|bound| bound.name.clone()))
        .collect()
}

/// `drops` is the subject with `Tracked` for what is counted.
pub(super) fn drops(
    manifest: &Manifest<'_>,
    starter: &Starter,
    subject: Option<&Opaque>,
    faults: &Faults,
) {
    let Some(text) = &manifest.drops else {
        return;
    };
    let wrong = |message: &str| {
        let complaint = text.fault(message, "");
        faults.push(complaint.help(
            "write the subject with `Tracked` for what is counted: \"LruCache<u32, Tracked>\"",
        ));
    };
    let Ok(ty) = syn::parse_str::<syn::Type>(&text.value) else {
        return wrong("`drops` is not a type");
    };
    let subject = subject.map(|subject| subject.name.clone());
    if subject.is_none() || type_name(&ty) != subject {
        return wrong("`drops` has to be about the subject");
    }
    // `Tracked` is the judge's own type; it stands for any.
    let words: Vec<&str> = text
        .value
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .collect();
    if !words.contains(&"Tracked") {
        return wrong("`drops` counts nothing");
    }
    let none = BTreeMap::new();
    let mut scope = Scope::new(&starter.names, &none);
    scope
        .fill
        .insert("Tracked".into(), crate::problem::types::Type::Unit);
    if let Err(fault) = scope.resolve(&ty) {
        faults.push(text.complain(fault));
    }
}
