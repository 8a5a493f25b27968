//! The subject that problem.toml names: a type, or a generic function with its types.

use super::fault::{Fault, did_you_mean};
use super::resolve::Scope;
use super::rust::{first_clause, parse_type};
use super::starter::{Starter, type_name};
use super::text::Text;
use crate::problem::complaint::Complaint;
use crate::problem::contract::Function;
use crate::problem::subject::Subject;
use crate::problem::types::Type;
use std::collections::BTreeMap;

/// The subject that a text names.
pub(super) fn read(text: &Text, starter: &Starter) -> Result<Subject, Complaint> {
    let written = parse_type(&text.value).map_err(|error| {
        let range = error.span().byte_range();
        text.complain(Fault::new(
            range,
            format!("not a type: {}", first_clause(&error)),
            "",
        ))
    })?;
    let none = BTreeMap::new();
    let scope = Scope::new(&starter.names, &none);
    let name = type_name(&written).unwrap_or_default();
    let opaque = &starter.names.opaque;
    let unusual = |message: String| {
        let fault = text.fault(message, "");
        let functions = generic_functions(starter).map(|each| each.signature.ident.to_string());
        let names: Vec<String> = opaque.keys().cloned().chain(functions).collect();
        match did_you_mean(&name, names.iter().map(String::as_str)) {
            Some(help) if !names.contains(&name) => fault.help(help),
            _ => fault.help("the subject is a type of starter.rs with a field `todo`"),
        }
    };
    match resolve(&written, &scope, starter) {
        Ok(Some(subject)) => {
            let mut arguments = subject.arguments().iter();
            if arguments.any(|each| each.has_opaque() || each.has_reference()) {
                return Err(unusual(
                    "the subject's type arguments have to be plain data".to_owned(),
                ));
            }
            Ok(subject)
        }
        Ok(None) => Err(unusual(format!(
            "`{}` is not a type of the candidate's",
            text.value
        ))),
        Err(fault) => {
            let known = opaque.contains_key(&name) || generic_function(&name, starter).is_some();
            if known {
                return Err(text.complain(fault));
            }
            let mut functions = starter.contract.functions.iter();
            if functions.any(|each| each.implementation.is_none() && each.signature.ident == name) {
                let fault = text.fault(format!("`{name}` is a function without types"), "");
                return Err(fault.help("leave out `subject`: cases can call it as it is"));
            }
            Err(unusual(format!("starter.rs has no type `{}`", text.value)))
        }
    }
}

/// The subject that is written; `None` if it is some other type.
pub(super) fn resolve(
    written: &syn::Type,
    scope: &Scope<'_>,
    starter: &Starter,
) -> Result<Option<Subject>, Fault> {
    if let syn::Type::Path(path) = written
        && let Some(name) = path.path.segments.last().map(|last| last.ident.to_string())
        && !starter.names.opaque.contains_key(&name)
        && let Some(function) = generic_function(&name, starter)
    {
        let wanted = function.signature.generics.type_params().count();
        let arguments = scope.arguments(path, wanted)?;
        return Ok(Some(Subject::Function { name, arguments }));
    }
    Ok(match scope.resolve(written)? {
        Type::Opaque(opaque) => Some(Subject::Type(opaque)),
        _ => None,
    })
}

fn generic_function<'a>(name: &str, starter: &'a Starter) -> Option<&'a Function> {
    generic_functions(starter).find(|function| function.signature.ident == name)
}

/// The free functions with type parameters.
fn generic_functions(starter: &Starter) -> impl Iterator<Item = &Function> {
    starter.contract.functions.iter().filter(|function| {
        let generics = &function.signature.generics;
        function.implementation.is_none() && generics.type_params().next().is_some()
    })
}
