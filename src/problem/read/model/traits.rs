//! What a model has to be whose calls are made by several threads: the judge looks at it in
//! many states, which it copies and compares.

/// Those of `Clone`, `PartialEq`, `Eq` and `Hash` that `Model` neither derives nor
/// implements, in words as in a derive.
pub(super) fn lacking(parsed: &syn::File) -> Vec<&'static str> {
    let mut found: Vec<String> = vec![];
    for item in &parsed.items {
        match item {
            syn::Item::Struct(item) if item.ident == "Model" => found.extend(derived(&item.attrs)),
            syn::Item::Enum(item) if item.ident == "Model" => found.extend(derived(&item.attrs)),
            syn::Item::Impl(block)
                if super::type_name(&block.self_ty).as_deref() == Some("Model") =>
            {
                let implemented = block.trait_.as_ref();
                found.extend(implemented.and_then(|(path, _)| last(path)));
            }
            _ => {}
        }
    }
    ["Clone", "PartialEq", "Eq", "Hash"]
        .into_iter()
        .filter(|wanted| !found.iter().any(|name| name == wanted))
        .collect()
}

fn derived(attributes: &[syn::Attribute]) -> Vec<String> {
    let derives = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"));
    let mut names = vec![];
    for attribute in derives {
        // What is no list of paths the compiler refuses later, with words of its own.
        let _ = attribute.parse_nested_meta(|meta| {
            names.extend(last(&meta.path));
            Ok(())
        });
    }
    names
}

fn last(path: &syn::Path) -> Option<String> {
    path.segments
        .last()
        .map(|segment| segment.ident.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacks(source: &str) -> Vec<&'static str> {
        lacking(&syn::parse_file(source).unwrap())
    }

    #[test]
    fn derives_and_implementations_both_count() {
        let derived =
            "#[derive(Clone, PartialEq)] #[derive(Debug, Eq, std::hash::Hash)] pub struct Model;";
        assert!(lacks(derived).is_empty());
        let by_hand = "
            #[derive(Clone, PartialEq, Eq)] pub struct Model(f64);
            impl std::hash::Hash for Model { fn hash<H>(&self, _: &mut H) {} }";
        assert!(lacks(by_hand).is_empty());
    }

    #[test]
    fn what_another_type_derives_does_not_count() {
        let source = "#[derive(Clone, Hash)] struct Slot; pub struct Model { slots: Vec<Slot> }";
        assert_eq!(lacks(source), ["Clone", "PartialEq", "Eq", "Hash"]);
    }
}
