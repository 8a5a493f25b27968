//! Modules without a `use`: the prelude, its macros, and std under another name.

extern crate std as standard;

pub const EXPECTED: &str = "3 7 deep [0, 0] standard Some(2)";

mod outer {
    pub mod inner {
        pub fn words() -> Vec<String> {
            let boxed: Box<dyn Fn(u8) -> Option<u8>> = Box::new(|n| Some(n + 1));
            assert!(matches!(boxed(1), Some(2)), "the sum");
            debug_assert_ne!(boxed(1), None);
            vec!["deep".to_string(), format!("{:?}", vec![0; 2])]
        }

        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct Size {
            pub width: usize,
        }
    }
}

pub fn run() -> String {
    use outer::inner::{Size, words};
    use standard::fmt::Write as _;

    let size = Size::default().max(Size { width: 3 });
    let shared = standard::sync::Mutex::new(7);
    let mut text = String::new();
    write!(text, "{} {}", size.width, shared.lock().unwrap()).unwrap();
    for word in words() {
        text += &format!(" {word}");
    }
    let parsed = "2".parse::<u8>().ok();
    if parsed.is_none() {
        unreachable!("it is a number");
    }
    text + " standard " + &format!("{parsed:?}")
}
