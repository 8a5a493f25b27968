//! Values as Rust code, for ordinary tests: typed by what the contract asks for.
//!
//! `vec![…]` is written `vec_(…)`, which can be formatted; see
//! [`sample_test`](super::sample_test).

use crate::problem::contract::{Contract, FieldTypes, Shape};
use crate::problem::types::{Float, List, Order, Pointer, Text, Type};
use crate::value::{Fields, Value};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

/// Writes values as expressions, and remembers the names that have to be in scope.
#[derive(Debug)]
pub struct RustLiteral<'a> {
    /// What the types mean.
    pub contract: &'a Contract,
    /// Types of the submission that were written.
    pub own: BTreeSet<String>,
    /// Paths below `std` that were written.
    pub std: BTreeSet<&'static str>,
}

/// Where an expression stands: whether its place tells it the type it should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An argument: `&["api"]` becomes a slice by itself.
    Argument,
    /// Beside an answer: it has to have the very type.
    Answer,
}

impl<'a> RustLiteral<'a> {
    /// Nothing written yet.
    pub const fn new(contract: &'a Contract) -> Self {
        Self {
            contract,
            own: BTreeSet::new(),
            std: BTreeSet::new(),
        }
    }

    /// The value as an expression of the type; `None` if there is none, as for opaque
    /// values, or if value and type do not fit.
    pub fn expression(&mut self, value: &Value, ty: &Type, place: Place) -> Option<TokenStream> {
        Some(match (value, ty) {
            (value, Type::Reference { mutable, to }) => {
                self.reference(value, *mutable, to, place)?
            }
            (Value::Unit, Type::Unit) => quote!(()),
            (Value::Bool(value), Type::Bool) => quote!(#value),
            (Value::Char(value), Type::Char) => quote!(#value),
            (Value::Unsigned(_) | Value::Negative(_), Type::Int(_) | Type::Float(_)) => {
                number(value, matches!(ty, Type::Float(_)))
            }
            (Value::Float(value), Type::Float(kind)) => float(*value, *kind),
            (Value::Text(text), Type::Text(Text::Owned)) => quote!(String::from(#text)),
            (Value::Duration(value), Type::Duration) => self.duration(*value),
            (Value::Tuple(values), Type::Tuple(types)) => {
                let elements = self.all(values, types, place)?;
                quote!((#(#elements,)*))
            }
            (Value::List(values), Type::Array(element, length)) if values.len() == *length => {
                let elements = self.each(values, element, place)?;
                quote!([#(#elements),*])
            }
            (Value::List(values), Type::List(kind, element)) => {
                self.list(values, *kind, element)?
            }
            (Value::Set(values), Type::Set(order, element)) => {
                let elements = self.each(values, element, Place::Answer)?;
                let name = self.collection(*order, "HashSet", "BTreeSet");
                quote!(#name::from([#(#elements),*]))
            }
            (Value::Map(entries), Type::Map(order, key_type, value_type)) => {
                let mut pairs = Vec::new();
                for (key, value) in entries {
                    let key = self.expression(key, key_type, Place::Answer)?;
                    let value = self.expression(value, value_type, Place::Answer)?;
                    pairs.push(quote!((#key, #value)));
                }
                let name = self.collection(*order, "HashMap", "BTreeMap");
                quote!(#name::from([#(#pairs),*]))
            }
            (value, Type::Pointer(kind, to)) => self.pointer(value, *kind, to)?,
            (Value::Variant { name, fields }, ty) => self.variant(name, fields, ty, place)?,
            _ => return None,
        })
    }

    fn reference(
        &mut self,
        value: &Value,
        mutable: bool,
        to: &Type,
        place: Place,
    ) -> Option<TokenStream> {
        if let (Value::Text(text), Type::Text(Text::Borrowed)) = (value, to) {
            return Some(quote!(#text));
        }
        let sign = if mutable { quote!(&mut) } else { quote!(&) };
        if let (Value::List(values), Type::List(List::Slice, element)) = (value, to) {
            let elements = self.each(values, element, place)?;
            let whole = (place == Place::Answer).then(|| quote!([..]));
            return Some(quote!(#sign [#(#elements),*] #whole));
        }
        let value = self.expression(value, to, place)?;
        Some(quote!(#sign #value))
    }

    fn list(&mut self, values: &[Value], kind: List, element: &Type) -> Option<TokenStream> {
        if kind == List::Vec && values.len() > 1 && *element == Type::Text(Text::Owned) {
            let texts: Option<Vec<&str>> = values.iter().map(text).collect();
            let texts = texts?;
            return Some(quote!([#(#texts),*].map(String::from).to_vec()));
        }
        let elements = self.each(values, element, Place::Answer)?;
        Some(match kind {
            List::Vec => quote!(vec_(#(#elements),*)),
            List::Deque => {
                self.std.insert("collections::VecDeque");
                quote!(VecDeque::from([#(#elements),*]))
            }
            List::Slice => return None,
        })
    }

    fn pointer(&mut self, value: &Value, kind: Pointer, to: &Type) -> Option<TokenStream> {
        let name = match kind {
            Pointer::Box => quote!(Box),
            Pointer::Rc => {
                self.std.insert("rc::Rc");
                quote!(Rc)
            }
            Pointer::Arc => {
                self.std.insert("sync::Arc");
                quote!(Arc)
            }
        };
        if let (Value::Text(text), Type::Text(Text::Borrowed)) = (value, to) {
            return Some(quote!(#name::from(#text)));
        }
        if let (Value::List(values), Type::List(List::Slice, element)) = (value, to) {
            let elements = self.each(values, element, Place::Answer)?;
            return Some(quote!(#name::from([#(#elements),*])));
        }
        let value = self.expression(value, to, Place::Answer)?;
        Some(quote!(#name::new(#value)))
    }

    fn variant(
        &mut self,
        name: &str,
        fields: &Fields,
        ty: &Type,
        place: Place,
    ) -> Option<TokenStream> {
        let (path, types) = self.variant_of(name, ty)?;
        // `Some` and `Ok` are functions of any type: they tell their argument nothing.
        let place = match ty {
            Type::Given(..) => place,
            _ => Place::Answer,
        };
        Some(match (fields, types) {
            (Fields::Unit, FieldTypes::Unit) => path,
            (Fields::Tuple(values), FieldTypes::Tuple(types)) => {
                let values = self.all(values, &types, place)?;
                quote!(#path(#(#values),*))
            }
            (Fields::Named(values), FieldTypes::Named(types)) => {
                let mut fields = Vec::new();
                for ((field, value), (_, ty)) in values.iter().zip(&types) {
                    let value = self.expression(value, ty, place)?;
                    let field = ident(field);
                    fields.push(quote!(#field: #value));
                }
                quote!(#path { #(#fields),* })
            }
            _ => return None,
        })
    }

    /// The path of a variant or struct, and the types of its fields.
    pub fn variant_of(&mut self, name: &str, ty: &Type) -> Option<(TokenStream, FieldTypes)> {
        let one = |ty: &Type| FieldTypes::Tuple(vec![ty.clone()]);
        match (ty, name) {
            (Type::Option(_), "None") => Some((quote!(None), FieldTypes::Unit)),
            (Type::Option(value), "Some") => Some((quote!(Some), one(value))),
            (Type::Result(value, _), "Ok") => Some((quote!(Ok), one(value))),
            (Type::Result(_, error), "Err") => Some((quote!(Err), one(error))),
            (Type::Given(given_name, arguments), _) => {
                let given = self.contract.given(given_name)?;
                self.own.insert(given_name.clone());
                let path = ident(given_name);
                match given.shape_for(arguments) {
                    Shape::Struct(types) => (name == given_name).then_some((quote!(#path), types)),
                    Shape::Enum(variants) => {
                        let (_, types) =
                            variants.into_iter().find(|(variant, _)| variant == name)?;
                        let variant = ident(name);
                        Some((quote!(#path::#variant), types))
                    }
                }
            }
            _ => None,
        }
    }

    /// The type as code.
    pub fn type_of(&mut self, ty: &Type) -> Option<syn::Type> {
        for part in parts(ty) {
            match part {
                Type::Given(name, _) => drop(self.own.insert(name)),
                Type::Opaque(opaque) => drop(self.own.insert(opaque.name)),
                Type::Duration => drop(self.std.insert("time::Duration")),
                Type::List(List::Deque, _) => drop(self.std.insert("collections::VecDeque")),
                Type::Map(order, ..) => drop(self.collection(order, "HashMap", "BTreeMap")),
                Type::Set(order, _) => drop(self.collection(order, "HashSet", "BTreeSet")),
                Type::Pointer(Pointer::Rc, _) => drop(self.std.insert("rc::Rc")),
                Type::Pointer(Pointer::Arc, _) => drop(self.std.insert("sync::Arc")),
                _ => {}
            }
        }
        syn::parse_str(&ty.to_string()).ok()
    }

    fn all(&mut self, values: &[Value], types: &[Type], place: Place) -> Option<Vec<TokenStream>> {
        if values.len() != types.len() {
            return None;
        }
        values
            .iter()
            .zip(types)
            .map(|(value, ty)| self.expression(value, ty, place))
            .collect()
    }

    fn each(&mut self, values: &[Value], ty: &Type, place: Place) -> Option<Vec<TokenStream>> {
        values
            .iter()
            .map(|value| self.expression(value, ty, place))
            .collect()
    }

    fn collection(&mut self, order: Order, hash: &'static str, tree: &'static str) -> Ident {
        let name = match order {
            Order::Hash => hash,
            Order::Tree => tree,
        };
        self.std.insert(match name {
            "HashSet" => "collections::HashSet",
            "BTreeSet" => "collections::BTreeSet",
            "HashMap" => "collections::HashMap",
            _ => "collections::BTreeMap",
        });
        ident(name)
    }

    /// In the largest unit that says it exactly.
    fn duration(&mut self, duration: Duration) -> TokenStream {
        self.std.insert("time::Duration");
        let (seconds, nanos) = (duration.as_secs(), duration.subsec_nanos());
        if duration == Duration::MAX {
            return quote!(Duration::MAX);
        }
        if duration.is_zero() {
            return quote!(Duration::ZERO);
        }
        let whole = |unit: u128| u64::try_from(duration.as_nanos() / unit).ok();
        let (unit, count) = match nanos {
            0 => ("from_secs", Some(seconds)),
            nanos if nanos % 1_000_000 == 0 => ("from_millis", whole(1_000_000)),
            nanos if nanos % 1_000 == 0 => ("from_micros", whole(1_000)),
            _ => ("from_nanos", whole(1)),
        };
        let seconds = grouped(seconds.into());
        let nanos = grouped(nanos.into());
        count.map_or(quote!(Duration::new(#seconds, #nanos)), |count| {
            let unit = ident(unit);
            let count = grouped(count.into());
            quote!(Duration::#unit(#count))
        })
    }
}

/// The type and all that it is made of.
pub fn parts(ty: &Type) -> Vec<Type> {
    let parts = RefCell::new(Vec::new());
    ty.map(&|part| {
        parts.borrow_mut().push(part.clone());
        part
    });
    parts.into_inner()
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn number(value: &Value, as_float: bool) -> TokenStream {
    match value {
        Value::Unsigned(number) if as_float => {
            let number = Literal::f64_unsuffixed(*number as f64);
            quote!(#number)
        }
        Value::Unsigned(number) => {
            let number = grouped(*number);
            quote!(#number)
        }
        Value::Negative(number) => {
            let size = number.unsigned_abs();
            if as_float {
                let size = Literal::f64_unsuffixed(size as f64);
                return quote!(-#size);
            }
            let size = grouped(size);
            quote!(-#size)
        }
        _ => quote!(()),
    }
}

/// The number with its digits in groups of three, if it is long.
fn grouped(number: u128) -> syn::LitInt {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if digits.len() > 4 && index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    syn::LitInt::new(&grouped, Span::call_site())
}

fn float(value: f64, kind: Float) -> TokenStream {
    let ty = match kind {
        Float::F32 => quote!(f32),
        Float::F64 => quote!(f64),
    };
    if value.is_nan() {
        quote!(#ty::NAN)
    } else if value.is_infinite() && value > 0.0 {
        quote!(#ty::INFINITY)
    } else if value.is_infinite() {
        quote!(#ty::NEG_INFINITY)
    } else {
        let size = Literal::f64_unsuffixed(value.abs());
        if value.is_sign_negative() {
            quote!(-#size)
        } else {
            quote!(#size)
        }
    }
}

/// The name as code; a keyword becomes a raw identifier.
pub fn ident(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| match name {
        "self" | "Self" | "super" | "crate" | "_" => Ident::new("keyword", Span::call_site()),
        name => syn::parse_str(&format!("r#{name}"))
            .unwrap_or_else(|_| Ident::new("name", Span::call_site())),
    })
}
