//! The glue of a submission: one `match` over instance and operation.

use super::bounds::bounds;
use super::conversions::{give, given_types};
use super::names::{Side, holds_opaque};
use super::probes::probes;
use super::{Sources, formatted};
use crate::problem::Problem;
use crate::problem::contract::{Contract, Instance, Operation, Owner, Receiver};
use crate::problem::own_test::OwnTests;
use crate::problem::types::{List, Opaque, Text, Type};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// How much of a submission its glue reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// All that the problem asks for.
    Everything,
    /// What scenarios call: they are about the problem's own instance.
    Scenarios,
}

/// The sources of the crate `glue`. Its only entry is `pub fn serve()`, which is not
/// generic, so that whoever links it instantiates nothing.
pub fn submission_glue(problem: &Problem) -> Sources {
    glue(problem, Reach::Everything)
}

/// The same with no more than scenarios call. That the submission meets the contract is for
/// the whole glue to show.
pub fn scenario_glue(problem: &Problem) -> Sources {
    glue(problem, Reach::Scenarios)
}

fn glue(problem: &Problem, reach: Reach) -> Sources {
    let contract = &problem.contract;
    let is_whole = reach == Reach::Everything;
    let serve = serve(problem, reach);
    let given = given_types(contract, Side::Submission);
    let adapter = problem.adapter.as_ref();
    let adapter = adapter.filter(|adapter| is_whole || adapter.has_type);
    let own_tests = problem.own_tests.as_ref().filter(|_| is_whole);
    let with_adapter = adapter.filter(|adapter| adapter.has_type);

    let (modules, server) = if with_adapter.is_some() {
        (
            quote!(
                mod adapter;
            ),
            quote!(adapter::serve::Server),
        )
    } else {
        let workloads = adapter.map(|_| {
            quote! {
                #[allow(dead_code)]
                mod adapter;
            }
        });
        (quote!(#workloads mod serve;), quote!(serve::Server))
    };
    let asserted = (is_whole && !problem.bounds.is_empty()).then(|| {
        quote!(
            mod bounds;
        )
    });
    let tests = own_tests.map(|_| {
        quote!(
            mod tests;
        )
    });
    let probed = is_whole.then(|| {
        quote!(
            mod probes;
        )
    });
    let root = quote! {
        //! Generated from the contract. Compiled beside the submission; holds no answer.
        #![allow(unused)]
        #asserted
        #tests
        #probed
        mod types;
        #modules

        /// Serves the submission; does not return.
        pub fn serve() {
            ::driver::serve(#server)
        }
    };

    let mut sources = Sources::from([
        ("lib.rs".into(), formatted(root)),
        ("types.rs".into(), formatted(given)),
        ("serve.rs".into(), formatted(serve)),
    ]);
    if probed.is_some() {
        sources.insert("probes.rs".into(), probes(contract));
    }
    if asserted.is_some() {
        sources.insert("bounds.rs".into(), bounds(contract, &problem.bounds));
    }
    if let Some(own) = own_tests {
        // A function of that module may call its private ones; it stands at the end so that
        // the author's lines keep their numbers.
        let calls = formatted(calls(own));
        sources.insert("tests.rs".into(), format!("{}\n{calls}", own.callable));
    }
    if let Some(adapter) = adapter {
        let mut text = adapter.source.clone();
        if with_adapter.is_some() {
            // A child module sees the adapter's private field `subject`; it stands at the
            // end so that the author's lines keep their numbers.
            text.push_str("\n#[path = \"serve.rs\"]\npub(crate) mod serve;\n");
        }
        sources.insert("adapter.rs".into(), text);
    }
    sources
}

/// The function that calls the tests by number.
fn calls(own: &OwnTests) -> TokenStream {
    let arms = own.tests.iter().enumerate().map(|(number, test)| {
        let number = u16::try_from(number).expect("few tests");
        let name = format_ident!("{}", test.name);
        if test.answers {
            quote!(#number => {
                let answer = #name();
                answer.map(drop).map_err(|error| ::std::format!("{error:?}"))
            })
        } else {
            quote!(#number => {
                let () = #name();
                ::std::result::Result::Ok(())
            })
        }
    });
    quote! {
        pub(crate) fn call_test_by_number(
            number: u16,
        ) -> ::std::option::Option<::std::result::Result<(), ::std::string::String>> {
            ::std::option::Option::Some(match number {
                #(#arms)*
                _ => return ::std::option::Option::None,
            })
        }
    }
}

fn serve(problem: &Problem, reach: Reach) -> TokenStream {
    let contract = &problem.contract;
    let is_whole = reach == Reach::Everything;
    let instances = match reach {
        Reach::Everything => &problem.instances[..],
        Reach::Scenarios => &problem.instances[..1],
    };
    let arms = instances.iter().enumerate().flat_map(|(instance, each)| {
        each.operations
            .iter()
            .enumerate()
            .map(move |(number, operation)| {
                let instance = u16::try_from(instance).expect("few instances");
                let number = u16::try_from(number).expect("few operations");
                let body = call(operation, contract);
                quote!((#instance, #number) => { #body })
            })
    });
    let clones = clonable(problem, instances).into_iter().map(|ty| {
        quote! {
            if handles.is::<#ty>(handle) {
                // SAFETY: used before this call ends.
                let cloned = ::std::clone::Clone::clone(unsafe { handles.shared::<#ty>(handle)? });
                answers.opaque(cloned);
                return Ok(());
            }
        }
    });
    let workloads = problem.workloads.iter().filter(|_| is_whole);
    let workloads = workloads.enumerate().map(|(number, name)| {
        let number = u16::try_from(number).expect("few workloads");
        let name = format_ident!("{name}");
        quote!(#number => crate::adapter::#name(size, bench),)
    });
    let test = problem.own_tests.as_ref().filter(|_| is_whole).map(|_| {
        quote! {
            fn test(&self, number: u16) -> Result<Result<(), ::std::string::String>, Fault> {
                crate::tests::call_test_by_number(number).ok_or(Fault::Refused("a test of the package"))
            }
        }
    });
    quote! {
        use crate::types::Glue;
        use ::driver::{Answers, Arguments, Bench, Fault, Handles};

        /// The submission behind its contract.
        pub struct Server;

        impl ::driver::Submission for Server {
            fn call(
                &self,
                instance: u16,
                operation: u16,
                arguments: &mut Arguments<'_>,
                handles: &Handles,
                answers: &mut Answers,
            ) -> Result<(), Fault> {
                match (instance, operation) {
                    #(#arms)*
                    _ => return Err(Fault::Refused("an operation of the contract")),
                }
                Ok(())
            }

            fn clone_handle(
                &self,
                handle: u32,
                handles: &Handles,
                answers: &mut Answers,
            ) -> Result<(), Fault> {
                #(#clones)*
                Err(Fault::Refused("a handle that can be cloned"))
            }

            fn workload(
                &self,
                workload: u16,
                size: u64,
                bench: &mut Bench,
            ) -> Result<(), Fault> {
                match workload {
                    #(#workloads)*
                    _ => return Err(Fault::Refused("a workload of the package")),
                }
                Ok(())
            }

            #test
        }
    }
}

/// The body that makes one call.
fn call(operation: &Operation, contract: &Contract) -> TokenStream {
    let side = Side::Submission;
    let mut takes = vec![];
    let mut passed = vec![];
    let mut after = vec![];
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let name = format_ident!("argument_{index}");
        let (take, pass, changed) = argument(&parameter.ty, &quote!(#name), contract);
        takes.push(quote!(let mut #name = #take;));
        passed.push(pass);
        after.extend(changed);
    }
    let receiver = receiver(operation, side);
    let function = format_ident!("{}", operation.name);
    let callee = match &operation.owner {
        Owner::Function(arguments) if arguments.is_empty() => quote!(::submission::#function),
        Owner::Function(arguments) => {
            let arguments = arguments.iter().map(|argument| side.ty(argument));
            quote!(::submission::#function::<#(#arguments),*>)
        }
        Owner::Type(opaque) | Owner::AdapterSubject(opaque) => {
            let ty = side.opaque(opaque);
            quote!(<#ty>::#function)
        }
        Owner::Adapter => quote!(super::Adapter::#function),
    };
    let this = operation
        .receiver
        .map(|kind| match (&operation.owner, kind) {
            (Owner::AdapterSubject(_), Receiver::Shared) => quote!(&this.subject,),
            (Owner::AdapterSubject(_), Receiver::Exclusive) => quote!(&mut this.subject,),
            (Owner::AdapterSubject(_), Receiver::Owned) => quote!(this.subject,),
            _ => quote!(this,),
        });
    let give = give(&quote!(answer), &operation.answer, contract);
    quote! {
        #(#takes)*
        #receiver
        arguments.end()?;
        let answer = #callee(#this #(#passed),*);
        #give
        #(answers.plain::<Glue>(&#after);)*
    }
}

fn receiver(operation: &Operation, side: Side) -> Option<TokenStream> {
    let kind = operation.receiver?;
    let ty = match &operation.owner {
        Owner::Function(_) => return None,
        Owner::Type(opaque) => side.opaque(opaque),
        Owner::Adapter | Owner::AdapterSubject(_) => quote!(super::Adapter),
    };
    Some(match kind {
        Receiver::Shared => quote! {
            // SAFETY: what may borrow from it is dropped before it.
            let this = unsafe { handles.shared::<#ty>(arguments.receiver()?)? };
        },
        Receiver::Exclusive => quote! {
            // SAFETY: what may borrow from it is dropped before it.
            let this = unsafe { handles.exclusive::<#ty>(arguments.receiver()?)? };
        },
        Receiver::Owned => quote!(let this = handles.take::<#ty>(arguments.receiver()?)?;),
    })
}

/// How an argument is taken off the wire, how it is passed, and the expression that holds
/// what the call made of it, if it could change it.
fn argument(
    ty: &Type,
    name: &TokenStream,
    contract: &Contract,
) -> (TokenStream, TokenStream, Option<TokenStream>) {
    let side = Side::Submission;
    match ty {
        Type::Opaque(opaque) => {
            let ty = side.opaque(opaque);
            let take = quote!(handles.take::<#ty>(arguments.handle()?)?);
            (take, name.clone(), None)
        }
        Type::Reference { mutable, to } => match &**to {
            Type::Opaque(opaque) => {
                let ty = side.opaque(opaque);
                let lend = if *mutable {
                    quote!(exclusive)
                } else {
                    quote!(shared)
                };
                // SAFETY of the generated code: used before the call ends.
                let take = quote!(unsafe { handles.#lend::<#ty>(arguments.handle()?)? });
                (take, name.clone(), None)
            }
            to if *mutable && !holds_opaque(to, contract) => {
                let owned = side.ty(&owned(to));
                let take = quote!(arguments.plain::<Glue, #owned>()?);
                (take, quote!(&mut #name), Some(name.clone()))
            }
            _ => plain(ty, name),
        },
        _ => plain(ty, name),
    }
}

fn plain(ty: &Type, name: &TokenStream) -> (TokenStream, TokenStream, Option<TokenStream>) {
    let ty = Side::Submission.ty(ty);
    let take = quote!(arguments.plain::<Glue, #ty>()?);
    (take, name.clone(), None)
}

/// What can hold a value that is lent as `&mut` to this type.
fn owned(ty: &Type) -> Type {
    match ty {
        Type::Text(_) => Type::Text(Text::Owned),
        Type::List(List::Slice, element) => Type::List(List::Vec, element.clone()),
        other => other.clone(),
    }
}

/// The opaque types that the contract says can be cloned, as code.
fn clonable(problem: &Problem, instances: &[Instance]) -> Vec<TokenStream> {
    let mut seen: Vec<Opaque> = vec![];
    let operations = instances.iter().flat_map(|each| &each.operations);
    for operation in operations {
        let owner = match &operation.owner {
            Owner::Type(opaque) => Some(opaque.clone()),
            _ => None,
        };
        for opaque in owner.into_iter().chain(operation.outcome().opaques()) {
            let derived = problem
                .contract
                .opaque(&opaque.name)
                .is_some_and(|ty| ty.derives.iter().any(|derive| derive == "Clone"));
            let asked = problem
                .bounds
                .iter()
                .any(|bound| bound.promises_clone() && bound.ty == Type::Opaque(opaque.clone()));
            let clones = derived || asked;
            if clones && !seen.contains(&opaque) {
                seen.push(opaque);
            }
        }
    }
    seen.iter()
        .map(|opaque| Side::Submission.opaque(opaque))
        .collect()
}
