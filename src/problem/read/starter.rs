//! starter.rs: which parts are the candidate's, and what the others are.

use super::fault::{Fault, Faults};
use super::given::{Data, Variants, type_parameters};
use super::resolve::{Names, span_of};
use super::rust::{aliases, is_public};
use crate::problem::contract::{Contract, Function, GivenItem, Implementation, OpaqueType};
use camino::{Utf8Path, Utf8PathBuf};
use std::ops::Range;

/// starter.rs at one stage.
pub(super) struct Starter {
    /// The file: `starter.rs`, `starter2.rs`.
    pub file: Utf8PathBuf,
    pub contract: Contract,
    pub names: Names,
    /// By function of the contract, what about it cannot be called through the wire.
    pub refusals: Vec<Option<Fault>>,
    /// Whether a function is missing because of a fault.
    pub incomplete: bool,
}

impl Starter {
    /// Reads the file; what is wrong with it goes to the faults.
    pub fn read(file: &Utf8Path, source: &str, parsed: syn::File, faults: &Faults) -> Self {
        let mut reader = Reader {
            faults,
            starter: Self {
                file: file.to_owned(),
                contract: Contract {
                    starter: source.to_owned(),
                    given_types: Vec::new(),
                    given_items: Vec::new(),
                    opaque_types: Vec::new(),
                    functions: Vec::new(),
                },
                names: Names {
                    aliases: aliases(&parsed),
                    ..Names::default()
                },
                refusals: Vec::new(),
                incomplete: false,
            },
            data: Vec::new(),
        };
        for item in parsed.items {
            reader.item(item);
        }
        reader.given_types();
        reader.check_implementations();
        reader.starter
    }

    /// The place of one of the contract's functions: its signature.
    pub fn place(function: &Function) -> Range<usize> {
        span_of(&function.signature.ident)
    }
}

struct Reader<'a> {
    faults: &'a Faults,
    starter: Starter,
    /// The public structs and enums without a part that is the candidate's.
    data: Vec<Data>,
}

