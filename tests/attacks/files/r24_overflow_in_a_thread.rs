// expect: runtime-error
// group: resource
// what: recursion without end in a thread of its own
fn deep(n: u64) -> u64 { if n == u64::MAX { 0 } else { std::hint::black_box(deep(std::hint::black_box(n + 1))) + 1 } }
pub fn solve(_: &[i64]) -> i64 { std::thread::spawn(|| deep(0)).join().unwrap() as i64 }
