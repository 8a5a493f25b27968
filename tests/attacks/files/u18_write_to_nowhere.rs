// expect: policy
// expect-unsafe: runtime-error
// group: unsafe
// what: a write to address zero
pub fn solve(_: &[i64]) -> i64 { unsafe { std::ptr::null_mut::<u8>().write_volatile(1) } 0 }
