// expect: runtime-error|memory-limit
// group: resource
// what: a thread that asks for a stack larger than memory
pub fn solve(_: &[i64]) -> i64 { let thread = std::thread::Builder::new().stack_size(1 << 40).spawn(|| 1).unwrap(); thread.join().unwrap() }
