//! `Encode` and `Decode` for the contract's given types, and answers with opaque values.

use super::names::{Side, holds_opaque};
use crate::problem::contract::{Contract, FieldTypes, GivenType, Shape};
use crate::problem::types::Type;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// The marker type `Glue` and the implementations for every given type that holds no
/// opaque value.
pub fn given_types(contract: &Contract, side: Side) -> TokenStream {
    let implementations = contract
        .given_types
        .iter()
        .filter(|given| {
            let arguments: Vec<Type> = given
                .parameters
                .iter()
                .map(|name| Type::Parameter(name.clone()))
                .collect();
            side == Side::Model
                || !holds_opaque(&Type::Given(given.name.clone(), arguments), contract)
        })
        .map(|given| {
            let encode = encode(given, side);
            let decode = decode(given, side);
            quote!(#encode #decode)
        });
    quote! {
        /// Whose implementations these are: a type of this crate lets it implement the
        /// wire's traits for types of another.
        pub struct Glue;
        #(#implementations)*
    }
}

fn encode(given: &GivenType, side: Side) -> TokenStream {
    let path = side.path(&given.name);
    let parameters = parameters(given);
    let arms = arms(given, &path, |number, fields| {
        let number = number.map(|number| quote!(writer.length(#number);));
        quote!({ #number #(::wire::Encode::<Glue>::encode(#fields, writer);)* })
    });
    quote! {
        impl<#(#parameters: ::wire::Encode<Glue>),*> ::wire::Encode<Glue> for #path<#(#parameters),*> {
            fn encode(&self, writer: &mut ::wire::Writer) {
                match self { #arms }
            }
        }
    }
}

fn decode(given: &GivenType, side: Side) -> TokenStream {
    let path = side.path(&given.name);
    let parameters = parameters(given);
    let make = |path: TokenStream, fields: &FieldTypes| {
        let next = quote!(::wire::Decode::<'a, Glue>::decode(reader, arena)?);
        match fields {
            FieldTypes::Unit => path,
            FieldTypes::Tuple(types) => {
                let nexts = types.iter().map(|_| &next);
                quote!(#path(#(#nexts),*))
            }
            FieldTypes::Named(types) => {
                let names = types.iter().map(|(name, _)| format_ident!("{name}"));
                quote!(#path { #(#names: #next),* })
            }
        }
    };
    let body = match &given.shape {
        Shape::Struct(fields) => {
            let made = make(path.clone(), fields);
            quote!(Ok(#made))
        }
        Shape::Enum(variants) => {
            let arms = variants.iter().enumerate().map(|(number, (name, fields))| {
                let name = format_ident!("{name}");
                let made = make(quote!(#path::#name), fields);
                quote!(#number => Ok(#made),)
            });
            let expected = format!("a {}", given.name);
            quote! {
                match reader.length()? {
                    #(#arms)*
                    _ => Err(::wire::Malformed(#expected)),
                }
            }
        }
    };
    quote! {
        impl<'a, #(#parameters: ::wire::Decode<'a, Glue>),*> ::wire::Decode<'a, Glue> for #path<#(#parameters),*> {
            fn decode(
                reader: &mut ::wire::Reader<'a>,
                arena: &'a ::wire::Arena,
            ) -> ::std::result::Result<Self, ::wire::Malformed> {
                let _ = (&reader, &arena);
                #body
            }
        }
    }
}

fn parameters(given: &GivenType) -> Vec<Ident> {
    given
        .parameters
        .iter()
        .map(|name| format_ident!("{name}"))
        .collect()
}

/// The arms of a `match` over a value of the given type. `body` gets the variant's number
/// (`None` for a struct) and the names its fields are bound to.
fn arms(
    given: &GivenType,
    path: &TokenStream,
    body: impl Fn(Option<usize>, &[Ident]) -> TokenStream,
) -> TokenStream {
    shape_arms(&given.shape, path, |number, fields| {
        let names: Vec<Ident> = fields.iter().map(|(name, _)| name.clone()).collect();
        body(number, &names)
    })
}

fn shape_arms(
    shape: &Shape,
    path: &TokenStream,
    body: impl Fn(Option<usize>, &[(Ident, Type)]) -> TokenStream,
) -> TokenStream {
    let arm = |path: TokenStream, number: Option<usize>, fields: &FieldTypes| match fields {
        FieldTypes::Unit => {
            let body = body(number, &[]);
            quote!(#path => #body)
        }
        FieldTypes::Tuple(types) => {
            let bound: Vec<(Ident, Type)> = types
                .iter()
                .enumerate()
                .map(|(index, ty)| (format_ident!("field_{index}"), ty.clone()))
                .collect();
            let names = bound.iter().map(|(name, _)| name);
            let body = body(number, &bound);
            quote!(#path(#(#names),*) => #body)
        }
        FieldTypes::Named(types) => {
            let bound: Vec<(Ident, Type)> = types
                .iter()
                .enumerate()
                .map(|(index, (_, ty))| (format_ident!("field_{index}"), ty.clone()))
                .collect();
            let fields = types.iter().map(|(name, _)| format_ident!("{name}"));
            let names = bound.iter().map(|(name, _)| name);
            let body = body(number, &bound);
            quote!(#path { #(#fields: #names),* } => #body)
        }
    };
    match shape {
        Shape::Struct(fields) => arm(path.clone(), None, fields),
        Shape::Enum(variants) => {
            let arms = variants.iter().enumerate().map(|(number, (name, fields))| {
                let name = format_ident!("{name}");
                arm(quote!(#path::#name), Some(number), fields)
            });
            quote!(#(#arms)*)
        }
    }
}

/// Statements that write `value`, an expression of the type, into `answers`, moving opaque
/// values to their handles.
pub fn give(value: &TokenStream, ty: &Type, contract: &Contract) -> TokenStream {
    if *ty == Type::Unit {
        return quote!(let () = #value;);
    }
    if !holds_opaque(ty, contract) {
        return quote!(answers.plain::<Glue>(&#value););
    }
    let inner = quote!(inner);
    match ty {
        Type::Opaque(_) => quote!(answers.opaque(#value);),
        Type::Option(of) => {
            let give = give(&inner, of, contract);
            quote! {
                match #value {
                    None => answers.variant(0),
                    Some(inner) => { answers.variant(1); #give }
                }
            }
        }
        Type::Result(of, error) => {
            let give_value = give(&inner, of, contract);
            let give_error = give(&inner, error, contract);
            quote! {
                match #value {
                    Ok(inner) => { answers.variant(0); #give_value }
                    Err(inner) => { answers.variant(1); #give_error }
                }
            }
        }
        Type::Tuple(types) => {
            let names: Vec<Ident> = (0..types.len())
                .map(|index| format_ident!("part_{index}"))
                .collect();
            let gives = types
                .iter()
                .zip(&names)
                .map(|(ty, name)| give(&quote!(#name), ty, contract));
            quote!({ let (#(#names,)*) = #value; #(#gives)* })
        }
        Type::List(_, of) => {
            let give = give(&inner, of, contract);
            quote!({
                let list = #value;
                answers.count(list.len());
                for inner in list { #give }
            })
        }
        Type::Array(of, _) => {
            let give = give(&inner, of, contract);
            quote!(for inner in #value { #give })
        }
        Type::Pointer(_, of) => give(&quote!(*#value), of, contract),
        Type::Given(name, arguments) => {
            let path = Side::Submission.path(name);
            let shape = contract
                .given(name)
                .expect("the contract's types are complete")
                .shape_for(arguments);
            let arms = shape_arms(&shape, &path, |number, fields| {
                let number = number.map(|number| quote!(answers.count(#number);));
                let gives = fields
                    .iter()
                    .map(|(name, ty)| give(&quote!(#name), ty, contract));
                quote!({ #number #(#gives)* })
            });
            quote!(match #value { #arms })
        }
        // Borrowed opaque values and those in maps have no way out; the package reader
        // refuses such contracts.
        _ => quote!(compile_error!("an opaque value in a place that cannot travel");),
    }
}
