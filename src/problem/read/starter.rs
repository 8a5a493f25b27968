//! starter.rs: which parts are the candidate's, and what the others are.

use super::fault::{Fault, Faults};
use super::resolve::{Names, Scope, span_of};
use super::rust::{aliases, is_public};
use crate::problem::contract::{
    Contract, FieldTypes, Function, GivenItem, GivenType, Implementation, OpaqueType, Shape,
};
use crate::problem::types::Type;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::ops::Range;
use syn::spanned::Spanned;

/// starter.rs at one stage.
pub(super) struct Starter {
    /// The file: `starter.rs`, `starter2.rs`.
    pub file: Utf8PathBuf,
    pub contract: Contract,
    pub names: Names,
    /// By function of the contract, what about it cannot be called through the wire.
    pub refusals: Vec<Option<Fault>>,
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
    pub fn place(&self, function: &Function) -> Range<usize> {
        span_of(&function.signature.ident)
    }
}

struct Reader<'a> {
    faults: &'a Faults,
    starter: Starter,
    /// The public structs and enums without a part that is the candidate's.
    data: Vec<Data>,
}

struct Data {
    name: String,
    generics: syn::Generics,
    variants: Variants,
}

enum Variants {
    Struct(syn::Fields),
    Enum(Vec<syn::Variant>),
}

impl Reader<'_> {
    fn complain(&self, fault: Fault) {
        self.faults.push(fault.of(&self.starter.file));
    }

    fn item(&mut self, item: syn::Item) {
        let line = item.span().start().line;
        match &item {
            syn::Item::Use(_) => {}
            syn::Item::Struct(structure) => self.structure(structure, item.clone(), line),
            syn::Item::Enum(enumeration) => {
                self.no_const_generics(&enumeration.generics);
                if is_public(&enumeration.vis) {
                    self.data.push(Data {
                        name: enumeration.ident.to_string(),
                        generics: enumeration.generics.clone(),
                        variants: Variants::Enum(enumeration.variants.iter().cloned().collect()),
                    });
                }
                self.given("enum", enumeration.ident.to_string(), item, line);
            }
            syn::Item::Fn(function) if is_todo(&function.block) => {
                let public = is_public(&function.vis);
                self.function(None, &function.sig, public, line);
            }
            syn::Item::Fn(function) => self.given("fn", function.sig.ident.to_string(), item, line),
            syn::Item::Impl(implementation) => self.implementation(implementation, line),
            syn::Item::Trait(trait_) => self.given("trait", trait_.ident.to_string(), item, line),
            syn::Item::Type(alias) => self.given("type", alias.ident.to_string(), item, line),
            syn::Item::Static(item_static) => {
                self.given("static", item_static.ident.to_string(), item, line);
            }
            syn::Item::Const(constant) => {
                if let syn::Expr::Lit(lit) = &*constant.expr
                    && let syn::Lit::Int(int) = &lit.lit
                    && let Ok(number) = int.base10_parse()
                {
                    let name = constant.ident.to_string();
                    self.starter.names.constants.insert(name, number);
                }
                self.given("const", constant.ident.to_string(), item, line);
            }
            other => self.complain(
                Fault::new(span_of(other), "this item has no place in a starter", "").help(
                    "a starter holds structs, enums, functions, impls, traits, aliases and constants",
                ),
            ),
        }
    }

    fn given(&mut self, kind: &'static str, name: String, item: syn::Item, line: usize) {
        self.starter.contract.given_items.push(GivenItem {
            kind,
            name,
            item,
            line,
        });
    }

    fn structure(&mut self, structure: &syn::ItemStruct, item: syn::Item, line: usize) {
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
        if public && (todo || private) {
            let parameters = type_parameters(&structure.generics);
            let lifetimes = structure.generics.lifetimes().count();
            let names = &mut self.starter.names;
            names.opaque.insert(name.clone(), (lifetimes, parameters));
            self.starter.contract.opaque_types.push(OpaqueType {
                name: name.clone(),
                generics: structure.generics.clone(),
                derives: derives(&structure.attrs),
                line,
            });
        } else if public {
            self.data.push(Data {
                name: name.clone(),
                generics: structure.generics.clone(),
                variants: Variants::Struct(structure.fields.clone()),
            });
        }
        if !todo {
            self.given("struct", name, item, line);
        }
    }

    fn implementation(&mut self, implementation: &syn::ItemImpl, line: usize) {
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
                self.given("impl", name, syn::Item::Impl(given), line);
            }
            return;
        }
        if !given.items.is_empty() || !written {
            let name = text(&implementation.self_ty);
            self.given("impl", name, syn::Item::Impl(given), line);
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
                let line = method.sig.span().start().line;
                self.function(Some(&block), &method.sig, is_public(&method.vis), line);
            }
        }
    }

    fn function(
        &mut self,
        implementation: Option<&Implementation>,
        signature: &syn::Signature,
        public: bool,
        line: usize,
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
            line,
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

impl Data {
    fn given_type(&self, names: &Names) -> Result<GivenType, Fault> {
        if let Some(lifetime) = self.generics.lifetimes().next() {
            let message = "a given type with a lifetime cannot travel";
            return Err(Fault::new(span_of(lifetime), message, ""));
        }
        let parameters = type_parameters(&self.generics);
        let none = BTreeMap::new();
        let mut scope = Scope::new(names, &none);
        scope.fill = parameters
            .iter()
            .map(|name| (name.clone(), Type::Parameter(name.clone())))
            .collect();
        scope.this = Some(Type::Given(
            self.name.clone(),
            scope.fill.values().cloned().collect(),
        ));
        let shape = match &self.variants {
            Variants::Struct(fields) => Shape::Struct(field_types(fields, &scope)?),
            Variants::Enum(variants) => {
                let variant = |variant: &syn::Variant| {
                    let fields = field_types(&variant.fields, &scope)?;
                    Ok((variant.ident.to_string(), fields))
                };
                Shape::Enum(variants.iter().map(variant).collect::<Result<_, Fault>>()?)
            }
        };
        Ok(GivenType {
            name: self.name.clone(),
            parameters,
            shape,
        })
    }
}

fn field_types(fields: &syn::Fields, scope: &Scope<'_>) -> Result<FieldTypes, Fault> {
    let ty = |field: &syn::Field| {
        let ty = scope.resolve(&field.ty)?;
        if ty.has_opaque() {
            let message = "a given type cannot hold one of the candidate's";
            return Err(Fault::new(span_of(&field.ty), message, ""));
        }
        if ty.has_reference() {
            let message = "a given type with a reference cannot travel";
            return Err(Fault::new(span_of(&field.ty), message, ""));
        }
        Ok(ty)
    };
    Ok(match fields {
        syn::Fields::Unit => FieldTypes::Unit,
        syn::Fields::Unnamed(fields) => {
            FieldTypes::Tuple(fields.unnamed.iter().map(ty).collect::<Result<_, _>>()?)
        }
        syn::Fields::Named(fields) => {
            let field = |field: &syn::Field| {
                let name = field.ident.as_ref().expect("a named field has a name");
                Ok((name.to_string(), ty(field)?))
            };
            let fields = fields.named.iter().map(field);
            FieldTypes::Named(fields.collect::<Result<_, Fault>>()?)
        }
    })
}

fn type_parameters(generics: &syn::Generics) -> Vec<String> {
    generics
        .type_params()
        .map(|parameter| parameter.ident.to_string())
        .collect()
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
