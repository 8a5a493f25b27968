//! Rust's tokens, as far as rules about words need them. Works on any text, also on text
//! that no parser takes, and never recurses.

/// A token with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind<'a>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// The kinds of tokens. Comments, doc comments among them, are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind<'a> {
    /// A word, keywords included, without the `r#` that it may have.
    Word {
        /// Its text.
        text: &'a str,
        /// Whether it is written `r#word`, which is never a keyword.
        raw: bool,
    },
    /// A number, text or character.
    Literal,
    /// `'a`.
    Lifetime,
    /// `(`, `[` or `{`.
    Open(char),
    /// `)`, `]` or `}`.
    Close(char),
    /// Any other character.
    Punctuation(char),
}

impl Token<'_> {
    /// Whether it is this word, written with `r#` or without.
    pub fn is_word(&self, word: &str) -> bool {
        matches!(self.kind, TokenKind::Word { text, .. } if text == word)
    }

    /// Whether it is this keyword.
    pub fn is_keyword(&self, word: &str) -> bool {
        matches!(self.kind, TokenKind::Word { text, raw: false } if text == word)
    }

    /// Whether it is this character.
    pub fn is(&self, character: char) -> bool {
        self.kind == TokenKind::Punctuation(character)
    }
}

/// The tokens of `source`. A text or comment without an end takes everything after it.
pub fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer::new(source);
    let mut tokens = Vec::new();
    lexer.skip_shebang();
    loop {
        lexer.skip_blank();
        let (line, column) = (lexer.line, lexer.column);
        let Some(kind) = lexer.token() else {
            return tokens;
        };
        tokens.push(Token { kind, line, column });
    }
}

/// For every token the index of the bracket that closes it, if it is one that is closed.
pub fn partners(tokens: &[Token<'_>]) -> Vec<Option<usize>> {
    let mut partners = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open(_) => open.push(index),
            TokenKind::Close(_) => {
                if let Some(opened) = open.pop() {
                    partners[opened] = Some(index);
                }
            }
            _ => {}
        }
    }
    partners
}

struct Lexer<'a> {
    rest: &'a str,
    line: u32,
    column: u32,
}

