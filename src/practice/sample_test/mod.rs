//! The sample cases as ordinary tests against the public contract, for `cargo test`.

mod answer;
mod case;
#[cfg(test)]
mod tests;

use super::rust_literal::RustLiteral;
use crate::problem::Problem;
use crate::problem::case::Case;
use crate::value::Value;
use case::CaseTest;
use std::collections::{BTreeMap, BTreeSet};
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
        write!(file, "\n// Only `greenroom test` runs \"{name}\".\n").expect("a string takes all");
    }
    file
}

/// The tests of tests.rs that the candidate sees, for a crate of this name; `None` if there
/// are none.
pub fn of_package(problem: &Problem, crate_name: &str) -> Option<String> {
    let samples = problem.own_tests.as_ref()?.samples()?;
    let samples = samples.replace("submission::", &format!("{crate_name}::"));
    Some(format!(
        "//! The sample tests of \"{}\".\n//!\n\
         //! `greenroom submit` runs these and all the others.\n\
         #![allow(unused)]\n\n{samples}\n",
        one_line(&problem.title)
    ))
}

/// A failure as a test to be put at the end of the candidate's `src/lib.rs`; `None` if only
/// the judge can make its first call. The last answer must not be `never`.
pub fn of_failure(problem: &Problem, case: &Case, never: Option<&Value>) -> Option<String> {
    let mut literal = RustLiteral::new(&problem.contract);
    let instance = &problem.instances[case.instance];
    let name = match case.lines.last() {
        Some(line) => snake_case(line.text.split('(').next().unwrap_or_default()),
        None => return None,
    };
    let count = case.lines.len() - 1;
    let calls = if count == 1 { "call" } else { "calls" };
    let name = format!("{name}_after_{count}_{calls}");
    let mut test = CaseTest::new(case, instance, &mut literal);
    test.never = never;
    let function = formatted(&test.function(&name)?);
    let body = format!("{}\n{function}", imports(&literal, "super"));
    let digest = blake3::hash(body.as_bytes()).to_hex();
    let mut module = format!("\n#[cfg(test)]\nmod greenroom_{} {{\n", &digest[..6]);
    for line in body.lines() {
        if line.is_empty() {
            module.push('\n');
        } else {
            writeln!(module, "    {line}").expect("a string takes all");
        }
    }
    module.push_str("}\n");
    Some(module)
}

/// The text as a message of `panic!`, where braces mean something.
fn message(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
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
    let mut modules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in &literal.std {
        let (module, name) = path.split_once("::").expect("a module and a name");
        modules.entry(module).or_default().push(name);
    }
    for (module, names) in modules {
        match names[..] {
            [one] => writeln!(lines, "use std::{module}::{one};"),
            _ => writeln!(lines, "use std::{module}::{{{}}};", names.join(", ")),
        }
        .expect("a string takes all");
    }
    lines
}

/// Macros that stand as functions of the same length until the code is formatted, because
/// what is inside a macro is not.
const MACROS: [(&str, &str); 5] = [
    ("assert_(", "assert!("),
    ("assert_eq_(", "assert_eq!("),
    ("assert_ne_(", "assert_ne!("),
    ("matches_(", "matches!("),
    ("vec_(", "vec!["),
];

/// The function as rustfmt would have it. `comment!("…")` lines become comments, and the
/// stand-ins the macros they stand for.
fn formatted(function: &syn::ItemFn) -> String {
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![syn::Item::Fn(function.clone())],
    };
    let mut text = String::new();
    for line in with_macros(&prettyplease::unparse(&file)).lines() {
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

/// Puts the macros in the place of their stand-ins.
fn with_macros(code: &str) -> String {
    let mut text = String::with_capacity(code.len());
    let mut closing = Vec::new();
    let mut in_text = false;
    let mut rest = code;
    while let Some(character) = rest.chars().next() {
        let in_word = text.ends_with(|before: char| before.is_alphanumeric() || before == '_');
        let stand_in = MACROS
            .iter()
            .find(|(name, _)| !in_text && !in_word && rest.starts_with(name));
        if let Some((name, replaced)) = stand_in {
            text.push_str(replaced);
            closing.push(if replaced.ends_with('[') { ']' } else { ')' });
            rest = &rest[name.len()..];
            continue;
        }
        let mut length = character.len_utf8();
        match character {
            '\\' if in_text => {
                text.push('\\');
                rest = &rest[1..];
                length = rest.chars().next().map_or(0, char::len_utf8);
                text.push_str(&rest[..length]);
            }
            // A character, `'"'` among them; there are no lifetimes in the tests.
            '\'' if !in_text => {
                let escaped = usize::from(rest[1..].starts_with('\\'));
                let end = rest
                    .char_indices()
                    .skip(2 + escaped)
                    .find(|(_, end)| *end == '\'');
                length = end.map_or(1, |(end, _)| end + 1);
                text.push_str(&rest[..length]);
            }
            '"' => {
                in_text = !in_text;
                text.push('"');
            }
            '(' if !in_text => {
                closing.push(')');
                text.push('(');
            }
            ')' if !in_text => text.push(closing.pop().unwrap_or(')')),
            _ => text.push(character),
        }
        rest = &rest[length..];
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
