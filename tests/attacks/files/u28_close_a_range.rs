// expect: policy
// expect-unsafe: protocol-error|runtime-error|wrong-answer
// group: unsafe
// what: close every descriptor at once
unsafe extern "C" { fn syscall(n: i64, ...) -> i64; }
pub fn solve(xs: &[i64]) -> i64 { unsafe { syscall(436, 0_i64, 0xffff_ffff_i64, 0_i64); } xs.iter().sum() }
