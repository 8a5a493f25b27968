//! Requests and replies come back as they were.

use super::*;

fn scenario() -> Scenario {
    Scenario {
        instance: 2,
        before: vec![call()],
        threads: vec![vec![call(), call()], vec![]],
        after: vec![call()],
        turns: vec![0],
    }
}

fn effort() -> Effort {
    Effort {
        executions: 1 << 40,
        events: 10_000,
        spurious_wakeups: 1,
        weak_failures: 2,
        early_timeouts: 3,
        memory_per_thread: 1 << 24,
        finds_races: true,
    }
}

fn place() -> Place {
    Place {
        file: "src/lib.rs".into(),
        line: 300,
        column: 5,
    }
}

fn history() -> History {
    History {
        moments: vec![
            Moment::Called(0),
            Moment::Returned(0, Answer::Returned(vec![1])),
            Moment::Called(700),
        ],
        is_timed: true,
        ending: Ending::Stuck {
            spins: true,
            waiting: vec![Waiting {
                thread: 2,
                action: Action::Wait,
                place: place(),
                on: Some(1),
            }],
        },
        schedule: "u:a3bc!9a".into(),
    }
}

fn race() -> Race {
    let access = |thread| Access {
        thread,
        writes: thread == 1,
        is_atomic: false,
        size: 8,
        spot: Spot::Code(vec![1 << 20, 7]),
    };
    Race {
        first: access(1),
        second: access(2),
        missing: Some(MissingEdge {
            store: Spot::Source(place()),
            store_order: "Relaxed".into(),
            store_releases: false,
            load: Spot::Code(vec![]),
            load_order: "Acquire".into(),
        }),
    }
}

fn call() -> Call {
    Call {
        operation: builtin::CLONE,
        receiver: Some(256),
        first_handle: 512,
        arguments: vec![1, 2, 3],
    }
}

#[test]
fn requests_come_back() {
    for query in [
        Query::Run {
            fresh: true,
            instance: 1,
            calls: vec![call(), call()],
            finish: false,
        },
        Query::Consult {
            fresh: false,
            calls: vec![(call(), None), (call(), Some(vec![7]))],
        },
        Query::Generate {
            generator: 3,
            arguments: vec![9],
        },
        Query::Compose {
            most: 40,
            sequences: vec![
                vec![Proposal {
                    call: call(),
                    parts: vec![
                        Part::Plain(vec![1, 2]),
                        Part::Drawn {
                            generator: 2,
                            draws: Draws::Seed(u64::MAX),
                        },
                        Part::Drawn {
                            generator: 0,
                            draws: Draws::Tape(vec![300, 0]),
                        },
                    ],
                }],
                vec![],
            ],
        },
        Query::Measure {
            workload: 2,
            size: 1 << 40,
            goal: Goal {
                least_steps: 1,
                most_steps: 300,
                least_ns: 2_000_000,
                most_ns: u64::MAX,
            },
        },
        Query::Rest,
        Query::Probe {
            probe: 1,
            arguments: vec![3],
        },
        Query::Told(vec![vec![], vec![1, 2]]),
        Query::Test(300),
        Query::Explore {
            scenario: scenario(),
            effort: effort(),
        },
        Query::Onward,
        Query::Reconsider {
            scenario: scenario(),
            executions: 20_000,
            milliseconds: 300,
        },
        Query::Retrace {
            scenario: scenario(),
            effort: effort(),
            schedule: "ab".into(),
        },
        Query::Rehearse(vec![scenario(), Scenario::default()]),
        Query::Linearize {
            scenario: scenario(),
            histories: vec![
                history(),
                History {
                    ending: Ending::Panicked(PanicReport::default()),
                    ..history()
                },
                History {
                    ending: Ending::Complete,
                    is_timed: false,
                    ..history()
                },
                History {
                    ending: Ending::Raced(race()),
                    ..history()
                },
            ],
        },
        Query::End,
    ] {
        let request = Request {
            nonce: [7; 16],
            query,
        };
        assert_eq!(Request::from_bytes(&request.to_bytes()), Ok(request));
    }
}