impl Reader<'_> {
    fn complain(&self, fault: Fault) {
        self.faults.push(fault.of(&self.starter.file));
    }

    fn item(&mut self, item: syn::Item) {
        match &item {
            syn::Item::Use(_) => {}
            syn::Item::Struct(structure) => self.structure(structure, item.clone()),
            syn::Item::Enum(enumeration) => {
                self.no_const_generics(&enumeration.generics);
                if is_public(&enumeration.vis) {
                    self.data.push(Data {
                        name: enumeration.ident.to_string(),
                        generics: enumeration.generics.clone(),
                        variants: Variants::Enum(enumeration.variants.iter().cloned().collect()),
                    });
                }
                self.given("enum", enumeration.ident.to_string(), item);
            }
            syn::Item::Fn(function) if is_todo(&function.block) => {
                let public = is_public(&function.vis);
                self.function(None, &function.sig, public);
            }
            syn::Item::Fn(function) => self.given("fn", function.sig.ident.to_string(), item),
            syn::Item::Impl(implementation) => self.implementation(implementation),
            syn::Item::Trait(trait_) => self.given("trait", trait_.ident.to_string(), item),
            syn::Item::Type(alias) => self.given("type", alias.ident.to_string(), item),
            syn::Item::Static(item_static) => {
                self.given("static", item_static.ident.to_string(), item);
            }
            syn::Item::Const(constant) => {
                if let syn::Expr::Lit(lit) = &*constant.expr
                    && let syn::Lit::Int(int) = &lit.lit
                    && let Ok(number) = int.base10_parse()
                {
                    let name = constant.ident.to_string();
                    self.starter.names.constants.insert(name, number);
                }
                self.given("const", constant.ident.to_string(), item);
            }
            other => self.complain(
                Fault::new(span_of(other), "this item has no place in a starter", "").help(
                    "a starter holds structs, enums, functions, impls, traits, aliases and constants",
                ),
            ),
        }
    }

    fn given(&mut self, kind: &'static str, name: String, item: syn::Item) {
        self.starter
            .contract
            .given_items
            .push(GivenItem { kind, name, item });
    }

    fn structure(&mut self, structure: &syn::ItemStruct, item: syn::Item) {
        self.no_const_generics(&structure.generics);
        let name = structure.ident.to_string();
        let is_todo = |field: &syn::Field| field.ident.as_ref().is_some_and(|name| name == "todo");
        let todo = structure.fields.iter().any(is_todo);
        let private = structure.fields.iter().any(|field| !is_public(&field.vis));
        let public = is_public(&structure.vis);
        if todo && !public {
            let message = format!("`{name}` is the candidate's and has to be public");
            self.complain(Fault::new(span_of(&structure.ident), message, ""));
        }
        if todo || (public && private) {
            let parameters = type_parameters(&structure.generics);
            let lifetimes = structure.generics.lifetimes().count();
            let names = &mut self.starter.names;
            names.opaque.insert(name.clone(), (lifetimes, parameters));
            self.starter.contract.opaque_types.push(OpaqueType {
                name: name.clone(),
                generics: structure.generics.clone(),
                derives: derives(&structure.attrs),
            });
        } else if public {
            self.data.push(Data {
                name: name.clone(),
                generics: structure.generics.clone(),
                variants: Variants::Struct(structure.fields.clone()),
            });
        }
        if !todo {
            self.given("struct", name, item);
        }
    }

    fn implementation(&mut self, implementation: &syn::ItemImpl) {
        let mut given = implementation.clone();
        given.items.retain(|item| !is_todo_method(item));
        let written = given.items.len() < implementation.items.len();
        if let Some((path, _)) = &implementation.trait_ {
            if written {
                let fault = Fault::new(
                    span_of(path),
                    "a method of a trait cannot be left to the candidate",
                    "",
                );
                self.complain(
                    fault.help("ask for the trait in `bounds`, or for a method of the type's own"),
                );
            } else {
                let name = format!("{} for {}", text(path), text(&implementation.self_ty));
                self.given("impl", name, syn::Item::Impl(given));
            }
            return;
        }
        if !given.items.is_empty() || !written {
            let name = text(&implementation.self_ty);
            self.given("impl", name, syn::Item::Impl(given));
        }
        if !written {
            return;
        }
        self.no_const_generics(&implementation.generics);
        let Some(type_name) = type_name(&implementation.self_ty) else {
            let message = "the candidate can only have methods on a type of the starter";
            self.complain(Fault::new(span_of(&implementation.self_ty), message, ""));
            return;
        };
        let block = Implementation {
            generics: implementation.generics.clone(),
            self_type: (*implementation.self_ty).clone(),
            type_name,
        };
        for item in &implementation.items {
            if let syn::ImplItem::Fn(method) = item
                && is_todo_method(item)
            {
                self.function(Some(&block), &method.sig, is_public(&method.vis));
            }
        }
    }

    fn function(
        &mut self,
        implementation: Option<&Implementation>,
        signature: &syn::Signature,
        public: bool,
    ) {
        let name = signature.ident.to_string();
        let place = span_of(&signature.ident);
        let complain = |span: Range<usize>, what: &str| {
            let message = format!("`{name}` cannot be {what}");
            self.complain(Fault::new(span, message, "not supported"));
        };
        if !public {
            let message = format!("`{name}` is the candidate's and has to be public");
            self.complain(Fault::new(place.clone(), message, ""));
        }
        if let Some(token) = &signature.asyncness {
            complain(span_of(token), "async");
        }
        if let syn::Safety::Unsafe(token) = &signature.safety {
            complain(span_of(token), "unsafe");
        }
        if let Some(abi) = &signature.abi {
            complain(span_of(abi), "extern");
        }
        self.no_const_generics(&signature.generics);
        if implementation.is_some() && ["drop", "unwind", "clone"].contains(&&*name) {
            let message = format!("`{name}` is a word of the lines: no method can have this name");
            self.complain(Fault::new(place, message, ""));
            self.starter.incomplete = true;
        }
        let twin = |function: &&Function| {
            function.signature.ident == signature.ident
                && function.implementation.as_ref().map(|of| &of.type_name)
                    == implementation.map(|of| &of.type_name)
        };
        if self
            .starter
            .contract
            .functions
            .iter()
            .any(|function| twin(&function))
        {
            let message = format!("there is another `{name}` already");
            self.complain(Fault::new(span_of(&signature.ident), message, ""));
            self.starter.incomplete = true;
            return;
        }
        let refusal = signature.generics.type_params().next().map(|parameter| {
            let message = "a generic function cannot be called through the wire";
            Fault::new(span_of(parameter), message, "")
        });
        self.starter.refusals.push(refusal);
        self.starter.contract.functions.push(Function {
            implementation: implementation.cloned(),
            signature: signature.clone(),
        });
    }

    fn no_const_generics(&self, generics: &syn::Generics) {
        for parameter in generics.const_params() {
            let message = "const generics are not supported";
            self.complain(Fault::new(span_of(parameter), message, ""));
        }
    }

    /// Finds the shapes of the given types. A type that holds something that cannot travel
    /// cannot travel either, and neither can those that hold it.
    fn given_types(&mut self) {
        for data in &self.data {
            let count = type_parameters(&data.generics).len();
            self.starter.names.given.insert(data.name.clone(), count);
        }
        let mut remaining = std::mem::take(&mut self.data);
        loop {
            let (mut given, mut refused) = (Vec::new(), Vec::new());
            for data in &remaining {
                match data.given_type(&self.starter.names) {
                    Ok(given_type) => given.push(given_type),
                    Err(fault) => refused.push((data.name.clone(), fault)),
                }
            }
            if refused.is_empty() {
                self.starter.contract.given_types = given;
                return;
            }
            for (name, fault) in refused {
                remaining.retain(|data| data.name != name);
                self.starter.names.given.remove(&name);
                let line = 1 + self.starter.contract.starter[..fault.range.start]
                    .matches('\n')
                    .count();
                let why = format!("{} ({}:{line})", fault.message, self.starter.file);
                self.starter.names.bound.insert(name, why);
            }
        }
    }

    /// Methods belong to opaque types of this file.
    fn check_implementations(&self) {
        let mut seen = Vec::new();
        for function in &self.starter.contract.functions {
            if let Some(implementation) = &function.implementation
                && !self
                    .starter
                    .names
                    .opaque
                    .contains_key(&implementation.type_name)
                && !seen.contains(&&implementation.type_name)
            {
                seen.push(&implementation.type_name);
                let fault = Fault::new(
                    span_of(&implementation.self_type),
                    format!(
                        "`{}` is not a type of the candidate's",
                        implementation.type_name
                    ),
                    "",
                );
                self.complain(fault.help("give it a field named `todo`"));
            }
        }
    }
}

