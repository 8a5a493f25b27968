//! Drawing values, making them simpler, and clocks.

use super::*;
use crate::check::random::clock::{minus, plus};
use crate::check::random::simplify::{example, simpler};

fn seconds(count: u64) -> Value {
    Value::Duration(Duration::from_secs(count))
}

fn domains() -> Vec<Domain> {
    let number = |first: i128, last: i128| Domain::Range {
        first: Value::signed(first),
        last: Value::signed(last),
    };
    vec![
        Domain::Value(Value::Bool(true)),
        number(0, 5),
        number(-3, 3),
        number(-9, -2),
        number(i128::MIN, i128::MAX),
        Domain::Range {
            first: Value::Unsigned(0),
            last: Value::Unsigned(u128::MAX),
        },
        number(100, 1_000_000),
        Domain::Range {
            first: seconds(1),
            last: Value::Duration(Duration::MAX),
        },
        Domain::Range {
            first: Value::Duration(Duration::from_nanos(3)),
            last: Value::Duration(Duration::from_millis(7)),
        },
        Domain::Range {
            first: Value::Float(-1.5),
            last: Value::Float(2.0),
        },
        Domain::Range {
            first: Value::Char('a'),
            last: Value::Char('\u{10ffff}'),
        },
        Domain::List {
            element: Box::new(Domain::OneOf(vec![
                Domain::Value(Value::Unsigned(9)),
                number(0, 3),
            ])),
            least: 2,
            most: 4,
        },
    ]
}

#[test]
fn every_value_drawn_lies_in_its_domain_and_so_does_all_that_is_simpler() {
    let mut rng = Rng::with_seed(1);
    for domain in domains() {
        for _ in 0..500 {
            let value = draw(&domain, None, &mut rng);
            assert!(contains(&domain, &value), "{value} of {domain:?}");
            for simple in simpler(&domain, &value) {
                assert!(contains(&domain, &simple), "{simple} of {domain:?}");
                assert_ne!(simple, value);
            }
        }
    }
}

#[test]
fn making_a_value_simpler_comes_to_an_end_at_the_simplest() {
    let mut rng = Rng::with_seed(2);
    for domain in domains() {
        for _ in 0..50 {
            let mut value = draw(&domain, None, &mut rng);
            for step in 0.. {
                assert!(step < 200, "{value} of {domain:?}");
                let mut simple = simpler(&domain, &value);
                // The smallest step for a while, then the largest.
                value = match simple.pop() {
                    Some(last) if step < 100 => last,
                    Some(last) => simple.into_iter().next().unwrap_or(last),
                    None => break,
                };
            }
            assert_eq!(Some(value), example(&domain));
        }
    }
}

#[test]
fn both_ends_of_a_range_are_drawn() {
    for (first, last) in [(0, 5), (-2, 1), (0, 1_000_000)] {
        let (first, last) = (Value::signed(first), Value::signed(last));
        let mut rng = Rng::with_seed(3);
        let drawn: Vec<Value> = (0..400).map(|_| range(&first, &last, &mut rng)).collect();
        assert!(drawn.contains(&first) && drawn.contains(&last));
    }
}

#[test]
fn a_clock_never_falls_and_never_passes_its_end() {
    let domain = Domain::Rising {
        first: seconds(0),
        last: seconds(20),
        least_step: seconds(0),
        most_step: seconds(2),
    };
    let mut rng = Rng::with_seed(4);
    let mut now = draw(&domain, None, &mut rng);
    assert_eq!(now, seconds(0));
    for _ in 0..100 {
        let next = draw(&domain, Some(&now), &mut rng);
        assert!(now <= next && next <= seconds(20));
        assert!(minus(&next, &now).expect("later") <= seconds(2));
        now = next;
    }
    assert_eq!(now, seconds(20));
}

#[test]
fn steps_add_up_across_zero() {
    let sum = plus(&Value::Negative(-3), &Value::Unsigned(5)).expect("a sum");
    assert_eq!(sum, Value::Unsigned(2));
    assert_eq!(minus(&sum, &Value::Negative(-3)), Some(Value::Unsigned(5)));
    assert_eq!(
        plus(&Value::Negative(-3), &Value::Unsigned(1)),
        Some(Value::Negative(-2))
    );
}
