//! What a source declares, in plain words: nothing here points into a parsed tree, which
//! may be deep and must not leave the thread that has the stack for it.

use super::item::ItemFact;
use super::nesting;
use super::signature::SignatureFact;
use super::words::{line, start};
use crate::build::lexer::tokens;
use crate::report::document::Place;
use crate::submission::Submission;
use camino::Utf8Path;
use proc_macro2::LineColumn;
use quote::quote;
use std::collections::BTreeMap;
use std::thread;
use syn::{GenericParam, Generics, Item, Type, UseTree, Visibility};

/// The deepest source that is looked into.
const DEEPEST: usize = 30_000;

/// Enough for [`DEEPEST`] levels of the parser; only what is used of it is ever real.
const STACK: usize = 256 << 20;

/// What a submission declares.
#[derive(Debug, Default)]
pub struct Survey {
    /// Items that have a name, or are an `impl`.
    pub items: Vec<ItemFact>,
    /// Types.
    pub types: Vec<TypeFact>,
    /// Functions and methods, those of traits' implementations too.
    pub functions: Vec<FunctionFact>,
    /// `impl` blocks of types.
    pub blocks: Vec<BlockFact>,
    /// Whether items come out of macros, which are not looked into.
    pub macros: bool,
    /// What the root module exports from others: by the name it gives, the name there.
    pub exports: BTreeMap<String, String>,
    /// The types that type aliases stand for, by the aliases' names.
    pub aliases: BTreeMap<String, String>,
    /// Whether the root module exports everything of some module.
    pub exports_all: bool,
}

/// A type.
#[derive(Clone, Debug)]
pub struct TypeFact {
    /// Its name.
    pub name: String,
    /// `pub struct LruCache<K, V>`.
    pub header: String,
    /// How many lifetimes, types and constants without a default it takes.
    pub parameters: usize,
    /// Whether it is `pub`.
    pub public: bool,
    /// The modules it stands in.
    pub module: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// An `impl` block.
#[derive(Clone, Debug)]
pub struct BlockFact {
    /// The type's name.
    pub owner: String,
    /// The trait's name, if it implements one.
    pub implements: Option<String>,
    /// Up to the brace.
    pub header: String,
    /// Where it stands.
    pub place: Place,
}

/// A function or method.
#[derive(Clone, Debug)]
pub struct FunctionFact {
    /// Index of its block in [`Survey::blocks`]; `None` for a free function.
    pub block: Option<usize>,
    /// Its name.
    pub name: String,
    /// `pub`, `pub(crate)`, or nothing.
    pub visibility: String,
    /// The modules it stands in.
    pub module: Vec<String>,
    /// Where it stands.
    pub place: Place,
    /// Its signature.
    pub signature: SignatureFact,
}

impl Survey {
    /// What the submission declares; `None` if it is not to be parsed.
    pub fn of(submission: &Submission) -> Option<Self> {
        let deep = |source: &String| nesting::depth(&tokens(source)) > DEEPEST;
        if submission.files.values().any(deep) {
            return None;
        }
        thread::scope(|scope| {
            thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, || survey(submission))
                .ok()?
                .join()
                .ok()?
        })
    }

    /// Whether something of that name in a module can be named from the root.
    pub fn reaches(&self, name: &str, module: &[String]) -> bool {
        module.is_empty()
            || self.exports_all
            || self.exports.values().any(|exported| exported == name)
    }

    /// The name that a type has where it is declared.
    pub fn declared_name<'a>(&'a self, name: &'a str) -> &'a str {
        let declared = |name: &str| self.types.iter().any(|ty| ty.name == name);
        if let Some(other) = self.aliases.get(name) {
            return other;
        }
        match self.exports.get(name) {
            Some(other) if !declared(name) => other,
            _ => name,
        }
    }

    /// Whether there is an implementation of the trait for the type.
    pub fn implements(&self, implemented: &str, owner: &str) -> bool {
        self.blocks
            .iter()
            .any(|block| block.owner == owner && block.implements.as_deref() == Some(implemented))
    }

    /// The block that a method stands in.
    pub fn block(&self, function: &FunctionFact) -> Option<&BlockFact> {
        function.block.map(|index| &self.blocks[index])
    }
}

fn survey(submission: &Submission) -> Option<Survey> {
    let mut survey = Survey::default();
    for (path, source) in &submission.files {
        let file = match syn::parse_file(source) {
            Ok(file) => file,
            Err(_) if *path == submission.root => return None,
            // It may well be no module of the crate.
            Err(_) => continue,
        };
        let mut module = module(path, &submission.root);
        Walk {
            survey: &mut survey,
            file: path.as_str(),
            module: &mut module,
        }
        .items(&file.items);
    }
    Some(survey)
}

/// The modules that a file is in, by its path.
fn module(path: &Utf8Path, root: &Utf8Path) -> Vec<String> {
    if path == root {
        return Vec::new();
    }
    let below = root
        .parent()
        .and_then(|folder| path.strip_prefix(folder).ok())
        .unwrap_or(path)
        .with_extension("");
    let mut names: Vec<String> = below.iter().map(ToString::to_string).collect();
    if names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names
}

struct Walk<'a> {
    survey: &'a mut Survey,
    file: &'a str,
    module: &'a mut Vec<String>,
}

