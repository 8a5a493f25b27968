use super::*;
use crate::problem::Origin;
use crate::problem::case::HandleRef;
use crate::problem::package::Package;
use crate::report::document::Outcome;
use crate::run::observation::{Limit, Observation};
use crate::run::scripted::{Act, Event, Scripted, exited, killed, stopped};
use crate::verdict::Reason;
use crate::wire::Nonce;
use crate::wire::{Answer, Finish, Query, Reply};

mod timed;

const STARTER: &str = "pub struct Counter { todo: () }
impl Counter {
    pub fn new() -> Self { todo!() }
    pub fn add(&mut self, amount: u8) -> u8 { todo!() }
}
";

const CASES: [(&str, &str); 3] = [
    ("first", "\"new()\", \"add(1) -> 1\""),
    ("second", "\"new()\", \"add(2) -> 2\""),
    ("third", "\"new()\", \"add(3) -> 3\""),
];

/// A problem of three cases; the right answer of each is its number.
fn problem() -> Problem {
    let mut manifest = String::from(
        "format = 1\ntitle = \"A counter\"\nlevel = \"L4\"\nminutes = 5\nsubject = \"Counter\"\n",
    );
    for (name, run) in CASES {
        manifest.push_str(&format!(
            "[[case]]\nname = \"{name}\"\nsample = {}\nrun = [{run}]\n",
            name == "first"
        ));
    }
    let files = [
        ("problem.toml", manifest.as_str()),
        ("starter.rs", STARTER),
        ("statement.md", "Count."),
    ];
    let package = Package {
        slug: "counter".into(),
        origin: Origin::Folder("counter".into()),
        files: files
            .map(|(path, text)| (path.into(), text.to_owned()))
            .into(),
    };
    Problem::read(&package, None).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A handle of the subject that a case's first line makes.
fn subject() -> Answer {
    let first = HandleRef {
        line: 0,
        position: 0,
    };
    Answer::Returned(first.number().to_le_bytes().into())
}

fn number(number: u8) -> Answer {
    Answer::Returned(vec![number])
}

fn ran(answers: Vec<Answer>, finish: Finish) -> Act {
    Act::Replies(Reply::Ran { answers, finish })
}

/// A case in one frame that answers this number.
fn whole_case(answer: u8) -> Act {
    ran(vec![subject(), number(answer)], Finish::Dropped)
}

/// A fresh process that is asked call by call, and answers this number.
fn call_by_call(answer: u8) -> Vec<Act> {
    vec![
        ran(vec![subject()], Finish::Open),
        ran(vec![number(answer)], Finish::Open),
        ran(vec![], Finish::Dropped),
        Act::Replies(Reply::Bye),
    ]
}

/// The same, but it ends at the second call.
fn ends_at_the_second_call(end: &Observation) -> Vec<Act> {
    vec![ran(vec![subject()], Finish::Open), Act::Ends(end.clone())]
}

/// Runs the cases on the program; `None` where a case was not run.
fn run(program: &Scripted) -> Vec<Option<CaseResult>> {
    let problem = problem();
    let mut runner = Runner::new(&problem, program, None);
    let results = problem
        .cases
        .iter()
        .map(|case| runner.run(case).unwrap_or_else(|error| panic!("{error}")))
        .collect();
    runner.close().unwrap_or_else(|error| panic!("{error}"));
    assert!(program.is_played_out(), "{:?}", program.log());
    results
}

fn verdicts(results: &[Option<CaseResult>]) -> Vec<Option<(Verdict, Option<Reason>)>> {
    results
        .iter()
        .map(|result| {
            let judged = &result.as_ref()?.judged;
            Some((judged.verdict, judged.reason))
        })
        .collect()
}

const ACCEPTED: Option<(Verdict, Option<Reason>)> = Some((Verdict::Accepted, None));

#[test]
fn one_process_serves_all_cases_when_all_is_well() {
    let program = Scripted::new([vec![
        whole_case(1),
        whole_case(2),
        whole_case(3),
        Act::Replies(Reply::Bye),
    ]]);
    let results = run(&program);
    assert_eq!(verdicts(&results), [ACCEPTED; 3]);
    let log = program.log();
    assert_eq!(log.len(), 6, "{log:?}");
    assert!(matches!(
        &log[1],
        Event::Asked(Query::Run { fresh: true, finish: true, calls, .. }) if calls.len() == 2
    ));
}

#[test]
fn after_a_crash_the_next_case_has_a_fresh_process() {
    let crash = killed(11, "");
    let program = Scripted::new([
        vec![whole_case(1), Act::Ends(crash.clone())],
        ends_at_the_second_call(&crash),
        vec![whole_case(3), Act::Replies(Reply::Bye)],
    ]);
    let results = run(&program);
    assert_eq!(
        verdicts(&results),
        [
            ACCEPTED,
            Some((Verdict::RunTimeError, Some(Reason::Signal))),
            ACCEPTED
        ]
    );
    let second = results[1].as_ref().unwrap();
    assert_eq!(second.wall, None, "a time that was not measured is none");
    assert_eq!(
        second.judged.summary,
        "add(2): the process was killed by signal 11 (segmentation fault)"
    );
}

#[test]
fn after_a_time_out_the_next_case_has_a_fresh_process() {
    for (limit, reason) in [
        (Limit::Cpu, Reason::CpuTime),
        (Limit::Wall, Reason::WallTime),
    ] {
        let end = stopped(limit);
        let program = Scripted::new([
            vec![Act::Ends(end.clone())],
            ends_at_the_second_call(&end),
            vec![whole_case(2), whole_case(3), Act::Replies(Reply::Bye)],
        ]);
        let results = run(&program);
        let exceeded = Some((Verdict::TimeLimitExceeded, Some(reason)));
        assert_eq!(verdicts(&results), [exceeded, ACCEPTED, ACCEPTED]);
    }
}

#[test]
fn a_wrong_answer_is_confirmed_in_a_fresh_process() {
    let program = Scripted::new([
        vec![
            whole_case(1),
            whole_case(7),
            whole_case(3),
            Act::Replies(Reply::Bye),
        ],
        call_by_call(7),
    ]);
    let results = run(&program);
    let wrong = Some((Verdict::WrongAnswer, None));
    assert_eq!(verdicts(&results), [ACCEPTED, wrong, ACCEPTED]);
    let step = results[1].as_ref().unwrap().judged.transcript.last();
    assert_eq!(
        step.unwrap().outcome,
        Outcome::Wrong {
            want: "2".into(),
            got: "7".into()
        }
    );
    // Asked while the first process waits, which then serves the next case.
    let started = program.log();
    let started = started.iter().filter(|event| **event == Event::Started);
    assert_eq!(started.count(), 2);
}

#[test]
fn state_that_leaks_between_instances_is_named() {
    let alone = || vec![whole_case(2)];
    let after_the_first = || vec![whole_case(1), whole_case(3)];
    let program = Scripted::new([
        vec![
            whole_case(1),
            whole_case(3),
            whole_case(3),
            Act::Replies(Reply::Bye),
        ],
        call_by_call(2),
        alone(),
        alone(),
        alone(),
        after_the_first(),
        after_the_first(),
    ]);
    let results = run(&program);
    let leaks = Some((Verdict::WrongAnswer, Some(Reason::LeaksBetweenInstances)));
    assert_eq!(verdicts(&results), [ACCEPTED, leaks, ACCEPTED]);
    let judged = &results[1].as_ref().unwrap().judged;
    assert!(judged.details[0].contains("from one instance to the next"));
}

#[test]
fn what_depends_on_chance_is_not_called_a_leak() {
    let goes_on = vec![
        whole_case(1),
        whole_case(7),
        whole_case(3),
        Act::Replies(Reply::Bye),
    ];
    // It fails alone too, only not each time; or it passes though the others came first.
    let fails_alone = vec![
        goes_on.clone(),
        call_by_call(2),
        vec![whole_case(2)],
        vec![whole_case(7)],
    ];
    let passes_after_others = vec![
        goes_on,
        call_by_call(2),
        vec![whole_case(2)],
        vec![whole_case(2)],
        vec![whole_case(2)],
        vec![whole_case(1), whole_case(7)],
        vec![whole_case(1), whole_case(2)],
    ];
    for scripts in [fails_alone, passes_after_others] {
        let results = run(&Scripted::new(scripts));
        let wrong = Some((Verdict::WrongAnswer, None));
        assert_eq!(verdicts(&results), [ACCEPTED, wrong, ACCEPTED]);
        let judged = &results[1].as_ref().unwrap().judged;
        assert!(
            judged.details[0].contains("depends on chance"),
            "{:?}",
            judged.details
        );
    }
}

/// What the cases before it used up is not held against a case.
#[test]
fn a_limit_that_a_case_keeps_alone_is_kept() {
    let program = Scripted::new([
        vec![whole_case(1), Act::Ends(stopped(Limit::Cpu))],
        call_by_call(2),
        vec![whole_case(2)],
        vec![whole_case(3), Act::Replies(Reply::Bye)],
    ]);
    assert_eq!(verdicts(&run(&program)), [ACCEPTED; 3]);
}

/// A machine without memory left kills whom it likes; who kills itself does it again.
#[test]
fn who_is_killed_from_outside_is_judged_by_the_second_run() {
    for (alone, expected) in [
        (call_by_call(2), ACCEPTED),
        (
            ends_at_the_second_call(&killed(9, "")),
            Some((Verdict::RunTimeError, Some(Reason::Signal))),
        ),
    ] {
        let program = Scripted::new([
            vec![whole_case(1), Act::Ends(killed(9, ""))],
            alone,
            vec![whole_case(3), Act::Replies(Reply::Bye)],
        ]);
        assert_eq!(verdicts(&run(&program)), [ACCEPTED, expected, ACCEPTED]);
    }
}

/// The judge kills it as well, but for a reason.
#[test]
fn who_is_killed_for_a_forged_frame_is_not_forgiven() {
    let forged = Act::Sends(|_| vec![0; 16]);
    let program = Scripted::new([
        vec![whole_case(1), forged, Act::Ends(killed(9, ""))],
        call_by_call(2),
        vec![whole_case(3), Act::Replies(Reply::Bye)],
    ]);
    let tampered = Some((Verdict::Tampered, Some(Reason::Forged)));
    assert_eq!(verdicts(&run(&program))[1], tampered);
}

#[test]
fn after_three_losses_nothing_more_is_run() {
    let program = Scripted::new([
        vec![Act::Ends(exited(0))],
        ends_at_the_second_call(&exited(0)),
        vec![Act::Ends(exited(0))],
        ends_at_the_second_call(&exited(0)),
        vec![Act::Ends(exited(0))],
        ends_at_the_second_call(&exited(0)),
    ]);
    let problem = problem();
    let mut runner = Runner::new(&problem, &program, None);
    for case in &problem.cases {
        let result = runner.run(case).unwrap().expect("it is run");
        assert_eq!(result.judged.reason, Some(Reason::EarlyExit));
    }
    assert_eq!(runner.run(&problem.cases[0]).unwrap(), None);
}

#[test]
fn no_case_is_begun_after_the_end() {
    let program = Scripted::new([]);
    let problem = problem();
    let mut runner = Runner::new(&problem, &program, None).until(Some(Instant::now()));
    assert_eq!(runner.stopped(), Some(Stopped::Time));
    assert_eq!(runner.run(&problem.cases[0]).unwrap(), None);
}

/// Frames that no honest driver sends, in both ways of running a case.
#[test]
fn tampered_frames_are_never_accepted() {
    let other_nonce = |_: Nonce| {
        Reply::Ran {
            answers: vec![subject(), number(1)],
            finish: Finish::Dropped,
        }
        .to_bytes(&[0; 16])
    };
    let trailing = |nonce: Nonce| {
        let reply = Reply::Ran {
            answers: vec![subject(), number(1)],
            finish: Finish::Dropped,
        };
        [reply.to_bytes(&nonce), vec![0]].concat()
    };
    for (what, act) in [
        ("another nonce", Act::Sends(other_nonce)),
        ("trailing bytes", Act::Sends(trailing)),
        ("an early end", Act::Sends(Vec::from)),
        ("two frames", Act::Garbles),
        ("another reply", Act::Replies(Reply::Bye)),
        (
            "a reply of the model",
            Act::Replies(Reply::Generated(Ok(vec![1]))),
        ),
        ("too few answers", ran(vec![subject()], Finish::Dropped)),
        (
            "nothing is dropped",
            ran(vec![subject(), number(1)], Finish::Open),
        ),
        (
            "an answer that is cut",
            ran(vec![subject(), Answer::Returned(vec![])], Finish::Dropped),
        ),
        (
            "an answer that goes on",
            ran(
                vec![subject(), Answer::Returned(vec![1, 1])],
                Finish::Dropped,
            ),
        ),
    ] {
        let problem = problem();
        // Confirmed: it does the same when it is asked for the second call alone.
        let again = match &act {
            Act::Replies(Reply::Ran { answers, .. }) => {
                ran(answers.iter().skip(1).cloned().collect(), Finish::Open)
            }
            other => other.clone(),
        };
        let program = Scripted::new([
            vec![act],
            vec![
                ran(vec![subject()], Finish::Open),
                again,
                ran(vec![], Finish::Open),
                Act::Replies(Reply::Bye),
            ],
        ]);
        let mut runner = Runner::new(&problem, &program, None);
        let result = runner.run(&problem.cases[0]).unwrap().expect("it is run");
        assert_eq!(
            (result.judged.verdict, result.judged.reason),
            (Verdict::Tampered, Some(Reason::Forged)),
            "{what}"
        );
    }
}

#[test]
fn a_process_that_forges_once_is_not_forgiven() {
    let program = Scripted::new([
        vec![whole_case(1), Act::Garbles],
        call_by_call(2),
        vec![whole_case(3), Act::Replies(Reply::Bye)],
    ]);
    let results = run(&program);
    let tampered = Some((Verdict::Tampered, Some(Reason::Forged)));
    assert_eq!(verdicts(&results), [ACCEPTED, tampered, ACCEPTED]);
    let judged = &results[1].as_ref().unwrap().judged;
    assert!(judged.details[0].contains("alone in a fresh process"));
}

#[test]
fn how_the_last_process_leaves_is_judged_too() {
    for (act, expected) in [
        (Act::Replies(Reply::Bye), None),
        (Act::Ends(killed(6, "")), Some(Verdict::RunTimeError)),
        (Act::Ends(exited(0)), Some(Verdict::Tampered)),
        (
            Act::Replies(Reply::Generated(Ok(vec![]))),
            Some(Verdict::Tampered),
        ),
    ] {
        let problem = problem();
        let program = Scripted::new([vec![whole_case(1), act]]);
        let mut runner = Runner::new(&problem, &program, None);
        runner.run(&problem.cases[0]).unwrap().expect("it is run");
        let left = runner.close().unwrap();
        assert_eq!(left.map(|loss| loss.verdict), expected);
    }
}

/// The first two cases, and between them something that is timed.
fn around_what_is_timed(program: &Scripted) -> Option<loss::Loss> {
    let problem = problem();
    let mut runner = Runner::new(&problem, program, None);
    for (number, case) in problem.cases[..2].iter().enumerate() {
        if number == 1 {
            let ended = |_: &mut Runner<'_>| Ok(program.log().last().cloned());
            let last = runner
                .alone(ended)
                .unwrap_or_else(|error| panic!("{error}"));
            assert!(matches!(last, Some(Event::Ended(_))), "{last:?}");
        }
        let result = runner.run(case).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(verdicts(&[result]), [ACCEPTED]);
    }
    let left = runner.close().unwrap_or_else(|error| panic!("{error}"));
    assert!(program.is_played_out(), "{:?}", program.log());
    left
}

#[test]
fn no_process_of_the_submission_is_left_beside_what_is_timed() {
    let serves = |answer| vec![whole_case(answer), Act::Replies(Reply::Bye)];
    let left = around_what_is_timed(&Scripted::new([serves(1), serves(2)]));
    assert!(left.is_none(), "{left:?}");
}

#[test]
fn how_a_process_left_before_something_was_timed_still_counts() {
    let leaves_badly = vec![whole_case(1), Act::Ends(exited(3))];
    let leaves_well = vec![whole_case(2), Act::Replies(Reply::Bye)];
    let left = around_what_is_timed(&Scripted::new([leaves_badly, leaves_well]));
    assert!(left.is_some());
}
