//! Bounds: for every trait that a type of the contract has to have, or must not have, code
//! that compiles only if that is so. rustc is the judge of that; nothing here is ever run.

use super::formatted;
use super::probes::{imports, numbered_at};
use crate::problem::bound::Bound;
use crate::problem::contract::Contract;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

const PREFIX: &str = "bound_";

/// The text of the module.
pub fn bounds(contract: &Contract, bounds: &[Bound]) -> String {
    let imports = imports(contract);
    let asserted = bounds
        .iter()
        .enumerate()
        .map(|(number, bound)| assertion(number, bound));
    formatted(quote! {
        #imports
        // What is imported by name goes before.
        use known::*;

        /// The traits that `bounds` may name without a path.
        mod known {
            pub use ::std::fmt::{Debug, Display};
            pub use ::std::hash::Hash;
            pub use ::std::panic::{RefUnwindSafe, UnwindSafe};
        }

        #(#asserted)*
    })
}

/// Which bound the line (from 1) of [`bounds`]' text is about.
pub fn bound_at(text: &str, line: usize) -> Option<usize> {
    numbered_at(text, line, PREFIX)
}

fn assertion(number: usize, bound: &Bound) -> TokenStream {
    let name = format_ident!("{PREFIX}{number}");
    let parsed = "the package reader has parsed it";
    let ty: TokenStream = bound.written.parse().expect(parsed);
    let asked: TokenStream = bound.asked.parse().expect(parsed);
    if !bound.forbidden {
        return quote! {
            fn #name() {
                fn has<T: ?Sized + #asked>() {}
                has::<#ty>()
            }
        };
    }
    // A type with the trait has two implementations of `Ambiguous`, and rustc cannot infer
    // which one is meant (the `assert_not_impl_any!` of the crate static_assertions).
    quote! {
        fn #name() {
            trait Ambiguous<Which> {
                fn only_one() {}
            }
            struct Other;
            impl<T: ?Sized> Ambiguous<()> for T {}
            impl<T: ?Sized + #asked> Ambiguous<Other> for T {}
            <#ty as Ambiguous<_>>::only_one()
        }
    }
}
