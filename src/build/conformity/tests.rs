mod functions;
mod given;

use super::*;
use crate::problem::contract::{Function, GivenItem, Implementation, OpaqueType};
use camino::Utf8PathBuf;
use syn::{ImplItem, Item, Visibility};

const LRU: &str = "
use std::hash::Hash;
pub struct LruCache<K, V> { todo: PhantomData<(K, V)> }
impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self { todo!() }
    pub fn get(&mut self, key: &K) -> Option<&V> { todo!() }
    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> { todo!() }
    pub fn len(&self) -> usize { todo!() }
}";

const LOG: &str = "
/// What the limiter says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Let it through.
    Allow,
    /// Turn it away.
    Deny { retry_after: Duration },
}
pub struct Pair(pub u32, pub u32);
pub const MOST: usize = 3;
pub fn h64(x: u64) -> u64 { x.wrapping_mul(3) }
impl Verdict {
    pub fn is_allow(&self) -> bool { matches!(self, Self::Allow) }
}
pub trait Clock { fn now(&self) -> Duration; }
pub type Answer = Result<Verdict, String>;
pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<String>, String> { todo!() }
";

/// A contract as the starter says it, the given types' shapes aside.
fn contract(starter: &str) -> Contract {
    let file = syn::parse_file(starter).expect("a starter");
    let mut contract = Contract {
        starter: starter.into(),
        given_types: vec![],
        given_items: vec![],
        opaque_types: vec![],
        functions: vec![],
    };
    for item in file.items {
        let (kind, name) = match &item {
            Item::Use(_) => continue,
            Item::Struct(it) if it.fields.iter().any(|it| it.vis == Visibility::Inherited) => {
                contract.opaque_types.push(OpaqueType {
                    name: it.ident.to_string(),
                    generics: it.generics.clone(),
                    derives: vec![],
                });
                continue;
            }
            Item::Impl(it) if words::line(it).contains("todo!") => {
                for method in &it.items {
                    if let ImplItem::Fn(method) = method {
                        contract.functions.push(Function {
                            implementation: Some(Implementation {
                                generics: it.generics.clone(),
                                self_type: (*it.self_ty).clone(),
                                type_name: survey::type_name(&it.self_ty).expect("a name"),
                            }),
                            signature: method.sig.clone(),
                        });
                    }
                }
                continue;
            }
            Item::Fn(it) if words::line(&it.block).contains("todo") => {
                contract.functions.push(Function {
                    implementation: None,
                    signature: it.sig.clone(),
                });
                continue;
            }
            Item::Struct(it) => ("struct", it.ident.to_string()),
            Item::Enum(it) => ("enum", it.ident.to_string()),
            Item::Const(it) => ("const", it.ident.to_string()),
            Item::Fn(it) => ("fn", it.sig.ident.to_string()),
            Item::Impl(it) => ("impl", words::line(&it.self_ty)),
            Item::Trait(it) => ("trait", it.ident.to_string()),
            Item::Type(it) => ("type", it.ident.to_string()),
            other => panic!("not in these contracts: {other:?}"),
        };
        contract.given_items.push(GivenItem { kind, name, item });
    }
    contract
}

fn submission(files: &[(&str, &str)]) -> Submission {
    let sources = files
        .iter()
        .map(|(name, source)| (Utf8PathBuf::from(*name), (*source).to_string()))
        .collect();
    Submission::from_files("x", sources, files[0].0.into())
}

fn rustc(message: &str) -> Diagnostic {
    Diagnostic {
        level: Level::Error,
        message: message.into(),
        code: None,
        place: None,
        rendered: String::new(),
    }
}

#[test]
fn sources_as_deep_as_can_be_are_no_trouble() {
    let chains: [(&str, &str, &str, &str); 12] = [
        ("fn f() { ", "(", ")", "; }"),
        ("fn f() { ", "!", "", "x; }"),
        ("fn f() { ", "&&", "", "x; }"),
        ("fn f() { ", "|a| ", "", "x; }"),
        ("fn f() { ", "x = ", "", "x; }"),
        ("fn f() { ", "={}", "", "; }"),
        ("fn f() { ", "if a {} else ", "", "{} }"),
        ("fn f() { x", ".a()", "", "; }"),
        ("fn f() { x", " + 1", "", "; }"),
        ("type T = ", "A<u8,", ">", ";"),
        ("type T = ", "[&*const ", "; 1]", ";"),
        ("fn f() { ", "{", "}", " }"),
    ];
    let contract = contract(LOG);
    for (before, open, close, after) in chains {
        for deep in [100, 3_700, 9_900, 14_900, 29_900, 60_000] {
            let source = format!("{before}{}{}{after}", open.repeat(deep), close.repeat(deep));
            if source.len() > 256 << 10 {
                break;
            }
            let submission = submission(&[("it.rs", &source)]);
            let conformity = Conformity::new("sliding-log", &contract, &submission);
            drop(conformity.given_items());
        }
    }
}

/// A package's contract, and its submissions for one verdict.
fn packaged(slug: &str, verdict: &str) -> (Contract, Vec<Submission>) {
    let package = camino::Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("problems")
        .join(slug);
    let starter = std::fs::read_to_string(package.join("starter.rs")).expect("a starter");
    let submissions = package
        .join("submissions")
        .join(verdict)
        .read_dir_utf8()
        .expect("submissions")
        .map(|entry| {
            let path = entry.expect("an entry").into_path();
            let source = std::fs::read_to_string(&path).expect("a source");
            submission(&[(path.file_name().expect("a name"), &source)])
        })
        .collect();
    (contract(&starter), submissions)
}

#[test]
fn accepted_submissions_meet_the_contract_to_the_letter() {
    for slug in ["lru-cache", "sliding-log", "deploy-order"] {
        let (contract, submissions) = packaged(slug, "accepted");
        assert!(submissions.len() > 1);
        for submission in &submissions {
            let conformity = Conformity::new(slug, &contract, submission);
            assert_eq!(conformity.given_items(), []);
            for index in 0..contract.functions.len() {
                let breach = conformity.explain(Some(index), &rustc("nothing"));
                assert!(
                    breach.diagnostic.rendered.contains("rustc says: nothing"),
                    "{}: {}",
                    submission.root,
                    breach.diagnostic.rendered
                );
            }
            // A later stage of this one lets memory be handed over by hand.
            let unsafe_code = slug == "sliding-log";
            assert_eq!(crate::build::policy::scan(submission, unsafe_code), []);
        }
    }
}
