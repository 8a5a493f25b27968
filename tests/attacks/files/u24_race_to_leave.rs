// expect: policy
// expect-unsafe: protocol-error|wrong-answer
// group: unsafe
// what: threads that race the driver to the exit
unsafe extern "C" { fn _exit(c: i32) -> !; }
pub fn solve(_: &[i64]) -> i64 { for _ in 0..4 { std::thread::spawn(|| unsafe { _exit(0) }); } std::thread::yield_now(); 0 }
