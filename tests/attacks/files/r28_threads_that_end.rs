// expect: time-limit
// group: resource
// what: one thread after the other, each done soon: time of threads that have ended counts
pub fn solve(_: &[i64]) -> i64 { loop { let begun = std::time::Instant::now(); let _ = std::thread::spawn(move || while begun.elapsed().as_millis() < 50 { std::hint::spin_loop() }).join(); } }
