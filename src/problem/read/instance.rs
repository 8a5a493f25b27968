//! The contract with the subject's type arguments filled in.

use super::adapter::AdapterFile;
use super::fault::{Fault, Faults};
use super::operation::operation;
use super::resolve::{Scope, span_of};
use super::starter::Starter;
use crate::problem::complaint::Complaint;
use crate::problem::contract::{Function, Implementation, Instance, Operation, Owner};
use crate::problem::subject::Subject;
use crate::problem::types::{Opaque, Type};
use std::cell::Cell;
use std::collections::BTreeMap;

/// An instance has at most this many operations.
const MOST_OPERATIONS: usize = 1000;

/// The adapter's type, as operations see it.
pub(super) fn adapter_type() -> Opaque {
    Opaque {
        name: "Adapter".into(),
        lifetimes: 0,
        arguments: Vec::new(),
    }
}

/// Puts an instance together.
pub(super) struct Builder<'a> {
    pub starter: &'a Starter,
    pub adapter: Option<&'a AdapterFile>,
    pub faults: &'a Faults,
    /// Whether it is the problem's own: only that one goes through the adapter, and only
    /// there what cannot be called is complained about.
    pub own: bool,
    /// Whether tests.rs can call what no wire can.
    pub own_tests: bool,
    /// Set when an operation is missing, so that its calls are not complained about too.
    pub incomplete: Cell<bool>,
}

