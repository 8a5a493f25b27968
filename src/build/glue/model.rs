//! The glue of a model, and the crate `contract` that model.rs takes the given types from.

use super::candidate::probe_runner;
use super::conversions::given_types;
use super::generators::{draw, generate};
use super::handles::{handles_at, handles_in};
use super::names::Side;
use super::{Sources, formatted};
use crate::problem::contract::{Contract, Operation, Owner, Receiver};
use crate::problem::domain;
use crate::problem::types::{Opaque, Type};
use crate::problem::{Model, ModelForm, ModelOperation, Problem};
use crate::wire::builtin;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Item;

/// The crate `contract`: the starter's given items as they are.
pub fn contract_crate(contract: &Contract) -> String {
    let uses = syn::parse_file(&contract.starter)
        .map(|file| file.items)
        .unwrap_or_default()
        .into_iter()
        .filter(|item| matches!(item, Item::Use(_)));
    let given = contract.given_items.iter().map(|item| &item.item);
    formatted(quote! {
        //! The contract's given items, for model.rs.
        #![allow(unused)]
        #(#uses)*
        #(#given)*
    })
}

/// The sources of the crate that serves the model. `model.rs` is a crate of its own.
pub fn model_glue(problem: &Problem, model: &Model) -> Sources {
    let given = given_types(&problem.contract, Side::Model);
    let server = server(problem, model);
    let root = quote! {
        //! Generated from the contract: consults the model.
        #![allow(unused)]
        mod serve;
        mod types;

        fn main() {
            ::driver::consult(serve::Server::new())
        }
    };
    Sources::from([
        ("main.rs".into(), formatted(root)),
        ("types.rs".into(), formatted(given)),
        ("serve.rs".into(), formatted(server)),
    ])
}

