//! The generated tests, as text and under the compiler, for the three shipped problems
//! and for a made-up one with handles and panics.

use super::*;
use crate::practice::start;
use crate::problem::case::{
    Action, Argument, CallLine, Case, Expected, HandleRef, Line, OperationRef, Pattern,
};
use crate::problem::catalogue::Catalogue;
use crate::problem::contract::{
    FieldTypes, GivenItem, GivenType, Instance, Operation, Owner, Parameter, Receiver, Shape,
    Subject,
};
use crate::problem::types::{Int, List, Opaque, Text, Type};
use crate::value::{Fields, Value};
use camino::Utf8Path;
use std::process::Command;
use std::time::Duration;
use std::{fs, path::Path};

const U32: Type = Type::Int(Int::U32);
const USIZE: Type = Type::Int(Int::Usize);
const STR: Type = Type::Text(Text::Borrowed);
const STRING: Type = Type::Text(Text::Owned);

fn option(ty: Type) -> Type {
    Type::Option(Box::new(ty))
}

fn reference(to: Type) -> Type {
    Type::Reference {
        mutable: false,
        to: Box::new(to),
    }
}

fn list(kind: List, element: Type) -> Type {
    Type::List(kind, Box::new(element))
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

fn instance(subject: Option<Opaque>, operations: Vec<Operation>) -> Instance {
    Instance {
        subject: subject.map(|opaque| Subject {
            text: opaque.name.clone(),
            opaque,
        }),
        operations,
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn some(value: Value) -> Value {
    Value::wrapped("Some", value)
}

fn pair(a: Value, b: Value) -> Value {
    Value::Tuple(vec![a, b])
}

fn n(number: u128) -> Value {
    Value::Unsigned(number)
}

fn is(value: Value) -> Option<Expected> {
    Some(Expected::Answer(Pattern::Value(value)))
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
            line: 1,
        })
        .collect();
}

fn problem(slug: &str) -> Problem {
    let mut problem = Catalogue::new(&[]).unwrap().load(slug, Some(1)).unwrap();
    let starter = problem.contract.starter.clone();
    given(&starter, &mut problem);
    problem.contract.given_types.clear();
    problem.cases.clear();
    problem
}

fn cache(key: &Type, value: &Type) -> Instance {
    let subject = opaque("LruCache", &[key.clone(), value.clone()]);
    let owner = Owner::Type(subject.clone());
    let own = |name: &str, receiver, parameters: &[Type], answer| {
        operation(name, owner.clone(), receiver, parameters, answer)
    };
    let entry = option(Type::Tuple(vec![key.clone(), value.clone()]));
    instance(
        Some(subject.clone()),
        vec![
            own("new", None, &[USIZE], Type::Opaque(subject)),
            own(
                "get",
                Some(Receiver::Exclusive),
                &[reference(key.clone())],
                option(reference(value.clone())),
            ),
            own(
                "put",
                Some(Receiver::Exclusive),
                &[key.clone(), value.clone()],
                entry,
            ),
            own("len", Some(Receiver::Shared), &[], USIZE),
        ],
    )
}

fn lru_cache() -> Problem {
    let mut problem = problem("lru-cache");
    let numbers = cache(&U32, &U32);
    let texts = cache(&STRING, &STRING);
    let call = |name: &str, arguments: &[Value], expected| {
        line(&numbers, name, values(arguments), &[], expected)
    };
    let on_texts = |name: &str, arguments: &[Value], expected| {
        line(&texts, name, values(arguments), &[], expected)
    };
    problem.cases = vec![
        case(
            "the least recently used entry leaves",
            0,
            vec![
                call("new", &[n(2)], None),
                call("put", &[n(1), n(10)], is(Value::none())),
                call("put", &[n(2), n(20)], is(Value::none())),
                call("put", &[n(3), n(30)], is(some(pair(n(1), n(10))))),
                call("get", &[n(1)], is(Value::none())),
                call("get", &[n(2)], is(some(n(20)))),
                call("len", &[], is(n(2))),
            ],
        ),
        case(
            "text keys, and \"text\" values",
            1,
            vec![
                on_texts("new", &[n(1)], None),
                on_texts("put", &[text("a\n"), text("v1")], is(Value::none())),
                on_texts("get", &[text("a\n")], is(some(text("v1")))),
                on_texts(
                    "put",
                    &[text("b"), text("v2")],
                    is(some(pair(text("a\n"), text("v1")))),
                ),
            ],
        ),
    ];
    problem.instances = vec![numbers, texts];
    problem
}

fn deploy_order() -> Problem {
    let mut problem = problem("deploy-order");
    let fields = FieldTypes::Named(vec![("service".into(), STRING), ("needs".into(), STRING)]);
    problem.contract.given_types = vec![GivenType {
        name: "PlanError".into(),
        parameters: Vec::new(),
        shape: Shape::Enum(vec![
            (
                "Cycle".into(),
                FieldTypes::Tuple(vec![list(List::Vec, STRING)]),
            ),
            ("Unknown".into(), fields),
        ]),
    }];
    let names = reference(list(List::Slice, reference(STR)));
    let service = Type::Tuple(vec![reference(STR), names]);
    let answer = Type::Result(
        Box::new(list(List::Vec, list(List::Vec, STRING))),
        Box::new(Type::Given("PlanError".into(), Vec::new())),
    );
    let parameters = [reference(list(List::Slice, service))];
    let waves = operation("waves", Owner::Function, None, &parameters, answer);
    let instance = instance(None, vec![waves]);
    let texts = |texts: &[&str]| Value::List(texts.iter().map(|each| text(each)).collect());
    let deps = |deps: &[(&str, &[&str])]| {
        Value::List(
            deps.iter()
                .map(|(name, needs)| pair(text(name), texts(needs)))
                .collect(),
        )
    };
    let call =
        |argument: Value, expected| line(&instance, "waves", values(&[argument]), &[], expected);
    let unknown = Value::Variant {
        name: "Unknown".into(),
        fields: Fields::Named(vec![
            ("service".into(), text("web")),
            ("needs".into(), text("cache")),
        ]),
    };
    let plan = |waves: &[&[&str]]| {
        Value::wrapped(
            "Ok",
            Value::List(waves.iter().map(|wave| texts(wave)).collect()),
        )
    };
    let many = [
        "auth", "billing", "catalog", "devices", "events", "geo", "history", "kids", "login",
    ];
    let all = many.map(|name| (name, &[] as &[&str]));
    let of_model = Argument::Generated {
        generator: 0,
        arguments: vec![n(200_000)],
    };
    let cycle = Pattern::Variant(
        "Err".into(),
        vec![Pattern::Variant(
            "Cycle".into(),
            vec![Pattern::List(vec![Pattern::Any, Pattern::Any])],
        )],
    );
    problem.cases = vec![
        case(
            "names are sorted inside a wave",
            0,
            vec![call(deps(&all), is(plan(&[&many])))],
        ),
        case(
            "every service goes as early as it can",
            0,
            vec![
                call(
                    deps(&[("web", &["api"]), ("api", &[]), ("db", &[])]),
                    is(plan(&[&["api", "db"], &["web"]])),
                ),
                call(deps(&[]), is(plan(&[]))),
            ],
        ),
        case(
            "a need that is not listed is an error",
            0,
            vec![call(
                deps(&[("web", &["api", "cache"]), ("api", &[])]),
                is(Value::wrapped("Err", unknown)),
            )],
        ),
        case(
            "any real cycle will do",
            0,
            vec![
                call(deps(&[("a", &["b"]), ("b", &["a"]), ("c", &["a"])]), None),
                call(
                    deps(&[("a", &["b"]), ("b", &["a"])]),
                    Some(Expected::Answer(cycle)),
                ),
                line(&instance, "waves", vec![of_model.clone()], &[], None),
                call(
                    deps(&[("a", &["a"])]),
                    is(Value::wrapped(
                        "Err",
                        Value::wrapped("Cycle", texts(&["a"])),
                    )),
                ),
            ],
        ),
        case(
            "a long chain",
            0,
            vec![line(&instance, "waves", vec![of_model], &[], None)],
        ),
    ];
    problem.instances = vec![instance];
    problem
}

fn sliding_log() -> Problem {
    let mut problem = problem("sliding-log");
    problem.contract.given_types = vec![GivenType {
        name: "Verdict".into(),
        parameters: Vec::new(),
        shape: Shape::Enum(vec![
            ("Allow".into(), FieldTypes::Unit),
            (
                "Deny".into(),
                FieldTypes::Named(vec![("retry_after".into(), Type::Duration)]),
            ),
        ]),
    }];
    let subject = opaque("SlidingLog", &[]);
    let owner = Owner::Type(subject.clone());
    let verdict = Type::Given("Verdict".into(), Vec::new());
    let u64 = Type::Int(Int::U64);
    let shared = Some(Receiver::Shared);
    let instance = instance(
        Some(subject.clone()),
        vec![
            operation(
                "new",
                owner.clone(),
                None,
                &[U32, Type::Duration],
                Type::Opaque(subject),
            ),
            operation(
                "check",
                owner.clone(),
                shared,
                &[u64, Type::Duration],
                verdict,
            ),
            operation("tracked_clients", owner.clone(), shared, &[], USIZE),
            operation("sweep", owner, shared, &[Type::Duration], USIZE),
        ],
    );
    let call = |name: &str, arguments: &[Value], expected| {
        line(&instance, name, values(arguments), &[], expected)
    };
    let nanos = |nanos: u64| Value::Duration(Duration::from_nanos(nanos));
    let s = |seconds: u64| Value::Duration(Duration::from_secs(seconds));
    let allow = || Value::Variant {
        name: "Allow".into(),
        fields: Fields::Unit,
    };
    let deny = |retry_after| Value::Variant {
        name: "Deny".into(),
        fields: Fields::Named(vec![("retry_after".into(), retry_after)]),
    };
    let open = Pattern::Variant("Deny".into(), vec![Pattern::Any]);
    problem.cases = vec![case(
        "a request counts for one window, to the nanosecond",
        0,
        vec![
            call("new", &[n(1), s(10)], None),
            call("tracked_clients", &[], is(n(0))),
            call("check", &[n(7), s(1)], is(allow())),
            call("check", &[n(7), nanos(10_999_999_999)], is(deny(nanos(1)))),
            call(
                "check",
                &[n(7), nanos(10_250_000_000)],
                Some(Expected::Answer(open)),
            ),
            call("check", &[n(7), s(11)], is(allow())),
            call("check", &[n(u128::from(u64::MAX)), nanos(0)], None),
            call("sweep", &[Value::Duration(Duration::MAX)], is(n(2))),
        ],
    )];
    problem.instances = vec![instance];
    problem
}

const PERMITS: &str = "
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
fn permits() -> Problem {
    let mut problem = problem("lru-cache");
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
        Some(gate.clone()),
        vec![
            own("new", None, &[USIZE], Type::Opaque(gate)),
            own("enter", Some(Receiver::Shared), &[], entered),
            own(
                "names",
                Some(Receiver::Shared),
                &[],
                list(List::Vec, STRING),
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
            vec![Pattern::Any],
        )))
    };
    let full = Value::Variant {
        name: "Full".into(),
        fields: Fields::Named(vec![("held".into(), n(1))]),
    };
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
                call("names", &[], &[], is(Value::List(vec![text("x")]))),
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

