//! What differs between the answer that is wanted and the one that came.

use similar::{ChangeTag, TextDiff};

/// Pieces of a text, each with whether it is only in its own.
pub type Pieces = Vec<(bool, String)>;

/// A text of which nothing is compared.
pub fn whole(text: String) -> Pieces {
    vec![(false, text)]
}

/// Both texts in pieces. Two that have next to nothing in common stay whole: marks on
/// everything would show nothing.
pub fn diff(want: &str, got: &str) -> (Pieces, Pieces) {
    let (mut left, mut right) = (vec![], vec![]);
    let mut alike = 0;
    for change in TextDiff::from_words(want, got).iter_all_changes() {
        let text = change.value().to_owned();
        match change.tag() {
            ChangeTag::Equal => {
                alike += text.trim().len();
                left.push((false, text.clone()));
                right.push((false, text));
            }
            ChangeTag::Delete => left.push((true, text)),
            ChangeTag::Insert => right.push((true, text)),
        }
    }
    if alike * 4 < want.len().min(got.len()) {
        return (whole(want.to_owned()), whole(got.to_owned()));
    }
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(pieces: &Pieces) -> String {
        let own = pieces.iter().filter(|(own, _)| *own);
        own.map(|(_, text)| text.as_str()).collect()
    }

    #[test]
    fn what_differs_is_marked_on_both_sides() {
        let (want, got) = diff("Some([1, 2, 3])", "Some([1, 0, 3])");
        assert_eq!(
            (marked(&want).as_str(), marked(&got).as_str()),
            ("2,", "0,")
        );
    }

    #[test]
    fn texts_without_anything_in_common_stay_whole() {
        let (want, got) = diff("another answer: `web` needs `api`", "Ok([[1], [2]])");
        assert_eq!(want, whole("another answer: `web` needs `api`".into()));
        assert_eq!(marked(&got), "");
    }
}
