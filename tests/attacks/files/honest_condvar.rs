// expect: accepted
// expect-unsafe: accepted
// what: 64 threads that take turns by a condition variable, and deep but legal recursion
use std::sync::{Condvar, Mutex};
fn deep(n: u64) -> u64 { if n == 0 { 0 } else { std::hint::black_box(deep(n - 1)) + 1 } }
pub fn solve(xs: &[i64]) -> i64 {
    let turn = Mutex::new(0usize);
    let turned = Condvar::new();
    std::thread::scope(|scope| {
        for own in 0..64 {
            let (turn, turned) = (&turn, &turned);
            scope.spawn(move || {
                let mut turn = turned.wait_while(turn.lock().unwrap(), |turn| *turn != own).unwrap();
                *turn += 1;
                turned.notify_all();
            });
        }
    });
    assert_eq!(deep(20_000), 20_000);
    xs.iter().sum::<i64>() + *turn.lock().unwrap() as i64 - 64
}
