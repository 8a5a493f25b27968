//! The shapes of given types.

use super::fault::Fault;
use super::resolve::{Names, Scope, span_of};
use crate::problem::contract::{FieldTypes, GivenType, Shape};
use crate::problem::types::Type;
use std::collections::BTreeMap;

/// A public struct or enum without a part that is the candidate's.
pub(super) struct Data {
    pub name: String,
    pub generics: syn::Generics,
    pub variants: Variants,
}

/// What it is.
pub(super) enum Variants {
    Struct(syn::Fields),
    Enum(Vec<syn::Variant>),
}

impl Data {
    /// Its shape, if all that it holds can travel.
    pub fn given_type(&self, names: &Names) -> Result<GivenType, Fault> {
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

/// The names of the type parameters.
pub(super) fn type_parameters(generics: &syn::Generics) -> Vec<String> {
    generics
        .type_params()
        .map(|parameter| parameter.ident.to_string())
        .collect()
}
