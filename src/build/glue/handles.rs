//! The handles in a model's answer.

use super::names::holds_opaque;
use crate::problem::contract::Contract;
use crate::problem::types::Type;
use proc_macro2::TokenStream;
use quote::quote;

/// How many opaque values an answer of the type can hold at most, one for a list.
pub fn handles_in(ty: &Type, contract: &Contract) -> usize {
    match ty {
        Type::Opaque(_) => 1,
        Type::Tuple(types) => types.iter().map(|ty| handles_in(ty, contract)).sum(),
        Type::Array(inner, _)
        | Type::List(_, inner)
        | Type::Option(inner)
        | Type::Pointer(_, inner)
        | Type::Tracked(inner)
        | Type::Set(_, inner)
        | Type::Reference { to: inner, .. } => handles_in(inner, contract),
        Type::Result(first, second) | Type::Map(_, first, second) => {
            handles_in(first, contract).max(handles_in(second, contract))
        }
        Type::Given(..) => usize::from(holds_opaque(ty, contract)),
        _ => 0,
    }
}

/// Statements that push the handles in a value of the type to `made`; `None` if it can hold
/// none. `value` is a reference to it.
pub fn handles_at(ty: &Type, value: &TokenStream) -> Option<TokenStream> {
    let each = |ty: &Type| {
        let inner = handles_at(ty, &quote!(part))?;
        Some(quote!(for part in (#value).iter() { #inner }))
    };
    match ty {
        Type::Opaque(_) => Some(quote!(made.push(*(#value));)),
        Type::Tuple(types) => {
            let parts: Vec<TokenStream> = types
                .iter()
                .enumerate()
                .filter_map(|(index, ty)| {
                    let index = syn::Index::from(index);
                    handles_at(ty, &quote!(&(#value).#index))
                })
                .collect();
            (!parts.is_empty()).then(|| quote!(#(#parts)*))
        }
        Type::Array(element, _) | Type::List(_, element) => each(element),
        Type::Option(inner) => {
            let inner = handles_at(inner, &quote!(part))?;
            Some(quote!(if let ::std::option::Option::Some(part) = #value { #inner }))
        }
        Type::Result(ok, error) => {
            let (ok, error) = (
                handles_at(ok, &quote!(part)),
                handles_at(error, &quote!(part)),
            );
            (ok.is_some() || error.is_some()).then(|| {
                quote! {
                    match #value {
                        ::std::result::Result::Ok(part) => { #ok }
                        ::std::result::Result::Err(part) => { #error }
                    }
                }
            })
        }
        Type::Pointer(_, inner) => handles_at(inner, &quote!(&**(#value))),
        _ => None,
    }
}
