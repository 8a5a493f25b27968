// expect: policy|accepted|compile-error
// group: compile
// what: an allocator that needs no unsafe code
#[global_allocator]
static SYSTEM: std::alloc::System = std::alloc::System;
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }
