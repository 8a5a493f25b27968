//! tests.rs: ordinary tests that are compiled beside the submission.

use super::fault::{Fault, Faults};
use super::resolve::span_of;
use super::rust::shallow;
use crate::problem::own_test::{OwnTest, OwnTests};
use crate::problem::package::Package;
use camino::Utf8Path;
use std::ops::Range;
use syn::spanned::Spanned;

/// The names of the tests in the package, whatever stage they are of.
pub(super) fn names(package: &Package) -> Vec<String> {
    let mut names = Vec::new();
    for (path, source) in &package.files {
        let name = path.as_str();
        if !(name.starts_with("tests") && path.extension() == Some("rs")) {
            continue;
        }
        // What cannot be parsed is told where the file itself is read.
        for item in shallow(source)
            .and_then(|()| syn::parse_file(source))
            .map(|file| file.items)
            .unwrap_or_default()
        {
            if let syn::Item::Fn(function) = item
                && has(&function.attrs, "test")
            {
                names.push(function.sig.ident.to_string());
            }
        }
    }
    names
}

/// The attributes that belong to a test.
const ATTRIBUTES: [&str; 3] = ["test", "should_panic", "ignore"];

/// Reads the file; what is wrong with it goes to the faults.
pub(super) fn read(file: &Utf8Path, source: &str, parsed: &syn::File, faults: &Faults) -> OwnTests {
    let mut tests = Vec::new();
    let mut attributes: Vec<Range<usize>> = Vec::new();
    for item in &parsed.items {
        match item {
            syn::Item::Fn(function) if has(&function.attrs, "test") => match test(function) {
                Ok(test) => {
                    let own = function.attrs.iter().filter(|attribute| is_own(attribute));
                    attributes.extend(own.map(|attribute| attribute.span().byte_range()));
                    tests.push(test);
                }
                Err(fault) => faults.push(fault.of(file)),
            },
            syn::Item::Mod(module) => {
                let fault = Fault::new(span_of(&module.ident), "tests.rs has no modules", "");
                faults.push(fault.help("write its tests beside the others").of(file));
            }
            _ => {}
        }
    }
    if tests.is_empty() {
        let message = "there is no function with `#[test]`";
        faults.push(Fault::new(0..0, message, "").of(file));
    }
    OwnTests {
        source: source.to_owned(),
        callable: blanked(source, &attributes),
        tests,
    }
}

fn test(function: &syn::ItemFn) -> Result<OwnTest, Fault> {
    let signature = &function.sig;
    let name = &signature.ident;
    let plain = signature.inputs.is_empty()
        && signature.generics.params.is_empty()
        && signature.asyncness.is_none();
    if !plain {
        let message = format!("the test `{name}` is not a plain function without arguments");
        return Err(Fault::new(span_of(name), message, ""));
    }
    if let Some(ignored) = function
        .attrs
        .iter()
        .find(|it| it.path().is_ident("ignore"))
    {
        let message = format!("the test `{name}` is ignored");
        return Err(Fault::new(span_of(ignored), message, "").help("take it out"));
    }
    let should_panic = function
        .attrs
        .iter()
        .find(|attribute| attribute.path().is_ident("should_panic"))
        .map(expected)
        .transpose()?;
    Ok(OwnTest {
        name: name.to_string(),
        should_panic,
        answers: matches!(signature.output, syn::ReturnType::Type(..)),
        range: function.span().byte_range(),
    })
}

/// The text that the message of a panic has to hold.
fn expected(attribute: &syn::Attribute) -> Result<Option<String>, Fault> {
    let wrong = || {
        let message = "`should_panic` takes nothing but `expected = \"…\"`";
        Fault::new(span_of(attribute), message, "")
    };
    match &attribute.meta {
        syn::Meta::Path(_) => Ok(None),
        syn::Meta::List(list) => {
            let pair: syn::MetaNameValue = list.parse_args().map_err(|_| wrong())?;
            match &pair.value {
                syn::Expr::Lit(literal) if pair.path.is_ident("expected") => match &literal.lit {
                    syn::Lit::Str(text) => Ok(Some(text.value())),
                    _ => Err(wrong()),
                },
                _ => Err(wrong()),
            }
        }
        syn::Meta::NameValue(_) => Err(wrong()),
    }
}

fn has(attributes: &[syn::Attribute], name: &str) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident(name))
}

fn is_own(attribute: &syn::Attribute) -> bool {
    ATTRIBUTES
        .iter()
        .any(|name| attribute.path().is_ident(name))
}

/// The text with blanks at these places: every line and column keeps its number.
fn blanked(source: &str, places: &[Range<usize>]) -> String {
    let mut text = String::with_capacity(source.len());
    for (index, character) in source.char_indices() {
        let inside = places.iter().any(|place| place.contains(&index));
        text.push(if inside && character != '\n' {
            ' '
        } else {
            character
        });
    }
    text
}