#[test]
fn replies_come_back() {
    let panic = PanicReport {
        message: Some("index out of bounds".into()),
        place: Some(("src/lib.rs".into(), 12, 5)),
    };
    for reply in [
        Reply::Ran {
            answers: vec![
                Answer::Returned(vec![1]),
                Answer::Panicked(panic.clone()),
                Answer::Missing,
                Answer::Refused("no such operation".into()),
            ],
            finish: Finish::Panicked(PanicReport::default()),
        },
        Reply::Judged(vec![
            Opinion::Expected(vec![0]),
            Opinion::Legal,
            Opinion::Illegal("want 3".into()),
            Opinion::Blocks,
            Opinion::Panics,
            Opinion::Outside,
            Opinion::Failed(panic.clone()),
            Opinion::Refused("?".into()),
            Opinion::Open,
        ]),
        Reply::Composed(vec![
            vec![Composed {
                proposal: 3,
                arguments: vec![1],
                tapes: vec![vec![], vec![4, 500]],
                opinion: Opinion::Open,
            }],
            vec![],
        ]),
        Reply::Generated(Ok(vec![4])),
        Reply::Generated(Err(panic.clone())),
        Reply::Asks(vec![
            Run {
                fresh: true,
                calls: vec![call(), call()],
                finish: false,
            },
            Run::default(),
        ]),
        Reply::Probed(Ok(Probed::Right(vec![("used".into(), 0.5)]))),
        Reply::Probed(Ok(Probed::Wrong("uneven".into()))),
        Reply::Probed(Err(panic.clone())),
        Reply::Measured(Ok(Measured {
            steps: 1,
            cpu_ns: 300,
            allocations: 0,
            before: 70_000,
            peak: 90_000,
            after: 80_000,
        })),
        Reply::Measured(Err(panic.clone())),
        Reply::Resting(u64::MAX),
        Reply::Tested(Tested::Returned),
        Reply::Tested(Tested::Failed("no".into())),
        Reply::Tested(Tested::Panicked(panic.clone())),
        Reply::Histories {
            executions: 300,
            histories: vec![history()],
        },
        Reply::Explored(Explored::default()),
        Reply::Explored(Explored {
            executions: 300,
            truncated: 1,
            histories: 2,
            is_exhaustive: true,
            threads: 3,
            shared_objects: 4,
            leak: Some(Leak {
                blocks: 5,
                schedule: "ab".into(),
            }),
            left_behind: Some((1, "ba".into())),
            spins: vec![place()],
            lapse: Some(Lapse::Unsupported("a socket".into())),
        }),
        Reply::Reconsidered(SecondOpinion::default()),
        Reply::Reconsidered(SecondOpinion {
            executions: 300,
            histories: 2,
            is_exhaustive: false,
            saw_seq_cst: true,
            unsure: Some(Unsure::Unordered("here".into())),
        }),
        Reply::Retraced(None),
        Reply::Retraced(Some(Trace {
            steps: vec![Step {
                thread: 1,
                action: Action::NotifyOne,
                object: 4,
                twist: Twist::Wakes(2),
                place: place(),
                preempts: true,
            }],
            history: history(),
        })),
        Reply::Linearized(vec![
            Linearity::Explained,
            Linearity::Unexplained(Unexplained {
                order: vec![0, 2],
                call: 300,
                beside: Some(1),
                objections: vec![
                    Objection::Expected(vec![1]),
                    Objection::Illegal("no".into()),
                    Objection::Blocks,
                    Objection::Panics,
                ],
            }),
            Linearity::Stuck { calls: vec![300] },
            Linearity::TooMany,
            Linearity::Failed(panic.clone()),
            Linearity::Refused("a handle".into()),
        ]),
        Reply::Rehearsed(vec![
            Rehearsal::Ends,
            Rehearsal::Stuck {
                order: vec![0, 2],
                waiting: vec![1, 300],
            },
            Rehearsal::Outside(3),
            Rehearsal::Open(4),
            Rehearsal::TooMany,
            Rehearsal::Failed(panic),
            Rehearsal::Refused("a handle".into()),
        ]),
        Reply::Bye,
    ] {
        let bytes = reply.to_bytes(&[1; 16]);
        assert_eq!(Reply::from_bytes(&bytes, &[1; 16]), Ok(reply));
    }
}

#[test]
fn a_reply_to_another_request_is_refused() {
    let bytes = Reply::Bye.to_bytes(&[1; 16]);
    assert_eq!(
        Reply::from_bytes(&bytes, &[2; 16]),
        Err(Malformed("the nonce of the request"))
    );
}

#[test]
fn bytes_left_over_are_refused() {
    let mut bytes = Reply::Bye.to_bytes(&[1; 16]);
    bytes.push(0);
    assert!(Reply::from_bytes(&bytes, &[1; 16]).is_err());
}
