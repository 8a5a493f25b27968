// expect: compile-error
// group: compile
// what: a value larger than any address space
pub fn solve(xs: &[i64]) -> i64 { let huge = [[0_u8; usize::MAX >> 4]; 64]; i64::from(huge[xs.len()][0]) + xs.iter().sum::<i64>() }
