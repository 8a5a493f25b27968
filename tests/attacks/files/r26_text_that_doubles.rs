// expect: memory-limit|runtime-error
// group: resource
// what: a text that doubles until memory is gone
pub fn solve(_: &[i64]) -> i64 { let mut text = String::from("x"); loop { text.push_str(&text.clone()); std::hint::black_box(&text); } }
