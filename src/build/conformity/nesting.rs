//! How deep a recursive parser would have to go, found without recursion.

use crate::build::lexer::{Token, TokenKind};

/// What a bracket counts for: a parser takes several steps down for each.
const BRACKET: usize = 8;

/// An upper bound of how many steps down a parser takes. Any run of tokens without an end of
/// a statement may nest, `!!!x` or `A<B<C<…`, so that every token of it counts.
pub fn depth(tokens: &[Token<'_>]) -> usize {
    let mut deepest = 0;
    let mut outer: Vec<usize> = Vec::new();
    let mut above = 0;
    let mut run = 0;
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open(_) => {
                outer.push(run);
                above += run + BRACKET;
                run = 0;
            }
            TokenKind::Close(bracket) => {
                if let Some(before) = outer.pop() {
                    above -= before + BRACKET;
                    run = before + 1;
                }
                if bracket == '}' && ends(tokens.get(index + 1)) {
                    run = 0;
                }
            }
            TokenKind::Punctuation(';') => run = 0,
            _ => run += 1,
        }
        deepest = deepest.max(above + run);
    }
    deepest
}

/// Whether the token after a `}` begins an item or a statement of its own.
fn ends(next: Option<&Token<'_>>) -> bool {
    next.is_none_or(|token| match token.kind {
        TokenKind::Word { text, raw } => raw || !matches!(text, "else" | "as"),
        TokenKind::Punctuation(character) => character == '#',
        TokenKind::Close(_) => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::lexer::tokens;

    fn of(source: &str) -> usize {
        depth(&tokens(source))
    }

    #[test]
    fn long_sources_are_not_deep() {
        let function = "pub fn f(x: u8) -> u8 { let y = x + 1; if y > 2 { y } else { x } }\n";
        assert_eq!(of(&function.repeat(1_000)), of(function));
        assert!(of(function) < 40);
    }

    #[test]
    fn whatever_nests_is_deep() {
        let deep = 1_000;
        for (open, close) in [
            ("(", ")"),
            ("!", ""),
            ("A<u8,", ">"),
            ("if a {} else ", ""),
            ("|a| ", ""),
            ("x = ", ""),
            ("={}", ""),
            ("{ ", "}"),
        ] {
            let source = format!("{}x{}", open.repeat(deep), close.repeat(deep));
            assert!(of(&source) >= deep, "{open}");
        }
    }
}
