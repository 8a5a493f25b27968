//! What the names in a call stand for.

use super::fault::{Fault, did_you_mean, listed};
use super::lines::Lines;
use super::syntax::CallSyntax;
use super::term::{Kind, Term};
use crate::problem::contract::{Operation, Owner};
use crate::problem::types::Type;
use std::ops::Range;

impl Lines<'_> {
    pub fn first_line(&self, call: &CallSyntax) -> Fault {
        let constructors =
            self.instance.operations.iter().filter(|operation| {
                operation.is_constructor() && self.instance.on_subject(operation)
            });
        let names: Vec<&str> = constructors.map(|operation| &*operation.name).collect();
        let message = "the first line has to make the subject";
        let fault = Fault::new(call.range.clone(), message, "");
        if names.is_empty() {
            return fault.help("it has no constructor, so no case can be about it");
        }
        fault.help(format!("call {} here", listed(names)))
    }

    /// The operation that a call means, and the index of the handle it is made on.
    pub fn look_up(&self, call: &CallSyntax) -> Result<(usize, Option<usize>), Fault> {
        let instance = self.instance;
        let receiver = match &call.receiver {
            Some((name, range)) => Some(self.handle_named(name, range)?),
            None => None,
        };
        let on = receiver.map(|index| Type::Opaque(self.handles[index].ty.clone()));
        let under_test = instance.under_test().map(Type::Opaque);
        let named = |operation: &Operation| operation.name == call.name;
        let fits = |operation: &Operation| {
            let owner = match &operation.owner {
                Owner::Function(_) => None,
                Owner::Type(opaque) => Some(Type::Opaque(opaque.clone())),
                Owner::Adapter | Owner::AdapterSubject(_) => under_test.clone(),
            };
            match (&on, &call.owner) {
                (Some(on), _) => owner.as_ref() == Some(on) && operation.receiver.is_some(),
                (None, Some(wanted)) => {
                    let name = match &operation.owner {
                        Owner::Type(opaque) | Owner::AdapterSubject(opaque) => &*opaque.name,
                        Owner::Adapter => "Adapter",
                        Owner::Function(_) => "",
                    };
                    operation.is_constructor() && name == wanted
                }
                (None, None) => {
                    owner.is_none() || owner == under_test || operation.receiver.is_none()
                }
            }
        };
        let fitting = |operation: &Operation| named(operation) && fits(operation);
        let mut candidates = instance.operations.iter().enumerate();
        // The subject's own come before what other types have of that name.
        let own = candidates.find(|(_, each)| fitting(each) && instance.on_subject(each));
        let found = own.or_else(|| {
            let mut candidates = instance.operations.iter().enumerate();
            candidates.find(|(_, each)| fitting(each))
        });
        let Some((number, operation)) = found else {
            return Err(self.unknown(call, &fits));
        };
        let receiver = match (&operation.receiver, receiver) {
            (Some(_), None) => Some(self.subject(call)?),
            (_, receiver) => receiver,
        };
        Ok((number, receiver))
    }

    fn unknown(&self, call: &CallSyntax, fits: &dyn Fn(&Operation) -> bool) -> Fault {
        let name = &call.name;
        let operations = &self.instance.operations;
        if let Some(elsewhere) = operations.iter().find(|each| each.name == *name) {
            let owner = match &elsewhere.owner {
                Owner::Type(opaque) => format!("`{}`", Type::Opaque(opaque.clone())),
                Owner::Function(_) => "no type".into(),
                Owner::Adapter | Owner::AdapterSubject(_) => "the subject".into(),
            };
            let message = format!("`{name}` is an operation of {owner}");
            let help = if self.instance.on_subject(elsewhere) || elsewhere.is_function() {
                format!("write `{name}(…)` without a handle")
            } else if elsewhere.is_constructor() {
                format!("write `Type::{name}(…)`")
            } else {
                format!("call it on a handle, as in `a.{name}(…)`")
            };
            return Fault::new(call.name_range.clone(), message, "").help(help);
        }
        let names = operations
            .iter()
            .filter(|each| fits(each))
            .map(|each| &*each.name);
        let help = did_you_mean(name, names.clone())
            .unwrap_or_else(|| format!("there are {}", listed(names)));
        let message = format!("the contract has no operation `{name}`");
        Fault::new(call.name_range.clone(), message, "unknown operation").help(help)
    }

    /// The subject that the first line made.
    pub fn subject(&self, call: &CallSyntax) -> Result<usize, Fault> {
        let under_test = self.instance.under_test();
        let index = self.handles.iter().position(|handle| {
            handle.reference.line == 0 && Some(&handle.ty) == under_test.as_ref()
        });
        let Some(index) = index else {
            return Err(self.first_line(call));
        };
        self.still_there(index, &call.name_range)?;
        Ok(index)
    }

    pub fn handle(&self, term: &Term) -> Result<usize, Fault> {
        match &term.kind {
            Kind::Name(path) if path.len() == 1 => self.handle_named(&path[0], &term.range),
            _ => {
                let message = "expected the name of a handle";
                Err(Fault::new(term.range.clone(), message, "not a handle"))
            }
        }
    }

    pub fn handle_named(&self, name: &str, range: &Range<usize>) -> Result<usize, Fault> {
        let index = self
            .handles
            .iter()
            .rposition(|handle| handle.name.as_deref() == Some(name));
        let Some(index) = index else {
            let names = self
                .handles
                .iter()
                .filter_map(|handle| handle.name.as_deref());
            let message = format!("there is no handle `{name}`");
            let fault = Fault::new(range.clone(), message, "");
            let help = did_you_mean(name, names)
                .unwrap_or_else(|| format!("name one with `let {name} = …` in an earlier line"));
            return Err(fault.help(help));
        };
        self.still_there(index, range)?;
        Ok(index)
    }

    pub fn still_there(&self, index: usize, range: &Range<usize>) -> Result<(), Fault> {
        let handle = &self.handles[index];
        let Some(line) = handle.gone else {
            return Ok(());
        };
        let what = match &handle.name {
            Some(name) => format!("`{name}`"),
            None => "the subject".into(),
        };
        let message = format!("{what} is gone since line {line} of the case");
        Err(Fault::new(range.clone(), message, ""))
    }
}
