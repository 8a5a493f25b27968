//! What can be done with values of the contract's types, by what starter.rs derives.

use super::rust_literal::parts;
use crate::problem::contract::Contract;
use crate::problem::types::Type;

/// Whether values of the type can be compared with `==`.
pub fn comparable(contract: &Contract, ty: &Type) -> bool {
    has_trait(contract, ty, "PartialEq")
}

/// Whether values of the type can be printed with `{:?}`.
pub fn printable(contract: &Contract, ty: &Type) -> bool {
    has_trait(contract, ty, "Debug")
}

fn has_trait(contract: &Contract, ty: &Type, name: &str) -> bool {
    parts(ty).iter().all(|part| match part {
        Type::Given(given, _) => contract
            .given_items
            .iter()
            .any(|item| implements(&item.item, given, name)),
        Type::Opaque(_) => false,
        _ => true,
    })
}

/// Whether an item of starter.rs gives the type the trait: by a derive, or by hand.
fn implements(item: &syn::Item, ty: &str, name: &str) -> bool {
    let (attributes, item_name) = match item {
        syn::Item::Struct(item) => (&item.attrs, &item.ident),
        syn::Item::Enum(item) => (&item.attrs, &item.ident),
        syn::Item::Impl(item) => {
            let is = |path: &syn::Path, name: &str| {
                path.segments
                    .last()
                    .is_some_and(|segment| segment.ident == name)
            };
            let of_type = matches!(&*item.self_ty, syn::Type::Path(path) if is(&path.path, ty));
            return of_type && item.trait_.as_ref().is_some_and(|(path, _)| is(path, name));
        }
        _ => return false,
    };
    let mut derives = false;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
    {
        // What is no list of paths does not compile, so the starter has none.
        _ = attribute.parse_nested_meta(|meta| {
            derives |= meta
                .path
                .segments
                .last()
                .is_some_and(|segment| segment.ident == name);
            Ok(())
        });
    }
    derives && item_name == ty
}
