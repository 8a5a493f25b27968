//! What the parser remembers.

/// Gives back the memory of all texts that were parsed on this thread: the parser keeps each
/// of them, so that it can say where in it a token stands.
///
/// Nothing may ask that of what was parsed before: problems have to be gone, and are read anew.
pub fn forget() {
    proc_macro2::extra::invalidate_current_thread_spans();
}

/// Where the parser puts a new text, behind all that it remembers.
#[cfg(test)]
pub fn place() -> String {
    let tokens: proc_macro2::TokenStream = "word".parse().expect("it is a word");
    let word = tokens.into_iter().next().expect("there is a word");
    format!("{:?}", word.span())
}

#[cfg(test)]
mod tests {
    use super::*;

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
