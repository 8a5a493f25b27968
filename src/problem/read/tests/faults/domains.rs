//! Faults of `[domain]`, `[weights]` and `[random]`.

use super::told;

#[test]
fn domains_are_for_what_the_contract_has() {
    insta::assert_snapshot!(told("word-tally", &[
        ("problem.toml", "label.letter", "label.leter"),
        ("problem.toml", "label.letter", "lable.letter"),
        ("problem.toml", "tally =", "taly ="),
        ("problem.toml", r#"tally = "@texts""#, r#"tally = "0..3""#),
        ("problem.toml", "label = 3", "labels = 3"),
        ("problem.toml", "label = 3", "label = 5000"),
        ("problem.toml", "label = 3", r#"label = "often""#),
        ("problem.toml", r#"tally = "@texts""#, r#"tree = "Leaf""#),
        ("problem.toml", "sequences = 100", "sequences = 0"),
        ("problem.toml", r#"tally = "@texts""#, "tally = 5"),
    ]), @"");
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "seats =", "ticket ="),
        ("problem.toml", r#"seats = "0..=3""#, r#"stamps = "0..=3""#),
    ]), @"");
}

#[test]
fn domains_fit_the_type() {
    insta::assert_snapshot!(told("word-tally", &[
        ("problem.toml", "'a'..='f' | 'z'", "0..5"),
        ("problem.toml", "'a'..='f' | 'z'", r#"'a'..='f' | \"z\""#),
        ("problem.toml", "'a'..='f' | 'z'", "'f'..='a'"),
        ("problem.toml", "'a'..='f' | 'z'", "'a'..'a'"),
        ("problem.toml", "'a'..='f' | 'z'", "rising 'a'..'c' by 'a'..'b'"),
        ("problem.toml", "0.0..=1.0", "0.0..1.0"),
        ("problem.toml", "[-5..=5; 3]", "[-5..=5; 2]"),
        ("problem.toml", "[-5..=5; 3]", "[-5..=5; 3"),
        ("problem.toml", "'a'..='f' | 'z'", "'a'..='f' or 'z'"),
        ("problem.toml", r#"label.share = "0.0..=1.0""#, r#"tree.tree = "Some(Leaf)..None""#),
        ("problem.toml", r#"label.share = "0.0..=1.0""#, r#"fill.invert = "[true; 2]""#),
        ("problem.toml", r#"label.share = "0.0..=1.0""#, r#"fill.invert = "@texts | true""#),
    ]), @"");
    insta::assert_snapshot!(told("retry-box", &[
        ("problem.toml", "rising 0s..20s by 0s..=2s", "rising 0s..20s"),
        ("problem.toml", "[0..8; 0..=4]", "[0..8; 0..=99999]"),
        ("problem.toml", "[0..8; 0..=4]", "[0..8; -1]"),
        ("problem.toml", "rising 0s..20s by 0s..=2s", "rising 0s by 1s..2s"),
    ]), @"");
}

#[test]
fn generators_are_functions_of_the_model() {
    insta::assert_snapshot!(told("word-tally", &[
        ("problem.toml", r#""@texts""#, r#""@text""#),
        ("model.rs", "rng: &mut Rng", "rng: u8"),
        ("model.rs", "-> (Words,)", "-> Words"),
        ("model.rs", "rng: &mut Rng", "rng: &mut Rng, model: &mut Model"),
    ]), @"");
    insta::assert_snapshot!(told("small-ring", &[
        ("problem.toml", "[[case]]", "[domain]\ncapacity = \"@any\"\n[[case]]"),
    ]), @"");
}
