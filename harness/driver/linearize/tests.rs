//! Histories by hand on small models.

mod random;

use super::linearize;
use crate::toys::{
    Line, NEW, OPEN, POP, PUSH, Picks, Queue, READ, Register, Registers, TRY_POP, Toy, Toys, WAIT,
    WRITE, call,
};
use wire::{
    Action, Answer, Ending, History, Linearity, Moment, Objection, PanicReport, Place, Scenario,
    Unexplained, Waiting,
};

/// One call of a history: operation, argument, when it begins, when it ends and with what.
#[derive(Clone, Debug)]
struct Planned {
    operation: u16,
    argument: u8,
    from: usize,
    to: Option<(usize, Answer)>,
}

fn returned(bytes: &[u8]) -> Answer {
    Answer::Returned(bytes.to_vec())
}

fn done(operation: u16, argument: u8, times: (usize, usize), answer: &[u8]) -> Planned {
    Planned {
        operation,
        argument,
        from: times.0,
        to: Some((times.1, returned(answer))),
    }
}

const fn waits(operation: u16, argument: u8, from: usize) -> Planned {
    Planned {
        operation,
        argument,
        from,
        to: None,
    }
}

/// The constructor, and the calls after it; each number is its place in the list, from 1.
fn history(argument: u8, calls: &[Planned], ending: Ending) -> (Scenario, History) {
    let threads = calls
        .iter()
        .map(|planned| vec![call(planned.operation, planned.argument)]);
    let scenario = Scenario {
        instance: 0,
        before: vec![call(NEW, argument)],
        threads: threads.collect(),
        after: vec![],
        turns: vec![],
    };
    let mut moments = vec![];
    for (number, planned) in (1_u16..).zip(calls) {
        moments.push((planned.from, Moment::Called(number)));
        if let Some((to, answer)) = &planned.to {
            moments.push((*to, Moment::Returned(number, answer.clone())));
        }
    }
    moments.sort_by_key(|(at, _)| *at);
    let first = [Moment::Called(0), Moment::Returned(0, returned(&[]))];
    let moments = first
        .into_iter()
        .chain(moments.into_iter().map(|(_, moment)| moment));
    let history = History {
        moments: moments.collect(),
        is_timed: true,
        ending,
        schedule: String::new(),
    };
    (scenario, history)
}

fn stuck() -> Ending {
    Ending::Stuck {
        spins: false,
        waiting: vec![Waiting {
            thread: 1,
            action: Action::Wait,
            place: Place {
                file: "src/lib.rs".into(),
                line: 1,
                column: 1,
            },
            on: None,
        }],
    }
}

fn say<T: Toy>(argument: u8, calls: &[Planned], ending: Ending) -> Linearity {
    let (scenario, history) = history(argument, calls, ending);
    let mut said = linearize(&Toys(T::default()), &scenario, &[history]);
    said.remove(0)
}

fn complete<T: Toy>(argument: u8, calls: &[Planned]) -> Linearity {
    say::<T>(argument, calls, Ending::Complete)
}

#[test]
fn calls_at_the_same_time_may_take_effect_in_either_order() {
    let calls = [
        done(WRITE, 1, (1, 4), &[]),
        done(READ, 0, (2, 3), &[0]),
        done(READ, 0, (5, 6), &[1]),
    ];
    assert_eq!(complete::<Register>(0, &calls), Linearity::Explained);
}

#[test]
fn what_ended_before_comes_before() {
    let calls = [done(WRITE, 1, (1, 2), &[]), done(READ, 0, (3, 4), &[0])];
    assert_eq!(
        complete::<Register>(0, &calls),
        Linearity::Unexplained(Unexplained {
            order: vec![0, 1],
            call: 2,
            beside: Some(1),
            objections: vec![Objection::Expected(vec![1])],
        })
    );
}

/// One thread writes 1, another one reads twice, the main one reads at last; with these
/// answers, and the writer first on the clock.
fn untimed(answers: [u8; 3], is_timed: bool) -> Linearity {
    let scenario = Scenario {
        instance: 0,
        before: vec![call(NEW, 0)],
        threads: vec![vec![call(WRITE, 1)], vec![call(READ, 0), call(READ, 0)]],
        after: vec![call(READ, 0)],
        turns: vec![],
    };
    let mut moments = vec![];
    for number in 0..5_u16 {
        let answer: &[u8] = match number {
            0 | 1 => &[],
            read => &[answers[usize::from(read) - 2]],
        };
        moments.push(Moment::Called(number));
        moments.push(Moment::Returned(number, returned(answer)));
    }
    let history = History {
        moments,
        is_timed,
        ending: Ending::Complete,
        schedule: String::new(),
    };
    let mut said = linearize(&Toys(Register::default()), &scenario, &[history]);
    said.remove(0)
}

