//! Types as Rust writes them, made into types of the contract.

use super::fault::{Fault, counted};
use crate::problem::types::{Float, Int, List, Opaque, Order, Pointer, Text, Type};
use std::collections::BTreeMap;
use std::ops::Range;
use syn::spanned::Spanned;

/// Aliases nest at most this deep, so that a circle of them ends.
const DEEPEST_ALIAS: usize = 16;

/// The names that a starter gives a meaning to.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Opaque types: how many lifetimes, and the names of the type parameters.
    pub opaque: BTreeMap<String, (usize, Vec<String>)>,
    /// Given types that can travel, by the number of their type parameters.
    pub given: BTreeMap<String, usize>,
    /// Types of the starter that can be named but cannot travel, with the reason.
    pub bound: BTreeMap<String, String>,
    /// Type aliases.
    pub aliases: BTreeMap<String, syn::ItemType>,
    /// Constants that are plain whole numbers.
    pub constants: BTreeMap<String, usize>,
}

/// What names mean at one place.
#[derive(Clone, Debug)]
pub(super) struct Scope<'a> {
    /// The starter's names.
    pub names: &'a Names,
    /// Aliases of the file itself, before the starter's.
    pub aliases: &'a BTreeMap<String, syn::ItemType>,
    /// What type parameters stand for.
    pub fill: BTreeMap<String, Type>,
    /// What `Self` stands for.
    pub this: Option<Type>,
    /// How many aliases lie around this place.
    pub depth: usize,
}

/// The bytes of a piece of syntax in its file.
pub(super) fn span_of(syntax: &impl Spanned) -> Range<usize> {
    syntax.span().byte_range()
}

impl<'a> Scope<'a> {
    pub fn new(names: &'a Names, aliases: &'a BTreeMap<String, syn::ItemType>) -> Self {
        Self {
            names,
            aliases,
            fill: BTreeMap::new(),
            this: None,
            depth: 0,
        }
    }

    /// The type; a fault says why it is none that can travel.
    pub fn resolve(&self, ty: &syn::Type) -> Result<Type, Fault> {
        self.any(ty, false)
    }

    /// `behind`: whether a `str` or a slice may stand here.
    fn any(&self, ty: &syn::Type, behind: bool) -> Result<Type, Fault> {
        let refuse = |what: &str| Err(Fault::new(span_of(ty), format!("{what} cannot travel"), ""));
        match ty {
            syn::Type::Paren(inner) => self.any(&inner.elem, behind),
            syn::Type::Group(inner) => self.any(&inner.elem, behind),
            syn::Type::Tuple(tuple) if tuple.elems.is_empty() => Ok(Type::Unit),
            syn::Type::Tuple(tuple) => {
                let elements = tuple.elems.iter().map(|element| self.any(element, false));
                Ok(Type::Tuple(elements.collect::<Result<_, _>>()?))
            }
            syn::Type::Reference(reference) => Ok(Type::Reference {
                mutable: reference.mutability.is_some(),
                to: Box::new(self.any(&reference.elem, true)?),
            }),
            syn::Type::Slice(slice) if behind => Ok(Type::List(
                List::Slice,
                Box::new(self.any(&slice.elem, false)?),
            )),
            syn::Type::Slice(_) => refuse("a slice that is not behind a `&`"),
            syn::Type::Array(array) => {
                let element = Box::new(self.any(&array.elem, false)?);
                Ok(Type::Array(element, self.length(&array.len)?))
            }
            syn::Type::Path(path) => self.path(path, behind),
            syn::Type::TraitObject(_) => refuse("a trait object"),
            syn::Type::ImplTrait(_) => refuse("an `impl` type"),
            syn::Type::FnPtr(_) => refuse("a function"),
            syn::Type::Ptr(_) => refuse("a raw pointer"),
            _ => refuse("this type"),
        }
    }

