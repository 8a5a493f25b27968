//! Trying a sequence: the model says which calls can be made and what should come of them,
//! the submission makes them.

use super::lifetimes;
use super::oracle::Oracle;
use super::sequence::{Given, Made, Sequence, Step, Told};
use crate::check::case::{self, Judged, Trace};
use crate::check::replay::passes_alone;
use crate::check::runner::{Budget, Prepared, Runner};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::problem::case::{Case, OperationRef};
use crate::problem::types::Type;
use crate::run::codec::Codec;
use crate::value::Value;
use crate::verdict::{Reason, Verdict};
use crate::wire::{
    Answer, Call, Composed, Draws, Finish, Opinion, Part, Proposal, Query, Reply, Writer, builtin,
};

/// Arguments of at most this many bytes on the wire are spelled out, even if the case has
/// them made by a function of model.rs.
const SPELLED: usize = 160;

/// A sequence that the model allows, as calls on the wire.
#[derive(Clone, Debug)]
pub struct Composition {
    /// The sequence, with all its values.
    pub sequence: Sequence,
    /// Its calls.
    pub calls: Vec<Call>,
    /// What the model says of each call.
    pub opinions: Vec<Opinion>,
}

/// A verdict and its reason: what has to stay when a sequence is made smaller.
pub type Kind = (Verdict, Option<Reason>);

/// A judged run of a sequence.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The case that was made of the sequence.
    pub case: Case,
    /// What came of it.
    pub judged: Judged,
    /// What was seen.
    pub trace: Trace,
    /// What the model says to that.
    pub opinions: Vec<Option<Opinion>>,
}

/// What was seen of a sequence in the process that serves many.
pub enum Seen {
    /// The answers, which are right; as far as the contract says anything of them.
    Right(Vec<Answer>),
    /// Something else.
    Wrong(Box<Tried>),
}

impl Tried {
    /// Verdict and reason.
    pub const fn kind(&self) -> Kind {
        (self.judged.verdict, self.judged.reason)
    }
}

/// Tries sequences with one submission.
pub struct Trials<'r, 'a> {
    /// What runs the processes.
    pub runner: &'r mut Runner<'a>,
    /// The problem; its first instance is the one that the sequences are about.
    pub problem: &'r Problem,
    /// The instance of the contract that the calls are made on: that one, or the one with
    /// counted values.
    pub instance: u16,
    /// Who says what should come of the calls.
    pub oracle: Oracle,
}

impl Trials<'_, '_> {
    /// Lets the oracle choose what can be called: at most `most` calls of each sequence.
    ///
    /// # Errors
    /// If its process cannot be asked, or answers what nobody can read.
    pub fn compose(
        &mut self,
        sequences: &[Sequence],
        most: u32,
    ) -> Result<Vec<Composition>, JudgingError> {
        if self.oracle == Oracle::Reference {
            return sequences
                .iter()
                .map(|sequence| self.by_reference(sequence))
                .collect();
        }
        let mut proposals = Vec::with_capacity(sequences.len());
        for sequence in sequences {
            let steps: Result<Vec<Proposal>, JudgingError> = sequence
                .steps
                .iter()
                .map(|step| self.proposal(step))
                .collect();
            proposals.push(steps?);
        }
        let reply = self.runner.ask_model(Query::Compose {
            most,
            sequences: proposals.clone(),
        })?;
        let Reply::Composed(composed) = reply else {
            return Err(JudgingError::new("understand the model's process"));
        };
        if composed.len() != sequences.len() {
            return Err(JudgingError::new("understand the model's process"));
        }
        sequences
            .iter()
            .zip(proposals)
            .zip(composed)
            .map(|((sequence, proposals), composed)| {
                self.composition(sequence, proposals, composed)
            })
            .collect()
    }

