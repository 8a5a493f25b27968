//! An item in parts that can be compared.

use super::survey::place;
use super::words::{canonical, line, start};
use crate::report::document::Place;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::collections::BTreeSet;
use syn::{Attribute, Field, Fields, ImplItem, Item};

/// An item that has a name, or an `impl`.
#[derive(Clone, Debug)]
pub struct ItemFact {
    /// `struct`, `enum`, `fn`, …
    pub kind: &'static str,
    /// Its name; for an `impl` the form to compare of the trait and the type.
    pub name: String,
    /// Whether it stands in the root module.
    pub at_root: bool,
    /// What comes before its members: visibility, name, generics.
    pub header: Piece,
    /// Its variants, fields, items, or body.
    pub members: Vec<Piece>,
    /// The traits it derives, by their last names, sorted.
    pub derives: BTreeSet<String>,
}

/// A part of an item.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its name, if it has one.
    pub name: String,
    /// As a person would write it, on one line.
    pub text: String,
    /// The form to compare.
    pub canonical: String,
    /// Where it stands.
    pub place: Place,
}

impl Piece {
    fn of(name: &str, part: &impl ToTokens, file: &str) -> Self {
        Self {
            name: name.to_string(),
            text: line(part),
            canonical: canonical(part, None),
            place: place(file, start(part)),
        }
    }

    fn all<'a, T: ToTokens + 'a>(
        parts: impl IntoIterator<Item = &'a T>,
        name: impl Fn(&T) -> String,
        file: &str,
    ) -> Vec<Self> {
        parts
            .into_iter()
            .map(|part| Self::of(&name(part), part, file))
            .collect()
    }
}

impl ItemFact {
    /// The facts about an item; `None` for one without a name. Places are those of the
    /// source that the item was parsed from, which `file` names.
    pub fn of(item: &Item, file: &str, at_root: bool) -> Option<Self> {
        let (kind, name, header, members) = parts(item, file)?;
        Some(Self {
            kind,
            name,
            at_root,
            header: Piece {
                place: place(file, start(item)),
                ..Piece::of("", &header, file)
            },
            members,
            derives: derives(attributes(item)),
        })
    }
}

/// Kind, name, header and members.
fn parts(item: &Item, file: &str) -> Option<(&'static str, String, TokenStream, Vec<Piece>)> {
    Some(match item {
        Item::Struct(it) => {
            let (vis, ident, generics) = (&it.vis, &it.ident, &it.generics);
            let bounds = &generics.where_clause;
            // A struct without fields, `S`, `S()` or `S {}`, is told by its header alone.
            let form = match &it.fields {
                Fields::Named(_) => quote!({}),
                Fields::Unnamed(_) => quote!(()),
                Fields::Unit => quote!(),
            };
            let header = quote!(#vis struct #ident #generics #bounds #form);
            (
                "struct",
                ident.to_string(),
                header,
                fields(&it.fields, file),
            )
        }
        Item::Enum(it) => {
            let (vis, ident, generics) = (&it.vis, &it.ident, &it.generics);
            let bounds = &generics.where_clause;
            let variants = Piece::all(&it.variants, |it| it.ident.to_string(), file);
            let header = quote!(#vis enum #ident #generics #bounds);
            ("enum", ident.to_string(), header, variants)
        }
        Item::Fn(it) => {
            let (vis, signature) = (&it.vis, &it.sig);
            let body = Piece::of("", &it.block, file);
            (
                "fn",
                signature.ident.to_string(),
                quote!(#vis #signature),
                vec![body],
            )
        }
        Item::Trait(it) => {
            let (vis, ident, generics) = (&it.vis, &it.ident, &it.generics);
            let (unsafety, parents) = (&it.unsafety, &it.supertraits);
            let bounds = &generics.where_clause;
            let colon = it.colon_token;
            let header = quote!(#vis #unsafety trait #ident #generics #colon #parents #bounds);
            let items = Piece::all(&it.items, |_| String::new(), file);
            ("trait", ident.to_string(), header, items)
        }
        Item::Impl(it) => {
            let (generics, ty) = (&it.generics, &it.self_ty);
            let bounds = &generics.where_clause;
            let owner = match &it.trait_ {
                Some((path, token)) => quote!(#path #token #ty),
                None => quote!(#ty),
            };
            let items = Piece::all(&it.items, member_name, file);
            let header = quote!(impl #generics #owner #bounds);
            ("impl", canonical(&owner, None), header, items)
        }
        Item::Const(it) => ("const", it.ident.to_string(), quote!(#it), vec![]),
        Item::Static(it) => ("static", it.ident.to_string(), quote!(#it), vec![]),
        Item::Type(it) => ("type", it.ident.to_string(), quote!(#it), vec![]),
        _ => return None,
    })
}

fn fields(fields: &Fields, file: &str) -> Vec<Piece> {
    let name = |field: &Field| {
        field
            .ident
            .as_ref()
            .map_or_else(String::new, ToString::to_string)
    };
    Piece::all(fields, name, file)
}

fn member_name(item: &ImplItem) -> String {
    match item {
        ImplItem::Const(it) => it.ident.to_string(),
        ImplItem::Fn(it) => it.sig.ident.to_string(),
        ImplItem::Type(it) => it.ident.to_string(),
        _ => String::new(),
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Struct(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        _ => &[],
    }
}

/// The traits in `derive(…)`, also inside `cfg_attr(…)`.
fn derives(attributes: &[Attribute]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for attribute in attributes {
        derived(attribute.meta.to_token_stream(), &mut found);
    }
    found
}

fn derived(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let mut after_derive = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if after_derive => {
                let text = canonical(&group.stream(), None);
                let names = text.split(" , ").filter_map(|path| path.rsplit(' ').next());
                found.extend(names.map(ToString::to_string));
                after_derive = false;
            }
            TokenTree::Group(group) => derived(group.stream(), found),
            other => after_derive = other.to_string() == "derive",
        }
    }
}
