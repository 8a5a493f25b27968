use super::*;
use crate::run::observation::Limit;
use crate::run::scripted::{Act, Scripted, exited, stopped};
use crate::verdict::Verdict;
use crate::wire::Reply;

const MEMORY: fn() -> Memory = || Memory {
    run: "reads".into(),
    workload: 0,
    size: 64,
    steps: 1_000,
    max_bytes: Some(4096),
    max_allocations: Some(10),
};

/// A process whose heap rises by so much and that asks for memory so often.
fn process(rise: u64, allocations: u64) -> Vec<Act> {
    vec![Act::Replies(Reply::Measured(Ok(Measured {
        steps: 1_000,
        cpu_ns: 50_000,
        allocations,
        before: 10_000,
        peak: 10_000 + rise,
        after: 10_000,
    })))]
}

fn check(program: &Scripted, reference: Option<&dyn Launcher>) -> Result<Outcome, JudgingError> {
    let (memory, limits) = (MEMORY(), Limits::default());
    let first = look(&memory, program, &limits)?;
    if first.ruling == Ruling::Within {
        return Ok(first);
    }
    confirm(&memory, first, program, reference, &limits)
}

fn ruling(processes: Vec<Vec<Act>>) -> Ruling {
    let program = Scripted::new(processes);
    let outcome = check(&program, None).expect("it can go on");
    assert!(program.is_played_out());
    outcome.ruling
}

#[test]
fn a_heap_at_its_limits_is_within_them() {
    assert_eq!(ruling(vec![process(4096, 10)]), Ruling::Within);
}

#[test]
fn a_heap_that_rises_in_two_processes_is_accused() {
    let rises = || process(4097, 0);
    let accused = Ruling::Exceeds(Reason::HeapGrows);
    assert_eq!(ruling(vec![rises(), rises()]), accused);
    assert_eq!(ruling(vec![rises(), process(0, 0)]), Ruling::Unclear);
}

#[test]
fn too_many_requests_for_memory_are_accused() {
    let accused = Ruling::Exceeds(Reason::Allocations);
    assert_eq!(ruling(vec![process(0, 11), process(0, 11)]), accused);
}

#[test]
fn a_process_that_leaves_is_judged_by_how_it_left() {
    let leaves = || vec![Act::Ends(exited(0))];
    for second in [leaves(), process(0, 0)] {
        let Ruling::Failed(judged) = ruling(vec![leaves(), second]) else {
            panic!("it was lost");
        };
        assert_eq!(judged.verdict, Verdict::Tampered);
    }
}

#[test]
fn a_limit_of_time_that_is_kept_alone_was_not_passed() {
    let lost = || vec![Act::Ends(stopped(Limit::Cpu))];
    assert_eq!(ruling(vec![lost(), process(0, 0)]), Ruling::Within);
    assert_eq!(ruling(vec![lost(), process(4097, 0)]), Ruling::Unclear);
    let Ruling::Failed(judged) = ruling(vec![lost(), lost()]) else {
        panic!("it was lost twice");
    };
    assert_eq!(judged.verdict, Verdict::TimeLimitExceeded);
}

#[test]
fn no_steps_are_the_authors_fault_unless_the_reference_makes_some() {
    let nothing = || vec![Act::Replies(Reply::Measured(Ok(Measured::NOTHING)))];
    let check = |reference: Option<Vec<Act>>| {
        let program = Scripted::new([nothing(), nothing()]);
        let reference = reference.map(|process| Scripted::new([process]));
        let reference = reference.as_ref().map(|program| program as &dyn Launcher);
        check(&program, reference)
    };
    assert!(check(None).is_err());
    assert!(check(Some(nothing())).is_err());
    let outcome = check(Some(process(0, 0))).expect("it can go on");
    let Ruling::Failed(judged) = outcome.ruling else {
        panic!("{outcome:?}");
    };
    assert_eq!(judged.verdict, Verdict::Tampered);
}
