//! Values on the wire, laid out by the contract's types: the judge's side of what
//! `Encode` and `Decode` are in the other process.

use crate::problem::contract::{Contract, FieldTypes, Shape};
use crate::problem::types::{Float, Type};
use crate::value::{Fields, Value};
use crate::wire::{Malformed, Reader, Writer};
use std::time::Duration;

/// Values nest no deeper than this, whatever the bytes say.
const DEEPEST: usize = 64;

/// Lays values of a contract's types out as bytes, and reads them back.
#[derive(Clone, Copy, Debug)]
pub struct Codec<'a> {
    contract: &'a Contract,
}

impl<'a> Codec<'a> {
    /// A codec for the contract's types.
    pub const fn new(contract: &'a Contract) -> Self {
        Self { contract }
    }

    /// Appends a value.
    ///
    /// # Errors
    /// If the value is not one of the type: the package reader's mistake, since it fits
    /// literals to types.
    pub fn encode(&self, value: &Value, ty: &Type, writer: &mut Writer) -> Result<(), Malformed> {
        let unfit = Err(Malformed("a value of the parameter's type"));
        match (ty, value) {
            (Type::Unit, Value::Unit) => {}
            (Type::Bool, Value::Bool(value)) => writer.byte(u8::from(*value)),
            (Type::Char, Value::Char(value)) => writer.raw(&u32::from(*value).to_le_bytes()),
            (Type::Int(kind), Value::Unsigned(number)) => {
                writer.raw(&number.to_le_bytes()[..kind.width()]);
            }
            (Type::Int(kind), Value::Negative(number)) => {
                writer.raw(&number.to_le_bytes()[..kind.width()]);
            }
            (Type::Float(Float::F64), Value::Float(number)) => writer.raw(&number.to_le_bytes()),
            (Type::Float(Float::F32), Value::Float(number)) => {
                writer.raw(&(*number as f32).to_le_bytes());
            }
            (Type::Text(_), Value::Text(text)) => writer.text(text),
            (Type::Duration, Value::Duration(duration)) => {
                writer.raw(&duration.as_secs().to_le_bytes());
                writer.raw(&duration.subsec_nanos().to_le_bytes());
            }
            (Type::Tuple(types), Value::Tuple(values)) if types.len() == values.len() => {
                for (ty, value) in types.iter().zip(values) {
                    self.encode(value, ty, writer)?;
                }
            }
            (Type::Array(ty, length), Value::List(values)) if *length == values.len() => {
                for value in values {
                    self.encode(value, ty, writer)?;
                }
            }
            (Type::List(_, ty), Value::List(values)) | (Type::Set(_, ty), Value::Set(values)) => {
                writer.length(values.len());
                for value in values {
                    self.encode(value, ty, writer)?;
                }
            }
            (Type::Map(_, key_type, value_type), Value::Map(entries)) => {
                writer.length(entries.len());
                for (key, value) in entries {
                    self.encode(key, key_type, writer)?;
                    self.encode(value, value_type, writer)?;
                }
            }
            (Type::Option(ty), Value::Variant { name, fields }) => match (name.as_str(), fields) {
                ("None", Fields::Unit) => writer.byte(0),
                ("Some", Fields::Tuple(inner)) if inner.len() == 1 => {
                    writer.byte(1);
                    self.encode(&inner[0], ty, writer)?;
                }
                _ => return unfit,
            },
            (Type::Result(ok, error), Value::Variant { name, fields }) => {
                match (name.as_str(), fields) {
                    ("Ok", Fields::Tuple(inner)) if inner.len() == 1 => {
                        writer.byte(0);
                        self.encode(&inner[0], ok, writer)?;
                    }
                    ("Err", Fields::Tuple(inner)) if inner.len() == 1 => {
                        writer.byte(1);
                        self.encode(&inner[0], error, writer)?;
                    }
                    _ => return unfit,
                }
            }
            (Type::Pointer(_, ty) | Type::Tracked(ty) | Type::Reference { to: ty, .. }, value) => {
                self.encode(value, ty, writer)?;
            }
            (Type::Given(given, arguments), Value::Variant { name, fields }) => {
                match self.shape(given, arguments)? {
                    Shape::Struct(types) if name == given => {
                        self.encode_fields(fields, &types, writer)?;
                    }
                    Shape::Struct(_) => return unfit,
                    Shape::Enum(variants) => {
                        let number = variants.iter().position(|(variant, _)| variant == name);
                        let Some(number) = number else { return unfit };
                        writer.length(number);
                        self.encode_fields(fields, &variants[number].1, writer)?;
                    }
                }
            }
            (Type::Opaque(_), Value::Handle(handle)) => writer.raw(&handle.to_le_bytes()),
            _ => return unfit,
        }
        Ok(())
    }

