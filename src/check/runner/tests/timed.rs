//! Limits of time: beside the reference, alone, and twice where it is close.

use super::*;
use crate::wire::Reply;

/// Milliseconds that each call takes.
fn works(milliseconds: u64, act: Act) -> Act {
    let Act::Replies(reply) = act else {
        panic!("only replies take time")
    };
    Act::Works(Duration::from_millis(milliseconds), reply)
}

/// A process of the reference that needs this long for the second case.
fn reference(milliseconds: u64) -> Vec<Act> {
    vec![works(milliseconds, whole_case(2))]
}

/// The second case in a fresh process, call by call; each call takes so long.
fn steps(milliseconds: u64) -> Vec<Act> {
    let mut acts = call_by_call(2);
    for act in &mut acts[..2] {
        *act = works(milliseconds, act.clone());
    }
    acts
}

/// The first case is right, and the second one runs out of time at first; `then` is what its
/// fresh processes do.
fn second(then: Vec<Vec<Act>>, reference: &Scripted) -> CaseResult {
    let mut scripts = vec![vec![whole_case(1), Act::Ends(stopped(Limit::Cpu))]];
    scripts.extend(then);
    let program = Scripted::new(scripts);
    let problem = problem();
    let mut runner = Runner::new(&problem, &program, None).with_reference(Some(reference));
    runner
        .run(&problem.cases[0])
        .expect("it can be done")
        .expect("it is run");
    let result = runner
        .run(&problem.cases[1])
        .expect("it can be done")
        .expect("it is run");
    assert!(program.is_played_out(), "{:?}", program.log());
    assert!(reference.is_played_out(), "{:?}", reference.log());
    result
}

#[test]
fn what_the_reference_needs_sets_the_limit() {
    // Ten times 300 ms: more than the floor of 2 s.
    let reference = Scripted::new([reference(300), reference(200)]);
    let result = second(
        vec![ends_at_the_second_call(&stopped(Limit::Cpu))],
        &reference,
    );
    assert_eq!(result.judged.verdict, Verdict::TimeLimitExceeded);
    assert_eq!(result.judged.summary, "add(2): 3 s of CPU time used");
    assert!(
        result.judged.details[0].starts_with("the reference needs 300.0 ms of CPU time"),
        "{:?}",
        result.judged.details
    );
}

#[test]
fn beside_a_quick_reference_the_floor_holds() {
    let reference = Scripted::new([reference(1), reference(1)]);
    let ends = vec![ends_at_the_second_call(&stopped(Limit::Cpu))];
    let result = second(ends, &reference);
    assert_eq!(result.judged.summary, "add(2): 2 s of CPU time used");
}

#[test]
fn who_keeps_the_limit_twice_has_kept_it() {
    let reference = Scripted::new([reference(1), reference(1)]);
    let result = second(vec![steps(900), vec![whole_case(2)]], &reference);
    assert_eq!(result.judged.verdict, Verdict::Accepted);
}

#[test]
fn who_keeps_the_limit_once_is_not_accused() {
    let reference = Scripted::new([reference(1), reference(1)]);
    let again = vec![Act::Ends(stopped(Limit::Cpu))];
    let result = second(vec![steps(900), again], &reference);
    assert_eq!(result.judged.verdict, Verdict::Inconclusive);
    assert_eq!(
        result.judged.summary,
        "at the limit of 2 s of CPU time: kept once, passed once"
    );
}

#[test]
fn a_wrong_answer_found_on_the_way_is_one() {
    let reference = Scripted::new([reference(1), reference(1)]);
    let result = second(vec![call_by_call(7), vec![whole_case(7)]], &reference);
    assert_eq!(result.judged.verdict, Verdict::WrongAnswer);
}

#[test]
fn a_reference_that_breaks_is_not_the_submissions_fault() {
    let reference = Scripted::new([vec![Act::Ends(killed(11, ""))]]);
    let program = Scripted::new([vec![Act::Ends(stopped(Limit::Cpu))]]);
    let problem = problem();
    let mut runner = Runner::new(&problem, &program, None).with_reference(Some(&reference));
    let error = runner.run(&problem.cases[0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "failed to run the reference of `counter`: the process was killed by signal 11 \
         (segmentation fault)"
    );
}

#[test]
fn who_sleeps_for_ever_is_deadlocked() {
    let end = Observation {
        asleep: true,
        ..stopped(Limit::Wall)
    };
    let program = Scripted::new([
        vec![Act::Ends(end.clone())],
        ends_at_the_second_call(&end),
        vec![whole_case(2), whole_case(3), Act::Replies(Reply::Bye)],
    ]);
    let deadlock = Some((Verdict::Deadlock, None));
    assert_eq!(verdicts(&run(&program)), [deadlock, ACCEPTED, ACCEPTED]);
}