/// Whether a body is `todo!()`, perhaps with a message.
fn is_todo(block: &syn::Block) -> bool {
    let [statement] = &block.stmts[..] else {
        return false;
    };
    let path = match statement {
        syn::Stmt::Macro(statement) => &statement.mac.path,
        syn::Stmt::Expr(syn::Expr::Macro(expression), _) => &expression.mac.path,
        _ => return false,
    };
    path.segments
        .last()
        .is_some_and(|last| last.ident == "todo")
}

fn is_todo_method(item: &syn::ImplItem) -> bool {
    matches!(item, syn::ImplItem::Fn(method) if is_todo(&method.block))
}

/// The last name of a path type.
pub(super) fn type_name(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}

/// The traits that are derived, by last path segment.
pub(super) fn derives(attributes: &[syn::Attribute]) -> Vec<String> {
    let mut derives = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("derive") {
            // A derive that does not parse is rustc's to refuse.
            let _ = attribute.parse_nested_meta(|meta| {
                derives.extend(meta.path.segments.last().map(|last| last.ident.to_string()));
                Ok(())
            });
        }
    }
    derives
}

/// Syntax as it is written, without the spaces that tokens print with.
fn text(syntax: &impl quote::ToTokens) -> String {
    let text = syntax.to_token_stream().to_string();
    text.replace(" < ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
        .replace(" :: ", "::")
}
