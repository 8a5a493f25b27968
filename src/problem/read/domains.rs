//! `[domain]` and `[weights]`.

use super::domain;
use super::fault::{Faults, did_you_mean, listed};
use super::generators::Generators;
use super::table::Table;
use super::text::{FILE, Text};
use crate::problem::complaint::Complaint;
use crate::problem::contract::{Instance, Operation};
use crate::problem::domain::Arguments;
use crate::problem::types::Type;
use std::ops::Range;
use toml::de::DeValue;

/// A key of `[domain]` with its value.
pub(super) struct Entry {
    /// The operation in front of the dot.
    pub operation: Option<Text>,
    /// The parameter, or an operation as a whole.
    pub name: Text,
    pub domain: Text,
}

/// The keys of `[domain]`, those of `[domain.op]` and `op.param` too.
pub(super) fn entries(table: &Table<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (name, value) in table.entries() {
        if let DeValue::Table(inner) = value.get_ref() {
            let inner = Table::new(inner, value.span(), "[domain]", table.context());
            for (parameter, value) in inner.entries() {
                if let Some(domain) = inner.text_of(&parameter.value, value) {
                    entries.push(Entry {
                        operation: Some(name.clone()),
                        name: parameter,
                        domain,
                    });
                }
            }
        } else if let Some(domain) = table.text_of(&name.value, value) {
            entries.push(Entry {
                operation: None,
                name,
                domain,
            });
        }
    }
    entries
}

/// What the arguments of every operation of the instance are drawn from, by its number.
pub(super) fn read(
    entries: &[Entry],
    instance: &Instance,
    generators: &Generators<'_>,
    faults: &Faults,
) -> Vec<Arguments> {
    let mut domains: Vec<Arguments> = instance
        .operations
        .iter()
        .map(|operation| Arguments::Each(vec![None; operation.parameters.len()]))
        .collect();
    let reader = Reader {
        instance,
        domains: domain::Reader { generators },
        faults,
    };
    // The more exact key wins: `op` over `op.param` over `param`.
    for entry in entries.iter().filter(|entry| entry.operation.is_none()) {
        reader.parameter_everywhere(entry, &mut domains);
    }
    for entry in entries {
        if let Some(operation) = &entry.operation {
            reader.parameter_of(operation, entry, &mut domains);
        }
    }
    for entry in entries.iter().filter(|entry| entry.operation.is_none()) {
        reader.whole_operation(entry, &mut domains);
    }
    domains
}

struct Reader<'a> {
    instance: &'a Instance,
    domains: domain::Reader<'a>,
    faults: &'a Faults,
}

