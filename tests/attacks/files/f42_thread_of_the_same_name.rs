// expect: runtime-error
// group: forge
// what: a thread with the name of the driver's overflows its stack
fn deep(n: u64) -> u64 { if n == u64::MAX { 0 } else { std::hint::black_box(deep(std::hint::black_box(n + 1))) + 1 } }
pub fn solve(_: &[i64]) -> i64 { let other = std::thread::Builder::new().name("submission".into()).spawn(|| deep(0)); other.map_or(0, |other| other.join().map_or(0, |n| n as i64)) }