#[test]
fn without_a_clock_only_the_order_of_each_thread_counts() {
    // Another thread's write may come late, but not only for the first of two reads.
    assert_eq!(untimed([0, 1, 1], false), Linearity::Explained);
    assert_eq!(untimed([0, 0, 1], false), Linearity::Explained);
    let is_wrong = |answers| matches!(untimed(answers, false), Linearity::Unexplained(_));
    assert!(is_wrong([1, 0, 1]));
    // The main thread goes on once all others have ended.
    assert!(is_wrong([0, 0, 0]));
    assert!(matches!(
        untimed([0, 1, 1], true),
        Linearity::Unexplained(_)
    ));
}

#[test]
fn an_old_value_after_a_new_one_names_both_reads() {
    let calls = [
        done(WRITE, 1, (1, 8), &[]),
        done(READ, 0, (2, 3), &[1]),
        done(READ, 0, (4, 5), &[0]),
    ];
    assert_eq!(
        complete::<Register>(0, &calls),
        Linearity::Unexplained(Unexplained {
            order: vec![0, 1, 2],
            call: 3,
            beside: Some(2),
            objections: vec![Objection::Expected(vec![1])],
        })
    );
}

#[test]
fn one_value_is_taken_once() {
    let calls = [
        done(PUSH, 7, (1, 2), &[]),
        done(POP, 0, (3, 5), &[7]),
        done(POP, 0, (4, 6), &[7]),
    ];
    let Linearity::Unexplained(unexplained) = complete::<Queue>(2, &calls) else {
        panic!("one of them has nothing to take");
    };
    assert_eq!((unexplained.call, unexplained.beside), (3, Some(2)));
    assert_eq!(unexplained.objections, [Objection::Blocks]);
}

#[test]
fn a_call_waits_only_where_the_model_does() {
    let full = [done(PUSH, 1, (1, 2), &[]), waits(PUSH, 2, 3)];
    assert_eq!(say::<Queue>(1, &full, stuck()), Linearity::Explained);
    let room = Linearity::Stuck { calls: vec![2] };
    assert_eq!(say::<Queue>(2, &full, stuck()), room);
    let both = [waits(PUSH, 1, 1), waits(POP, 0, 2)];
    let Linearity::Stuck { calls } = say::<Queue>(1, &both, stuck()) else {
        panic!("the value goes through");
    };
    assert_eq!(calls.len(), 1, "as few as possible: {calls:?}");
}

#[test]
fn nobody_waits_rightly_for_what_was_put_in() {
    // The push took effect, since it was popped, and still does not come back.
    let calls = [waits(PUSH, 1, 1), done(POP, 0, (2, 3), &[1])];
    let stuck_push = Linearity::Stuck { calls: vec![1] };
    assert_eq!(say::<Queue>(1, &calls, stuck()), stuck_push);
}

#[test]
fn waiting_after_the_last_call_is_never_right() {
    let calls = [done(PUSH, 1, (1, 2), &[])];
    let nobody = Linearity::Stuck { calls: vec![] };
    assert_eq!(say::<Queue>(1, &calls, stuck()), nobody);
}

#[test]
fn a_panic_is_an_answer_like_others() {
    let panicked = |from, to| Planned {
        operation: TRY_POP,
        argument: 0,
        from,
        to: Some((to, Answer::Panicked(PanicReport::default()))),
    };
    let calls = [panicked(1, 4), done(PUSH, 1, (2, 3), &[])];
    assert_eq!(complete::<Queue>(1, &calls), Linearity::Explained);
    let calls = [done(PUSH, 1, (1, 2), &[]), panicked(3, 4)];
    let Linearity::Unexplained(unexplained) = complete::<Queue>(1, &calls) else {
        panic!("there was a value");
    };
    assert_eq!(unexplained.objections, [Objection::Expected(vec![1])]);
    let calls = [done(TRY_POP, 0, (1, 2), &[1])];
    let Linearity::Unexplained(unexplained) = complete::<Queue>(1, &calls) else {
        panic!("there was none");
    };
    assert_eq!(unexplained.beside, None);
    assert_eq!(unexplained.objections, [Objection::Panics]);
}