    fn length(&self, length: &syn::Expr) -> Result<usize, Fault> {
        let known = match length {
            syn::Expr::Lit(lit) => match &lit.lit {
                syn::Lit::Int(int) => int.base10_parse().ok(),
                _ => None,
            },
            syn::Expr::Path(path) => path
                .path
                .get_ident()
                .and_then(|name| self.names.constants.get(&name.to_string()).copied()),
            _ => None,
        };
        known.ok_or_else(|| {
            let message = "the length of an array has to be a number or a constant of starter.rs";
            Fault::new(span_of(length), message, "")
        })
    }

    fn path(&self, path: &syn::TypePath, behind: bool) -> Result<Type, Fault> {
        let place = span_of(path);
        let segments = &path.path.segments;
        let last = segments.last().expect("a path has a segment");
        let name = last.ident.to_string();
        let unknown = || {
            Fault::new(
                place.clone(),
                format!("`{name}` is not a type that can travel"),
                "unknown",
            )
        };
        let first = segments[0].ident.to_string();
        let (own, standard) = match &*first {
            _ if path.qself.is_some() => return Err(unknown()),
            _ if segments.len() == 1 => (true, true),
            "std" | "core" | "alloc" => (false, true),
            "crate" | "self" | "super" | "submission" | "contract" => (true, false),
            // `time::Duration` after `use std::time;`.
            _ if first.starts_with(char::is_lowercase) => (false, true),
            _ => return Err(unknown()),
        };
        let arguments = arguments(last)?;
        if own && segments.len() == 1 {
            if let Some(filled) = self.fill.get(&name) {
                return Ok(filled.clone());
            }
            if name == "Self" {
                return self.this.clone().ok_or_else(unknown);
            }
        }
        if own && let Some(own) = self.own(&name, &arguments, &place)? {
            return Ok(own);
        }
        if !standard {
            return Err(unknown());
        }
        self.standard(&name, &arguments, behind, &place)?
            .ok_or_else(unknown)
    }

    fn all(&self, types: &[&syn::Type]) -> Result<Vec<Type>, Fault> {
        types.iter().map(|ty| self.any(ty, false)).collect()
    }

    /// The type arguments at the end of a path, which has so many type parameters.
    pub fn arguments(&self, path: &syn::TypePath, wanted: usize) -> Result<Vec<Type>, Fault> {
        let last = path.path.segments.last().expect("a path has a segment");
        let written = arguments(last)?;
        check_count(&last.ident.to_string(), wanted, &written, &span_of(path))?;
        self.all(&written)
    }

    /// A type of the starter, or an alias.
    fn own(
        &self,
        name: &str,
        arguments: &[&syn::Type],
        place: &Range<usize>,
    ) -> Result<Option<Type>, Fault> {
        let count = |wanted: usize| check_count(name, wanted, arguments, place);
        let alias = self
            .aliases
            .get(name)
            .or_else(|| self.names.aliases.get(name));
        if let Some(alias) = alias {
            let parameters: Vec<String> = alias
                .generics
                .type_params()
                .map(|parameter| parameter.ident.to_string())
                .collect();
            count(parameters.len())?;
            if self.depth == DEEPEST_ALIAS {
                let message = format!("the alias `{name}` goes in a circle");
                return Err(Fault::new(place.clone(), message, ""));
            }
            let inside = Self {
                fill: parameters.into_iter().zip(self.all(arguments)?).collect(),
                this: None,
                depth: self.depth + 1,
                ..self.clone()
            };
            // The alias may stand in another file: its use is the place that is known.
            return inside
                .any(&alias.ty, false)
                .map(Some)
                .map_err(|fault| Fault {
                    range: place.clone(),
                    ..fault
                });
        }
        if let Some(parameters) = self.names.given.get(name) {
            count(*parameters)?;
            return Ok(Some(Type::Given(name.to_owned(), self.all(arguments)?)));
        }
        if let Some(why) = self.names.bound.get(name) {
            let message = format!("a `{name}` cannot travel");
            return Err(Fault::new(place.clone(), message, why));
        }
        if let Some((lifetimes, parameters)) = self.names.opaque.get(name) {
            count(parameters.len())?;
            return Ok(Some(Type::Opaque(Opaque {
                name: name.to_owned(),
                lifetimes: *lifetimes,
                arguments: self.all(arguments)?,
            })));
        }
        Ok(None)
    }

