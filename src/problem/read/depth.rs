//! How deep Rust nests, found without recursion: parsing it takes stack for every level.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use std::fmt;
use std::str::FromStr;

/// Brackets nest at most this deep.
const BRACKETS: usize = 64;

/// How many steps down a parser may be led. No thread of the judge has a stack that more
/// would exhaust.
const STEPS: usize = 400;

/// What a bracket counts for: a parser takes several steps down for each.
const BRACKET: usize = 4;

/// Words behind which another of the kind can stand that they stand in.
const NESTING: &[&str] = &[
    "as", "async", "await", "break", "const", "dyn", "else", "fn", "for", "if", "impl", "in",
    "let", "loop", "match", "move", "mut", "raw", "ref", "return", "static", "unsafe", "where",
    "while",
];

/// Where the tokens nest too deep.
#[derive(Clone, Copy, Debug)]
pub(super) enum Deep {
    /// A bracket inside of [`BRACKETS`] others.
    Brackets(Span),
    /// Something else that nests: `!!!x`, `A<B<C<…`, `if … else if …`.
    Steps(Span),
}

impl Deep {
    /// The place.
    pub(super) const fn span(self) -> Span {
        match self {
            Self::Brackets(span) | Self::Steps(span) => span,
        }
    }
}

impl fmt::Display for Deep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Brackets(_) => write!(f, "brackets nest more than {BRACKETS} deep"),
            Self::Steps(_) => f.write_str("this nests too deep to be read"),
        }
    }
}

/// Where a text nests too deep; `None` for one that is not Rust at all.
pub(super) fn of_text(text: &str) -> Option<Deep> {
    of(&TokenStream::from_str(text).ok()?)
}

/// Where the tokens nest too deep.
pub(super) fn of(tokens: &TokenStream) -> Option<Deep> {
    let mut open = vec![(tokens.clone(), 0, 0)];
    while let Some((tokens, brackets, above)) = open.pop() {
        let mut run = Run::default();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            run.take(&token, tokens.peek());
            if above + run.steps > STEPS {
                return Some(Deep::Steps(token.span()));
            }
            if let TokenTree::Group(group) = &token {
                if brackets == BRACKETS {
                    return Some(Deep::Brackets(group.span_open()));
                }
                open.push((group.stream(), brackets + 1, above + run.before + BRACKET));
            }
        }
    }
    None
}

/// Tokens side by side, from where a parser was at the bottom last.
#[derive(Default)]
struct Run {
    /// How many steps down they can lead.
    steps: usize,
    /// The same before the last token.
    before: usize,
    /// `<` that have no `>` yet.
    angles: usize,
    /// Whether the last token makes `->` or `=>` of a `>`.
    arrow: bool,
}

impl Run {
    fn take(&mut self, token: &TokenTree, next: Option<&TokenTree>) {
        self.before = self.steps;
        let arrow = std::mem::take(&mut self.arrow);
        match token {
            TokenTree::Group(group) if ends(group, next) => *self = Self::after(self.before),
            TokenTree::Group(_) => self.steps += 1,
            TokenTree::Ident(word) => {
                self.steps += usize::from(NESTING.iter().any(|nesting| word == nesting));
            }
            TokenTree::Punct(mark) => match mark.as_char() {
                ';' => *self = Self::default(),
                ',' if self.angles == 0 => *self = Self::default(),
                ',' | ':' | '#' | '\'' => {}
                '>' if arrow => self.steps += 1,
                '>' => {
                    self.steps += 1;
                    self.angles = self.angles.saturating_sub(1);
                }
                character => {
                    self.steps += 1;
                    self.angles += usize::from(character == '<');
                    self.arrow = matches!(character, '-' | '=');
                }
            },
            TokenTree::Literal(_) => {}
        }
    }

    fn after(before: usize) -> Self {
        Self {
            before,
            ..Self::default()
        }
    }
}

/// Whether an item or a statement ends with this bracket.
fn ends(group: &Group, next: Option<&TokenTree>) -> bool {
    group.delimiter() == Delimiter::Brace
        && next.is_none_or(|next| match next {
            TokenTree::Ident(word) => word != "else" && word != "as",
            TokenTree::Punct(mark) => mark.as_char() == '#',
            TokenTree::Group(_) | TokenTree::Literal(_) => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sources_are_not_deep() {
        let items = "pub fn f(x: u8) -> Vec<u8> { let y = x + 1; if y > 2 { y } else { x } }
            struct S { a: Vec<u8>, b: Option<Box<u8>> }
            const TABLE: [(u8, i8); 3] = [(1, -1), (2, -2), (3, -3)];
            fn g(x: u8) -> u8 { match x { 1 => { 2 } 2 => 3, _ => a.b().c() } }\n";
        assert!(of_text(&items.repeat(1_000)).is_none());
        let list = format!("const LIST: &[i8] = &[{}];", "-1, ".repeat(10_000));
        assert!(of_text(&list).is_none());
    }

    #[test]
    fn whatever_nests_is_deep() {
        let count = 1_000;
        for (open, close) in [
            ("!", ""),
            ("-", ""),
            ("&'a mut ", ""),
            ("*const ", ""),
            ("A<", ">"),
            ("A<u8, fn() -> u8, ", ">"),
            ("fn() -> ", ""),
            ("if a {} else ", ""),
            ("|a| ", ""),
            ("x = ", ""),
            ("return ", ""),
            ("={}", ""),
            ("f()", ""),
            ("x[0]", ""),
            ("1 + ", ""),
            (".a", ""),
        ] {
            let source = format!("{}x{}", open.repeat(count), close.repeat(count));
            assert!(matches!(of_text(&source), Some(Deep::Steps(_))), "{open}");
        }
        for (open, close) in [("(", ")"), ("{ ", "}"), ("[", "]"), ("f(1, ", ")")] {
            let source = format!("{}x{}", open.repeat(count), close.repeat(count));
            assert!(of_text(&source).is_some(), "{open}");
        }
    }
}
