//! Signatures made into operations that can be called through the wire.

use super::fault::Fault;
use super::resolve::{Scope, span_of};
use super::rust::one_line;
use crate::problem::contract::{Operation, Owner, Parameter, Receiver};
use crate::problem::types::Type;
use syn::spanned::Spanned;

/// The operation, or why it cannot be called through the wire.
pub(super) fn operation(
    signature: &syn::Signature,
    owner: Owner,
    scope: &Scope<'_>,
    source: &str,
) -> Result<Operation, Fault> {
    let receiver = signature.receiver().map(receiver).transpose()?;
    let mut parameters = Vec::new();
    for input in &signature.inputs {
        if let syn::FnArg::Typed(typed) = input {
            parameters.push(Parameter {
                name: parameter_name(&typed.pat)?,
                ty: parameter_type(&typed.ty, scope)?,
            });
        }
    }
    let answer = match &signature.output {
        syn::ReturnType::Default => Type::Unit,
        syn::ReturnType::Type(_, ty) => {
            let answer = scope.resolve(ty)?;
            check_answer(&answer, ty)?;
            answer
        }
    };
    let operation = Operation {
        name: signature.ident.to_string(),
        owner,
        receiver,
        parameters,
        answer,
        signature: one_line(signature, source),
    };
    if operation.is_constructor() && !makes_its_owner(&operation, scope) {
        let name = &operation.name;
        let message = format!("`{name}` has no `self` and does not answer its own type");
        return Err(Fault::new(span_of(&signature.ident), message, ""));
    }
    Ok(operation)
}

/// Whether the answer holds exactly one value of the type it is a constructor of.
fn makes_its_owner(operation: &Operation, scope: &Scope<'_>) -> bool {
    let opaques = operation.answer.opaques();
    let own = opaques
        .into_iter()
        .filter(|opaque| scope.this == Some(Type::Opaque(opaque.clone())));
    own.count() == 1
}

fn receiver(receiver: &syn::Receiver) -> Result<Receiver, Fault> {
    match &receiver.kind {
        syn::ReceiverKind::Value => Ok(Receiver::Owned),
        syn::ReceiverKind::Reference(_, _, None) => Ok(Receiver::Shared),
        syn::ReceiverKind::Reference(_, _, Some(_)) => Ok(Receiver::Exclusive),
        _ => {
            let message = "only `self`, `&self` and `&mut self` can be called through the wire";
            Err(Fault::new(span_of(receiver), message, ""))
        }
    }
}

fn parameter_name(pattern: &syn::Pat) -> Result<String, Fault> {
    match pattern {
        syn::Pat::Ident(name) if name.subpat.is_none() => Ok(name.ident.to_string()),
        other => {
            let message = "a parameter has to have a plain name";
            Err(Fault::new(other.span().byte_range(), message, ""))
        }
    }
}

fn parameter_type(written: &syn::Type, scope: &Scope<'_>) -> Result<Type, Fault> {
    let ty = scope.resolve(written)?;
    let inside = match &ty {
        Type::Reference { to, .. } => to,
        other => other,
    };
    let refuse = |message: &str| Err(Fault::new(span_of(written), message, ""));
    if inside.any(&|part| matches!(part, Type::Reference { mutable: true, .. })) {
        return refuse("a `&mut` can only be a whole parameter");
    }
    if !matches!(inside, Type::Opaque(_)) && inside.has_opaque() {
        return refuse("a value of a candidate's type can only be a whole parameter");
    }
    Ok(ty)
}

/// The opaque values in an answer become handles: their number and order must be plain.
fn check_answer(answer: &Type, written: &syn::Type) -> Result<(), Fault> {
    let refuse = |message: &str| Err(Fault::new(span_of(written), message, ""));
    match answer {
        Type::Reference { to, .. } if to.has_opaque() => {
            refuse("a reference to a candidate's type cannot be answered")
        }
        Type::Map(..) | Type::Set(..) | Type::Given(..) if answer.has_opaque() => {
            refuse("a candidate's type cannot be answered inside this one")
        }
        Type::Result(ok, error) if ok.has_opaque() && error.has_opaque() => {
            refuse("only one side of a `Result` can hold a candidate's type")
        }
        Type::Result(a, b) => {
            check_answer(a, written)?;
            check_answer(b, written)
        }
        Type::Tuple(elements) => elements
            .iter()
            .try_for_each(|element| check_answer(element, written)),
        Type::Option(inner)
        | Type::Pointer(_, inner)
        | Type::Tracked(inner)
        | Type::List(_, inner)
        | Type::Array(inner, _) => check_answer(inner, written),
        _ => Ok(()),
    }
}
