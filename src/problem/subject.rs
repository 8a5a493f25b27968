//! What a problem is about: a type, or a generic function whose answers are what is called.

use super::types::{Opaque, Type};
use std::fmt;

/// A type or function of the contract, its generics filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A type: a case makes a value of it and calls that.
    Type(Opaque),
    /// A generic function with its type arguments: a case calls it, and then what it answers.
    Function {
        /// The function's name.
        name: String,
        /// Its type arguments, in the order of its type parameters.
        arguments: Vec<Type>,
    },
}

impl Subject {
    /// The type, if it is one.
    pub const fn as_type(&self) -> Option<&Opaque> {
        match self {
            Self::Type(opaque) => Some(opaque),
            Self::Function { .. } => None,
        }
    }

    /// The name of the type or function.
    pub fn name(&self) -> &str {
        match self {
            Self::Type(opaque) => &opaque.name,
            Self::Function { name, .. } => name,
        }
    }

    /// The type arguments.
    pub fn arguments(&self) -> &[Type] {
        match self {
            Self::Type(opaque) => &opaque.arguments,
            Self::Function { arguments, .. } => arguments,
        }
    }

    /// The same type or function with other type arguments.
    pub fn with_arguments(&self, arguments: Vec<Type>) -> Self {
        match self {
            Self::Type(opaque) => Self::Type(Opaque {
                arguments,
                ..opaque.clone()
            }),
            Self::Function { name, .. } => Self::Function {
                name: name.clone(),
                arguments,
            },
        }
    }
}

/// As problem.toml writes it.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(opaque) => Type::Opaque(opaque.clone()).fmt(f),
            Self::Function { name, arguments } => {
                let arguments: Vec<String> = arguments.iter().map(Type::to_string).collect();
                write!(f, "{name}<{}>", arguments.join(", "))
            }
        }
    }
}
