//! What the parser remembers.

/// Gives back the memory of all texts that were parsed on this thread: the parser keeps each
/// of them, so that it can say where in it a token stands.
///
/// Nothing may ask that of what was parsed before: problems have to be gone, and are read anew.
pub fn forget() {
    proc_macro2::extra::invalidate_current_thread_spans();
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::TokenStream;

    /// Where the parser puts a new text, behind all that it remembers.
    fn place() -> String {
        let tokens: TokenStream = "word".parse().unwrap();
        format!("{:?}", tokens.into_iter().next().unwrap().span())
    }

    #[test]
    fn nothing_is_remembered_after_it_was_forgotten() {
        forget();
        let first = place();
        assert_ne!(
            place(),
            first,
            "a text was not remembered: no need to forget"
        );
        forget();
        assert_eq!(place(), first);
    }
}