#[test]
fn generics_and_references_are_written_as_the_contract_has_them() {
    insta::assert_snapshot!(generate(&lru_cache(), "lru_cache"), @r#"
    //! The samples of "Least-recently-used cache" as ordinary tests.
    //!
    //! `greenroom submit` runs these and all the others.

    use lru_cache::LruCache;

    #[test]
    fn the_least_recently_used_entry_leaves() {
        let mut lru_cache = LruCache::<u32, u32>::new(2);
        assert_eq!(lru_cache.put(1, 10), None);
        assert_eq!(lru_cache.put(2, 20), None);
        assert_eq!(lru_cache.put(3, 30), Some((1, 10)));
        assert_eq!(lru_cache.get(&1), None);
        assert_eq!(lru_cache.get(&2), Some(&20));
        assert_eq!(lru_cache.len(), 2);
    }

    #[test]
    fn text_keys_and_text_values() {
        let mut lru_cache = LruCache::<String, String>::new(1);
        assert_eq!(lru_cache.put(String::from("a\n"), String::from("v1")), None);
        assert_eq!(lru_cache.get(&String::from("a\n")), Some(&String::from("v1")));
        assert_eq!(
            lru_cache.put(String::from("b"), String::from("v2")),
            Some((String::from("a\n"), String::from("v1"))),
        );
    }
    "#);
}

#[test]
fn functions_of_slices_and_errors_with_fields_read_well() {
    insta::assert_snapshot!(generate(&deploy_order(), "deploy_order"), @r#"
    //! The samples of "Deploy in waves" as ordinary tests.
    //!
    //! `greenroom submit` runs these and all the others.

    use deploy_order::{PlanError, waves};

    #[test]
    fn names_are_sorted_inside_a_wave() {
        assert_eq!(
            waves(
                &[
                    ("auth", &[]),
                    ("billing", &[]),
                    ("catalog", &[]),
                    ("devices", &[]),
                    ("events", &[]),
                    ("geo", &[]),
                    ("history", &[]),
                    ("kids", &[]),
                    ("login", &[]),
                ],
            ),
            Ok(
                vec![
                    [
                        "auth",
                        "billing",
                        "catalog",
                        "devices",
                        "events",
                        "geo",
                        "history",
                        "kids",
                        "login",
                    ]
                        .map(String::from)
                        .to_vec(),
                ],
            ),
        );
    }

    #[test]
    fn every_service_goes_as_early_as_it_can() {
        assert_eq!(
            waves(&[("web", &["api"]), ("api", &[]), ("db", &[])]),
            Ok(vec![["api", "db"].map(String::from).to_vec(), vec![String::from("web")]]),
        );
        assert_eq!(waves(&[]), Ok(vec![]));
    }

    #[test]
    fn a_need_that_is_not_listed_is_an_error() {
        assert_eq!(
            waves(&[("web", &["api", "cache"]), ("api", &[])]),
            Err(PlanError::Unknown {
                service: String::from("web"),
                needs: String::from("cache"),
            }),
        );
    }

    #[test]
    fn any_real_cycle_will_do() {
        let _ = waves(&[("a", &["b"]), ("b", &["a"]), ("c", &["a"])]);
        // `greenroom test` judges this answer.
        let Err(PlanError::Cycle(part_1)) = waves(&[("a", &["b"]), ("b", &["a"])]) else {
            panic!("waves({{..}}) answers something else")
        };
        assert!(part_1.len() == 2);
        // Only `greenroom test` runs waves({..}).
        assert_eq!(waves(&[("a", &["a"])]), Err(PlanError::Cycle(vec![String::from("a")])));
    }

    // Only `greenroom test` runs "a long chain".
    "#);
}

#[test]
fn durations_are_written_in_their_largest_unit() {
    insta::assert_snapshot!(generate(&sliding_log(), "sliding_log"), @r#"
    //! The samples of "Sliding-window rate limiter" as ordinary tests.
    //!
    //! `greenroom submit` runs these and all the others.

    use sliding_log::{SlidingLog, Verdict};
    use std::time::Duration;

    #[test]
    fn a_request_counts_for_one_window_to_the_nanosecond() {
        let sliding_log = SlidingLog::new(1, Duration::from_secs(10));
        assert_eq!(sliding_log.tracked_clients(), 0);
        assert_eq!(sliding_log.check(7, Duration::from_secs(1)), Verdict::Allow);
        assert_eq!(
            sliding_log.check(7, Duration::from_nanos(10_999_999_999)),
            Verdict::Deny {
                retry_after: Duration::from_nanos(1),
            },
        );
        assert!(
            matches!(
                sliding_log.check(7, Duration::from_millis(10_250)),
                Verdict::Deny { retry_after: _ },
            ),
        );
        assert_eq!(sliding_log.check(7, Duration::from_secs(11)), Verdict::Allow);
        let _ = sliding_log.check(18_446_744_073_709_551_615, Duration::ZERO);
        // `greenroom test` judges this answer.
        assert_eq!(sliding_log.sweep(Duration::MAX), 2);
    }
    "#);
}

#[test]
fn handles_are_variables_and_what_takes_the_judge_is_a_comment() {
    insta::assert_snapshot!(generate(&permits(), "gate"), @r#"
    //! The samples of "Permits" as ordinary tests.
    //!
    //! `greenroom submit` runs these and all the others.

    use gate::{Gate, Refusal};
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn a_permit_comes_back() {
        let mut gate = Gate::new(1);
        let Ok(a) = gate.enter() else { panic!("enter({{..}}) answers something else") };
        assert!(matches!(gate.enter(), Err(Refusal::Full { held: 1 })));
        let want: Vec<String> = vec![];
        assert_eq!(gate.names(), want);
        drop(a);
        let Ok(b) = gate.enter() else { panic!("enter({{..}}) answers something else") };
        let _ = catch_unwind(
            AssertUnwindSafe(|| {
                let _handle = b;
                panic!("unwinds");
            }),
        );
        let Ok(c) = gate.enter() else { panic!("enter({{..}}) answers something else") };
        gate.give_back(c);
        let _answer_1 = gate.enter();
        let _other = gate.clone();
        assert!(
            catch_unwind(
                    AssertUnwindSafe(|| {
                        let _ = gate.close();
                    }),
                )
                .is_err(),
            "close({{..}}) should panic",
        );
        assert_eq!(gate.names(), vec![String::from("x")]);
    }

    #[test]
    fn some_of_it_takes_the_judge() {
        let mut gate = Gate::new(1);
        // Only `greenroom test` goes on from here: at_the_gate({..}).
    }
    "#);
}

#[test]
fn macros_are_put_in_outside_texts_only() {
    for (code, replaced) in [
        (
            r#"assert_eq_(f('"'), vec_(")", vec_(1), ('\'')));"#,
            r#"assert_eq!(f('"'), vec![")", vec![1], ('\'')]);"#,
        ),
        (
            r#"f("vec_(\")"); my_vec_(1)"#,
            r#"f("vec_(\")"); my_vec_(1)"#,
        ),
    ] {
        assert_eq!(with_macros(code), replaced);
    }
}

#[test]
fn names_of_tests_are_identifiers_and_unique() {
    let names = ["LruCache", "a read, twice", "3 waves", "écho", "match", "!"].map(snake_case);
    assert_eq!(
        names,
        [
            "lru_cache",
            "a_read_twice",
            "case_3_waves",
            "cho",
            "match_",
            "case_"
        ]
    );
    let mut taken = BTreeSet::new();
    assert_eq!(unique("a", &mut taken), "a");
    assert_eq!(unique("a", &mut taken), "a_2");
}

/// Compiles the crate of a problem with `source` as its library, and runs the samples.
/// Answers how many tests passed and failed.
fn run(problem: &Problem, source: &str) -> (usize, usize) {
    let temp = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(temp.path()).unwrap();
    for (path, text) in start::files(problem) {
        fs::create_dir_all(folder.join(&path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), text).unwrap();
    }
    fs::write(folder.join("src/lib.rs"), source).unwrap();
    let name = problem.slug.replace('-', "_");
    let rustc = |arguments: &[&str]| {
        let output = Command::new("rustc")
            .args(["--edition=2024", "--cap-lints=allow"])
            .args(arguments)
            .current_dir(folder)
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{stderr}\n{}",
            generate(problem, &name)
        );
    };
    rustc(&["--crate-type=rlib", "--crate-name", &name, "src/lib.rs"]);
    let library = format!("{name}=lib{name}.rlib");
    rustc(&[
        "--test",
        "--extern",
        &library,
        "-o",
        "samples",
        "tests/samples.rs",
    ]);
    let output = Command::new(folder.join("samples")).output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    let count = |word: &str| {
        let before = stdout.split(word).next().unwrap();
        before.rsplit(' ').next().unwrap().parse().unwrap()
    };
    (count(" passed;"), count(" failed;"))
}

fn submissions(slug: &str, verdict: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root
        .join("problems")
        .join(slug)
        .join("submissions")
        .join(verdict);
    let files = fs::read_dir(folder).unwrap();
    files
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn the_starters_compile_with_their_samples_and_pass_none() {
    for problem in [lru_cache(), deploy_order(), sliding_log()] {
        let tests = generate(&problem, "x").matches("#[test]").count();
        assert_eq!(
            run(&problem, &problem.contract.starter),
            (0, tests),
            "{}",
            problem.slug
        );
    }
}

#[test]
fn accepted_submissions_pass_the_samples() {
    for problem in [lru_cache(), deploy_order(), sliding_log()] {
        let tests = generate(&problem, "x").matches("#[test]").count();
        let source = &submissions(&problem.slug, "accepted")[0];
        assert_eq!(run(&problem, source), (tests, 0), "{}", problem.slug);
    }
}

#[test]
fn a_wrong_submission_fails_a_sample() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = "problems/lru-cache/submissions/wrong_answer/evicts_newest.rs";
    let source = fs::read_to_string(root.join(path)).unwrap();
    assert_eq!(run(&lru_cache(), &source), (1, 1));
}

#[test]
fn handles_compile_and_hold() {
    let source = "
        use std::sync::{Arc, atomic::{AtomicUsize, Ordering::SeqCst}};
        pub enum Refusal { Full { held: usize }, Closed }
        #[derive(Clone)]
        pub struct Gate { limit: usize, held: Arc<AtomicUsize> }
        pub struct Permit { held: Arc<AtomicUsize> }
        impl Gate {
            pub fn new(limit: usize) -> Self { Gate { limit, held: Arc::default() } }
            pub fn enter(&self) -> Result<Permit, Refusal> {
                let held = self.held.load(SeqCst);
                if self.limit == 0 { return Err(Refusal::Closed); }
                if held == self.limit { return Err(Refusal::Full { held }); }
                self.held.store(held + 1, SeqCst);
                Ok(Permit { held: self.held.clone() })
            }
            pub fn names(&self) -> Vec<String> {
                if self.limit == 0 { vec![\"x\".into()] } else { vec![] }
            }
            pub fn close(&mut self) { self.limit = 0; panic!(\"closed\") }
            pub fn give_back(&mut self, _permit: Permit) {}
        }
        impl Drop for Permit { fn drop(&mut self) { self.held.fetch_sub(1, SeqCst); } }
    ";
    assert_eq!(run(&permits(), source), (2, 0));
    assert_eq!(run(&permits(), PERMITS), (0, 2));
}
