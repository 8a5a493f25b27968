//! What a call should answer, as assertions. Macros are written as functions here, see
//! [`formatted`](super::formatted).

use super::case::opaque_types;
use crate::practice::given_traits::{comparable, printable};
use crate::practice::rust_literal::{Place, RustLiteral, ident};
use crate::problem::case::Pattern;
use crate::problem::contract::FieldTypes;
use crate::problem::types::{Text, Type};
use crate::value::{Fields, Value};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// An answer to be looked at.
pub struct Answer<'a> {
    /// Its type.
    pub ty: &'a Type,
    /// What it should be; `None` leaves it to the model.
    pub pattern: Option<&'a Pattern>,
    /// The call as the author wrote it.
    pub text: &'a str,
    /// Variables for the opaque values in it, in order.
    pub names: Vec<TokenStream>,
    /// Whether the case gives a name to one of them.
    pub bound: bool,
    /// What it must not be, where `pattern` says nothing.
    pub never: Option<&'a Value>,
}

impl Answer<'_> {
    /// The call with its assertions; `None` if they cannot be written.
    pub fn statements(
        &self,
        call: &TokenStream,
        literal: &mut RustLiteral<'_>,
    ) -> Option<TokenStream> {
        let opaque = !opaque_types(self.ty).is_empty();
        if let (None, Some(never), false) = (self.pattern, self.never, opaque)
            && let Some(refused) = self.refused(never, call, literal)
        {
            return Some(refused);
        }
        match self.pattern {
            None | Some(Pattern::Any) if *self.ty == Type::Unit => Some(quote!(#call;)),
            Some(Pattern::Value(Value::Unit)) => Some(quote!(#call;)),
            None | Some(Pattern::Any) if opaque && !self.bound => {
                // Alive until the end of the case.
                let name = ident(&format!("_answer_{}", self.names.len()));
                Some(quote!(let #name = #call;))
            }
            None if !opaque => Some(quote! {
                let _ = #call;
                comment!("`greenroom test` judges this answer.");
            }),
            Some(Pattern::Any) if !opaque => Some(quote!(let _ = #call;)),
            Some(Pattern::Value(value)) if !opaque => self
                .exact(value, call, literal)
                .or_else(|| self.matched(call, literal)),
            _ => self.matched(call, literal),
        }
    }

    /// An assertion that the answer is not this one.
    fn refused(
        &self,
        never: &Value,
        call: &TokenStream,
        literal: &mut RustLiteral<'_>,
    ) -> Option<TokenStream> {
        if !comparable(literal.contract, self.ty) || is_nan(never) {
            return None;
        }
        let given = literal.expression(never, self.ty, Place::Answer)?;
        let given = if has_empty_collection(never) {
            let ty = literal.type_of(self.ty)?;
            quote!({ let given: #ty = #given; given })
        } else {
            given
        };
        let debug = printable(literal.contract, self.ty);
        Some(if debug {
            quote!(assert_ne_(#call, #given);)
        } else {
            quote!(assert_(#call != #given);)
        })
    }

    /// An assertion that the answer is this very value.
    fn exact(
        &self,
        value: &Value,
        call: &TokenStream,
        literal: &mut RustLiteral<'_>,
    ) -> Option<TokenStream> {
        if let Value::Bool(value) = value {
            return Some(if *value {
                quote!(assert_(#call);)
            } else {
                quote!(assert_(!#call);)
            });
        }
        if !comparable(literal.contract, self.ty) || is_nan(value) {
            return None;
        }
        let want = literal.expression(value, self.ty, Place::Answer)?;
        let debug = printable(literal.contract, self.ty);
        // An empty list says nothing about what would be in it.
        let typed = !matches!(
            self.ty,
            Type::Option(_) | Type::Result(..) | Type::Given(..)
        );
        if typed && has_empty_collection(value) {
            let ty = literal.type_of(self.ty)?;
            return Some(if debug {
                quote!(let want: #ty = #want; assert_eq_(#call, want);)
            } else {
                quote!(let want: #ty = #want; assert_(#call == want);)
            });
        }
        Some(if debug {
            quote!(assert_eq_(#call, #want);)
        } else {
            quote!(assert_(#call == #want);)
        })
    }

    /// An assertion that the answer has this form; names its opaque values.
    fn matched(&self, call: &TokenStream, literal: &mut RustLiteral<'_>) -> Option<TokenStream> {
        let mut matcher = Matcher {
            literal,
            names: self.names.iter(),
            guards: Vec::new(),
            variables: 0,
            refutable: false,
            named: false,
        };
        let any = Pattern::Any;
        let pattern = matcher.pattern(self.pattern.unwrap_or(&any), self.ty)?;
        let Matcher {
            guards,
            refutable,
            named,
            ..
        } = matcher;
        if !named && guards.is_empty() {
            return Some(quote!(assert_(matches_(#call, #pattern));));
        }
        let message = super::message(&format!("{} answers something else", self.text));
        let otherwise = refutable.then(|| quote!(else { panic!(#message) }));
        Some(quote! {
            let #pattern = #call #otherwise;
            #(assert_(#guards);)*
        })
    }
}

/// Makes a pattern of Rust, with conditions for what patterns cannot say.
struct Matcher<'a, 'b, 'c> {
    literal: &'a mut RustLiteral<'b>,
    names: std::slice::Iter<'c, TokenStream>,
    guards: Vec<TokenStream>,
    variables: usize,
    refutable: bool,
    named: bool,
}

impl Matcher<'_, '_, '_> {
    fn pattern(&mut self, pattern: &Pattern, ty: &Type) -> Option<TokenStream> {
        match (pattern, ty) {
            (Pattern::Any | Pattern::Value(Value::Handle(_)), Type::Opaque(_)) => {
                self.named = true;
                let name = self.names.next()?;
                Some(quote!(#name))
            }
            (Pattern::Any, _) if opaque_types(ty).is_empty() => Some(quote!(_)),
            (Pattern::Any, Type::Tuple(types)) => {
                self.tuple(&vec![Pattern::Any; types.len()], types)
            }
            (Pattern::Any, Type::Option(_)) => self.variant("Some", &[Pattern::Any], ty),
            (Pattern::Any, Type::Result(..)) => self.variant("Ok", &[Pattern::Any], ty),
            (Pattern::Any, _) => None,
            (_, Type::Reference { to, .. }) if **to != Type::Text(Text::Borrowed) => {
                self.pattern(pattern, to)
            }
            (Pattern::Tuple(patterns), Type::Tuple(types)) => self.tuple(patterns, types),
            (Pattern::Value(Value::Tuple(values)), Type::Tuple(types)) => {
                self.tuple(&exact(values), types)
            }
            (Pattern::Variant(name, fields), _) => {
                let patterns: Vec<Pattern> = fields.values().into_iter().cloned().collect();
                self.variant(name, &patterns, ty)
            }
            (
                Pattern::Value(Value::Variant { name, fields }),
                Type::Option(_) | Type::Result(..) | Type::Given(..),
            ) => {
                let values: Vec<Value> = fields.values().into_iter().cloned().collect();
                self.variant(name, &exact(&values), ty)
            }
            (Pattern::List(patterns), Type::List(_, element) | Type::Array(element, _)) => {
                let length = Literal::usize_unsuffixed(patterns.len());
                let variable = self.variable();
                self.guards.push(quote!(#variable.len() == #length));
                for (index, pattern) in patterns.iter().enumerate() {
                    if let Pattern::Value(value) = pattern
                        && comparable(self.literal.contract, element)
                    {
                        let want = self.literal.expression(value, element, Place::Answer)?;
                        let index = Literal::usize_unsuffixed(index);
                        self.guards.push(quote!(#variable[#index] == #want));
                    }
                }
                Some(quote!(#variable))
            }
            (Pattern::Value(value), _) => self.value(value, ty),
            _ => None,
        }
    }

    fn tuple(&mut self, patterns: &[Pattern], types: &[Type]) -> Option<TokenStream> {
        let elements = self.each(patterns, types)?;
        Some(quote!((#(#elements,)*)))
    }

    fn variant(&mut self, name: &str, patterns: &[Pattern], ty: &Type) -> Option<TokenStream> {
        let (path, types) = self.literal.variant_of(name, ty)?;
        self.refutable = true;
        Some(match types {
            FieldTypes::Unit => path,
            FieldTypes::Tuple(types) => {
                let fields = self.each(patterns, &types)?;
                quote!(#path(#(#fields),*))
            }
            FieldTypes::Named(named) => {
                let types: Vec<Type> = named.iter().map(|(_, ty)| ty.clone()).collect();
                let patterns = self.each(patterns, &types)?;
                let fields = named.iter().map(|(name, _)| ident(name));
                quote!(#path { #(#fields: #patterns),* })
            }
        })
    }

    fn each(&mut self, patterns: &[Pattern], types: &[Type]) -> Option<Vec<TokenStream>> {
        if patterns.len() != types.len() {
            return None;
        }
        patterns
            .iter()
            .zip(types)
            .map(|(pattern, ty)| self.pattern(pattern, ty))
            .collect()
    }

    /// A value: a literal where patterns have one, else a variable with a condition.
    fn value(&mut self, value: &Value, ty: &Type) -> Option<TokenStream> {
        self.refutable = true;
        let plain = matches!(
            value,
            Value::Bool(_) | Value::Char(_) | Value::Unsigned(_) | Value::Negative(_)
        ) && !matches!(ty, Type::Float(_));
        let borrowed = matches!(ty, Type::Reference { .. });
        if plain || borrowed {
            return self.literal.expression(value, ty, Place::Answer);
        }
        let variable = self.variable();
        if let (Value::Text(text), Type::Text(_)) = (value, ty) {
            self.guards.push(quote!(#variable.as_str() == #text));
            return Some(quote!(#variable));
        }
        if is_nan(value) || !comparable(self.literal.contract, ty) {
            return None;
        }
        let want = self.literal.expression(value, ty, Place::Answer)?;
        if has_empty_collection(value) {
            let ty = self.literal.type_of(ty)?;
            self.guards
                .push(quote!(#variable.eq(&{ let want: #ty = #want; want })));
        } else {
            self.guards.push(quote!(#variable.eq(&#want)));
        }
        Some(quote!(#variable))
    }

    fn variable(&mut self) -> proc_macro2::Ident {
        self.variables += 1;
        ident(&format!("part_{}", self.variables))
    }
}

fn exact(values: &[Value]) -> Vec<Pattern> {
    values.iter().cloned().map(Pattern::Value).collect()
}

fn is_nan(value: &Value) -> bool {
    any(
        value,
        &|value| matches!(value, Value::Float(float) if float.is_nan()),
    )
}

fn has_empty_collection(value: &Value) -> bool {
    any(value, &|value| match value {
        Value::List(elements) | Value::Set(elements) => elements.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        _ => false,
    })
}

fn any(value: &Value, is: &impl Fn(&Value) -> bool) -> bool {
    is(value)
        || match value {
            Value::Tuple(values) | Value::List(values) | Value::Set(values) => {
                values.iter().any(|value| any(value, is))
            }
            Value::Map(entries) => entries
                .iter()
                .any(|(key, value)| any(key, is) || any(value, is)),
            Value::Variant { fields, .. } => match fields {
                Fields::Unit => false,
                Fields::Tuple(values) => values.iter().any(|value| any(value, is)),
                Fields::Named(fields) => fields.iter().any(|(_, value)| any(value, is)),
            },
            _ => false,
        }
}
