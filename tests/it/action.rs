//! What is there for CI services: the action's steps are run as a runner would, on the
//! solutions of the examples; the image's lines are held against the repository.

use crate::support::{Scene, copy, place, repository};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[derive(Deserialize)]
struct Action {
    inputs: BTreeMap<String, Input>,
    runs: Runs,
}

#[derive(Deserialize)]
struct Input {
    description: String,
    default: String,
}

#[derive(Deserialize)]
struct Runs {
    using: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    id: Option<String>,
    uses: Option<String>,
    #[serde(default)]
    with: BTreeMap<String, serde_json::Value>,
    shell: Option<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    run: Option<String>,
}

#[derive(Deserialize)]
struct Workflow {
    jobs: BTreeMap<String, Job>,
}

#[derive(Deserialize)]
struct Job {
    needs: Option<String>,
    steps: Vec<Step>,
}

fn yaml<T: DeserializeOwned>(path: &str) -> T {
    serde_yaml_ng::from_str(&repository(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A runner's machine: its folders and variables, and what the steps said so far.
struct Runner {
    scene: Scene,
    inputs: BTreeMap<String, String>,
    /// By step and name.
    outputs: BTreeMap<(String, String), String>,
}

impl Runner {
    fn new(scene: Scene, action: &Action, with: &[(&str, &str)]) -> Self {
        let mut inputs: BTreeMap<String, String> = action
            .inputs
            .iter()
            .map(|(name, input)| (name.clone(), input.default.clone()))
            .collect();
        for (name, value) in with {
            let old = inputs.insert((*name).to_owned(), (*value).to_owned());
            assert!(old.is_some(), "there is no input `{name}`");
        }
        Self {
            scene,
            inputs,
            outputs: BTreeMap::new(),
        }
    }

    /// The value of an expression, as far as the action has some.
    fn value(&self, expression: &str) -> String {
        let parts: Vec<&str> = expression.split('.').collect();
        match parts[..] {
            ["inputs", name] => self.inputs[name].clone(),
            ["runner", "temp"] => self.temp().display().to_string(),
            ["steps", step, "outputs", name] => {
                self.outputs[&(step.to_owned(), name.to_owned())].clone()
            }
            _ => panic!("`{expression}` is not known here"),
        }
    }

    fn filled(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${{") {
            let (expression, after) = after.split_once("}}").expect("it is closed");
            filled.push_str(before);
            filled.push_str(&self.value(expression.trim()));
            rest = after;
        }
        filled + rest
    }

    fn temp(&self) -> PathBuf {
        self.scene.work().join("temp")
    }

    /// The judge and its cache lie where an earlier job would have left them.
    fn prepare(&self) {
        let home = self.temp().join("greenroom");
        fs::create_dir_all(home.join("bin")).expect("a folder");
        let judge = env!("CARGO_BIN_EXE_greenroom");
        std::os::unix::fs::symlink(judge, home.join("bin/greenroom")).expect("a link");
        fs::create_dir_all(self.scene.cache()).expect("a folder");
        std::os::unix::fs::symlink(self.scene.cache(), home.join("cache")).expect("a link");
        // Nothing here changes the machine that the tests run on.
        let sudo = self.temp().join("bin/sudo");
        fs::create_dir_all(self.temp().join("bin")).expect("a folder");
        fs::write(&sudo, "#!/bin/sh\necho \"$@\" >&2\n").expect("a file");
        let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(sudo, executable).expect("it is ours");
    }

    /// Runs a step as the runner does.
    fn step(&mut self, step: &Step) -> Output {
        let temp = self.temp();
        let script = temp.join("step.sh");
        fs::write(&script, step.run.as_ref().expect("it runs something")).expect("a file");
        let output = temp.join("output");
        fs::write(&output, "").expect("a file");
        let path = std::env::var("PATH").expect("there is one");
        let ran = Command::new("bash")
            .args(["--noprofile", "--norc", "-e", "-o", "pipefail"])
            .arg(&script)
            .current_dir(self.scene.work())
            .env("PATH", format!("{}:{path}", temp.join("bin").display()))
            .env("CI", "true")
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_ACTION_PATH", place(""))
            .env("GITHUB_WORKSPACE", self.scene.work())
            .env("GITHUB_OUTPUT", &output)
            .env("GITHUB_STEP_SUMMARY", temp.join("summary.md"))
            .env("RUNNER_TEMP", &temp)
            .env("RUNNER_OS", "Linux")
            .envs(
                step.env
                    .iter()
                    .map(|(name, value)| (name, self.filled(value))),
            )
            .output()
            .expect("bash runs");
        if let Some(id) = &step.id {
            for line in fs::read_to_string(output).expect("a file").lines() {
                let (name, value) = line.split_once('=').expect("a name and a value");
                let key = (id.clone(), name.to_owned());
                self.outputs.insert(key, value.to_owned());
            }
        }
        ran
    }

    /// Runs all steps up to the first that fails; the answer is the last one's.
    fn run(&mut self, action: &Action) -> Output {
        self.prepare();
        let mut last = None;
        for step in action.runs.steps.iter().filter(|step| step.run.is_some()) {
            let ran = self.step(step);
            let failed = !ran.status.success();
            last = Some(ran);
            if failed {
                break;
            }
        }
        last.expect("there are steps")
    }

    fn report(&self) -> String {
        let reports = self.value("steps.check.outputs.reports");
        fs::read_to_string(self.scene.work().join(reports).join("report.json")).expect("a report")
    }
}

/// The folder of examples under `repos`, beside one of an owner with a difficult name.
fn workspace() -> Scene {
    let scene = Scene::sharing_the_cache();
    let repos = scene.work().join("repos");
    copy(Path::new(&place("examples/solutions")), &repos.join("ours"));
    let other = repos.join("-o $(false) `x`");
    copy(
        Path::new(&place("examples/solutions/sliding-log")),
        &other.join("one"),
    );
    scene
}

#[test]
fn the_actions_steps_judge_the_examples() {
    let action: Action = yaml("action.yml");
    let with = [
        ("roots", "repos/*"),
        ("results-key", "of the tests"),
        ("sandbox", ""),
        ("require", "lru-cache"),
    ];
    let mut runner = Runner::new(workspace(), &action, &with);
    let ran = runner.run(&action);
    let said = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(
        ran.status.code(),
        Some(1),
        "{said}{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    assert!(said.starts_with("::stop-commands::"), "{said}");
    assert!(said.contains("\n::error file=repos/ours/"), "{said}");
    assert_eq!(runner.value("steps.check.outputs.passed"), "false");
    let report: serde_json::Value = serde_json::from_str(&runner.report()).expect("JSON");
    let owners: BTreeSet<&str> = report["units"]
        .as_array()
        .expect("units")
        .iter()
        .filter_map(|unit| unit["owner"].as_str())
        .collect();
    assert_eq!(owners, BTreeSet::from(["-o $(false) `x`", "ours"]));
    let reports = runner.scene.work().join("greenroom-reports");
    for file in ["report.html", "junit.xml", "table.csv"] {
        assert!(reports.join(file).is_file(), "{file}");
    }
    let summary = fs::read_to_string(runner.temp().join("summary.md")).expect("a summary");
    assert!(summary.starts_with("## Greenroom\n"));
}

#[test]
fn the_actions_parts_make_the_whole() {
    let action: Action = yaml("action.yml");
    let parts = workspace();
    let folder = parts.work().join("parts");
    let mut scene = Some(parts);
    for part in ["1/2", "2/2"] {
        let with = [
            ("roots", "repos/ours"),
            ("results-key", "of the tests"),
            ("sandbox", ""),
            ("partition", part),
        ];
        let mut runner = Runner::new(scene.take().expect("it is there"), &action, &with);
        let ran = runner.run(&action);
        assert!(
            matches!(ran.status.code(), Some(0 | 1)),
            "{}",
            String::from_utf8_lossy(&ran.stderr)
        );
        let kept = folder.join(&part[..1]);
        fs::create_dir_all(&kept).expect("a folder");
        fs::write(kept.join("report.json"), runner.report()).expect("a file");
        fs::remove_dir_all(runner.temp()).expect("it is ours");
        scene = Some(runner.scene);
    }
    let with = [
        ("merge", "parts/*/report.json"),
        ("allow", "compile_error,wrong_answer,run_time_error"),
    ];
    let mut runner = Runner::new(scene.take().expect("it is there"), &action, &with);
    let ran = runner.run(&action);
    let said = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(
        ran.status.code(),
        Some(0),
        "{said}{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    assert_eq!(runner.value("steps.check.outputs.passed"), "true");
    assert!(runner.report().contains("\"partition\": null"));
}

/// A commit by its hash.
fn is_pinned(uses: &str) -> bool {
    uses.rsplit_once('@').is_some_and(|(_, commit)| {
        commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[test]
fn the_action_is_in_order() {
    let text = repository("action.yml");
    let action: Action = yaml("action.yml");
    assert_eq!(action.runs.using, "composite");
    for (name, input) in &action.inputs {
        assert!(!input.description.is_empty(), "{name}");
        assert!(
            text.contains(&format!("inputs.{name} ")),
            "{name} is not used"
        );
        assert!(
            repository("docs/ci.md").contains(&format!("| `{name}` |")),
            "{name}"
        );
    }
    for step in &action.runs.steps {
        if let Some(run) = &step.run {
            assert_eq!(step.shell.as_deref(), Some("bash"));
            // What somebody else may have written would be a part of the program.
            assert!(!run.contains("${{"), "{run}");
        } else {
            let uses = step.uses.as_ref().expect("it does something");
            assert!(is_pinned(uses), "{uses}");
        }
    }
}

#[test]
fn the_example_workflow_fits_the_action() {
    let action: Action = yaml("action.yml");
    let workflow: Workflow = yaml("examples/ci/solutions.yml");
    let mut ours = 0;
    for job in workflow.jobs.values() {
        assert!(
            job.needs
                .as_ref()
                .is_none_or(|needs| workflow.jobs.contains_key(needs))
        );
        for step in &job.steps {
            let uses = step.uses.as_ref().expect("it uses actions alone");
            if uses == "OWNER/greenroom@COMMIT" {
                ours += 1;
                let known = |name: &String| action.inputs.contains_key(name);
                assert!(step.with.keys().all(known), "{:?}", step.with);
            } else {
                assert!(is_pinned(uses), "{uses}");
            }
        }
    }
    assert_eq!(ours, 2);
}

#[test]
fn the_image_is_made_of_what_is_there() {
    let dockerfile = repository("Dockerfile");
    let lines = || {
        dockerfile
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
    };
    let of = |name: &str| -> Vec<Vec<&str>> {
        let words = lines().map(|line| line.split(' ').collect::<Vec<_>>());
        words.filter(|words| words[0] == name).collect()
    };
    let known = ["FROM", "WORKDIR", "COPY", "RUN", "ENV", "ENTRYPOINT", "CMD"];
    for line in lines() {
        let name = line.split(' ').next().unwrap_or_default();
        assert!(known.contains(&name), "{line}");
    }
    let manifest: toml::Table = repository("Cargo.toml").parse().expect("a manifest");
    let rust = manifest["package"]["rust-version"]
        .as_str()
        .expect("a version");
    for from in of("FROM") {
        assert!(from[1].starts_with(&format!("rust:{rust}-")), "{from:?}");
    }
    let mut copied = vec![];
    for copy in of("COPY") {
        let sources = &copy[1..copy.len() - 1];
        if sources[0].starts_with("--from=") {
            continue;
        }
        for source in sources {
            assert!(Path::new(&place(source)).exists(), "{source}");
            copied.push(*source);
        }
    }
    // All that Cargo looks at before it builds anything.
    for kind in ["test", "bench"] {
        for target in manifest[kind].as_array().expect("targets") {
            let name = target["name"].as_str().expect("a name");
            let path = target.get("path").and_then(toml::Value::as_str);
            let path = path.map_or_else(|| format!("benches/{name}.rs"), str::to_owned);
            assert!(
                copied.iter().any(|copied| path.starts_with(copied)),
                "{path}"
            );
        }
    }
    for needed in [
        "src",
        "harness",
        "problems",
        "templates",
        "Cargo.lock",
        "build.rs",
    ] {
        assert!(copied.contains(&needed), "{needed}");
    }
    let help = Scene::new().run(&["--help"]).stdout;
    for run in of("RUN").iter().filter(|run| run[1] == "greenroom") {
        assert!(help.contains(&format!("\n  {} ", run[2])), "{run:?}");
    }
}
