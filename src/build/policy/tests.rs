use super::*;
use camino::Utf8PathBuf;

fn submission(source: &str) -> Submission {
    let root = Utf8PathBuf::from("it.rs");
    let files = [(root.clone(), source.to_string())].into();
    Submission::from_files("it.rs", files, root)
}

fn whats(source: &str, unsafe_allowed: bool) -> Vec<String> {
    scan(&submission(source), unsafe_allowed)
        .into_iter()
        .map(|offence| format!("{}:{} {}", offence.line, offence.column, offence.what))
        .collect()
}

#[test]
fn innocent_words_are_left_alone() {
    let source = r##"
        #![forbid(unsafe_code)]
        #![deny(unsafe_op_in_unsafe_fn)]
        //! `unsafe` in a doc, #[no_mangle] too.
        use crate::asm::Asm;
        use std::collections::HashMap;
        mod asm { pub struct Asm; }
        /// unsafe
        struct Node { link: Option<usize>, naked: bool, no_mangle: u8, proc_macro: u8 }
        #[derive(Debug, Clone)]
        #[allow(no_mangle_generic_items)]
        #[doc(alias = "link", keyword = "unsafe")]
        struct List { export_name: HashMap<String, usize>, link_section: [u8; 3] }
        impl List {
            fn link(&mut self, r#link: usize) -> bool { self.unlink(r#link) != 0 }
            fn r#unsafe(&self) -> usize { let asm = 1; if asm != (2) { asm } else { 0 } }
        }
        #[cfg(any(feature = "link", link))]
        #[cfg_attr(link, allow(dead_code))]
        fn texts() -> (&'static str, &'static str, char) { ("unsafe #[link]", r#"asm!("x")"#, '"') }
        macro_rules! with_meta { ($(#[$meta:meta])* $name:ident) => { $(#[$meta])* struct $name; } }
        with_meta!(#[derive(Debug)] Link);
        const NOTE: &str = "it's unsafe"; /* unsafe { } */
    "##;
    assert_eq!(whats(source, false), Vec::<String>::new());
}

#[test]
fn a_macro_of_ones_own_may_be_called_asm() {
    let source = "macro_rules! asm { ($($t:tt)*) => { vec![$($t)*] } }\nfn f() { asm!(1, 2); }";
    assert_eq!(whats(source, false), Vec::<String>::new());
    let source = format!("{source} fn g() {{ std::arch::asm!(\"nop\") }}");
    assert_eq!(whats(&source, true), ["2:44 `asm!`"]);
}

#[test]
fn unsafe_is_found_wherever_it_is_said_unless_it_is_allowed() {
    let source = "fn f() { unsafe { } }\nmacro_rules! m { () => { unsafe { g() } } }\nunsafe impl Send for X {}";
    assert_eq!(
        whats(source, false),
        ["1:10 `unsafe`", "2:26 `unsafe`", "3:1 `unsafe`"]
    );
    assert_eq!(whats(source, true), Vec::<String>::new());
}

#[test]
fn attributes_that_reach_outside_are_found_in_every_guise() {
    let source = "\
#[unsafe(no_mangle)] fn a() {}
#[cfg_attr(all(), unsafe(naked), cfg_attr(any(x, y), export_name = \"main\"))] fn b() {}
#[global_allocator] static G: A = A;
#![cfg_attr(all(), proc_macro)]
#[ /* blank */ link(name = \"c\")] extern \"C\" {}
#[r#link_section = \".init_array\"] static I: u8 = 0;
macro_rules! m { () => { #[link_name = \"x\"] fn c() {} } }
#[::core::prelude::v1::global_allocator] static H: A = A;
";
    let expected = [
        "1:10 `#[no_mangle]`",
        "2:26 `#[naked]`",
        "2:54 `#[export_name]`",
        "3:3 `#[global_allocator]`",
        "4:20 `#[proc_macro]`",
        "5:16 `#[link]`",
        "6:3 `#[link_section]`",
        "7:28 `#[link_name]`",
        "8:24 `#[global_allocator]`",
    ];
    assert_eq!(whats(source, true), expected);
    // The `unsafe` around an attribute that is named already is not named again.
    assert_eq!(whats(source, false), expected);
}

#[test]
fn machine_code_is_found_under_another_name_too() {
    let source = "\
use std::arch::naked_asm as quiet;
use core::{fmt, arch::{asm as silent}};
use std::prelude::v1::global_allocator as calm;
fn f() { core::arch::asm!(\"nop\"); r#asm! { \"nop\" } }
std::arch::global_asm!(\".incbin\");
fn g<T>() -> impl Sized + use<T> { use std::arch::asm as still; }
";
    assert_eq!(
        whats(source, true),
        [
            "1:16 `naked_asm!`",
            "2:24 `asm!`",
            "3:23 `#[global_allocator]`",
            "4:22 `asm!`",
            "4:35 `asm!`",
            "5:12 `global_asm!`",
            "6:51 `asm!`",
        ]
    );
}

#[test]
fn an_attribute_put_together_by_a_macro_is_found_where_its_name_comes_from() {
    let source =
        "macro_rules! m { ($a:ident) => { #[$a] static G: A = A; } }\nm!(global_allocator);";
    assert_eq!(whats(source, false), ["2:4 `#[global_allocator]`"]);
    let source = "macro_rules! m { ($a:tt) => { #$a static G: A = A; } }\nm!([global_allocator]);";
    assert_eq!(whats(source, false), ["2:5 `#[global_allocator]`"]);
}

#[test]
fn sources_that_do_not_parse_are_scanned_as_well() {
    assert_eq!(whats("fn f( { ]]] unsafe", false), ["1:13 `unsafe`"]);
}

#[test]
fn deep_nesting_is_no_trouble() {
    let deep = 100_000;
    let source = format!("{}unsafe{}", "(".repeat(deep), ")".repeat(deep));
    assert_eq!(whats(&source, false).len(), 1);
    let attributes = format!(
        "#[{}link{}]",
        "cfg_attr(a,".repeat(20_000),
        ")".repeat(20_000)
    );
    assert_eq!(whats(&attributes, false).len(), 1);
}

#[test]
fn an_offence_reads_like_a_message_of_the_compiler() {
    let offences = scan(&submission("fn f() {\n    unsafe {}\n}"), false);
    insta::assert_snapshot!(offences[0].diagnostic().rendered, @r"
    error: `unsafe` is not allowed here: this problem is to be solved without it
      --> it.rs:2:5
    ");
}
