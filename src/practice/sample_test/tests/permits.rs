//! A made-up problem written by hand, with what the shipped ones lack: handles, panics,
//! an adapter's operation, and a given type that can be neither compared nor printed.

use crate::problem::Problem;
use crate::problem::case::{
    Action, Argument, CallLine, Case, Expected, HandleRef, Line, OperationRef, Pattern,
};
use crate::problem::catalogue::Catalogue;
use crate::problem::contract::{
    FieldTypes, GivenItem, GivenType, Instance, Operation, Owner, Parameter, Receiver, Shape,
};
use crate::problem::subject::Subject;
use crate::problem::types::{Int, List, Opaque, Text, Type};
use crate::value::{Fields, Value};

const USIZE: Type = Type::Int(Int::Usize);

pub const PERMITS: &str = "
/// Why not.
pub enum Refusal { Full { held: usize }, Closed }
#[derive(Clone)]
pub struct Gate { todo: () }
pub struct Permit { todo: () }
impl Gate {
    pub fn new(limit: usize) -> Self { todo!() }
    pub fn enter(&self) -> Result<Permit, Refusal> { todo!() }
    pub fn names(&self) -> Vec<String> { todo!() }
    pub fn close(&mut self) { todo!() }
    pub fn give_back(&mut self, permit: Permit) { todo!() }
}
";

/// A made-up problem with handles and a given type that can be neither compared nor
/// printed.
pub fn permits() -> Problem {
    let catalogue = Catalogue::new(&[]).unwrap();
    let mut problem = catalogue.load("lru-cache", Some(1)).unwrap();
    problem.title = "Permits".into();
    problem.contract.starter = PERMITS.into();
    given(PERMITS, &mut problem);
    problem.contract.given_types = vec![GivenType {
        name: "Refusal".into(),
        parameters: Vec::new(),
        shape: Shape::Enum(vec![
            (
                "Full".into(),
                FieldTypes::Named(vec![("held".into(), USIZE)]),
            ),
            ("Closed".into(), FieldTypes::Unit),
        ]),
    }];
    let gate = opaque("Gate", &[]);
    let permit = Type::Opaque(opaque("Permit", &[]));
    let owner = Owner::Type(gate.clone());
    let refusal = Type::Given("Refusal".into(), Vec::new());
    let entered = Type::Result(Box::new(permit.clone()), Box::new(refusal));
    let own = |name: &str, receiver, parameters: &[Type], answer| {
        operation(name, owner.clone(), receiver, parameters, answer)
    };
    let instance = instance(
        gate.clone(),
        vec![
            own("new", None, &[USIZE], Type::Opaque(gate)),
            own("enter", Some(Receiver::Shared), &[], entered),
            own(
                "names",
                Some(Receiver::Shared),
                &[],
                Type::List(List::Vec, Box::new(Type::Text(Text::Owned))),
            ),
            own("close", Some(Receiver::Exclusive), &[], Type::Unit),
            own(
                "give_back",
                Some(Receiver::Exclusive),
                &[permit],
                Type::Unit,
            ),
            operation(
                "at_the_gate",
                Owner::Adapter,
                Some(Receiver::Shared),
                &[],
                Type::Unit,
            ),
        ],
    );
    let call = |name: &str, arguments: &[Value], bound: &[&str], expected| {
        line(&instance, name, values(arguments), bound, expected)
    };
    let built_in = |operation, from: usize, bound: &[&str]| Line {
        text: "…".into(),
        thread: None,
        action: Action::Call(CallLine {
            operation,
            receiver: None,
            arguments: vec![Argument::Handle(HandleRef {
                line: from,
                position: 0,
            })],
            bound: bound.iter().map(|name| Some((*name).to_owned())).collect(),
        }),
        expected: None,
    };
    let ok = || {
        Some(Expected::Answer(Pattern::Variant(
            "Ok".into(),
            Fields::Tuple(vec![Pattern::Any]),
        )))
    };
    let full = Value::Variant {
        name: "Full".into(),
        fields: Fields::Named(vec![("held".into(), n(1))]),
    };
    let x = Pattern::Value(Value::Text("x".into()));
    let names = Pattern::List(vec![x, Pattern::Any]);
    let handle = |line| Argument::Handle(HandleRef { line, position: 0 });
    problem.cases = vec![
        case(
            "a permit comes back",
            0,
            vec![
                call("new", &[n(1)], &[], None),
                call("enter", &[], &["a"], ok()),
                call("enter", &[], &[], is(Value::wrapped("Err", full))),
                call("names", &[], &[], is(Value::List(Vec::new()))),
                built_in(OperationRef::Drop, 1, &[]),
                call("enter", &[], &["b"], ok()),
                built_in(OperationRef::Unwind, 5, &[]),
                call("enter", &[], &["c"], None),
                line(&instance, "give_back", vec![handle(7)], &[], None),
                call("enter", &[], &[], None),
                built_in(OperationRef::Clone, 0, &["other"]),
                call("close", &[], &[], Some(Expected::Panics)),
                call("names", &[], &[], Some(Expected::Answer(names))),
            ],
        ),
        case(
            "some of it takes the judge",
            0,
            vec![
                call("new", &[n(1)], &[], None),
                call("at_the_gate", &[], &[], None),
                call("close", &[], &[], None),
            ],
        ),
    ];
    problem.instances = vec![instance];
    problem
}