#[test]
fn a_call_of_two_moments_takes_its_place_before_it_is_served() {
    // Both overlap, so that either may have come first.
    let either = |first: u8, second: u8| {
        [
            done(WAIT, 1, (1, 5), &[first]),
            done(WAIT, 2, (2, 6), &[second]),
            done(OPEN, 0, (3, 4), &[]),
        ]
    };
    assert_eq!(complete::<Line>(0, &either(1, 2)), Linearity::Explained);
    assert_eq!(complete::<Line>(0, &either(2, 1)), Linearity::Explained);
    assert_ne!(complete::<Line>(0, &either(1, 1)), Linearity::Explained);
    // The first was served before the second began.
    let one_after_the_other = [
        done(OPEN, 0, (1, 2), &[]),
        done(WAIT, 1, (3, 4), &[2]),
        done(WAIT, 2, (5, 6), &[1]),
    ];
    assert_ne!(
        complete::<Line>(0, &one_after_the_other),
        Linearity::Explained
    );
    // Before the gate opens everybody waits rightly, and afterwards nobody.
    let closed = [waits(WAIT, 1, 1), waits(WAIT, 2, 2)];
    assert_eq!(say::<Line>(0, &closed, stuck()), Linearity::Explained);
    let open = [waits(WAIT, 1, 1), done(OPEN, 0, (2, 3), &[])];
    assert_eq!(
        say::<Line>(0, &open, stuck()),
        Linearity::Stuck { calls: vec![1] }
    );
}

#[test]
fn where_calls_have_turns_who_came_first_is_first() {
    let said = |first: u8, second: u8| {
        let calls = [
            done(WAIT, 1, (1, 5), &[first]),
            done(WAIT, 2, (2, 6), &[second]),
            done(OPEN, 0, (3, 4), &[]),
        ];
        let (mut scenario, history) = history(0, &calls, Ending::Complete);
        scenario.turns = vec![0, 1, 2];
        linearize(&Toys::<Line>::default(), &scenario, &[history]).remove(0)
    };
    assert_eq!(said(1, 2), Linearity::Explained);
    assert!(matches!(said(2, 1), Linearity::Unexplained(_)));
}

#[test]
fn a_model_that_follows_answers_gives_its_reason() {
    let pick = |from, to, answer| done(1, 0, (from, to), &[answer]);
    let calls = [pick(1, 3, 2), pick(2, 4, 0)];
    assert_eq!(complete::<Picks>(0, &calls), Linearity::Explained);
    let calls = [pick(1, 3, 2), pick(2, 4, 2)];
    let Linearity::Unexplained(unexplained) = complete::<Picks>(0, &calls) else {
        panic!("two picked the same");
    };
    assert_eq!((unexplained.call, unexplained.beside), (2, Some(1)));
    let reason = Objection::Illegal("2 was picked before".into());
    assert_eq!(unexplained.objections, [reason]);
}

#[test]
fn a_call_that_was_not_made_needs_a_handle_that_is_not_there() {
    let (mut scenario, mut history) = history(0, &[waits(WRITE, 1, 1)], Ending::Complete);
    history.moments.push(Moment::Returned(1, Answer::Missing));
    let say = |scenario: &Scenario| {
        linearize(
            &Toys(Register::default()),
            scenario,
            std::slice::from_ref(&history),
        )
        .remove(0)
    };
    assert_ne!(say(&scenario), Linearity::Explained);
    scenario.threads[0][0].receiver = Some(u32::MAX);
    assert_eq!(say(&scenario), Linearity::Explained);
}

#[test]
fn partitions_are_explained_apart_and_so_is_what_is_wrong_in_one() {
    let calls = [
        done(WRITE, 11, (1, 2), &[]),
        done(WRITE, 22, (3, 4), &[]),
        done(READ, 20, (5, 6), &[2]),
        done(READ, 10, (7, 8), &[0]),
    ];
    let Linearity::Unexplained(unexplained) = complete::<Registers>(0, &calls) else {
        panic!("register 1 holds 1");
    };
    assert_eq!(unexplained.order, [0, 1]);
    assert_eq!((unexplained.call, unexplained.beside), (4, Some(1)));
}

#[test]
fn a_history_that_does_not_fit_its_scenario_is_refused() {
    let (scenario, mut history) = history(0, &[done(WRITE, 1, (1, 2), &[])], Ending::Complete);
    history.moments.push(Moment::Returned(1, returned(&[])));
    let said = linearize(&Toys(Register::default()), &scenario, &[history]);
    assert!(matches!(said[..], [Linearity::Refused(_)]));
}
