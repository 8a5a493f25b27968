//! Asking the model, and the reference where there is no model that could be asked.

use super::{Prepared, Runner};
use crate::check::case::Trace;
use crate::check::loss;
use crate::check::replay::whole;
use crate::error::JudgingError;
use crate::problem::ModelForm;
use crate::problem::case::{Argument, Case, Expected};
use crate::problem::types::Type;
use crate::run::process::Allowance;
use crate::run::session::{Replied, Session};
use crate::value::Value;
use crate::wire::{Answer, Opinion, Query, Reply, Writer};

/// What the model and its generators may use for one request.
pub(in crate::check) const MODEL_ALLOWANCE: Allowance = Allowance {
    cpu_ms: 60_000,
    wall_ms: 120_000,
};

impl Runner<'_> {
    /// The model's opinion of each line, as far as it can have one.
    pub(in crate::check) fn opinions(
        &mut self,
        case: &Case,
        prepared: &Prepared,
        trace: &Trace,
    ) -> Result<Vec<Option<Opinion>>, JudgingError> {
        let mut opinions = vec![None; case.lines.len()];
        let problem = self.problem;
        let Some(model) = problem.model.as_ref().filter(|_| case.instance == 0) else {
            return Ok(opinions);
        };
        let mut asked = vec![];
        let mut calls = vec![];
        for (index, (call, answer)) in prepared.calls.iter().zip(&trace.answers).enumerate() {
            let accepts = model
                .operations
                .get(usize::from(call.operation))
                .is_some_and(|operation| operation.form == ModelForm::Accepts);
            let panic_is_right = case.lines[index].expected == Some(Expected::Panics);
            match answer {
                Answer::Returned(bytes) => {
                    asked.push(index);
                    calls.push((call.clone(), Some(bytes.clone())));
                }
                Answer::Missing => {}
                // The model judges only answers; a panic is none.
                Answer::Panicked(_) if accepts && panic_is_right => {}
                Answer::Panicked(_) if !accepts => {
                    asked.push(index);
                    calls.push((call.clone(), None));
                }
                Answer::Panicked(_) | Answer::Refused(_) => break,
            }
        }
        let reply = self.ask_model(Query::Consult { fresh: true, calls })?;
        let Reply::Judged(judged) = reply else {
            return Err(JudgingError::new("understand the model's process"));
        };
        for (index, opinion) in asked.into_iter().zip(judged) {
            opinions[index] = Some(opinion);
        }
        Ok(opinions)
    }

    pub(in crate::check) fn ask_model(&mut self, query: Query) -> Result<Reply, JudgingError> {
        let launcher = self.model()?;
        let mut session = match self.model_session.take() {
            Some(session) => session,
            None => Session::start(launcher, MODEL_ALLOWANCE)?,
        };
        match session.ask(query)? {
            Ok(replied) => {
                self.model_session = Some(session);
                Ok(replied.reply)
            }
            Err(lost) => {
                let printed = lost.observation.stderr.text();
                let why = loss::judge(&lost, &self.problem.limits).why;
                Err(JudgingError::new(format!(
                    "consult the model of `{}`: {why} {printed}",
                    self.problem.slug
                )))
            }
        }
    }

    /// What the reference answers to these calls; `None` if there is no reference, or it did
    /// not answer: then it is asked in a fresh process the next time.
    pub(in crate::check) fn ask_reference(
        &mut self,
        prepared: &Prepared,
    ) -> Result<Option<Reply>, JudgingError> {
        let Some(launcher) = self.reference else {
            return Ok(None);
        };
        let mut session = match self.reference_session.take() {
            Some(session) => session,
            None => Session::start(launcher, MODEL_ALLOWANCE)?,
        };
        let Ok(Replied { reply, .. }) = session.ask(whole(prepared))? else {
            return Ok(None);
        };
        self.reference_session = Some(session);
        Ok(Some(reply))
    }

    /// An argument of a case that is no handle, laid out.
    pub(in crate::check) fn fixed(
        &mut self,
        argument: &Argument,
        ty: &Type,
    ) -> Result<Vec<u8>, JudgingError> {
        match argument {
            Argument::Value(value) => {
                let mut writer = Writer::new();
                self.encode(value, ty, &mut writer)?;
                Ok(writer.into_bytes())
            }
            Argument::Handle(handle) => Ok(handle.number().to_le_bytes().into()),
            Argument::Generated {
                generator,
                arguments,
            } => self.generate(*generator, arguments),
        }
    }

    /// Whether the function of model.rs that makes the argument comes back with one.
    pub(in crate::check) fn can_make(&mut self, argument: &Argument) -> Result<bool, JudgingError> {
        match argument {
            Argument::Generated {
                generator,
                arguments,
            } => Ok(self.try_generate(*generator, arguments)?.is_ok()),
            Argument::Value(_) | Argument::Handle(_) => Ok(true),
        }
    }

    /// What a generator of model.rs makes, laid out; each call is made once.
    pub(in crate::check) fn generate(
        &mut self,
        generator: u16,
        given: &[Value],
    ) -> Result<Vec<u8>, JudgingError> {
        self.try_generate(generator, given)?.map_err(|why| {
            let name = &self.problem.generators[usize::from(generator)].name;
            JudgingError::new(format!("make a value with `{name}` of model.rs: {why}"))
        })
    }

    /// The same; the inner error is the panic's message.
    fn try_generate(
        &mut self,
        generator: u16,
        given: &[Value],
    ) -> Result<Result<Vec<u8>, String>, JudgingError> {
        let key = (generator, given.to_vec());
        if let Some(made) = self.generated.get(&key) {
            return Ok(Ok(made.clone()));
        }
        let problem = self.problem;
        let each = &problem.generators[usize::from(generator)];
        let mut arguments = Writer::new();
        for (value, ty) in given.iter().zip(&each.parameters) {
            self.encode(value, ty, &mut arguments)?;
        }
        let reply = self.ask_model(Query::Generate {
            generator,
            arguments: arguments.into_bytes(),
        })?;
        match reply {
            Reply::Generated(Ok(made)) => {
                self.generated.insert(key, made.clone());
                Ok(Ok(made))
            }
            Reply::Generated(Err(report)) => Ok(Err(report.message.unwrap_or_default())),
            _ => Err(JudgingError::new("understand the model's process")),
        }
    }
}
