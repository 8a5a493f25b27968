//! Calls of the functions of model.rs that make values.

use super::names::Side;
use crate::problem::Generator;
use crate::problem::domain::DomainGenerator;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The arm that calls a function which makes an argument of a case.
pub fn generate(generator: &Generator) -> TokenStream {
    let name = format_ident!("{}", generator.name);
    let takes = generator.parameters.iter().enumerate().map(|(index, ty)| {
        let name = format_ident!("argument_{index}");
        let ty = Side::Model.ty(ty);
        quote!(let #name = arguments.plain::<Glue, #ty>()?;)
    });
    let passed = (0..generator.parameters.len()).map(|index| format_ident!("argument_{index}"));
    let answer = Side::Model.ty(&generator.answer);
    quote! {
        #(#takes)*
        arguments.end()?;
        let made: #answer = ::model::#name(#(#passed),*);
        answers.plain::<Glue>(&made);
    }
}

/// The arm that draws from a generator of a domain.
pub fn draw(generator: &DomainGenerator) -> TokenStream {
    let name = format_ident!("{}", generator.name);
    let ty = Side::Model.ty(&generator.makes);
    let (model, passed) = if generator.takes_model {
        (
            Some(quote!(let model = &*self.model(receiver)?;)),
            Some(quote!(, model)),
        )
    } else {
        (None, None)
    };
    quote! {
        #model
        let (made, tape): (#ty, _) =
            ::kit::tape::record(seed, tape, |rng| ::model::#name(rng #passed));
        answers.plain::<Glue>(&made);
        Ok(tape)
    }
}
