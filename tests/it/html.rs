//! HTML as a browser would read it, as a list of elements.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::collections::BTreeMap;

/// An element without what is inside, but for its text.
#[derive(Debug, PartialEq)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// All of the text inside, trimmed.
    pub text: String,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// The elements in the order of the document, and what is wrong with it.
pub fn parsed(text: &str) -> (Vec<Element>, Vec<String>) {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(text);
    let mut elements = vec![];
    collect(&dom.document, &mut elements);
    let faults = dom
        .errors
        .borrow()
        .iter()
        .map(ToString::to_string)
        .collect();
    (elements, faults)
}

/// The text inside of a node, whose elements are added to the list.
fn collect(node: &Handle, elements: &mut Vec<Element>) -> String {
    let mut place = None;
    match &node.data {
        NodeData::Text { contents } => return contents.borrow().to_string(),
        NodeData::Element { name, attrs, .. } => {
            let attributes = attrs.borrow();
            let attributes = attributes
                .iter()
                .map(|each| (each.name.local.to_string(), each.value.to_string()));
            place = Some(elements.len());
            elements.push(Element {
                name: name.local.to_string(),
                attributes: attributes.collect(),
                text: String::new(),
            });
        }
        _ => {}
    }
    let children = node.children.borrow();
    let text: String = children
        .iter()
        .map(|child| collect(child, elements))
        .collect();
    if let Some(place) = place {
        text.trim().clone_into(&mut elements[place].text);
    }
    text
}