impl<'a> Lexer<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            rest: source.strip_prefix('\u{feff}').unwrap_or(source),
            line: 1,
            column: 1,
        }
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn second(&self) -> Option<char> {
        self.rest.chars().nth(1)
    }

    fn bump(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.rest = &self.rest[character.len_utf8()..];
        if character == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(character)
    }

    fn skip(&mut self, characters: usize) {
        for _ in 0..characters {
            self.bump();
        }
    }

    fn skip_while(&mut self, mut wanted: impl FnMut(char) -> bool) {
        while self.peek().is_some_and(&mut wanted) {
            self.bump();
        }
    }

    /// `#!` begins an inner attribute if `[` comes next, whatever blank is between.
    fn skip_shebang(&mut self) {
        let Some(after) = self.rest.strip_prefix("#!") else {
            return;
        };
        let mut ahead = Lexer::new(after);
        ahead.skip_blank();
        if ahead.peek() != Some('[') {
            self.skip_while(|character| character != '\n');
        }
    }

    fn skip_blank(&mut self) {
        loop {
            self.skip_while(char::is_whitespace);
            if self.rest.starts_with("//") {
                self.skip_while(|character| character != '\n');
            } else if self.rest.starts_with("/*") {
                self.skip_block_comment();
            } else {
                return;
            }
        }
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0_u32;
        loop {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.skip(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.skip(2);
            } else if self.bump().is_none() {
                return;
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn token(&mut self) -> Option<TokenKind<'a>> {
        let first = self.peek()?;
        Some(match first {
            '"' => self.text(),
            '\'' => self.quote(),
            '(' | '[' | '{' => {
                self.bump();
                TokenKind::Open(first)
            }
            ')' | ']' | '}' => {
                self.bump();
                TokenKind::Close(first)
            }
            _ if first.is_ascii_digit() => {
                self.skip_while(continues_word);
                TokenKind::Literal
            }
            _ if starts_word(first) => self.word(),
            _ => {
                self.bump();
                TokenKind::Punctuation(first)
            }
        })
    }

    /// A word, or the text that it is the prefix of.
    fn word(&mut self) -> TokenKind<'a> {
        let start = self.rest;
        self.skip_while(continues_word);
        let text = &start[..start.len() - self.rest.len()];
        let hashes = self.rest.bytes().take_while(|&byte| byte == b'#').count();
        let after = self.rest.as_bytes().get(hashes);
        match (text, after) {
            ("r" | "br" | "cr", Some(b'"')) => self.raw_text(hashes),
            ("b" | "c", Some(b'"')) if hashes == 0 => self.text(),
            ("b", Some(b'\'')) if hashes == 0 => self.character(),
            ("r", Some(_)) if hashes == 1 && self.second().is_some_and(starts_word) => {
                self.bump();
                let start = self.rest;
                self.skip_while(continues_word);
                TokenKind::Word {
                    text: &start[..start.len() - self.rest.len()],
                    raw: true,
                }
            }
            _ => TokenKind::Word { text, raw: false },
        }
    }

    fn text(&mut self) -> TokenKind<'a> {
        self.bump();
        loop {
            match self.bump() {
                None | Some('"') => return TokenKind::Literal,
                Some('\\') => self.skip(1),
                Some(_) => {}
            }
        }
    }

    fn raw_text(&mut self, hashes: usize) -> TokenKind<'a> {
        self.skip(hashes + 1);
        let end = format!("\"{}", "#".repeat(hashes));
        let length = self
            .rest
            .find(&end)
            .map_or(self.rest.len(), |at| at + end.len());
        let characters = self.rest[..length].chars().count();
        self.skip(characters);
        TokenKind::Literal
    }

    /// A lifetime or a character.
    fn quote(&mut self) -> TokenKind<'a> {
        let mut ahead = self.rest.chars().skip(1);
        let (first, second) = (ahead.next(), ahead.next());
        if second != Some('\'') && first.is_some_and(starts_word) {
            self.bump();
            self.skip_while(continues_word);
            if self.peek() == Some('#') && self.second().is_some_and(starts_word) {
                self.bump();
                self.skip_while(continues_word);
            }
            return TokenKind::Lifetime;
        }
        self.character()
    }

    fn character(&mut self) -> TokenKind<'a> {
        self.bump();
        match self.bump() {
            Some('\\') => self.skip(1),
            Some('\'') | None => return TokenKind::Literal,
            Some(_) => {}
        }
        // A character may be written with several, `\u{7f}`, but never over lines.
        loop {
            match self.peek() {
                None | Some('\n') => return TokenKind::Literal,
                Some('\'') => {
                    self.bump();
                    return TokenKind::Literal;
                }
                Some(_) => self.skip(1),
            }
        }
    }
}

fn starts_word(character: char) -> bool {
    character == '_' || character.is_alphabetic()
}

fn continues_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<&str> {
        tokens(source)
            .iter()
            .filter_map(|token| match token.kind {
                TokenKind::Word { text, .. } => Some(text),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn comments_texts_and_characters_hold_no_words() {
        let source = r####"
            // line
            /// doc
            /* block /* nested */ still */
            a = "text \" still" + b"bytes" + c"c" + r"raw \" + br#"raw " still"# + r##"x"# y"##;
            b = 'x' + '\'' + '"' + b'\'' + '\u{7f}' + '\\';
            c::<'life, 'static>;
        "####;
        assert_eq!(words(source), ["a", "b", "c"]);
    }

    #[test]
    fn raw_words_are_told_from_keywords() {
        let tokens = tokens("r#unsafe unsafe");
        assert!(tokens[0].is_word("unsafe") && !tokens[0].is_keyword("unsafe"));
        assert!(tokens[1].is_word("unsafe") && tokens[1].is_keyword("unsafe"));
    }

    #[test]
    fn a_shebang_is_skipped_and_an_inner_attribute_is_not() {
        assert_eq!(words("#!/usr/bin/env it's\nfn"), ["fn"]);
        assert_eq!(words("#! /* [ */ \n [deny] fn"), ["deny", "fn"]);
    }

    #[test]
    fn places_count_characters() {
        let tokens = tokens("/* ä */ x\n  \"é\" y");
        let places: Vec<(u32, u32)> = tokens
            .iter()
            .map(|token| (token.line, token.column))
            .collect();
        assert_eq!(places, [(1, 9), (2, 3), (2, 7)]);
    }

    #[test]
    fn unfinished_texts_end_the_source() {
        assert_eq!(words("a \"b c"), ["a"]);
        assert_eq!(words("a /* b"), ["a"]);
        assert_eq!(words("a r#\"b\" c"), ["a"]);
        assert_eq!(words("a 'b"), ["a"]);
        assert_eq!(words("a '"), ["a"]);
    }
}