impl Reader<'_> {
    fn has_parameter(&self, name: &str) -> bool {
        let mut operations = self.instance.operations.iter();
        operations.any(|operation| operation.parameters.iter().any(|each| each.name == name))
    }

    fn has_operation(&self, name: &str) -> bool {
        self.instance
            .operations
            .iter()
            .any(|each| each.name == name)
    }

    /// `param`: every parameter of that name.
    fn parameter_everywhere(&self, entry: &Entry, domains: &mut [Arguments]) {
        let name = &entry.name;
        let whole = self.has_operation(&name.value);
        match (whole, self.has_parameter(&name.value)) {
            (true, false) => {}
            (true, true) => self.faults.push(
                name.fault(
                    format!("`{}` is an operation and a parameter", name.value),
                    "which of them?",
                )
                .help("write `operation.parameter`"),
            ),
            (false, false) => {
                let operations = &self.instance.operations;
                let parameters = operations
                    .iter()
                    .flat_map(|operation| operation.parameters.iter().map(|each| &*each.name));
                let names: Vec<&str> = parameters
                    .chain(operations.iter().map(|each| &*each.name))
                    .collect();
                let complaint = name.fault(
                    format!(
                        "the contract has no parameter or operation `{}`",
                        name.value
                    ),
                    "unknown",
                );
                self.faults.push(match did_you_mean(&name.value, names) {
                    Some(help) => complaint.help(help),
                    None => complaint,
                });
            }
            (false, true) => {
                let operations = self.instance.operations.iter().zip(domains);
                for (operation, arguments) in operations {
                    if !self.fill(operation, entry, arguments) {
                        return;
                    }
                }
            }
        }
    }

    /// `op.param`.
    fn parameter_of(&self, name: &Text, entry: &Entry, domains: &mut [Arguments]) {
        let operations = || {
            let operations = self.instance.operations.iter();
            operations.filter(|each| each.name == name.value)
        };
        if operations().next().is_none() {
            let names = self.instance.operations.iter().map(|each| &*each.name);
            let complaint = unknown_operation(name);
            self.faults.push(match did_you_mean(&name.value, names) {
                Some(help) => complaint.help(help),
                None => complaint,
            });
            return;
        }
        let parameters: Vec<&str> = operations()
            .flat_map(|operation| operation.parameters.iter().map(|each| &*each.name))
            .collect();
        if !parameters.contains(&&*entry.name.value) {
            let message = format!("`{}` has no parameter `{}`", name.value, entry.name.value);
            let help = did_you_mean(&entry.name.value, parameters.iter().copied())
                .unwrap_or_else(|| format!("its parameters: {}", listed(parameters)));
            self.faults
                .push(entry.name.fault(message, "unknown").help(help));
            return;
        }
        for (operation, arguments) in self.instance.operations.iter().zip(domains) {
            if operation.name == name.value && !self.fill(operation, entry, arguments) {
                return;
            }
        }
    }

    /// Gives the domain to the operation's parameter of that name, if it has one. Answers
    /// whether the domain is all right.
    fn fill(&self, operation: &Operation, entry: &Entry, arguments: &mut Arguments) -> bool {
        let Arguments::Each(each) = arguments else {
            return true;
        };
        for (parameter, domain) in operation.parameters.iter().zip(each) {
            if parameter.name != entry.name.value {
                continue;
            }
            if parameter.ty.has_opaque() {
                let message = format!("`{}` is a handle: it has no domain", parameter.name);
                self.faults.push(entry.name.fault(message, ""));
                return false;
            }
            match self
                .domains
                .domain(&entry.domain.value, &parameter.ty.plain())
            {
                Ok(read) => *domain = Some(read),
                Err(fault) => {
                    self.faults.push(entry.domain.complain(fault));
                    return false;
                }
            }
        }
        true
    }

    /// `op`: all arguments together.
    fn whole_operation(&self, entry: &Entry, domains: &mut [Arguments]) {
        let name = &entry.name.value;
        if !self.has_operation(name) || self.has_parameter(name) {
            return;
        }
        let text = entry.domain.value.trim();
        let Some(generator) = text.strip_prefix('@') else {
            let message = format!("`{name}` is an operation: its domain is a generator");
            let complaint = entry.domain.fault(message, "not `@name`");
            let help = format!("write `{name} = \"@name\"`, or give its parameters domains");
            self.faults.push(complaint.help(help));
            return;
        };
        for (operation, arguments) in self.instance.operations.iter().zip(domains) {
            if operation.name != *name {
                continue;
            }
            let types = operation.parameters.iter().map(|each| each.ty.plain());
            let wanted = Type::Tuple(types.collect());
            let place = 0..entry.domain.value.len();
            match self.domains.generators.domain(generator, &place, &wanted) {
                Ok(takes_model) => {
                    *arguments = Arguments::Together {
                        generator: generator.to_owned(),
                        takes_model,
                    };
                }
                Err(fault) => return self.faults.push(entry.domain.complain(fault)),
            }
        }
    }
}

/// `[weights]`: how often each operation of the instance is drawn, by its number; 1 where
/// nothing is said.
pub(super) fn weights(table: Option<&Table<'_>>, instance: &Instance) -> Vec<u32> {
    let mut weights = vec![1; instance.operations.len()];
    let Some(table) = table else {
        return weights;
    };
    for (name, value) in table.entries() {
        let Some(weight) = table.number_of(&name.value, value, 0..=1000) else {
            continue;
        };
        let mut known = false;
        for (operation, place) in instance.operations.iter().zip(&mut weights) {
            if operation.name == name.value {
                known = true;
                *place = u32::try_from(weight).expect("at most 1000");
            }
        }
        if !known {
            let names = instance.operations.iter().map(|each| &*each.name);
            let complaint = unknown_operation(&name);
            table.complain(match did_you_mean(&name.value, names) {
                Some(help) => complaint.help(help),
                None => complaint,
            });
        }
    }
    weights
}

fn unknown_operation(name: &Text) -> Complaint {
    Complaint::at(
        FILE,
        Range::clone(&name.span),
        format!("the contract has no operation `{}`", name.value),
        "unknown operation",
    )
}