    fn standard(
        &self,
        name: &str,
        arguments: &[&syn::Type],
        behind: bool,
        place: &Range<usize>,
    ) -> Result<Option<Type>, Fault> {
        let pointer = match name {
            "Box" => Some(Pointer::Box),
            "Rc" => Some(Pointer::Rc),
            "Arc" => Some(Pointer::Arc),
            _ => None,
        };
        if let (Some(pointer), [to]) = (pointer, arguments) {
            let to = self.any(to, true)?;
            if matches!(to, Type::List(List::Slice, _)) {
                let message = format!("a slice in a `{name}` cannot travel");
                return Err(Fault::new(place.clone(), message, ""));
            }
            return Ok(Some(Type::Pointer(pointer, Box::new(to))));
        }
        let types: Vec<Box<Type>> = self.all(arguments)?.into_iter().map(Box::new).collect();
        let int = Int::ALL.into_iter().find(|int| int.name() == name);
        Ok(Some(match (name, &types[..]) {
            (_, []) if int.is_some() => Type::Int(int.expect("just looked")),
            ("bool", []) => Type::Bool,
            ("char", []) => Type::Char,
            ("f32", []) => Type::Float(Float::F32),
            ("f64", []) => Type::Float(Float::F64),
            ("String", []) => Type::Text(Text::Owned),
            ("str", []) if behind => Type::Text(Text::Borrowed),
            ("str", []) => {
                let message = "a `str` that is not behind a `&` cannot travel";
                return Err(Fault::new(place.clone(), message, ""));
            }
            ("Duration", []) => Type::Duration,
            ("Vec", [element]) => Type::List(List::Vec, element.clone()),
            ("VecDeque", [element]) => Type::List(List::Deque, element.clone()),
            ("Option", [some]) => Type::Option(some.clone()),
            ("Result", [ok, error]) => Type::Result(ok.clone(), error.clone()),
            ("HashMap", [key, of]) => Type::Map(Order::Hash, key.clone(), of.clone()),
            ("BTreeMap", [key, of]) => Type::Map(Order::Tree, key.clone(), of.clone()),
            ("HashSet", [element]) => Type::Set(Order::Hash, element.clone()),
            ("BTreeSet", [element]) => Type::Set(Order::Tree, element.clone()),
            _ => return Ok(None),
        }))
    }
}

fn check_count(
    name: &str,
    wanted: usize,
    arguments: &[&syn::Type],
    place: &Range<usize>,
) -> Result<(), Fault> {
    if wanted == arguments.len() {
        return Ok(());
    }
    let message = format!("`{name}` has {}", counted(wanted, "type parameter"));
    let label = format!("{} here", counted(arguments.len(), "type"));
    Err(Fault::new(place.clone(), message, label))
}

/// The type arguments as written.
fn arguments(segment: &syn::PathSegment) -> Result<Vec<&syn::Type>, Fault> {
    let mut types = Vec::new();
    match &segment.arguments {
        syn::PathArguments::None => {}
        syn::PathArguments::AngleBracketed(arguments) => {
            for argument in &arguments.args {
                match argument {
                    syn::GenericArgument::Lifetime(_) => {}
                    syn::GenericArgument::Type(ty) => types.push(ty),
                    other => {
                        let message = "only types can be arguments here";
                        return Err(Fault::new(span_of(other), message, ""));
                    }
                }
            }
        }
        syn::PathArguments::Parenthesized(arguments) => {
            return Err(Fault::new(
                span_of(arguments),
                "a function cannot travel",
                "",
            ));
        }
    }
    Ok(types)
}
