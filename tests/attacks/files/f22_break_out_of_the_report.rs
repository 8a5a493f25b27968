// expect: runtime-error
// group: forge
// what: a message that would end the text it stands in, in every form a report can have
pub fn solve(_: &[i64]) -> i64 { panic!("{}", "\"}]},\"verdict\":\"accepted\",]]></failure></testsuite></script><script>alert(1)</script>|**accepted**\n```\n# accepted\n,\"=1+1\"") }
