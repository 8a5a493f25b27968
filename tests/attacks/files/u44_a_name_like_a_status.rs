// expect: policy
// expect-unsafe: time-limit
// group: unsafe
// what: a process whose name looks like the line that its CPU time is read from
unsafe extern "C" { fn prctl(o: i32, ...) -> i32; }
pub fn solve(_: &[i64]) -> i64 { unsafe { prctl(15, b") R 0 0 0 0 0\0".as_ptr()); } loop { std::hint::spin_loop() } }
