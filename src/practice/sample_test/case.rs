//! One case as a test function.

use super::answer::Answer;
use super::{snake_case, unique};
use crate::practice::rust_literal::{Place, RustLiteral, ident};
use crate::problem::case::{
    Action, Argument, CallLine, Case, Expected, HandleRef, Line, OperationRef,
};
use crate::problem::contract::{Instance, Operation, Owner, Receiver};
use crate::problem::types::{Opaque, Type};
use crate::value::Value;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// A case on its way to being a test.
pub struct CaseTest<'a, 'b> {
    case: &'a Case,
    instance: &'a Instance,
    literal: &'b mut RustLiteral<'a>,
    handles: BTreeMap<(usize, usize), Handle>,
    /// What the last call must not answer, if nothing more is known of it.
    pub never: Option<&'a Value>,
}

/// A variable for an opaque value.
struct Handle {
    name: Ident,
    mutable: bool,
}

impl<'a, 'b> CaseTest<'a, 'b> {
    /// Looks the case over and names its variables.
    pub fn new(case: &'a Case, instance: &'a Instance, literal: &'b mut RustLiteral<'a>) -> Self {
        let mut test = Self {
            case,
            instance,
            literal,
            handles: BTreeMap::new(),
            never: None,
        };
        test.name_handles();
        test
    }

