// expect: wrong-answer
// group: text
// what: reordered, invisible and look-alike characters in what is printed
pub fn solve(_: &[i64]) -> i64 { println!("\u{202e}detpecca\u{202c} \u{200b}acc\u{0435}pted\u{feff} \u{e0041}\u{fe0f}\u{2028}accepted"); 0 }