    pub(super) fn proposal(&mut self, step: &Step) -> Result<Proposal, JudgingError> {
        let types = step
            .operation(self.problem)
            .map_or_else(Vec::new, |operation| {
                operation
                    .parameters
                    .iter()
                    .map(|parameter| parameter.ty.plain())
                    .collect()
            });
        let drawn = |tape: &super::sequence::Tape| Part::Drawn {
            generator: tape.generator,
            draws: match &tape.told {
                Told::Seed(seed) => Draws::Seed(*seed),
                Told::Numbers(numbers) => Draws::Tape(numbers.clone()),
            },
        };
        let mut parts = vec![];
        if let Some(tape) = &step.together {
            parts.push(drawn(tape));
        } else {
            for (given, ty) in step.arguments.iter().zip(&types) {
                parts.push(match given {
                    Given::Drawn(_, tape) => drawn(tape),
                    Given::Value(value) => {
                        let mut writer = Writer::new();
                        self.runner.encode(value, ty, &mut writer)?;
                        Part::Plain(writer.into_bytes())
                    }
                    Given::Handle(made) => Part::Plain(made.number().to_le_bytes().into()),
                    Given::Fixed(argument) => Part::Plain(self.runner.fixed(argument, ty)?),
                });
            }
        }
        let first = Made {
            step: step.id,
            position: 0,
        };
        Ok(Proposal {
            call: Call {
                operation: match step.operation {
                    OperationRef::Numbered(number) => number,
                    OperationRef::Drop => builtin::DROP,
                    OperationRef::Unwind => builtin::UNWIND,
                    OperationRef::Clone => builtin::CLONE,
                },
                receiver: step.receiver.map(Made::number),
                first_handle: first.number(),
                arguments: vec![],
            },
            parts,
        })
    }

    fn composition(
        &self,
        sequence: &Sequence,
        proposals: Vec<Proposal>,
        composed: Vec<Composed>,
    ) -> Result<Composition, JudgingError> {
        let mut composition = Composition {
            sequence: Sequence::default(),
            calls: Vec::with_capacity(composed.len()),
            opinions: Vec::with_capacity(composed.len()),
        };
        let mut proposals: Vec<Option<Proposal>> = proposals.into_iter().map(Some).collect();
        for each in composed {
            let index = each.proposal as usize;
            let proposal = proposals.get_mut(index).and_then(Option::take);
            let Some((step, proposal)) = sequence.steps.get(index).zip(proposal) else {
                return Err(JudgingError::new("understand the model's process"));
            };
            let step = self.filled_in(step, &each.arguments, each.tapes)?;
            composition.sequence.steps.push(step);
            composition.calls.push(Call {
                arguments: each.arguments,
                ..proposal.call
            });
            composition.opinions.push(each.opinion);
        }
        // What the model left out may have been the end of a borrow.
        let legal = lifetimes::legal(&composition.sequence, self.problem);
        composition.cut(legal);
        Ok(composition)
    }

    /// The step with the values that generators made.
    pub(super) fn filled_in(
        &self,
        step: &Step,
        arguments: &[u8],
        tapes: Vec<Vec<u64>>,
    ) -> Result<Step, JudgingError> {
        let mut step = step.clone();
        let fixed = |given: &Given| matches!(given, Given::Fixed(_));
        let spelled = arguments.len() <= SPELLED && step.arguments.iter().any(fixed);
        if tapes.is_empty() && !spelled {
            return Ok(step);
        }
        let operation = step
            .operation(self.problem)
            .ok_or_else(|| JudgingError::new("understand the model's process"))?;
        let types = operation.parameters.iter().map(|each| each.ty.plain());
        let value = Codec::new(&self.problem.contract)
            .decode_all(arguments, &Type::Tuple(types.collect()))
            .map_err(|malformed| {
                JudgingError::new(format!(
                    "read what a generator made: expected {}",
                    malformed.0
                ))
            })?;
        let Value::Tuple(values) = value else {
            return Err(JudgingError::new("read what a generator made"));
        };
        let mut tapes = tapes.into_iter().map(Told::Numbers);
        if let Some(tape) = &mut step.together {
            step.arguments = values.into_iter().map(Given::Value).collect();
            tape.told = tapes.next().expect("there is a tape");
            return Ok(step);
        }
        for (given, made) in step.arguments.iter_mut().zip(values) {
            if let Given::Drawn(value, tape) = given {
                *value = Some(made);
                if let Some(told) = tapes.next() {
                    tape.told = told;
                }
            } else if fixed(given) && spelled {
                *given = Given::Value(made);
            }
        }
        Ok(step)
    }