    fn encode_fields(
        &self,
        fields: &Fields,
        types: &FieldTypes,
        writer: &mut Writer,
    ) -> Result<(), Malformed> {
        match (fields, types) {
            (Fields::Unit, FieldTypes::Unit) => Ok(()),
            (Fields::Tuple(values), FieldTypes::Tuple(types)) if values.len() == types.len() => {
                values
                    .iter()
                    .zip(types)
                    .try_for_each(|(value, ty)| self.encode(value, ty, writer))
            }
            (Fields::Named(values), FieldTypes::Named(types)) if values.len() == types.len() => {
                values
                    .iter()
                    .zip(types)
                    .try_for_each(|((_, value), (_, ty))| self.encode(value, ty, writer))
            }
            _ => Err(Malformed("the fields of the given type")),
        }
    }

    /// Reads one value that takes up all of the bytes.
    ///
    /// # Errors
    /// If the bytes are not a value of the type.
    pub fn decode_all(&self, bytes: &[u8], ty: &Type) -> Result<Value, Malformed> {
        let mut reader = Reader::new(bytes);
        let value = self.decode(&mut reader, ty, 0)?;
        reader.end()?;
        Ok(value)
    }

    fn decode(&self, reader: &mut Reader<'_>, ty: &Type, depth: usize) -> Result<Value, Malformed> {
        if depth > DEEPEST {
            return Err(Malformed("a value that is not so deep"));
        }
        let depth = depth + 1;
        Ok(match ty {
            Type::Unit => Value::Unit,
            Type::Bool => match reader.byte()? {
                0 => Value::Bool(false),
                1 => Value::Bool(true),
                _ => return Err(Malformed("a bool")),
            },
            Type::Char => {
                let code = u32::from_le_bytes(reader.array()?);
                Value::Char(char::from_u32(code).ok_or(Malformed("a char"))?)
            }
            Type::Int(kind) => {
                let bytes = reader.raw(kind.width())?;
                let negative = kind.signed() && bytes[kind.width() - 1] & 0x80 != 0;
                let mut wide = [if negative { 0xff } else { 0 }; 16];
                wide[..bytes.len()].copy_from_slice(bytes);
                if negative {
                    Value::Negative(i128::from_le_bytes(wide))
                } else {
                    Value::Unsigned(u128::from_le_bytes(wide))
                }
            }
            Type::Float(Float::F64) => Value::Float(f64::from_le_bytes(reader.array()?)),
            Type::Float(Float::F32) => Value::Float(f64::from(f32::from_le_bytes(reader.array()?))),
            Type::Text(_) => Value::Text(reader.text()?.to_owned()),
            Type::Duration => {
                let seconds = u64::from_le_bytes(reader.array()?);
                let nanoseconds = u32::from_le_bytes(reader.array()?);
                if nanoseconds >= 1_000_000_000 {
                    return Err(Malformed("a duration"));
                }
                Value::Duration(Duration::new(seconds, nanoseconds))
            }
            Type::Tuple(types) => Value::Tuple(
                types
                    .iter()
                    .map(|ty| self.decode(reader, ty, depth))
                    .collect::<Result<_, _>>()?,
            ),
            Type::Array(ty, length) => Value::List(self.elements(reader, ty, *length, depth)?),
            Type::List(_, ty) => {
                let count = reader.count()?;
                Value::List(self.elements(reader, ty, count, depth)?)
            }
            Type::Set(_, ty) => {
                let count = reader.count()?;
                let mut elements = self.elements(reader, ty, count, depth)?;
                elements.sort();
                Value::Set(elements)
            }
            Type::Map(_, key_type, value_type) => {
                let count = reader.count()?;
                let mut entries = vec![];
                for _ in 0..count {
                    let key = self.decode(reader, key_type, depth)?;
                    entries.push((key, self.decode(reader, value_type, depth)?));
                }
                entries.sort();
                Value::Map(entries)
            }
            Type::Option(ty) => match reader.byte()? {
                0 => Value::none(),
                1 => Value::wrapped("Some", self.decode(reader, ty, depth)?),
                _ => return Err(Malformed("an Option")),
            },
            Type::Result(ok, error) => match reader.byte()? {
                0 => Value::wrapped("Ok", self.decode(reader, ok, depth)?),
                1 => Value::wrapped("Err", self.decode(reader, error, depth)?),
                _ => return Err(Malformed("a Result")),
            },
            Type::Pointer(_, ty) | Type::Tracked(ty) | Type::Reference { to: ty, .. } => {
                self.decode(reader, ty, depth)?
            }
            Type::Given(given, arguments) => match self.shape(given, arguments)? {
                Shape::Struct(types) => Value::Variant {
                    name: given.clone(),
                    fields: self.decode_fields(reader, &types, depth)?,
                },
                Shape::Enum(variants) => {
                    let number = reader.length()?;
                    let (name, types) = variants
                        .get(number)
                        .ok_or(Malformed("a variant of the given enum"))?;
                    Value::Variant {
                        name: name.clone(),
                        fields: self.decode_fields(reader, types, depth)?,
                    }
                }
            },
            Type::Opaque(_) => Value::Handle(u32::from_le_bytes(reader.array()?)),
            Type::Parameter(_) => return Err(Malformed("a type that is filled in")),
        })
    }

