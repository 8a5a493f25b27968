//! `bounds` and `drops`: what is asked of the types themselves.

use super::fault::{Fault, Faults};
use super::manifest::Manifest;
use super::resolve::{Scope, span_of};
use super::rust::{first_clause, parse_type, shallow};
use super::starter::{Starter, type_name};
use super::subject;
use super::text::Text;
use crate::problem::bound::Bound;
use crate::problem::subject::Subject;
use crate::problem::types::Type;
use std::collections::BTreeMap;
use std::ops::Range;
use syn::parse::{ParseStream, Parser};

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
    let mut bounds = Vec::new();
    for text in texts {
        match of_one_type(text, starter) {
            Ok(found) => bounds.extend(found),
            Err(fault) => faults.push(text.complain(fault)),
        }
    }
    bounds
}

/// The bounds in one element of `bounds`.
fn of_one_type(text: &Text, starter: &Starter) -> Result<Vec<Bound>, Fault> {
    let source = &text.value;
    let written = |range: Range<usize>| source.get(range).unwrap_or_default().to_owned();
    let parser = |input: ParseStream<'_>| {
        let ty: syn::Type = input.parse()?;
        input.parse::<syn::Token![:]>()?;
        let mut asked = Vec::new();
        loop {
            let forbidden = input.peek(syn::Token![!]);
            if forbidden {
                input.parse::<syn::Token![!]>()?;
            }
            let range = if input.peek(syn::Lifetime) && !forbidden {
                span_of(&input.parse::<syn::Lifetime>()?)
            } else {
                span_of(&input.parse::<syn::Path>()?)
            };
            asked.push((written(range), forbidden));
            if input.is_empty() {
                return Ok((ty, asked));
            }
            input.parse::<syn::Token![+]>()?;
        }
    };
    let (ty, asked) = shallow(source)
        .and_then(|()| parser.parse_str(source))
        .map_err(|error| {
            let range = error.span().byte_range();
            let fault = Fault::new(range, format!("not a bound: {}", first_clause(&error)), "");
            fault.help("write \"Permit: Send + !Clone\"")
        })?;
    let none = BTreeMap::new();
    let resolved = Scope::new(&starter.names, &none).resolve(&ty)?;
    let bound = |(asked, forbidden)| Bound {
        written: written(span_of(&ty)),
        type_name: type_name(&ty).unwrap_or_default(),
        ty: resolved.clone(),
        asked,
        forbidden,
    };
    Ok(asked.into_iter().map(bound).collect())
}

/// The opaque types that can be cloned: by derive, or because a bound asks for it.
pub(super) fn cloneable(bounds: &[Bound], starter: &Starter) -> Vec<String> {
    let derived = starter.contract.opaque_types.iter();
    let derived = derived.filter(|opaque| opaque.derives.iter().any(|name| name == "Clone"));
    let asked = bounds.iter().filter(|bound| bound.promises_clone());
    derived
        .map(|opaque| opaque.name.clone())
        .chain(asked.map(|bound| bound.type_name.clone()))
        .collect()
}

/// `drops` is the subject with `Tracked` for what is counted: the subject of the cases that are
/// repeated with counted values.
pub(super) fn drops(
    manifest: &Manifest<'_>,
    starter: &Starter,
    subject: Option<&Subject>,
    faults: &Faults,
) -> Option<Subject> {
    let text = manifest.drops.as_ref()?;
    let wrong = |message: &str| {
        let complaint = text.fault(message, "");
        faults.push(complaint.help(
            "write the subject with `Tracked` for what is counted: \"LruCache<u32, Tracked>\"",
        ));
        None
    };
    let Ok(ty) = parse_type(&text.value) else {
        return wrong("`drops` is not a type");
    };
    let Some(subject) = subject.filter(|subject| type_name(&ty).as_deref() == Some(subject.name()))
    else {
        return wrong("`drops` has to be about the subject");
    };
    // `Tracked` is the judge's own type; it stands for any.
    let stands = Type::Parameter("Tracked".into());
    let none = BTreeMap::new();
    let mut scope = Scope::new(&starter.names, &none);
    scope.fill.insert("Tracked".into(), stands.clone());
    let written = match subject::resolve(&ty, &scope, starter) {
        Ok(Some(written)) => written,
        Ok(None) => return wrong("`drops` has to be about the subject"),
        Err(fault) => {
            faults.push(text.complain(fault));
            return None;
        }
    };
    if !written.arguments().contains(&stands) {
        return wrong("`drops` counts nothing");
    }
    let mut arguments = Vec::new();
    for (argument, written) in subject.arguments().iter().zip(written.arguments()) {
        if *written == stands {
            arguments.push(Type::Tracked(Box::new(argument.clone())));
        } else if written == argument {
            arguments.push(argument.clone());
        } else {
            return wrong("`drops` differs from the subject in more than `Tracked`");
        }
    }
    Some(subject.with_arguments(arguments))
}
