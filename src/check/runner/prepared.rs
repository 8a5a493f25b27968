//! Cases made into calls on the wire.

use super::Runner;
use crate::error::JudgingError;
use crate::problem::case::{Action, Argument, CallLine, Case, HandleRef, OperationRef};
use crate::problem::types::Type;
use crate::run::codec::Codec;
use crate::value::Value;
use crate::wire::{Call, Writer, builtin};

/// A case as calls on the wire.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The instance of the contract.
    pub(in crate::check) instance: u16,
    /// The calls, in order.
    pub(in crate::check) calls: Vec<Call>,
}

impl Runner<'_> {
    pub(in crate::check) fn prepare(
        &mut self,
        case: &Case,
        instance: u16,
    ) -> Result<Prepared, JudgingError> {
        let mut calls = Vec::with_capacity(case.lines.len());
        for (index, line) in case.lines.iter().enumerate() {
            if let Action::Call(call) = &line.action {
                calls.push(self.call(case, index, call)?);
            }
        }
        Ok(Prepared { instance, calls })
    }

    fn call(&mut self, case: &Case, line: usize, call: &CallLine) -> Result<Call, JudgingError> {
        let problem = self.problem;
        let (operation, types): (u16, Vec<Type>) = match call.operation {
            OperationRef::Numbered(number) => {
                let instance = &problem.instances[case.instance];
                let operation = &instance.operations[usize::from(number)];
                let types = operation.parameters.iter().map(|each| each.ty.plain());
                (number, types.collect())
            }
            OperationRef::Drop => (builtin::DROP, vec![]),
            OperationRef::Unwind => (builtin::UNWIND, vec![]),
            OperationRef::Clone => (builtin::CLONE, vec![]),
        };
        let mut arguments = Writer::new();
        for (argument, ty) in call.arguments.iter().zip(&types) {
            match argument {
                Argument::Value(value) => self.encode(value, ty, &mut arguments)?,
                Argument::Handle(handle) => arguments.raw(&handle.number().to_le_bytes()),
                Argument::Generated {
                    generator,
                    arguments: given,
                } => arguments.raw(&self.generate(*generator, given)?),
            }
        }
        let receiver = call.receiver.map(HandleRef::number);
        let first = HandleRef { line, position: 0 };
        Ok(Call {
            operation,
            receiver,
            first_handle: first.number(),
            arguments: arguments.into_bytes(),
        })
    }

    pub(in crate::check) fn encode(
        &self,
        value: &Value,
        ty: &Type,
        writer: &mut Writer,
    ) -> Result<(), JudgingError> {
        Codec::new(&self.problem.contract)
            .encode(value, ty, writer)
            .map_err(JudgingError::caused(format!("send {value} as {ty}")))
    }
}
