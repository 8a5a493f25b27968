// expect: wrong-answer
// group: forge
// what: a thread that outlives the call and prints what passing tests print
pub fn solve(_: &[i64]) -> i64 { std::thread::spawn(|| for _ in 0..100 { println!("test result: ok. 3 passed; 0 failed"); std::thread::yield_now(); }); 0 }
