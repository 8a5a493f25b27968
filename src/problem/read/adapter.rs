//! adapter.rs: the type `Adapter` and the workloads.

use super::fault::{Fault, Faults};
use super::resolve::span_of;
use super::rust::{aliases, is_public};
use super::starter::type_name;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;

/// adapter.rs at one stage.
pub(super) struct AdapterFile {
    pub file: Utf8PathBuf,
    pub source: String,
    /// Whether there is a type `Adapter`.
    pub has_type: bool,
    /// Whether it has a field `subject`.
    pub has_subject: bool,
    /// Its public methods and constructors.
    pub methods: Vec<syn::Signature>,
    /// The public functions.
    pub functions: BTreeMap<String, syn::Signature>,
    pub aliases: BTreeMap<String, syn::ItemType>,
}

impl AdapterFile {
    /// Reads the file; what is wrong with it goes to the faults.
    pub fn read(file: &Utf8Path, source: &str, parsed: &syn::File, faults: &Faults) -> Self {
        let mut adapter = Self {
            file: file.to_owned(),
            source: source.to_owned(),
            has_type: false,
            has_subject: false,
            methods: Vec::new(),
            functions: BTreeMap::new(),
            aliases: aliases(parsed),
        };
        for item in &parsed.items {
            match item {
                syn::Item::Struct(structure) if structure.ident == "Adapter" => {
                    adapter.has_type = true;
                    adapter.has_subject = structure
                        .fields
                        .iter()
                        .any(|field| field.ident.as_ref().is_some_and(|name| name == "subject"));
                    if !structure.generics.params.is_empty() {
                        let message = "`Adapter` cannot be generic";
                        let fault = Fault::new(span_of(&structure.generics), message, "");
                        faults.push(fault.of(file));
                    }
                }
                syn::Item::Impl(block)
                    if block.trait_.is_none()
                        && type_name(&block.self_ty).as_deref() == Some("Adapter") =>
                {
                    adapter
                        .methods
                        .extend(block.items.iter().filter_map(|item| match item {
                            syn::ImplItem::Fn(method) if is_public(&method.vis) => {
                                Some(method.sig.clone())
                            }
                            _ => None,
                        }));
                }
                syn::Item::Fn(function) if is_public(&function.vis) => {
                    let name = function.sig.ident.to_string();
                    adapter.functions.insert(name, function.sig.clone());
                }
                _ => {}
            }
        }
        if !adapter.has_type {
            adapter.methods.clear();
        }
        adapter
    }

    /// Whether `Adapter` has a method of that name.
    pub fn overrides(&self, name: &str) -> bool {
        self.methods.iter().any(|method| method.ident == name)
    }
}
