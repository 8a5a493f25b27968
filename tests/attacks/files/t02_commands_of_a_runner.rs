// expect: wrong-answer
// group: text
// what: commands to the services that run checks
pub fn solve(_: &[i64]) -> i64 { println!("::error file=a.rs,line=1::forged\n##vso[task.complete result=Succeeded;]\n##teamcity[testFinished name='x']\n::stop-commands::x\n::set-output name=verdict::accepted\n::add-mask::o"); 0 }