impl Walk<'_> {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            self.survey
                .items
                .extend(ItemFact::of(item, self.file, self.module.is_empty()));
            match item {
                Item::Struct(it) => self.ty(&it.ident, &it.vis, &it.generics, "struct", item),
                Item::Enum(it) => self.ty(&it.ident, &it.vis, &it.generics, "enum", item),
                Item::Union(it) => self.ty(&it.ident, &it.vis, &it.generics, "union", item),
                Item::Type(it) => {
                    self.ty(&it.ident, &it.vis, &it.generics, "type", item);
                    if let Some(name) = type_name(&it.ty) {
                        self.survey.aliases.insert(it.ident.to_string(), name);
                    }
                }
                Item::Fn(it) => {
                    let signature = SignatureFact::of(&it.sig, None);
                    self.function(None, &it.vis, &it.sig, signature, start(it));
                }
                Item::Impl(it) => self.block(it),
                Item::Use(it) if self.module.is_empty() => self.export(&it.vis, &it.tree),
                // The macro that declares variables of threads makes nothing else.
                Item::Macro(it) => {
                    self.survey.macros |=
                        it.ident.is_none() && !it.mac.path.is_ident("thread_local");
                }
                Item::Mod(it) => {
                    if let Some((_, items)) = &it.content {
                        self.module.push(it.ident.to_string());
                        self.items(items);
                        self.module.pop();
                    }
                }
                _ => {}
            }
        }
    }

    fn ty(
        &mut self,
        name: &syn::Ident,
        visibility: &Visibility,
        generics: &Generics,
        kind: &str,
        item: &Item,
    ) {
        self.survey.types.push(TypeFact {
            name: name.to_string(),
            header: type_header(
                &format!("{} {kind}", visibility_text(visibility)),
                name,
                generics,
            ),
            parameters: parameters(generics),
            public: !matches!(visibility, Visibility::Inherited),
            module: self.module.clone(),
            place: place(self.file, start(item)),
        });
    }

    fn block(&mut self, block: &syn::ItemImpl) {
        let Some(owner) = type_name(&block.self_ty) else {
            return;
        };
        let index = self.survey.blocks.len();
        self.survey.blocks.push(BlockFact {
            owner,
            implements: block.trait_.as_ref().and_then(|(path, _)| last_name(path)),
            header: block_header(block),
            place: place(self.file, start(block)),
        });
        for item in &block.items {
            match item {
                syn::ImplItem::Fn(it) => {
                    let signature =
                        SignatureFact::of(&it.sig, Some((&block.generics, &block.self_ty)));
                    self.function(Some(index), &it.vis, &it.sig, signature, start(it));
                }
                syn::ImplItem::Macro(_) => self.survey.macros = true,
                _ => {}
            }
        }
    }

    fn function(
        &mut self,
        block: Option<usize>,
        visibility: &Visibility,
        signature: &syn::Signature,
        fact: SignatureFact,
        start: LineColumn,
    ) {
        self.survey.functions.push(FunctionFact {
            block,
            name: signature.ident.to_string(),
            visibility: visibility_text(visibility),
            module: self.module.clone(),
            place: place(self.file, start),
            signature: fact,
        });
    }

    fn export(&mut self, visibility: &Visibility, tree: &UseTree) {
        if matches!(visibility, Visibility::Inherited) {
            return;
        }
        match tree {
            UseTree::Path(path) => self.export(visibility, &path.tree),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.export(visibility, tree);
                }
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.survey.exports.insert(name.clone(), name);
            }
            UseTree::Rename(rename) => {
                let names = (rename.rename.to_string(), rename.ident.to_string());
                self.survey.exports.insert(names.0, names.1);
            }
            _ => self.survey.exports_all = true,
        }
    }
}

/// Where something stands, for reports.
pub fn place(file: &str, start: LineColumn) -> Place {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Place {
        file: file.to_string(),
        line: number(start.line),
        column: number(start.column + 1),
        end_column: None,
    }
}

/// `pub`, `pub(crate)`, or nothing.
fn visibility_text(visibility: &Visibility) -> String {
    line(visibility)
}

/// `pub struct LruCache<K, V>`.
pub fn type_header(kind: &str, name: &syn::Ident, generics: &Generics) -> String {
    let kind: proc_macro2::TokenStream = kind.parse().expect("keywords are tokens");
    line(&quote!(#kind #name #generics))
}

/// How many parameters without a default a type takes, those for lifetimes aside.
pub fn parameters(generics: &Generics) -> usize {
    let required = |param: &&GenericParam| match param {
        GenericParam::Type(param) => param.default.is_none(),
        GenericParam::Const(param) => param.default.is_none(),
        GenericParam::Lifetime(_) => false,
    };
    generics.params.iter().filter(required).count()
}

/// The last name of a path type, behind references.
pub fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => last_name(&path.path),
        Type::Reference(reference) => type_name(&reference.elem),
        Type::Paren(inner) => type_name(&inner.elem),
        Type::Group(inner) => type_name(&inner.elem),
        _ => None,
    }
}

fn last_name(path: &syn::Path) -> Option<String> {
    path.segments
        .last()
        .map(|segment| segment.ident.to_string())
}

/// `impl<K: Hash, V> LruCache<K, V>`, without the `where` clause.
fn block_header(block: &syn::ItemImpl) -> String {
    let generics = Generics {
        where_clause: None,
        ..block.generics.clone()
    };
    let ty = &block.self_ty;
    match &block.trait_ {
        Some((path, _)) => line(&quote!(impl #generics #path for #ty)),
        None => line(&quote!(impl #generics #ty)),
    }
}