    /// Runs a sequence in one frame, in the process that serves many.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn run(
        &mut self,
        composition: &Composition,
        prepared: &Prepared,
    ) -> Result<Seen, JudgingError> {
        let (trace, _) = self.runner.batch(prepared)?;
        self.look_at(composition, prepared, trace)
    }

    /// Judges what was seen of a sequence in one frame.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn look_at(
        &mut self,
        composition: &Composition,
        prepared: &Prepared,
        trace: Trace,
    ) -> Result<Seen, JudgingError> {
        if composition.is_right(&trace) {
            return Ok(Seen::Right(trace.answers));
        }
        let tried = self.judge(composition, prepared, trace)?;
        Ok(match tried.judged.verdict {
            Verdict::Accepted => Seen::Right(tried.trace.answers),
            _ => Seen::Wrong(Box::new(tried)),
        })
    }

    /// Runs a sequence alone in a fresh process, call by call.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn run_alone(&mut self, composition: &Composition) -> Result<Tried, JudgingError> {
        let prepared = composition.prepared(self.instance);
        let budget = Budget::EachCall(self.runner.allowance());
        let (trace, _) = self.runner.step_by_step(&prepared, budget)?;
        self.judge(composition, &prepared, trace)
    }

    /// The same for a sequence that ran into a time limit.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn run_timed(&mut self, composition: &Composition) -> Result<Tried, JudgingError> {
        let prepared = composition.prepared(self.instance);
        let mut timed = self.runner.timed(&prepared)?;
        let trace = std::mem::take(&mut timed.trace);
        let tried = self.judge(composition, &prepared, trace)?;
        Ok(Tried {
            judged: timed.verdict(tried.judged, self.problem.limits.cpu_ratio),
            ..tried
        })
    }

    /// What it means that a sequence failed in this way after others and passes alone.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn beside_others(
        &mut self,
        composition: &Composition,
        first: Judged,
    ) -> Result<Judged, JudgingError> {
        let prepared = composition.prepared(self.instance);
        let (problem, instance, oracle) = (self.problem, self.instance, self.oracle);
        passes_alone(first, || {
            self.runner.leaks(&prepared, |runner, trace| {
                let mut trials = Trials {
                    runner,
                    problem,
                    instance,
                    oracle,
                };
                let tried = trials.judge(composition, &prepared, trace.clone())?;
                Ok(tried.judged.verdict == Verdict::Accepted)
            })
        })
    }

    fn judge(
        &mut self,
        composition: &Composition,
        prepared: &Prepared,
        mut trace: Trace,
    ) -> Result<Tried, JudgingError> {
        let mut case = composition.sequence.to_case(self.problem, super::NAME);
        let opinions = if composition.opinions.contains(&Opinion::Open) {
            self.runner.opinions(&case, prepared, &trace)?
        } else {
            composition.opinions.iter().cloned().map(Some).collect()
        };
        // Answers may lead the model where a call is outside of what is allowed: nothing is
        // said of what follows.
        let outside = opinions
            .iter()
            .position(|opinion| *opinion == Some(Opinion::Outside));
        if let Some(outside) = outside {
            case.lines.truncate(outside);
            trace.answers.truncate(outside);
            trace.finish = Some(Finish::Dropped);
            trace.lost = None;
        }
        let judged = case::judge(self.problem, &case, &trace, &opinions);
        Ok(Tried {
            case,
            judged,
            trace,
            opinions,
        })
    }
}

impl Composition {
    /// Whether the model failed at the last call: the author's fault.
    pub fn fault(&self) -> Option<&Opinion> {
        let last = self.opinions.last();
        last.filter(|opinion| matches!(opinion, Opinion::Failed(_) | Opinion::Refused(_)))
    }

    /// Leaves the calls from this one on out.
    pub fn cut(&mut self, length: usize) {
        self.sequence.steps.truncate(length);
        self.calls.truncate(length);
        self.opinions.truncate(length);
    }

    /// Its calls in one request.
    pub fn prepared(&self, instance: u16) -> Prepared {
        Prepared {
            instance,
            calls: self.calls.clone(),
        }
    }

    /// Whether every answer is the very one that the model gives. Most are, so nothing is
    /// read that need not be.
    fn is_right(&self, trace: &Trace) -> bool {
        trace.lost.is_none()
            && trace.finish == Some(Finish::Dropped)
            && trace.answers.len() == self.calls.len()
            && trace
                .answers
                .iter()
                .zip(&self.opinions)
                .all(|pair| match pair {
                    (Answer::Returned(answer), Opinion::Expected(wanted)) => answer == wanted,
                    (Answer::Panicked(_), Opinion::Panics) => true,
                    _ => false,
                })
    }
}
