// expect: memory-limit|runtime-error
// group: resource
// what: one allocation that cannot be
pub fn solve(_: &[i64]) -> i64 { let v: Vec<u8> = std::hint::black_box(Vec::with_capacity(std::hint::black_box(1 << 45))); v.capacity() as i64 }
