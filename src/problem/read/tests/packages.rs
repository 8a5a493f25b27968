//! The fixtures, as they are after reading.

use super::{case, operations, read};
use crate::problem::case::{Action, Argument, Expected, HandleRef, OperationRef, Pattern};
use crate::problem::domain::{Arguments, Domain};
use crate::problem::{ModelForm, Problem};
use crate::value::Value;

#[test]
fn handles_are_followed_through_a_case() {
    let problem = read("ticket-desk", None);
    insta::assert_snapshot!(operations(&problem).join("\n"), @r"
    Desk: pub fn new(seats: usize) -> Self => Desk
    Desk: pub fn take(&self) -> Option<Ticket<'_>> => Option<Ticket<'_>>
    Desk: pub fn take_two(&self) -> Option<(Ticket<'_>, Ticket<'_>)> => Option<(Ticket<'_>, Ticket<'_>)>
    Desk: pub fn wait(&self) -> Ticket<'_> => Ticket<'_>
    Desk: pub fn rest(&self) -> Vec<Ticket<'_>> => Vec<Ticket<'_>>
    Desk: pub fn free(&self) -> usize => usize
    Desk: pub fn stamps(&self, ticket: &Ticket<'_>) -> u8 => u8
    Desk: pub fn merge(&mut self, other: Desk) => ()
    Ticket<'_>: pub fn stamp(&mut self, times: u8) -> u8 => u8
    Ticket<'_>: pub fn give_up(self, why: &str) => ()
    ");
    let lines = &case(&problem, "tickets are stamped and given up by value").lines;
    let calls: Vec<_> = lines
        .iter()
        .map(|line| match &line.action {
            Action::Call(call) => call,
            Action::Await => panic!("no thread here"),
        })
        .collect();
    let handle = |line, position| HandleRef { line, position };
    assert_eq!(calls[0].bound, [Some("d".into())]);
    assert_eq!(calls[1].receiver, Some(handle(0, 0)), "on the subject");
    assert_eq!(calls[1].bound, [Some("a".into()), Some("b".into())]);
    assert_eq!(calls[2].receiver, Some(handle(1, 0)), "on the first ticket");
    assert_eq!(calls[3].arguments, [Argument::Handle(handle(1, 0))]);
    assert_eq!(
        calls[4].receiver,
        Some(handle(1, 1)),
        "on the second ticket"
    );
    assert_eq!(calls[5].operation, OperationRef::Clone);
    assert_eq!(calls[5].receiver, Some(handle(0, 0)));
    assert_eq!(calls[6].receiver, Some(handle(5, 0)), "on the clone");
    assert_eq!(calls[8].operation, OperationRef::Drop);
    assert_eq!(calls[8].receiver, Some(handle(7, 0)), "from the list");
    assert_eq!(
        calls[9].receiver, None,
        "a second subject is made, not called on"
    );
    assert_eq!(calls[10].arguments, [Argument::Handle(handle(9, 0))]);
    let unwound = &case(&problem, "a ticket comes back during a panic").lines[2];
    assert!(
        matches!(&unwound.action, Action::Call(call) if call.operation == OperationRef::Unwind)
    );
    assert!(problem.not_judged.is_empty());
    let played = problem
        .scenarios
        .iter()
        .find_map(|each| each.turns.as_ref());
    let played = played.expect("a case with threads");
    assert_eq!(played.names, [None, Some("one".into()), Some("two".into())]);
    assert_eq!(played.order, [0, 1, 2, 0, 0]);
    let looks = played
        .looks
        .iter()
        .map(|look| (look.after, look.call, look.waits));
    let looks: Vec<_> = looks.collect();
    assert_eq!(
        looks,
        [(2, 4, true), (3, 5, true), (4, 4, false), (5, 5, false)]
    );
    let scenario = &problem.scenarios[0];
    assert_eq!((scenario.before, &scenario.threads[..]), (1, &[2, 1][..]));
    assert_eq!((scenario.spurious, scenario.executions), (1, None));
    let wait = &problem.model.as_ref().expect("a model").operations[3];
    assert_eq!((&*wait.name, wait.form), ("wait", ModelForm::Moments));
    assert_eq!(problem.limits.cpu_ms, 1000);
    assert_eq!(problem.limits.wall_ms, 1500);
    assert_eq!(problem.limits.memory, 64 << 20);
    assert_eq!(problem.limits.output, 65_536);
}

#[test]
fn an_adapter_replaces_what_cannot_be_called() {
    let problem = read("retry-box", Some(1));
    insta::assert_snapshot!(operations(&problem).join("\n"), @r"
    adapter: pub fn new(attempts: u32) -> Self => Adapter
    adapter: pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> => Result<u32, Failure<u8>>
    adapter.subject: pub fn last(&self) -> Failure<E> => Failure<u8>
    adapter.subject: pub fn tune(&mut self, attempts: Count, pause: &mut Duration) -> bool => (bool, Duration)
    adapter.subject: pub fn wait(&mut self, pause: &mut Duration) => Duration
    ");
    let lines = &case(&problem, "the first success counts").lines;
    let Some(Expected::Answer(open)) = &lines[3].expected else {
        panic!("an answer with places left open");
    };
    assert_eq!(open.to_string(), "GaveUp { after: _, last: Some(1) }");
    let Some(Expected::Answer(Pattern::Value(after))) = &lines[5].expected else {
        panic!("an exact answer");
    };
    assert_eq!(
        after.to_string(),
        "1.25s",
        "only what the `&mut` holds after the call"
    );
    assert!(problem.adapter.expect("it has one").has_type);
    insta::assert_debug_snapshot!(problem.domains[1], @r"
    Each(
        [
            Some(
                List {
                    element: Range {
                        first: Unsigned(
                            0,
                        ),
                        last: Unsigned(
                            7,
                        ),
                    },
                    least: 0,
                    most: 4,
                },
            ),
        ],
    )
    ");
    insta::assert_debug_snapshot!(problem.domains[4], @r"
    Each(
        [
            Some(
                Rising {
                    first: Duration(
                        0ns,
                    ),
                    last: Duration(
                        19.999999999s,
                    ),
                    least_step: Duration(
                        0ns,
                    ),
                    most_step: Duration(
                        2s,
                    ),
                },
            ),
        ],
    )
    ");
}

#[test]
fn a_stage_replaces_files_and_adds_checks() {
    let (first, second) = (read("retry-box", Some(1)), read("retry-box", None));
    assert_eq!((first.stage, second.stage), (1, 2));
    assert_eq!(first.later_stages, ["Stopped from outside"]);
    assert_eq!(first.statement, "Try again.\n");
    assert_eq!(second.statement, "Try again.\n\nNow it can be stopped.\n");
    let names = |problem: &Problem| -> Vec<String> {
        let names = problem.instances[0].operations.iter();
        names.map(|operation| operation.name.clone()).collect()
    };
    assert!(!names(&first).contains(&"stop".to_owned()));
    assert!(names(&second).contains(&"stop".to_owned()));
    assert!(!first.unsafe_code && second.unsafe_code);
    assert_eq!(first.cases.len(), 2);
    assert_eq!(second.cases[1].name, "as of stage two it can be stopped");
    assert_eq!(second.cases.len(), 2);
    assert!(first.not_judged.is_empty());
    assert_eq!(first.memory[0].run, "many_runs");
    assert!(first.scenarios.is_empty() && second.not_judged.is_empty());
    assert_eq!(second.scenarios[0].case.name, "stop against run");
}

#[test]
fn probes_are_called_with_literals() {
    let problem = read("retry-box", None);
    let [probe] = &problem.probes[..] else {
        panic!("{:?}", problem.probes);
    };
    assert_eq!((&*probe.function, probe.processes), ("uses_all", 1));
    assert!(probe.scored);
    let by_reference = probe.parameters.iter().map(|each| each.by_reference);
    assert_eq!(by_reference.collect::<Vec<_>>(), [false, true]);
    let thresholds = probe.thresholds.iter();
    let thresholds: Vec<String> = thresholds
        .map(|(name, it)| format!("{name} {it}"))
        .collect();
    assert_eq!(thresholds, ["used >= 0.9"]);
}

#[test]
fn literals_of_every_kind_are_read() {
    let problem = read("word-tally", None);
    let texts = problem
        .cases
        .iter()
        .flat_map(|case| &case.lines)
        .map(|line| {
            let Action::Call(call) = &line.action else {
                panic!("no thread here");
            };
            let arguments: Vec<String> = call
                .arguments
                .iter()
                .map(|argument| match argument {
                    Argument::Value(value) => value.to_string(),
                    Argument::Generated {
                        generator,
                        arguments,
                    } => {
                        let arguments: Vec<_> = arguments.iter().map(Value::to_string).collect();
                        format!("@{generator}({})", arguments.join(", "))
                    }
                    Argument::Handle(_) => panic!("no handles here"),
                })
                .collect();
            let answer = match &line.expected {
                None => "?".to_owned(),
                Some(Expected::Answer(pattern)) => pattern.to_string(),
                Some(other) => panic!("{other:?}"),
            };
            format!("{} -> {answer}", arguments.join(", "))
        });
    insta::assert_snapshot!(texts.collect::<Vec<_>>().join("\n"), @r#"
    ["b", "a", "b"] -> {"a": 1, "b": 2}
    [] -> {}
    {1, 3}, {1: "x"} -> {}
    @0(100000, "w") -> ?
    [3, -1, -9223372036854775808] -> [-9223372036854775808, -1, 3]
    [9223372036854775807, 16, 0] -> [0, _, 9223372036854775807]
    'é', 1.5, -inf -> Label("é\n", (1.5, -1000.0))
    'a', 2.0, 0.001 -> Label(_, (_, 0.001))
    [0, 1], true -> [1, 255]
    0.000000001s, Duration::MAX -> None
    0.000001s, 0.000000007s -> Some(1.5s)
    Some(Node(Item { item: 1 }, [Leaf])) -> Leaf
    () -> ()
    "#);
    let Arguments::Each(label) = &problem.domains[3] else {
        panic!("one by one");
    };
    let letters = Domain::Range {
        first: Value::Char('a'),
        last: Value::Char('f'),
    };
    let either = Domain::OneOf(vec![letters, Domain::Value(Value::Char('z'))]);
    assert_eq!(label[0], Some(either));
    assert_eq!(label[2], None);
    assert_eq!(problem.weights[3], 3);
}

#[test]
fn a_generic_function_fills_in_what_it_answers() {
    let mut package = super::fixture("small-ring");
    let edits = [
        (
            "starter.rs",
            "ring(capacity: usize) -> (Producer<u32>, Consumer<u32>)",
            "ring<T>(capacity: usize) -> (Producer<T>, Consumer<T>)",
        ),
        (
            "problem.toml",
            "bounds",
            "subject = \"ring<u32>\"\ndrops = \"ring<Tracked>\"\nbounds",
        ),
        (
            "problem.toml",
            "[[case]]",
            "[[case]]\nname = \"texts\"\nsubject = \"ring<String>\"\nrun = ['let (tx, rx) = ring(1)', 'tx.push(\"a\") -> Ok(())']\n[[case]]",
        ),
    ];
    for (file, from, to) in edits {
        let text = package
            .files
            .get_mut(camino::Utf8Path::new(file))
            .expect(file);
        assert!(text.contains(from), "{file}");
        *text = text.replacen(from, to, 1);
    }
    let problem = Problem::read(&package, None).unwrap_or_else(|faults| panic!("{faults}"));
    let made: Vec<String> = problem
        .instances
        .iter()
        .map(|instance| {
            let subject = instance.subject.as_ref().expect("a function");
            format!("{subject} => {}", instance.operations[0].answer)
        })
        .collect();
    insta::assert_snapshot!(made.join("\n"), @r"
    ring<u32> => (Producer<u32>, Consumer<u32>)
    ring<String> => (Producer<String>, Consumer<String>)
    ring<Tracked> => (Producer<Tracked>, Consumer<Tracked>)
    ");
    assert_eq!(problem.counted, Some(2));
    assert!(
        problem.instances[0].under_test().is_none(),
        "no line makes a subject"
    );
}

#[test]
fn roles_need_no_subject_and_answers_no_model() {
    let problem = read("small-ring", None);
    insta::assert_snapshot!(operations(&problem).join("\n"), @r"
    function: pub fn ring(capacity: usize) -> (Producer<u32>, Consumer<u32>) => (Producer<u32>, Consumer<u32>)
    Producer<u32>: pub fn push(&mut self, item: T) -> Result<(), T> => Result<(), u32>
    Producer<u32>: pub fn len(&self) -> usize => usize
    Consumer<u32>: pub fn pop(&mut self) -> Option<T> => Option<u32>
    Consumer<u32>: pub fn len(&self) -> usize => usize
    Options: pub fn new(name: &str) -> Self => Options
    Options: pub fn limit(&self) -> usize => usize
    ");
    assert!(problem.model.is_none());
    assert!(problem.instances[0].subject.is_none());
    let lines = &case(&problem, "what goes in comes out").lines;
    let numbers: Vec<u16> = [2, 3]
        .map(|index: usize| match &lines[index].action {
            Action::Call(call) => match call.operation {
                OperationRef::Numbered(number) => number,
                _ => panic!("no built-in"),
            },
            Action::Await => panic!("no thread"),
        })
        .into();
    let owner = |number: u16| {
        problem.instances[0].operations[usize::from(number)]
            .owner
            .clone()
    };
    assert_ne!(
        owner(numbers[0]),
        owner(numbers[1]),
        "`len` goes by the handle's type"
    );
    let crate_folder = &problem.submissions[0];
    assert_eq!(crate_folder.name, "accepted/as_crate");
    let files: Vec<&str> = crate_folder
        .files
        .keys()
        .map(|path| path.as_str())
        .collect();
    assert_eq!(files, ["src/inner/mod.rs", "src/lib.rs"]);
    assert_eq!(problem.submissions[1].reason.as_deref(), Some("panic"));
}

#[test]
fn headers_of_submissions_are_read() {
    let problem = read("ticket-desk", None);
    let wrong = &problem.submissions[1];
    assert_eq!(
        wrong.by.as_deref(),
        Some("case \"a ticket comes back during a panic\"")
    );
    assert_eq!(wrong.also, [crate::verdict::Verdict::RunTimeError]);
    let problem = read("retry-box", None);
    assert_eq!(problem.submissions[1].stage, Some(1));
}