fn server(problem: &Problem, model: &Model) -> TokenStream {
    let instance = &problem.instances[0];
    let subject = instance.subject.as_ref();
    let operations = instance
        .operations
        .iter()
        .zip(&model.operations)
        .enumerate()
        .map(|(number, (operation, form))| {
            let number = u16::try_from(number).expect("few operations");
            let body = consult(operation, form, subject, &problem.contract);
            quote!(#number => { #body })
        });
    let generators = problem.generators.iter().enumerate().map(|(number, each)| {
        let number = u16::try_from(number).expect("few generators");
        let body = generate(each);
        quote!(#number => { #body })
    });
    let draws = domain::generators(&problem.domains, instance);
    let draws = draws.iter().enumerate().map(|(number, each)| {
        let number = u16::try_from(number).expect("few generators");
        let body = draw(each);
        quote!(#number => { #body })
    });
    let new = if subject.is_some() {
        quote!(::std::vec::Vec::new())
    } else {
        quote!(::std::vec::Vec::from([(0, ::model::Model::new())]))
    };
    let builtins = builtins(&model.source);
    let probes = probe_runner(&problem.probes);
    quote! {
        use crate::types::Glue;
        use ::driver::{Answers, Arguments, Fault, encoded};
        use ::wire::{Arena, Call, Draws, Opinion};

        /// The models of a case by the handle of the subject each stands for, and the
        /// other handles that exist.
        pub struct Server {
            models: ::std::vec::Vec<(u32, ::model::Model)>,
            alive: ::std::vec::Vec<u32>,
        }

        // SAFETY: made on one thread and moved to another before the first call.
        unsafe impl Send for Server {}

        impl Server {
            pub fn new() -> Self {
                Self { models: #new, alive: ::std::vec::Vec::new() }
            }

            /// The model of a subject; of the first one for what belongs to no subject.
            fn model(&mut self, handle: ::std::option::Option<u32>) -> Result<&mut ::model::Model, Fault> {
                let index = handle
                    .and_then(|handle| self.models.iter().position(|model| model.0 == handle))
                    .unwrap_or(0);
                self.models.get_mut(index).map(|model| &mut model.1).ok_or(Fault::Missing)
            }

            /// Takes the model of a subject out of the list.
            fn take(&mut self, handle: u32) -> Result<::model::Model, Fault> {
                let index = self.models.iter().position(|model| model.0 == handle).ok_or(Fault::Missing)?;
                Ok(self.models.swap_remove(index).1)
            }

            /// Looks whether the handle exists.
            fn exists(&self, handle: u32) -> Result<(), Fault> {
                let known = self.alive.contains(&handle)
                    || self.models.iter().any(|model| model.0 == handle);
                if known { Ok(()) } else { Err(Fault::Missing) }
            }

            /// Forgets a handle that was used up.
            fn gone(&mut self, handle: u32) {
                self.alive.retain(|known| *known != handle);
            }
        }

        impl ::driver::Oracle for Server {
            fn reset(&mut self) {
                *self = Self::new();
            }

            fn consult(&mut self, call: &Call, answer: ::std::option::Option<&[u8]>) -> Result<Opinion, Fault> {
                let arena = Arena::new();
                let mut arguments = Arguments::new(&call.arguments, &arena, call.receiver);
                match call.operation {
                    #(#operations)*
                    #builtins
                    _ => Err(Fault::Refused("an operation of the contract")),
                }
            }

            fn generate(
                &mut self,
                generator: u16,
                arguments: &mut Arguments<'_>,
                answers: &mut Answers,
            ) -> Result<(), Fault> {
                match generator {
                    #(#generators)*
                    _ => return Err(Fault::Refused("a generator of the package")),
                }
                Ok(())
            }

            fn draw(
                &mut self,
                generator: u16,
                receiver: ::std::option::Option<u32>,
                draws: &Draws,
                answers: &mut Answers,
            ) -> Result<::std::vec::Vec<u64>, Fault> {
                let (seed, tape) = match draws {
                    Draws::Seed(seed) => (*seed, ::std::option::Option::None),
                    Draws::Tape(tape) => (0, ::std::option::Option::Some(tape.clone())),
                };
                match generator {
                    #(#draws)*
                    _ => Err(Fault::Refused("a generator of a domain")),
                }
            }

            #probes
        }
    }
}

fn consult(
    operation: &Operation,
    form: &ModelOperation,
    subject: Option<&Opaque>,
    contract: &Contract,
) -> TokenStream {
    let is_subject = |ty: &Type| {
        let ty = match ty {
            Type::Reference { to, .. } => to,
            other => other,
        };
        matches!(ty, Type::Opaque(opaque) if Some(opaque) == subject)
    };
    let names: Vec<Ident> = (0..operation.parameters.len())
        .map(|index| format_ident!("argument_{index}"))
        .collect();
    let mut takes = vec![];
    let mut borrows = vec![];
    let mut returns = vec![];
    let mut passed = vec![];
    let mut exist = vec![];
    for (name, parameter) in names.iter().zip(&operation.parameters) {
        let ty = Side::Model.ty(&parameter.ty.plain());
        takes.push(quote!(let #name = arguments.plain::<Glue, #ty>()?;));
        if is_subject(&parameter.ty) {
            let handle = format_ident!("{name}_handle");
            borrows.push(quote!(let (#handle, #name) = (#name, self.take(#name)?);));
            returns.push(quote!(self.models.push((#handle, #name));));
            passed.push(quote!(&#name));
        } else {
            passed.push(quote!(#name));
            match &parameter.ty {
                Type::Opaque(_) => {
                    exist.push(quote!(self.exists(#name)?;));
                    returns.push(quote!(self.gone(#name);));
                }
                Type::Reference { to, .. } if matches!(**to, Type::Opaque(_)) => {
                    exist.push(quote!(self.exists(#name)?;));
                }
                _ => {}
            }
        }
    }
    let requires = form.requires.as_ref().map(|by_reference| {
        let method = format_ident!("requires_{}", form.name);
        let arguments = names.iter().zip(by_reference).map(|(name, by_reference)| {
            if *by_reference {
                quote!(&#name)
            } else {
                quote!(::std::clone::Clone::clone(&#name))
            }
        });
        quote! {
            if !self.model(call.receiver)?.#method(#(#arguments),*) {
                return Ok(Opinion::Outside);
            }
        }
    });
    if operation.is_constructor() && is_subject_maker(operation, subject) {
        return quote! {
            #(#takes)*
            arguments.end()?;
            let made = ::model::Model::new(#(#passed),*);
            self.models.push((call.first_handle, made));
            Ok(Opinion::Expected(encoded::<Glue>(&call.first_handle)))
        };
    }
    let handle_receiver = operation.receiver.is_some()
        && matches!(&operation.owner, Owner::Type(owner) if Some(owner) != subject);
    if handle_receiver {
        passed.insert(0, quote!(arguments.receiver()?));
        exist.push(quote!(self.exists(arguments.receiver()?)?;));
        if operation.receiver == Some(Receiver::Owned) {
            returns.push(quote!(self.gone(arguments.receiver()?);));
        }
    }
    let ids = handles_in(&operation.answer, contract);
    let ids: Vec<TokenStream> = (0..ids)
        .map(|index| {
            let index = u32::try_from(index).expect("few handles");
            quote!(call.first_handle + #index)
        })
        .collect();
    let outcome = operation.outcome();
    let answer = Side::Model.ty(&outcome);
    let notes = handles_at(&outcome, &quote!(&answer));
    let judged = judged(form, &passed, &ids, &answer, notes.as_ref());
    quote! {
        #(#takes)*
        arguments.end()?;
        #(#exist)*
        #requires
        #(#borrows)*
        let mut made: ::std::vec::Vec<u32> = ::std::vec::Vec::new();
        let model = self.model(call.receiver)?;
        let opinion = { #judged };
        #(#returns)*
        self.alive.extend(made);
        Ok(opinion)
    }
}

/// The expression that is the model's opinion, of the call alone or of the given answer.
fn judged(
    form: &ModelOperation,
    passed: &[TokenStream],
    ids: &[TokenStream],
    answer: &TokenStream,
    notes: Option<&TokenStream>,
) -> TokenStream {
    let steps = quote! {
        ::kit::Step::Done(answer) => {
            #notes
            Opinion::Expected(encoded::<Glue>(&answer))
        }
        ::kit::Step::Blocks => Opinion::Blocks,
        ::kit::Step::Panics => Opinion::Panics,
    };
    match form.form {
        ModelForm::Answers => {
            let method = format_ident!("{}", form.name);
            quote! {
                let answer = model.#method(#(#passed,)* #(#ids),*);
                #notes
                Opinion::Expected(encoded::<Glue>(&answer))
            }
        }
        ModelForm::Steps => {
            let method = format_ident!("{}", form.name);
            quote!(match model.#method(#(#passed,)* #(#ids),*) { #steps })
        }
        ModelForm::Accepts => {
            let method = format_ident!("accept_{}", form.name);
            quote! {
                match answer {
                    ::std::option::Option::None => Opinion::Open,
                    ::std::option::Option::Some(given) => {
                        let mut given = Arguments::new(given, &arena, None);
                        let answer = given.plain::<Glue, #answer>()?;
                        given.end()?;
                        #notes
                        match model.#method(#(#passed,)* answer) {
                            ::kit::Check::Legal => Opinion::Legal,
                            ::kit::Check::Illegal(reason) => Opinion::Illegal(reason),
                            ::kit::Check::Blocks => Opinion::Blocks,
                        }
                    }
                }
            }
        }
        ModelForm::Moments => {
            let begin = format_ident!("{}_begin", form.name);
            let end = format_ident!("{}_end", form.name);
            quote! {
                model.#begin(#(::std::clone::Clone::clone(&#passed),)* #(#ids),*);
                match model.#end(#(#passed,)* #(#ids),*) { #steps }
            }
        }
    }
}

fn is_subject_maker(operation: &Operation, subject: Option<&Opaque>) -> bool {
    match &operation.owner {
        Owner::Adapter => true,
        Owner::Type(owner) => Some(owner) == subject,
        Owner::Function | Owner::AdapterSubject(_) => false,
    }
}

/// Arms for `drop(p)`, `unwind(p)` and `clone(p)`: the model hears of them if it has a
/// method of that name.
fn builtins(source: &str) -> TokenStream {
    let methods = public_methods(source);
    let has = |name: &str| methods.iter().any(|method| method == name);
    let (drop, unwind, clone) = (builtin::DROP, builtin::UNWIND, builtin::CLONE);
    let dropped = has("drop").then(|| quote!(self.model(None)?.drop(arguments.receiver()?);));
    let cloned = has("clone")
        .then(|| quote!(self.model(None)?.clone(arguments.receiver()?, call.first_handle);));
    quote! {
        #drop | #unwind => {
            self.exists(arguments.receiver()?)?;
            #dropped
            self.gone(arguments.receiver()?);
            Ok(Opinion::Expected(::std::vec::Vec::new()))
        }
        #clone => {
            self.exists(arguments.receiver()?)?;
            #cloned
            self.alive.push(call.first_handle);
            Ok(Opinion::Expected(encoded::<Glue>(&call.first_handle)))
        }
    }
}

/// The names of the public methods of `impl Model`.
fn public_methods(source: &str) -> Vec<String> {
    let items = syn::parse_file(source)
        .map(|file| file.items)
        .unwrap_or_default();
    items
        .iter()
        .filter_map(|item| match item {
            Item::Impl(block) if block.trait_.is_none() => Some(&block.items),
            _ => None,
        })
        .flatten()
        .filter_map(|item| match item {
            syn::ImplItem::Fn(method) if matches!(method.vis, syn::Visibility::Public(_)) => {
                Some(method.sig.ident.to_string())
            }
            _ => None,
        })
        .collect()
}
