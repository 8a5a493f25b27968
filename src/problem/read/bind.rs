//! Which handles the names after `let` stand for.

use super::fault::{Fault, counted};
use super::syntax::{Binding, BindingKind};
use crate::problem::types::{Opaque, Type};

/// A line makes at most this many handles.
const MOST: usize = 256;

/// The handles of an answer in their order, with the names that are given to them.
pub(super) type Bound = Vec<(Option<String>, Opaque)>;

/// The handles of an answer that nobody names. How many a list holds is not known, so
/// those of a list are not counted.
pub(super) fn unnamed(answer: &Type) -> Bound {
    if listed(answer) {
        return Vec::new();
    }
    let opaques = answer.opaques().into_iter();
    opaques.map(|opaque| (None, opaque)).collect()
}

/// The handles of an answer with the names of a binding.
pub(super) fn named(binding: &Binding, answer: &Type) -> Result<Bound, Fault> {
    let mut bound = Vec::new();
    bind(binding, answer, &mut bound)?;
    if bound.len() > MOST {
        let message = format!("a line makes at most {MOST} handles");
        return Err(Fault::new(binding.range.clone(), message, ""));
    }
    Ok(bound)
}

fn bind(binding: &Binding, answer: &Type, bound: &mut Bound) -> Result<(), Fault> {
    let fault = |message: String| Err(Fault::new(binding.range.clone(), message, ""));
    match answer {
        Type::Option(inner) | Type::Pointer(_, inner) => return bind(binding, inner, bound),
        Type::Result(ok, error) => {
            let inner = if error.has_opaque() { error } else { ok };
            return bind(binding, inner, bound);
        }
        _ => {}
    }
    match &binding.kind {
        BindingKind::Hole if listed(answer) => {
            fault("the handles of a list have to be named: `[a, b]`".to_owned())
        }
        BindingKind::Hole => {
            bound.extend(unnamed(answer));
            Ok(())
        }
        BindingKind::Name(_) if listed(answer) => {
            fault("the handles of a list have to be named one by one: `let [a, b] = …`".to_owned())
        }
        BindingKind::Name(name) => match &answer.opaques()[..] {
            [] => fault(format!(
                "a `{answer}` is no handle: there is nothing to name"
            )),
            [opaque] => {
                bound.push((Some(name.clone()), opaque.clone()));
                Ok(())
            }
            several => {
                let count = counted(several.len(), "handle");
                fault(format!("this answer holds {count}: write `let (a, b) = …`"))
            }
        },
        BindingKind::Tuple(parts) => {
            let opaques = answer.opaques();
            match answer {
                Type::Tuple(types) if types.len() == parts.len() => parts
                    .iter()
                    .zip(types)
                    .try_for_each(|(part, ty)| bind(part, ty, bound)),
                _ if opaques.len() == parts.len() && !listed(answer) => parts
                    .iter()
                    .zip(opaques)
                    .try_for_each(|(part, opaque)| bind(part, &Type::Opaque(opaque), bound)),
                _ => fault(format!("a `{answer}` cannot be taken apart like this")),
            }
        }
        BindingKind::List(parts) => match answer {
            Type::List(_, element) | Type::Array(element, _) => {
                parts.iter().try_for_each(|part| bind(part, element, bound))
            }
            _ => fault(format!("a `{answer}` is not a list")),
        },
    }
}

/// Whether the answer holds a list of handles.
fn listed(answer: &Type) -> bool {
    answer.any(&|part| {
        matches!(part, Type::List(_, element) | Type::Array(element, _) if element.has_opaque())
    })
}