fn opaque(name: &str, arguments: &[Type]) -> Opaque {
    Opaque {
        name: name.into(),
        lifetimes: 0,
        arguments: arguments.to_vec(),
    }
}

fn operation(
    name: &str,
    owner: Owner,
    receiver: Option<Receiver>,
    parameters: &[Type],
    answer: Type,
) -> Operation {
    Operation {
        name: name.into(),
        owner,
        receiver,
        parameters: parameters
            .iter()
            .map(|ty| Parameter {
                name: "x".into(),
                ty: ty.clone(),
            })
            .collect(),
        answer,
        signature: String::new(),
    }
}

/// A line that calls the operation of that name; methods are called on the subject.
fn line(
    instance: &Instance,
    name: &str,
    arguments: Vec<Argument>,
    bound: &[&str],
    expected: Option<Expected>,
) -> Line {
    let number = instance
        .operations
        .iter()
        .position(|operation| operation.name == name)
        .unwrap();
    let receiver = instance.operations[number].receiver.map(|_| HandleRef {
        line: 0,
        position: 0,
    });
    Line {
        text: format!("{name}({{..}})"),
        thread: None,
        action: Action::Call(CallLine {
            operation: OperationRef::Numbered(u16::try_from(number).unwrap()),
            receiver,
            arguments,
            bound: bound.iter().map(|name| Some((*name).to_owned())).collect(),
        }),
        expected,
    }
}

fn values(values: &[Value]) -> Vec<Argument> {
    values.iter().cloned().map(Argument::Value).collect()
}

fn case(name: &str, instance: usize, lines: Vec<Line>) -> Case {
    Case {
        name: name.into(),
        sample: true,
        instance,
        lines,
    }
}

fn given(starter: &str, problem: &mut Problem) {
    problem.contract.given_items = syn::parse_file(starter)
        .unwrap()
        .items
        .into_iter()
        .map(|item| GivenItem {
            kind: "enum",
            name: String::new(),
            item,
        })
        .collect();
}

fn instance(subject: Opaque, operations: Vec<Operation>) -> Instance {
    Instance {
        subject: Some(Subject::Type(subject)),
        operations,
    }
}

const fn n(number: u128) -> Value {
    Value::Unsigned(number)
}

fn is(value: Value) -> Option<Expected> {
    Some(Expected::Answer(Pattern::Value(value)))
}
