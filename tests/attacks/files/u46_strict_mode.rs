// expect: policy
// expect-unsafe: runtime-error|wrong-answer|protocol-error|time-limit
// group: unsafe
// what: a filter of its own, so strict that not even leaving is allowed
unsafe extern "C" { fn prctl(o: i32, ...) -> i32; }
pub fn solve(_: &[i64]) -> i64 { unsafe { prctl(22, 1_i64, 0_i64); } 0 }
