//! How generated code writes the contract's types.

use crate::problem::contract::{Contract, FieldTypes, Shape};
use crate::problem::types::{Float, List, Opaque, Order, Pointer, Text, Type};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The crate whose types are meant, and what stands for opaque ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The submission: `::submission::…`, opaque types as they are.
    Submission,
    /// The model: `::contract::…`, opaque values as handles.
    Model,
}

impl Side {
    /// The path of a type that the contract gives or asks for.
    pub fn path(self, name: &str) -> TokenStream {
        let name = format_ident!("{name}");
        match self {
            Self::Submission => quote!(::submission::#name),
            Self::Model => quote!(::contract::#name),
        }
    }

    /// The type as code.
    pub fn ty(self, ty: &Type) -> TokenStream {
        let all = |types: &[Type]| -> Vec<TokenStream> {
            types.iter().map(|each| self.ty(each)).collect()
        };
        match ty {
            Type::Unit => quote!(()),
            Type::Bool => quote!(bool),
            Type::Char => quote!(char),
            Type::Int(kind) => {
                let name = format_ident!("{}", kind.name());
                quote!(#name)
            }
            Type::Float(Float::F32) => quote!(f32),
            Type::Float(Float::F64) => quote!(f64),
            Type::Text(Text::Owned) => quote!(::std::string::String),
            Type::Text(Text::Borrowed) => quote!(str),
            Type::Duration => quote!(::std::time::Duration),
            Type::Tuple(elements) => {
                let elements = all(elements);
                quote!((#(#elements,)*))
            }
            Type::Array(element, length) => {
                let element = self.ty(element);
                quote!([#element; #length])
            }
            Type::List(kind, element) => {
                let element = self.ty(element);
                match kind {
                    List::Vec => quote!(::std::vec::Vec<#element>),
                    List::Deque => quote!(::std::collections::VecDeque<#element>),
                    List::Slice => quote!([#element]),
                }
            }
            Type::Option(value) => {
                let value = self.ty(value);
                quote!(::std::option::Option<#value>)
            }
            Type::Result(value, error) => {
                let (value, error) = (self.ty(value), self.ty(error));
                quote!(::std::result::Result<#value, #error>)
            }
            Type::Pointer(kind, value) => {
                let value = self.ty(value);
                match kind {
                    Pointer::Box => quote!(::std::boxed::Box<#value>),
                    Pointer::Rc => quote!(::std::rc::Rc<#value>),
                    Pointer::Arc => quote!(::std::sync::Arc<#value>),
                }
            }
            Type::Map(order, key, value) => {
                let (key, value) = (self.ty(key), self.ty(value));
                match order {
                    Order::Hash => quote!(::std::collections::HashMap<#key, #value>),
                    Order::Tree => quote!(::std::collections::BTreeMap<#key, #value>),
                }
            }
            Type::Set(order, element) => {
                let element = self.ty(element);
                match order {
                    Order::Hash => quote!(::std::collections::HashSet<#element>),
                    Order::Tree => quote!(::std::collections::BTreeSet<#element>),
                }
            }
            Type::Reference { mutable, to } => {
                let to = self.ty(to);
                if *mutable {
                    quote!(&mut #to)
                } else {
                    quote!(&#to)
                }
            }
            Type::Tracked(value) => {
                let value = self.ty(value);
                quote!(::driver::Tracked<#value>)
            }
            Type::Given(name, arguments) => {
                let path = self.path(name);
                let arguments = all(arguments);
                quote!(#path<#(#arguments),*>)
            }
            Type::Opaque(opaque) => self.opaque(opaque),
            Type::Parameter(name) => {
                let name = format_ident!("{name}");
                quote!(#name)
            }
        }
    }

    /// An opaque type as code. What a handle borrows from outlives it, so its lifetimes
    /// are `'static`.
    pub fn opaque(self, opaque: &Opaque) -> TokenStream {
        if self == Self::Model {
            return quote!(u32);
        }
        if opaque.name == "Adapter" {
            return quote!(super::Adapter);
        }
        let path = self.path(&opaque.name);
        let lifetimes = (0..opaque.lifetimes).map(|_| quote!('static));
        let arguments = opaque.arguments.iter().map(|argument| self.ty(argument));
        let arguments = lifetimes.chain(arguments);
        quote!(#path<#(#arguments),*>)
    }
}

/// Whether a value of the type holds an opaque value.
pub fn holds_opaque(ty: &Type, contract: &Contract) -> bool {
    let any = |types: &[Type]| types.iter().any(|each| holds_opaque(each, contract));
    match ty {
        Type::Opaque(_) => true,
        Type::Tuple(types) => any(types),
        Type::Array(inner, _)
        | Type::List(_, inner)
        | Type::Option(inner)
        | Type::Pointer(_, inner)
        | Type::Set(_, inner)
        | Type::Tracked(inner)
        | Type::Reference { to: inner, .. } => holds_opaque(inner, contract),
        Type::Result(first, second) | Type::Map(_, first, second) => {
            holds_opaque(first, contract) || holds_opaque(second, contract)
        }
        Type::Given(name, arguments) => {
            contract
                .given(name)
                .is_some_and(|given| match given.shape_for(arguments) {
                    Shape::Struct(fields) => fields_hold_opaque(&fields, contract),
                    Shape::Enum(variants) => variants
                        .iter()
                        .any(|(_, fields)| fields_hold_opaque(fields, contract)),
                })
        }
        Type::Unit
        | Type::Bool
        | Type::Char
        | Type::Int(_)
        | Type::Float(_)
        | Type::Text(_)
        | Type::Duration
        | Type::Parameter(_) => false,
    }
}

fn fields_hold_opaque(fields: &FieldTypes, contract: &Contract) -> bool {
    match fields {
        FieldTypes::Unit => false,
        FieldTypes::Tuple(types) => types.iter().any(|ty| holds_opaque(ty, contract)),
        FieldTypes::Named(types) => types.iter().any(|(_, ty)| holds_opaque(ty, contract)),
    }
}
