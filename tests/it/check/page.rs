//! The page for people: what it is made of, and how it looks in a browser where there is one.

use super::{check, document, repositories};
use crate::html::{Element, parsed};
use crate::support::{Scene, place};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Text that tries to be more: markup, the end of a section, an escape sequence, reversed
/// text, a command for a CI service.
const EVIL: &str = "</title></pre><script>document.title = 'forged'</script><img src=x \
    onerror=\"document.title = 'forged'\">\"' onclick='x'>]]>\u{1b}[2J\u{202e}\0\n::error::x";

/// A scene with the page `report.html`, made of an honest batch.
fn honest() -> Scene {
    let scene = repositories();
    let files = ["--reveal", "shrunk", "--html", "report.html"];
    assert_eq!(check(&scene, &files).code, 1);
    scene
}

/// The same with every text in the document that a person may have written made evil.
fn hostile() -> Scene {
    let scene = repositories();
    let files = [
        "--reveal",
        "shrunk",
        "--partition",
        "1/1",
        "--json",
        "r.json",
    ];
    assert_eq!(check(&scene, &files).code, 1);
    let mut batch = document(&scene, "r.json");
    spoil(&mut batch["units"]);
    batch["units"][0]["path"] = json!(format!("{EVIL}{}", "x".repeat(10 << 20)));
    scene.write("r.json", &batch.to_string());
    let ran = scene.run(&["report", "merge", "r.json", "--html", "report.html"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    scene
}

fn spoil(value: &mut Value) {
    const FREE: [&str; 14] = [
        "owner", "problem", "summary", "case", "call", "want", "got", "answer", "note", "name",
        "rendered", "message", "details", "why",
    ];
    match value {
        Value::Array(items) => items.iter_mut().for_each(spoil),
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if FREE.contains(&name.as_str()) => {
                        *text = format!("{text}{EVIL}");
                    }
                    other => spoil(other),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn what_is_hidden_says_so() {
    let scene = repositories();
    let files = ["--reveal", "samples", "--html", "report.html"];
    assert_eq!(check(&scene, &files).code, 1);
    let page = page(&scene);
    assert!(page.contains("hidden: its calls are not shown"), "{page}");
    assert!(!page.contains("made smaller"), "{page}");
}

fn page(scene: &Scene) -> String {
    fs::read_to_string(scene.work().join("report.html")).expect("a page")
}

/// What holds for every page, whoever wrote what is in it.
fn is_plain_and_accessible(page: &str) {
    let (elements, faults) = parsed(page);
    assert!(faults.is_empty(), "{faults:?}");
    let kinds = [
        "script", "img", "iframe", "object", "embed", "link", "form", "base",
    ];
    let loads = |element: &&Element| kinds.contains(&element.name.as_str());
    assert_eq!(elements.iter().find(loads), None);
    let mut ids = BTreeMap::new();
    for element in &elements {
        for (name, value) in &element.attributes {
            assert!(!name.starts_with("on"), "{name}");
            assert!(name != "src" && name != "style", "{name}={value}");
            assert!(name != "href" || value.starts_with('#'), "{value}");
        }
        if let Some(id) = element.attribute("id") {
            let before = ids.insert(id, element.text.as_str());
            assert_eq!(before, None, "#{id} is there twice");
        }
    }
    let named = |name: &'static str| elements.iter().filter(move |each| each.name == name);
    for link in named("a") {
        let target = link.attribute("href").expect("it leads somewhere");
        assert!(ids.contains_key(&target[1..]), "{target} leads nowhere");
        assert!(!link.text.is_empty());
    }
    for header in named("th") {
        assert!(matches!(header.attribute("scope"), Some("col" | "row")));
        assert!(!header.text.is_empty(), "{header:?}");
    }
    let is_region = |each: &&Element| each.attribute("role") == Some("region");
    for region in elements.iter().filter(is_region).chain(named("section")) {
        let by = region.attribute("aria-labelledby");
        let label = region
            .attribute("aria-label")
            .or_else(|| ids.get(by?).copied());
        assert!(label.is_some_and(|label| !label.is_empty()), "{region:?}");
    }
    assert_eq!(elements[0].attribute("lang"), Some("en"));
    for landmark in ["header", "main", "footer", "h1"] {
        assert_eq!(named(landmark).count(), 1, "{landmark}");
    }
    let mut above = 0;
    for element in &elements {
        let Some(level) = element
            .name
            .strip_prefix('h')
            .and_then(|level| level.parse().ok())
        else {
            continue;
        };
        assert!(
            level <= above + 1,
            "a level is left out at {}",
            element.text
        );
        above = level;
    }
}

#[test]
fn the_page_is_plain_and_accessible() {
    let page = page(&honest());
    is_plain_and_accessible(&page);
    let (elements, _) = parsed(&page);
    let links: Vec<&str> = elements
        .iter()
        .filter(|each| {
            each.attribute("href")
                .is_some_and(|href| href.starts_with("#unit-"))
        })
        .map(|link| link.text.as_str())
        .collect();
    assert_eq!(links, ["accepted", "wrong_answer", "compile_error"]);
    let calls = elements
        .iter()
        .any(|each| each.attribute("class") == Some("steps"));
    assert!(calls, "the calls of the wrong answer are shown");
}

#[test]
fn a_hostile_page_is_as_plain() {
    let page = page(&hostile());
    is_plain_and_accessible(&page);
    assert!(page.contains("document.title"), "it is there as text");
    assert!(!page.contains(['\u{1b}', '\u{202e}', '\0']));
    assert!(page.len() < 1 << 20, "{} bytes", page.len());
}

/// A browser on the path.
fn browser() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let places = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

struct Browser {
    program: PathBuf,
    profile: tempfile::TempDir,
}

impl Browser {
    /// `None` is said where whoever reads the tests' output sees it: what follows is then
    /// left out.
    fn find() -> Option<Self> {
        let Some(program) = browser() else {
            let mut stderr = std::io::stderr();
            let _ = writeln!(stderr, "no Chromium on the path: nobody looked at the page");
            return None;
        };
        let profile = tempfile::tempdir().expect("a temporary folder");
        Some(Self { program, profile })
    }

    fn open(&self, page: &Path, arguments: &[&str]) -> Output {
        let output = Command::new(&self.program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
            ])
            .args([
                "--allow-file-access-from-files",
                "--virtual-time-budget=10000",
            ])
            .arg("--enable-logging=stderr")
            .arg(format!("--user-data-dir={}", self.profile.path().display()))
            .args(arguments)
            .arg(format!("file://{}", page.display()))
            .output()
            .expect("the browser starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        // Violations of the page's policy, faults of scripts, files that cannot be loaded.
        assert!(!said.contains(":CONSOLE"), "{said}");
        output
    }

    /// What `look.html` sees of the page, as wide as a phone and as a desk.
    fn look(&self, scene: &Scene, arguments: &[&str]) -> Vec<Value> {
        let look = scene.work().join("look.html");
        fs::copy(place("tests/fixtures/page/look.html"), &look).expect("a copy");
        let arguments = [arguments, &["--dump-dom"]].concat();
        let output = self.open(&look, &arguments);
        let (elements, _) = parsed(&String::from_utf8_lossy(&output.stdout));
        let seen = elements
            .iter()
            .find(|each| each.attribute("id") == Some("seen"));
        let seen = &seen.expect("look.html has it").text;
        serde_json::from_str(seen).unwrap_or_else(|error| panic!("{error}: {seen:?}"))
    }
}

#[test]
fn a_browser_shows_the_page_on_phone_desk_and_paper() {
    let Some(browser) = Browser::find() else {
        return;
    };
    for scene in [honest(), hostile()] {
        for (dark, arguments) in [
            (false, vec![]),
            (true, vec!["--blink-settings=preferredColorScheme=0"]),
        ] {
            for seen in browser.look(&scene, &arguments) {
                assert_eq!(seen["title"], "Greenroom: failed, 3 submissions");
                assert_eq!(seen["scripts"], 0);
                assert_eq!(
                    seen["width"], seen["room"],
                    "it has to be scrolled sideways: {seen}"
                );
                assert_eq!(seen["dark"], dark);
                // What WCAG 2 asks for, level AA.
                assert!(seen["contrast"].as_f64() >= Some(4.5), "{seen}");
            }
        }
        let paper = scene.work().join("paper.pdf");
        let argument = format!("--print-to-pdf={}", paper.display());
        browser.open(&scene.work().join("report.html"), &[&argument]);
        assert!(fs::read(&paper).expect("a document").starts_with(b"%PDF"));
    }
}
