//! Shared ownership: `Arc` of all kinds, `Weak`, methods that take `Arc<Self>`.

use std::sync::{Arc, Mutex, Weak};
use std::thread;

pub const EXPECTED: &str = "7 gone text [1, 2] 3 child of root";

trait Shape: Send + Sync {
    fn area(&self) -> u32;
}

impl Shape for u32 {
    fn area(&self) -> u32 {
        *self
    }
}

struct Node {
    name: &'static str,
    parent: Weak<Node>,
    children: Mutex<Vec<Arc<Node>>>,
}

impl Node {
    fn new(name: &'static str, parent: Weak<Node>) -> Arc<Self> {
        Arc::new(Node {
            name,
            parent,
            children: Mutex::default(),
        })
    }

    fn grow(self: Arc<Self>) -> Arc<Node> {
        let child = Node::new("child", Arc::downgrade(&self));
        self.children.lock().unwrap().push(Arc::clone(&child));
        child
    }
}

pub fn run() -> String {
    let shape: Arc<dyn Shape> = Arc::new(7);
    let area = thread::spawn(move || shape.area()).join().unwrap();
    let weak = Arc::downgrade(&Arc::new(1));
    let gone = weak.upgrade().map_or("gone", |_| "there");
    let text: Arc<str> = "text".into();
    let slice: Arc<[i32]> = vec![1, 2].into();
    let mut number = Arc::new(2);
    let kept = Arc::clone(&number);
    *Arc::make_mut(&mut number) += 1;
    assert!(!Arc::ptr_eq(&number, &kept));
    let root = Node::new("root", Weak::new());
    let child = root.clone().grow();
    let parent = child.parent.upgrade().unwrap();
    format!(
        "{area} {gone} {text} {slice:?} {number} {} of {}",
        child.name, parent.name
    )
}