    /// The test; `None` if not even its first line can be written.
    pub fn function(mut self, name: &str) -> Option<syn::ItemFn> {
        let mut statements = Vec::new();
        let mut written = false;
        for (index, line) in self.case.lines.iter().enumerate() {
            if let Some(statement) = self.line(index, line) {
                statements.push(statement);
                written = true;
                continue;
            }
            let text = &line.text;
            if self.is_free(line) {
                let comment = format!("Only `greenroom test` runs {text}.");
                statements.push(quote!(comment!(#comment);));
                continue;
            }
            // What comes after depends on what this line would have done.
            let comment = format!("Only `greenroom test` goes on from here: {text}.");
            statements.push(quote!(comment!(#comment);));
            break;
        }
        if !written {
            return None;
        }
        let name = ident(name);
        let function = quote! {
            #[test]
            fn #name() {
                #(#statements)*
            }
        };
        syn::parse2(function).ok()
    }

    /// Names the variables, and finds out which ones change.
    fn name_handles(&mut self) {
        let mut taken: BTreeSet<String> = self
            .instance
            .operations
            .iter()
            .filter(|operation| operation.is_function())
            .map(|operation| operation.name.clone())
            .collect();
        let mut used = BTreeSet::new();
        let mut changed = BTreeSet::new();
        for line in &self.case.lines {
            let Action::Call(call) = &line.action else {
                continue;
            };
            let operation = self.operation(call);
            let exclusive =
                operation.and_then(|operation| operation.receiver) == Some(Receiver::Exclusive);
            if let Some(receiver) = call.receiver {
                used.insert(place(receiver));
                if exclusive {
                    changed.insert(place(receiver));
                }
            }
            for (index, argument) in call.arguments.iter().enumerate() {
                let Argument::Handle(handle) = argument else {
                    continue;
                };
                used.insert(place(*handle));
                let parameter = operation.and_then(|operation| operation.parameters.get(index));
                if parameter.is_some_and(|parameter| by_exclusive_reference(&parameter.ty)) {
                    changed.insert(place(*handle));
                }
            }
        }
        for (index, line) in self.case.lines.iter().enumerate() {
            let Action::Call(call) = &line.action else {
                continue;
            };
            let types = match call.operation {
                OperationRef::Clone => vec![None],
                _ => self.operation(call).map_or_else(Vec::new, |operation| {
                    opaque_types(&operation.answer)
                        .into_iter()
                        .map(Some)
                        .collect()
                }),
            };
            for (position, opaque) in types.into_iter().enumerate() {
                let bound = call.bound.get(position).cloned().flatten();
                let of_type = opaque.map_or("handle", |opaque| opaque.name.as_str());
                let name = bound.unwrap_or_else(|| snake_case(of_type));
                let place = (index, position);
                // One that nobody names again still lives to the end of the case.
                let name = if used.contains(&place) {
                    name
                } else {
                    format!("_{name}")
                };
                let handle = Handle {
                    name: ident(&unique(&name, &mut taken)),
                    mutable: changed.contains(&place),
                };
                self.handles.insert(place, handle);
            }
        }
    }

    fn operation(&self, call: &CallLine) -> Option<&'a Operation> {
        match call.operation {
            OperationRef::Numbered(number) => self.instance.operations.get(usize::from(number)),
            _ => None,
        }
    }

    /// Whether the line calls a function, which leaves nothing behind.
    fn is_free(&self, line: &Line) -> bool {
        match &line.action {
            Action::Call(call) => self.operation(call).is_some_and(|operation| {
                let handle = |argument: &Argument| matches!(argument, Argument::Handle(_));
                operation.is_function()
                    && !call.arguments.iter().any(handle)
                    && opaque_types(&operation.answer).is_empty()
            }),
            Action::Await => false,
        }
    }

    /// The line as statements; `None` if only the judge can run it.
    fn line(&mut self, index: usize, line: &Line) -> Option<TokenStream> {
        let Action::Call(call) = &line.action else {
            return None;
        };
        if line.thread.is_some() {
            return None;
        }
        match call.operation {
            OperationRef::Drop => {
                let handle = self.only_handle(call)?;
                Some(quote!(drop(#handle);))
            }
            OperationRef::Unwind => {
                let handle = self.only_handle(call)?;
                let unwind = self.catch(&quote! {
                    let _handle = #handle;
                    panic!("unwinds");
                });
                Some(quote!(let _ = #unwind;))
            }
            OperationRef::Clone => {
                let handle = self.only_handle(call)?;
                let made = self.binding(index, 0)?;
                Some(quote!(let #made = #handle.clone();))
            }
            OperationRef::Numbered(_) => {
                let operation = self.operation(call)?;
                let code = self.call(operation, call)?;
                self.outcome(index, line, operation, &code)
            }
        }
    }

    fn outcome(
        &mut self,
        index: usize,
        line: &Line,
        operation: &Operation,
        code: &TokenStream,
    ) -> Option<TokenStream> {
        let pattern = match &line.expected {
            Some(Expected::Blocks) => return None,
            Some(Expected::Panics) => {
                let caught = self.catch(&quote!(let _ = #code;));
                let message = super::message(&format!("{} should panic", line.text));
                return Some(quote!(assert_(#caught.is_err(), #message);));
            }
            Some(Expected::Answer(pattern)) => Some(pattern),
            None => None,
        };
        let names: Option<Vec<TokenStream>> = (0..opaque_types(&operation.answer).len())
            .map(|position| self.binding(index, position))
            .collect();
        let bound = match &line.action {
            Action::Call(call) => call.bound.iter().any(Option::is_some),
            Action::Await => false,
        };
        Answer {
            ty: &operation.answer,
            pattern,
            text: &line.text,
            names: names?,
            bound: bound || operation.is_constructor(),
            never: self.never.filter(|_| index + 1 == self.case.lines.len()),
        }
        .statements(code, self.literal)
    }

    fn catch(&mut self, body: &TokenStream) -> TokenStream {
        self.literal.std.insert("panic::AssertUnwindSafe");
        self.literal.std.insert("panic::catch_unwind");
        quote!(catch_unwind(AssertUnwindSafe(|| { #body })))
    }

    /// `mut permit`, where the variable is made.
    fn binding(&self, index: usize, position: usize) -> Option<TokenStream> {
        let handle = self.handles.get(&(index, position))?;
        let name = &handle.name;
        Some(if handle.mutable {
            quote!(mut #name)
        } else {
            quote!(#name)
        })
    }

    fn handle(&self, handle: HandleRef) -> Option<&Ident> {
        self.handles.get(&place(handle)).map(|handle| &handle.name)
    }

    fn only_handle(&self, call: &CallLine) -> Option<Ident> {
        let argument = call.arguments.iter().find_map(|argument| match argument {
            Argument::Handle(handle) => Some(*handle),
            _ => None,
        });
        self.handle(argument.or(call.receiver)?).cloned()
    }

    fn call(&mut self, operation: &Operation, call: &CallLine) -> Option<TokenStream> {
        let mut arguments = Vec::new();
        for (argument, parameter) in call.arguments.iter().zip(&operation.parameters) {
            arguments.push(self.argument(argument, &parameter.ty)?);
        }
        let name = ident(&operation.name);
        let function = match &operation.owner {
            Owner::Adapter => return None,
            Owner::Function(arguments) => {
                self.literal.own.insert(operation.name.clone());
                let arguments = self.turbofish(arguments)?;
                quote!(#name #arguments)
            }
            Owner::Type(opaque) | Owner::AdapterSubject(opaque) => match operation.receiver {
                Some(_) => {
                    let receiver = self.handle(call.receiver?)?;
                    quote!(#receiver.#name)
                }
                None => {
                    let path = self.path(opaque)?;
                    quote!(#path::#name)
                }
            },
        };
        Some(quote!(#function(#(#arguments),*)))
    }

    /// `LruCache::<u32, u32>`.
    fn path(&mut self, opaque: &Opaque) -> Option<TokenStream> {
        self.literal.own.insert(opaque.name.clone());
        let name = ident(&opaque.name);
        let arguments = self.turbofish(&opaque.arguments)?;
        Some(quote!(#name #arguments))
    }

    /// `::<u32, u32>`; nothing for no types.
    fn turbofish(&mut self, arguments: &[Type]) -> Option<TokenStream> {
        if arguments.is_empty() {
            return Some(TokenStream::new());
        }
        let arguments: Option<Vec<syn::Type>> = arguments
            .iter()
            .map(|ty| self.literal.type_of(ty))
            .collect();
        let arguments = arguments?;
        Some(quote!(::<#(#arguments),*>))
    }

    fn argument(&mut self, argument: &Argument, ty: &Type) -> Option<TokenStream> {
        match (argument, ty) {
            // What the call leaves in the argument is part of the answer in lines.
            (Argument::Value(_), Type::Reference { mutable: true, .. })
            | (Argument::Generated { .. }, _) => None,
            (Argument::Value(value), _) => self.literal.expression(value, ty, Place::Argument),
            (Argument::Handle(handle), Type::Opaque(_)) => {
                let name = self.handle(*handle)?;
                Some(quote!(#name))
            }
            (Argument::Handle(handle), Type::Reference { mutable, to }) => {
                let name = self.handle(*handle)?;
                matches!(**to, Type::Opaque(_)).then(|| {
                    if *mutable {
                        quote!(&mut #name)
                    } else {
                        quote!(&#name)
                    }
                })
            }
            (Argument::Handle(_), _) => None,
        }
    }
}

const fn place(handle: HandleRef) -> (usize, usize) {
    (handle.line, handle.position)
}

const fn by_exclusive_reference(ty: &Type) -> bool {
    matches!(ty, Type::Reference { mutable: true, .. })
}

/// The opaque types in an answer, in order.
pub fn opaque_types(ty: &Type) -> Vec<&Opaque> {
    match ty {
        Type::Opaque(opaque) => vec![opaque],
        Type::Tuple(elements) => elements.iter().flat_map(opaque_types).collect(),
        Type::Result(value, error) => [value, error]
            .into_iter()
            .flat_map(|ty| opaque_types(ty))
            .collect(),
        Type::Map(_, key, value) => [key, value]
            .into_iter()
            .flat_map(|ty| opaque_types(ty))
            .collect(),
        Type::Array(inner, _)
        | Type::List(_, inner)
        | Type::Option(inner)
        | Type::Pointer(_, inner)
        | Type::Tracked(inner)
        | Type::Set(_, inner)
        | Type::Reference { to: inner, .. } => opaque_types(inner),
        Type::Given(_, arguments) => arguments.iter().flat_map(opaque_types).collect(),
        _ => Vec::new(),
    }
}