    /// Elements one after the other; room grows as they arrive.
    fn elements(
        &self,
        reader: &mut Reader<'_>,
        ty: &Type,
        count: usize,
        depth: usize,
    ) -> Result<Vec<Value>, Malformed> {
        let mut elements = Vec::with_capacity(count.min(reader.remaining()));
        for _ in 0..count {
            elements.push(self.decode(reader, ty, depth)?);
        }
        Ok(elements)
    }

    fn decode_fields(
        &self,
        reader: &mut Reader<'_>,
        types: &FieldTypes,
        depth: usize,
    ) -> Result<Fields, Malformed> {
        Ok(match types {
            FieldTypes::Unit => Fields::Unit,
            FieldTypes::Tuple(types) => Fields::Tuple(
                types
                    .iter()
                    .map(|ty| self.decode(reader, ty, depth))
                    .collect::<Result<_, _>>()?,
            ),
            FieldTypes::Named(types) => Fields::Named(
                types
                    .iter()
                    .map(|(name, ty)| Ok((name.clone(), self.decode(reader, ty, depth)?)))
                    .collect::<Result<_, Malformed>>()?,
            ),
        })
    }

    fn shape(&self, given: &str, arguments: &[Type]) -> Result<Shape, Malformed> {
        let given = self
            .contract
            .given(given)
            .ok_or(Malformed("a given type"))?;
        Ok(given.shape_for(arguments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::contract::GivenType;
    use crate::problem::types::{Int, List, Text};

    fn contract() -> Contract {
        Contract {
            starter: String::new(),
            given_types: vec![GivenType {
                name: "Shared".into(),
                parameters: vec!["E".into()],
                shape: Shape::Enum(vec![
                    (
                        "Failed".into(),
                        FieldTypes::Tuple(vec![Type::Parameter("E".into())]),
                    ),
                    ("LeaderPanicked".into(), FieldTypes::Unit),
                ]),
            }],
            given_items: vec![],
            opaque_types: vec![],
            functions: vec![],
        }
    }

    fn round(value: &Value, ty: &Type) -> Value {
        let contract = contract();
        let codec = Codec::new(&contract);
        let mut writer = Writer::new();
        codec.encode(value, ty, &mut writer).expect("it fits");
        codec
            .decode_all(&writer.into_bytes(), ty)
            .expect("it was encoded")
    }

    #[test]
    fn numbers_of_every_kind_come_back() {
        for kind in Int::ALL {
            for value in [Value::Unsigned(kind.max()), Value::signed(kind.min())] {
                assert_eq!(round(&value, &Type::Int(kind)), value, "{kind:?}");
            }
        }
    }

    #[test]
    fn given_generic_enums_come_back() {
        let ty = Type::Given("Shared".into(), vec![Type::Int(Int::U32)]);
        for value in [
            Value::wrapped("Failed", Value::Unsigned(7)),
            Value::Variant {
                name: "LeaderPanicked".into(),
                fields: Fields::Unit,
            },
        ] {
            assert_eq!(round(&value, &ty), value);
        }
    }

    #[test]
    fn nested_lists_and_durations_come_back() {
        let ty = Type::List(
            List::Vec,
            Box::new(Type::Tuple(vec![Type::Text(Text::Owned), Type::Duration])),
        );
        let value = Value::List(vec![Value::Tuple(vec![
            Value::Text("a".into()),
            Value::Duration(Duration::MAX),
        ])]);
        assert_eq!(round(&value, &ty), value);
    }

    #[test]
    fn bytes_that_are_not_of_the_type_are_refused() {
        let contract = contract();
        let codec = Codec::new(&contract);
        let option = Type::Option(Box::new(Type::Bool));
        for bytes in [&[2][..], &[1], &[1, 7], &[0, 0]] {
            assert!(codec.decode_all(bytes, &option).is_err(), "{bytes:?}");
        }
    }
}