impl Builder<'_> {
    pub fn build(&self, subject: Option<Subject>) -> Instance {
        let adapter = self.adapter.filter(|adapter| self.own && adapter.has_type);
        let mut operations = adapter.map_or_else(Vec::new, |adapter| self.adapted(adapter));

        let subject_type = subject.as_ref().and_then(Subject::as_type);
        let mut reached: Vec<Opaque> = subject_type.into_iter().cloned().collect();
        for (name, (lifetimes, parameters)) in &self.starter.names.opaque {
            if parameters.is_empty() {
                reach(
                    &mut reached,
                    Opaque {
                        name: name.clone(),
                        lifetimes: *lifetimes,
                        arguments: Vec::new(),
                    },
                );
            }
        }
        operations
            .iter()
            .for_each(|each| reach_all(&mut reached, each));

        let functions = &self.starter.contract.functions;
        let mut found: Vec<(usize, usize, Result<Operation, Fault>)> = Vec::new();
        for (index, function) in functions.iter().enumerate() {
            if function.implementation.is_none() {
                let (arguments, fill) = type_arguments(function, subject.as_ref());
                let result = self.call(index, Owner::Function(arguments), None, fill);
                if let Ok(operation) = &result {
                    reach_all(&mut reached, operation);
                }
                found.push((index, 0, result));
            }
        }
        let mut next = 0;
        while let Some(opaque) = reached.get(next).cloned() {
            for (index, function) in functions.iter().enumerate() {
                let Some(fill) = self.fill(function.implementation.as_ref(), &opaque) else {
                    continue;
                };
                let owner = if adapter.is_some() && subject_type == Some(&opaque) {
                    Owner::AdapterSubject(opaque.clone())
                } else {
                    Owner::Type(opaque.clone())
                };
                let this = Some(Type::Opaque(opaque.clone()));
                let result = self.call(index, owner, this, fill);
                if let Ok(operation) = &result {
                    reach_all(&mut reached, operation);
                }
                found.push((index, next, result));
            }
            next += 1;
        }
        found.sort_by_key(|(function, reached, _)| (*function, *reached));
        for (index, _, result) in found {
            self.keep(&functions[index], result, &mut operations);
        }
        if self.own {
            self.complain_of_the_unreached(&reached);
            self.check_adapter(&operations);
        }
        if operations.len() > MOST_OPERATIONS {
            let message = format!("a problem has at most {MOST_OPERATIONS} operations");
            self.faults
                .push(Complaint::file(&self.starter.file, message));
            operations.truncate(MOST_OPERATIONS);
        }
        Instance {
            subject,
            operations,
        }
    }

    /// The operations that adapter.rs makes.
    fn adapted(&self, adapter: &AdapterFile) -> Vec<Operation> {
        let mut scope = Scope::new(&self.starter.names, &adapter.aliases);
        scope.this = Some(Type::Opaque(adapter_type()));
        let mut operations: Vec<Operation> = Vec::new();
        for signature in &adapter.methods {
            let name = signature.ident.to_string();
            if operations.iter().any(|other| other.name == name) {
                let message = format!("there is another `{name}` already");
                let fault = Fault::new(span_of(&signature.ident), message, "");
                self.faults.push(fault.of(&adapter.file));
                continue;
            }
            match operation(signature, Owner::Adapter, &scope, &adapter.source) {
                Ok(operation) => operations.push(operation),
                Err(fault) => {
                    self.incomplete.set(true);
                    self.faults.push(fault.of(&adapter.file));
                }
            }
        }
        operations
    }

    /// What the type parameters of an `impl` block stand for, if it is about this type.
    fn fill(
        &self,
        implementation: Option<&Implementation>,
        opaque: &Opaque,
    ) -> Option<BTreeMap<String, Type>> {
        let implementation = implementation?;
        if implementation.type_name != opaque.name {
            return None;
        }
        let syn::Type::Path(path) = &implementation.self_type else {
            return None;
        };
        let written: Vec<&syn::Type> = match &path.path.segments.last()?.arguments {
            syn::PathArguments::AngleBracketed(arguments) => arguments
                .args
                .iter()
                .filter_map(|argument| match argument {
                    syn::GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        if written.len() != opaque.arguments.len() {
            return None;
        }
        let none = BTreeMap::new();
        let scope = Scope::new(&self.starter.names, &none);
        let mut fill = BTreeMap::new();
        for (written, argument) in written.iter().zip(&opaque.arguments) {
            let parameter = implementation.generics.type_params().find(|parameter| {
                matches!(written, syn::Type::Path(path) if path.path.is_ident(&parameter.ident))
            });
            match parameter {
                Some(parameter) => {
                    let earlier = fill.insert(parameter.ident.to_string(), argument.clone());
                    if earlier.is_some_and(|earlier| earlier != *argument) {
                        return None;
                    }
                }
                None if scope.resolve(written).ok()? != *argument => return None,
                None => {}
            }
        }
        Some(fill)
    }

    fn call(
        &self,
        index: usize,
        owner: Owner,
        this: Option<Type>,
        fill: BTreeMap<String, Type>,
    ) -> Result<Operation, Fault> {
        let is_filled = matches!(&owner, Owner::Function(arguments) if !arguments.is_empty());
        if let Some(refusal) = &self.starter.refusals[index]
            && !is_filled
        {
            return Err(refusal.clone());
        }
        let none = BTreeMap::new();
        let mut scope = Scope::new(&self.starter.names, &none);
        scope.this = this;
        scope.fill = fill;
        let signature = &self.starter.contract.functions[index].signature;
        operation(signature, owner, &scope, &self.starter.contract.starter)
    }

    /// Keeps what can be called and is not replaced by the adapter.
    fn keep(
        &self,
        function: &Function,
        result: Result<Operation, Fault>,
        operations: &mut Vec<Operation>,
    ) {
        let name = function.signature.ident.to_string();
        let replaced = self.adapter.is_some_and(|adapter| adapter.overrides(&name));
        match result {
            Ok(operation) => {
                let hidden = self.own
                    && match operation.owner {
                        // The adapter makes its own subject.
                        Owner::AdapterSubject(_) => replaced || operation.is_constructor(),
                        Owner::Function(_) => replaced,
                        _ => false,
                    };
                if !hidden {
                    operations.push(operation);
                }
            }
            Err(fault) if self.own && !replaced => self.refuse(function, fault),
            Err(_) => {}
        }
    }

    /// What no wire can call is fine if the adapter calls it.
    fn refuse(&self, function: &Function, fault: Fault) {
        if self.own_tests {
            return;
        }
        let name = &*function.signature.ident.to_string();
        let adapter = self.adapter.filter(|adapter| adapter.has_type);
        if let Some(adapter) = adapter {
            let private = adapter.private.iter().find(|method| method.ident == name);
            match private {
                Some(method) => {
                    let message = format!("`{name}` of the adapter is not public");
                    let fault = Fault::new(span_of(&method.ident), message, "");
                    self.faults.push(fault.of(&adapter.file));
                }
                None if adapter.says(name) => return,
                None => {
                    let help = format!("nothing in adapter.rs calls `{name}` either");
                    self.faults.push(fault.help(help).of(&self.starter.file));
                }
            }
        } else {
            let generic = function.signature.generics.type_params().next().is_some();
            let help = if generic && function.implementation.is_none() {
                format!("name it with its types: `subject = \"{name}<u32>\"`")
            } else {
                format!(
                    "cases cannot call `{name}` then: give `Adapter` in adapter.rs a method `{name}` that calls it"
                )
            };
            self.faults.push(fault.help(help).of(&self.starter.file));
        }
        self.incomplete.set(true);
    }

    /// A generic type that no operation answers has no type arguments to be called with.
    fn complain_of_the_unreached(&self, reached: &[Opaque]) {
        if self.own_tests || self.adapter.is_some_and(|adapter| adapter.has_type) {
            return;
        }
        if self.incomplete.get() {
            // What is missing may be what answers it.
            return;
        }
        for opaque in &self.starter.contract.opaque_types {
            let function = self.starter.contract.functions.iter().find(|function| {
                let owner = function.implementation.as_ref();
                owner.is_some_and(|owner| owner.type_name == opaque.name)
            });
            if let Some(function) = function
                && !reached.iter().any(|each| each.name == opaque.name)
            {
                let fault = Fault::new(
                    Starter::place(function),
                    format!("no operation answers a `{}`", opaque.name),
                    "can never be called",
                );
                let help = "name it as `subject` in problem.toml, or answer one";
                self.faults.push(fault.help(help).of(&self.starter.file));
            }
        }
    }

    fn check_adapter(&self, operations: &[Operation]) {
        let Some(adapter) = self.adapter.filter(|adapter| adapter.has_type) else {
            return;
        };
        let made = operations
            .iter()
            .any(|each| each.owner == Owner::Adapter && each.is_constructor());
        if !made {
            self.incomplete.set(true);
            let message = "`Adapter` has no constructor";
            let complaint = Complaint::file(&adapter.file, message);
            self.faults
                .push(complaint.help("write `pub fn new(…) -> Self`"));
        }
        let passed_on = operations
            .iter()
            .find(|each| matches!(each.owner, Owner::AdapterSubject(_)));
        if let Some(operation) = passed_on
            && !adapter.has_subject
        {
            let message = format!(
                "`Adapter` has neither a method `{}` nor a field `subject`",
                operation.name
            );
            self.faults.push(Complaint::file(&adapter.file, message));
        }
    }
}

/// The type arguments that a free function is called with, and what its type parameters stand
/// for: none, unless it is the subject.
fn type_arguments(
    function: &Function,
    subject: Option<&Subject>,
) -> (Vec<Type>, BTreeMap<String, Type>) {
    let Some(Subject::Function { name, arguments }) = subject else {
        return Default::default();
    };
    if function.signature.ident != name {
        return Default::default();
    }
    let parameters = function.signature.generics.type_params();
    let parameters = parameters.map(|parameter| parameter.ident.to_string());
    let fill = parameters.zip(arguments.iter().cloned()).collect();
    (arguments.clone(), fill)
}

fn reach(reached: &mut Vec<Opaque>, opaque: Opaque) {
    if !reached.contains(&opaque) && opaque != adapter_type() {
        reached.push(opaque);
    }
}

fn reach_all(reached: &mut Vec<Opaque>, operation: &Operation) {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    for ty in parameters.chain([&operation.answer]) {
        for opaque in ty.opaques() {
            reach(reached, opaque);
        }
    }
}
