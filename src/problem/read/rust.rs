//! The Rust files of a package as syntax.

use super::depth;
use super::fault::{Fault, Faults};
use super::resolve::span_of;
use crate::problem::package::Package;
use camino::Utf8Path;
use proc_macro2::TokenStream;
use std::collections::BTreeMap;
use std::str::FromStr;

/// A parsed file, if it is there and parses.
pub(super) fn parse(package: &Package, file: &Utf8Path, faults: &Faults) -> Option<syn::File> {
    let source = package.text(file)?;
    let tokens = match TokenStream::from_str(source) {
        Ok(tokens) => tokens,
        Err(error) => {
            let range = in_text(error.span().byte_range(), source);
            let message = "not Rust: a bracket without its partner, or a text that does not end";
            faults.push(Fault::new(range, message, "").of(file));
            return None;
        }
    };
    if let Some(deep) = depth::of(&tokens) {
        faults.push(Fault::new(deep.span().byte_range(), deep.to_string(), "").of(file));
        return None;
    }
    match syn::parse2::<syn::File>(tokens) {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            let range = error.span().byte_range();
            // At the end of the file there is no token to point at.
            let range = if range.is_empty() {
                let end = source.trim_end().len();
                end..end
            } else {
                in_text(range, source)
            };
            let message = format!("not Rust: {}", first_clause(&error));
            faults.push(Fault::new(range, message, "").of(file));
            None
        }
    }
}

/// A type in a text of problem.toml.
pub(super) fn parse_type(text: &str) -> syn::Result<syn::Type> {
    shallow(text)?;
    syn::parse_str(text)
}

/// Whether a text can be parsed without exhausting the stack.
pub(super) fn shallow(text: &str) -> syn::Result<()> {
    match depth::of_text(text) {
        Some(deep) => Err(syn::Error::new(deep.span(), deep)),
        None => Ok(()),
    }
}

/// What syn says, without the long list of all that could stand there instead.
pub(super) fn first_clause(error: &syn::Error) -> String {
    let text = error.to_string();
    match text.split_once(", expected one of") {
        Some((first, _)) => first.to_owned(),
        None => text,
    }
}

fn in_text(range: std::ops::Range<usize>, source: &str) -> std::ops::Range<usize> {
    let end = range.end.min(source.len());
    range.start.min(end)..end
}

/// The type aliases of a file, by name.
pub(super) fn aliases(file: &syn::File) -> BTreeMap<String, syn::ItemType> {
    file.items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Type(alias) => Some((alias.ident.to_string(), alias.clone())),
            _ => None,
        })
        .collect()
}

/// Whether an item can be seen from other files.
pub(super) const fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// A function's signature on one line, as written.
pub(super) fn one_line(signature: &syn::Signature, source: &str) -> String {
    let written = source.get(span_of(signature)).unwrap_or_default();
    let words: Vec<&str> = written.split_whitespace().collect();
    let line = words.join(" ");
    let line = line
        .replace("( ", "(")
        .replace(", )", ")")
        .replace(" )", ")");
    format!("pub {line}")
}

/// A type's name in snake case: `LruCache` is `lru_cache`.
pub(super) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            if !snake.is_empty() {
                snake.push('_');
            }
            snake.extend(c.to_lowercase());
        } else {
            snake.push(c);
        }
    }
    snake
}
