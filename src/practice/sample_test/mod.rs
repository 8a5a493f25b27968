//! The sample cases as ordinary tests against the public contract, for `cargo test`.

mod answer;
mod case;
#[cfg(test)]
mod tests;

use super::rust_literal::RustLiteral;
use crate::problem::Problem;
use case::CaseTest;
use std::collections::BTreeSet;
use std::fmt::Write;

/// `tests/samples.rs` for a crate of this name.
pub fn generate(problem: &Problem, crate_name: &str) -> String {
    let mut literal = RustLiteral::new(&problem.contract);
    let mut names = BTreeSet::new();
    let mut functions = Vec::new();
    let mut left_out = Vec::new();
    for case in problem.cases.iter().filter(|case| case.sample) {
        let instance = &problem.instances[case.instance];
        let name = unique(&snake_case(&case.name), &mut names);
        match CaseTest::new(case, instance, &mut literal).function(&name) {
            Some(function) => functions.push(function),
            None => left_out.push(&case.name),
        }
    }
    let mut file = format!(
        "//! The samples of \"{}\" as ordinary tests.\n//!\n\
         //! `greenroom submit` runs these and all the others.\n",
        one_line(&problem.title)
    );
    let imports = imports(&literal, crate_name);
    if !imports.is_empty() {
        write!(file, "\n{imports}").expect("a string takes all");
    }
    for function in functions {
        write!(file, "\n{}", formatted(&function)).expect("a string takes all");
    }
    for name in left_out {
        let name = one_line(name);
        write!(file, "\n// \"{name}\" takes `greenroom test`.\n").expect("a string takes all");
    }
    file
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn imports(literal: &RustLiteral<'_>, crate_name: &str) -> String {
    let own: Vec<&str> = literal.own.iter().map(String::as_str).collect();
    let mut lines = String::new();
    match own[..] {
        [] => {}
        [one] => writeln!(lines, "use {crate_name}::{one};").expect("a string takes all"),
        _ => writeln!(lines, "use {crate_name}::{{{}}};", own.join(", "))
            .expect("a string takes all"),
    }
    for path in &literal.std {
        writeln!(lines, "use std::{path};").expect("a string takes all");
    }
    lines
}

/// The function as rustfmt would have it, with `comment!("…")` lines made comments.
fn formatted(function: &syn::ItemFn) -> String {
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![syn::Item::Fn(function.clone())],
    };
    let mut text = String::new();
    for line in prettyplease::unparse(&file).lines() {
        let code = line.trim_start();
        let comment = code
            .strip_prefix("comment!(")
            .and_then(|rest| rest.strip_suffix(");"))
            .and_then(|literal| syn::parse_str::<syn::LitStr>(literal).ok());
        match comment {
            Some(comment) => {
                let pad = &line[..line.len() - code.len()];
                writeln!(text, "{pad}// {}", one_line(&comment.value()))
                    .expect("a string takes all");
            }
            None => writeln!(text, "{line}").expect("a string takes all"),
        }
    }
    text
}

/// The name of a function or variable that a text gives: words joined by strokes.
fn snake_case(text: &str) -> String {
    let mut name = String::new();
    let mut after_lower = false;
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            if character.is_ascii_uppercase() && after_lower {
                name.push('_');
            }
            name.push(character.to_ascii_lowercase());
        } else if !name.ends_with('_') && !name.is_empty() {
            name.push('_');
        }
        after_lower = character.is_ascii_lowercase() || character.is_ascii_digit();
    }
    name.truncate(name.trim_end_matches('_').len());
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        name.insert_str(0, "case_");
    }
    if syn::parse_str::<syn::Ident>(&name).is_err() {
        name.push('_');
    }
    name
}

/// The name, with a number behind it if it is taken.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut unique = name.to_owned();
    let mut number = 2;
    while !taken.insert(unique.clone()) {
        unique = format!("{name}_{number}");
        number += 1;
    }
    unique
}
