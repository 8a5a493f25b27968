// expect: memory-limit|runtime-error|time-limit
// group: resource
// what: a map that takes everything
pub fn solve(_: &[i64]) -> i64 { let mut map = std::collections::HashMap::new(); for n in 0_u64.. { map.insert(n, [n; 32]); } map.len() as i64 }
