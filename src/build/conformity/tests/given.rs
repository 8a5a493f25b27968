use super::*;

/// What is said of the given items.
fn given(files: &[(&str, &str)]) -> Vec<String> {
    let contract = contract(LOG);
    let submission = submission(files);
    Conformity::new("sliding-log", &contract, &submission)
        .given_items()
        .into_iter()
        .map(|breach| format!("{}\n[{}]", breach.diagnostic.rendered, breach.summary))
        .collect()
}

/// The given items with a change.
fn log_with(from: &str, to: &str) -> String {
    assert!(LOG.contains(from), "{from}");
    LOG.replace(from, to)
}

#[test]
fn given_items_that_are_kept_are_not_mentioned() {
    assert_eq!(given(&[("it.rs", LOG)]), Vec::<String>::new());
    let rewritten = LOG
        .replace("///", "//")
        .replace(
            "derive(Clone, Copy, Debug",
            "derive(Hash, Debug, Copy, std::clone::Clone",
        )
        .replace(
            "retry_after: Duration }",
            "#[doc = \"x\"] retry_after: std::time::Duration, }",
        )
        .replace(
            "pub fn is_allow",
            "pub fn mine() {} #[inline] pub fn is_allow",
        );
    assert_eq!(given(&[("it.rs", &rewritten)]), Vec::<String>::new());
    let by_hand = log_with("PartialEq, Eq)]", "Eq)]") + "impl std::cmp::PartialEq for Verdict {}";
    assert_eq!(given(&[("it.rs", &by_hand)]), Vec::<String>::new());
    let files = [("src/lib.rs", "mod a; pub use a::*;"), ("src/a.rs", LOG)];
    assert_eq!(given(&files), Vec::<String>::new());
}

#[test]
fn a_changed_item_is_shown_with_what_was_asked_for() {
    let cases: Vec<String> = [
        ("retry_after", "wait"),
        ("pub enum Verdict", "enum Verdict"),
        (
            "    Deny { retry_after: Duration },\n",
            "    Deny { retry_after: Duration },\n    Later,\n",
        ),
        ("Clone, Copy, Debug", "Debug"),
        ("pub u32, pub u32", "pub u32, u32"),
        ("usize = 3", "usize = 4"),
        ("wrapping_mul(3)", "wrapping_mul(5)"),
        ("Self::Allow", "Self::Deny { .. }"),
        ("fn now(&self)", "fn now(&mut self)"),
        ("pub enum Verdict", "pub enum Verdict<T>"),
    ]
    .iter()
    .map(|(from, to)| given(&[("it.rs", &log_with(from, to))]).join("\n"))
    .collect();
    insta::assert_snapshot!(cases.join("\n\n"), @r"
    error: the contract's enum `Verdict` was changed
      --> it.rs:8:5
       | asked for:  Deny { retry_after: Duration }
       | found:      Deny { wait: Duration }
      help: put it back as it was; `greenroom show sliding-log --contract` prints it
    [`Verdict` was changed]

    error: the contract's enum `Verdict` was changed
      --> it.rs:4:1
       | asked for:  pub enum Verdict
       | found:      enum Verdict
      help: put it back as it was; `greenroom show sliding-log --contract` prints it
    [`Verdict` was changed]

    error: the contract's enum `Verdict` was changed
      --> it.rs:9:5
       | asked for:  nothing more
       | found:      Later
      help: put it back as it was; `greenroom show sliding-log --contract` prints it
    [`Verdict` was changed]

    error: the contract's enum `Verdict` was changed
      --> it.rs:4:1
       | asked for:  #[derive(Clone, Copy, Debug, Eq, PartialEq)]
       | found:      #[derive(Debug, Eq, PartialEq)]
      help: put it back as it was; `greenroom show sliding-log --contract` prints it
    [`Verdict` was changed]

    error: the contract's struct `Pair` was changed
      --> it.rs:10:26
       | asked for:  pub u32
       | found:      u32
      help: put it back as it was; `greenroom show sliding-log --contract` prints it
    [`Pair` was changed]

    error: the contract's constant `MOST` was changed
      --> it.rs:11:1
       | asked for:  pub const MOST: usize = 3;
       | found:      pub const MOST: usize = 4;
      help: put it back as it was; `greenroom show sliding-log --contract` prints it
    [`MOST` was changed]

    error: the contract's function `h64` was changed
      --> it.rs:12:27
       | asked for:  { x.wrapping_mul(3) }
       | found:      { x.wrapping_mul(5) }
      help: put it back as it was; `greenroom show sliding-log --contract` prints it
    [`h64` was changed]

    error: the contract's impl `Verdict` was changed
      --> it.rs:14:5
       | asked for:  pub fn is_allow(&self) -> bool { matches!(self, Self::Allow) }
       | found:      pub fn is_allow(&self) -> bool { matches!(self, Self::Deny { .. }) }
      help: put it back as it was; `greenroom show sliding-log --contract` prints it
    [`Verdict` was changed]

    error: the contract's trait `Clock` was changed
      --> it.rs:16:19
       | asked for:  fn now(&self) -> Duration;
       | found:      fn now(&mut self) -> Duration;
      help: put it back as it was; `greenroom show sliding-log --contract` prints it
    [`Clock` was changed]

    error: the contract's enum `Verdict` was changed
      --> it.rs:4:1
       | asked for:  pub enum Verdict
       | found:      pub enum Verdict<T>
      help: put it back as it was; `greenroom show sliding-log --contract` prints it
    [`Verdict` was changed]
    ");
}

#[test]
fn a_missing_item_is_told_unless_a_macro_may_make_it() {
    let said = given(&[("it.rs", "")]);
    assert_eq!(said.len(), 7);
    insta::assert_snapshot!(said[0], @r"
    error: the contract's enum `Verdict` is not there
       | asked for:  pub enum Verdict
      help: copy it from the contract; `greenroom show sliding-log --contract` prints it
    [`Verdict` is missing]
    ");
    assert_eq!(
        given(&[("it.rs", "thread_local! {} macro_rules! m { () => {} }")]).len(),
        7
    );
    assert_eq!(
        given(&[("src/lib.rs", ""), ("src/old.rs", "fn f( {")]).len(),
        7
    );
    assert_eq!(given(&[("it.rs", "make!();")]), Vec::<String>::new());
    assert_eq!(given(&[("it.rs", "fn f( {")]), Vec::<String>::new());
}
