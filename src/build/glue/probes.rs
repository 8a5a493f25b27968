//! Probes: for every function that the contract asks for, code that compiles only if the
//! submission has it. rustc is the judge of that; nothing here is ever run.
//!
//! A probe of a method is a trait with the contract's own signature, so that elided
//! lifetimes and `Self` mean what they mean in the contract.

use crate::problem::contract::{Contract, Function, Implementation};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{FnArg, GenericParam, Generics, Item, Pat, Signature};

const PREFIX: &str = "probe_";

/// The text of the module.
pub fn probes(contract: &Contract) -> String {
    let imports = imports(contract);
    let probes = contract
        .functions
        .iter()
        .enumerate()
        .map(|(number, function)| probe(number, function));
    let tokens = quote! {
        #imports
        #(#probes)*
    };
    super::formatted(tokens)
}

/// Which function of the contract the probe at this line (from 1) of [`probes`]' text is for.
pub fn probe_at(text: &str, line: usize) -> Option<usize> {
    numbered_at(text, line, PREFIX)
}

/// The number of the function that the line (from 1) lies in, if its name is `prefix` and a
/// number.
pub(super) fn numbered_at(text: &str, line: usize, prefix: &str) -> Option<usize> {
    let before = text.lines().take(line).collect::<Vec<_>>();
    before.iter().rev().find_map(|line| {
        let name = line.split(&format!("fn {prefix}")).nth(1)?;
        let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    })
}

/// The starter's own imports, and everything it declares.
pub(super) fn imports(contract: &Contract) -> TokenStream {
    let uses = syn::parse_file(&contract.starter)
        .map(|file| file.items)
        .unwrap_or_default()
        .into_iter()
        .filter(|item| matches!(item, Item::Use(_)));
    let given = contract
        .given_items
        .iter()
        .filter(|item| item.kind != "impl" && is_public(&item.item))
        .map(|item| item.name.clone());
    let opaque = contract.opaque_types.iter().map(|ty| ty.name.clone());
    let names = given.chain(opaque).map(|name| format_ident!("{name}"));
    quote! {
        #(#uses)*
        #[allow(unused_imports)]
        use ::submission::{#(#names),*};
    }
}

fn is_public(item: &Item) -> bool {
    let visibility = match item {
        Item::Const(item) => &item.vis,
        Item::Enum(item) => &item.vis,
        Item::Fn(item) => &item.vis,
        Item::Static(item) => &item.vis,
        Item::Struct(item) => &item.vis,
        Item::Trait(item) => &item.vis,
        Item::Type(item) => &item.vis,
        _ => return false,
    };
    matches!(visibility, syn::Visibility::Public(_))
}

fn probe(number: usize, function: &Function) -> TokenStream {
    let probe = format_ident!("{PREFIX}{number}");
    let name = &function.signature.ident;
    let (signature, arguments) = renamed(&function.signature, &probe);
    match &function.implementation {
        None => quote! {
            #signature { ::submission::#name(#(#arguments),*) }
        },
        Some(implementation) => {
            let holder = format_ident!("Probe{number}");
            let Implementation {
                generics,
                self_type,
                ..
            } = implementation;
            let (declared, used, bounds) = generics.split_for_impl();
            let wanted = wanted(generics);
            quote! {
                trait #holder #wanted: Sized #bounds {
                    #signature;
                }
                impl #declared #holder #used for #self_type #bounds {
                    #signature { <#self_type>::#name(#(#arguments),*) }
                }
            }
        }
    }
}

/// The generics as a declaration, bounds included.
fn wanted(generics: &Generics) -> TokenStream {
    if generics.params.is_empty() {
        return TokenStream::new();
    }
    let params = generics.params.iter().map(|param| match param {
        GenericParam::Type(param) => {
            let (name, bounds) = (&param.ident, &param.bounds);
            quote!(#name: #bounds)
        }
        other => quote!(#other),
    });
    quote!(<#(#params),*>)
}

/// The signature under another name, its parameters by number, and the arguments that
/// pass them on.
fn renamed(signature: &Signature, name: &syn::Ident) -> (Signature, Vec<TokenStream>) {
    let mut signature = signature.clone();
    signature.ident = name.clone();
    let mut arguments = vec![];
    for (index, input) in signature.inputs.iter_mut().enumerate() {
        match input {
            FnArg::Receiver(receiver) => {
                if !matches!(receiver.kind, syn::ReceiverKind::Reference(..)) {
                    receiver.mutability = None;
                }
                arguments.push(quote!(self));
            }
            FnArg::Typed(typed) => {
                let name = format_ident!("argument_{index}");
                *typed.pat = Pat::Ident(syn::PatIdent {
                    attrs: vec![],
                    by_ref: None,
                    mutability: None,
                    ident: name.clone(),
                    subpat: None,
                });
                typed.attrs.clear();
                arguments.push(quote!(#name));
            }
        }
    }
    (signature, arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(functions: Vec<Function>) -> Contract {
        Contract {
            starter: "use std::hash::Hash;\npub struct Cache<K>(K);".into(),
            given_types: vec![],
            given_items: vec![],
            opaque_types: vec![],
            functions,
        }
    }

    #[test]
    fn a_line_of_the_text_is_traced_to_its_function() {
        let method: syn::ItemImpl = syn::parse_quote! {
            impl<K: Hash + Eq> Cache<K> {
                fn get(&mut self, key: &K) -> Option<&K> { todo!() }
            }
        };
        let syn::ImplItem::Fn(get) = &method.items[0] else {
            panic!("it is a method")
        };
        let text = probes(&contract(vec![
            Function {
                implementation: None,
                signature: syn::parse_quote!(fn waves(deps: &[&str]) -> Vec<String>),
            },
            Function {
                implementation: Some(Implementation {
                    generics: method.generics.clone(),
                    self_type: (*method.self_ty).clone(),
                    type_name: "Cache".into(),
                }),
                signature: get.sig.clone(),
            },
        ]));
        insta::assert_snapshot!(text, @r"
        use std::hash::Hash;
        #[allow(unused_imports)]
        use ::submission::{};
        fn probe_0(argument_0: &[&str]) -> Vec<String> {
            ::submission::waves(argument_0)
        }
        trait Probe1<K: Hash + Eq>: Sized {
            fn probe_1(&mut self, argument_1: &K) -> Option<&K>;
        }
        impl<K: Hash + Eq> Probe1<K> for Cache<K> {
            fn probe_1(&mut self, argument_1: &K) -> Option<&K> {
                <Cache<K>>::get(self, argument_1)
            }
        }
        ");
        let line_of = |part: &str| {
            1 + text
                .lines()
                .position(|line| line.contains(part))
                .expect(part)
        };
        assert_eq!(probe_at(&text, 1), None);
        assert_eq!(probe_at(&text, line_of("submission::waves(")), Some(0));
        assert_eq!(probe_at(&text, line_of("::get(")), Some(1));
    }
}
