//! The bytes that a visitor's browser fetches at first, as `gzip -9` makes them, and the most that
//! they may be: `budget.json` beside this folder, for each profile that a site is built with. The
//! program with the GPU comes later, and only where there is an adapter, the one that reads
//! tables when one is brought, the one of networks' files when one is saved or brought, the page's parts when they are needed: each has a line of its own, the parts one
//! together. One of them, the Korean words, comes at first where the page speaks Korean.
//!
//! A site that has grown beyond its budget fails its build. Where that is worth it, raise the budget
//! in the same change; where a site has shrunk, lower it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use serde_json::Value;

use crate::{
    failure::{Failure, Outcome},
    split::PART,
    step,
};

/// Where the budgets are.
const FILE: &str = "xtask/budget.json";
/// The page that is opened; it and its scripts name all else.
const PAGE: &str = "index.html";

/// What the files of the programs begin with that are fetched later.
const LATER: [&str; 4] = ["gpu-worker", "files", "networks", PART];

/// Bytes by file name.
pub type Sizes = BTreeMap<String, u64>;

/// Fails where a site is larger than its profile's budget.
pub fn check(site: &Path, profile: &str) -> Outcome {
    if !step::succeeds(gzip().arg("--version")) {
        println!("   gzip is not installed: the site's size is not checked.");
        return Ok(());
    }
    let text = fs::read_to_string(FILE).map_err(Failure::at(Path::new(FILE)))?;
    let (first, later) = (sizes(site)?, later(site)?);
    let sum = |sizes: &Sizes| sizes.values().sum::<u64>();
    println!("   {} bytes at first, compressed; {} later", sum(&first), sum(&later));
    let brotli = |name: &String| {
        let size = |name: String| fs::metadata(site.join(name)).map(|file| file.len()).ok();
        size(format!("{name}.br")).or_else(|| size(name.clone()))
    };
    if profile == "release" {
        println!("   {} as Brotli", first.keys().filter_map(brotli).sum::<u64>());
    }
    let complaints = complaints(&text, profile, &first, &later)?;
    if complaints.is_empty() { Ok(()) } else { Err(Failure::new(complaints.join("\n"))) }
}

/// The compressed size of each file of a site's first load.
pub fn sizes(site: &Path) -> Outcome<Sizes> {
    let (files, _) = files(site)?;
    let text = |file: &str| {
        let path = site.join(file);
        fs::read_to_string(&path).map_err(Failure::at(&path))
    };
    compressed(site, first_load(&files, text)?)
}

/// The compressed size of each file that is fetched later.
fn later(site: &Path) -> Outcome<Sizes> {
    let (_, later) = files(site)?;
    compressed(site, later)
}

/// The files of a site, and those of them that are fetched later.
fn files(site: &Path) -> Outcome<(BTreeSet<String>, BTreeSet<String>)> {
    let entries = fs::read_dir(site).map_err(Failure::at(site))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    // What lies compressed beside an original is told apart from it.
    let names = names.filter(|name| ![".br", ".gz"].iter().any(|ending| name.ends_with(ending)));
    let (later, first) =
        names.partition(|name| LATER.iter().any(|program| name.starts_with(program)));
    Ok((first, later))
}

fn compressed(site: &Path, files: BTreeSet<String>) -> Outcome<Sizes> {
    let size = |file: String| {
        let zipped = step::bytes(gzip().args(["-9", "-c"]).arg(site.join(&file)))?;
        Ok((file, zipped.len() as u64))
    };
    files.into_iter().map(size).collect()
}

fn gzip() -> Command {
    Command::new("gzip")
}

/// The page, and the files that it or a script of it names.
fn first_load(
    files: &BTreeSet<String>,
    text: impl Fn(&str) -> Outcome<String>,
) -> Outcome<BTreeSet<String>> {
    let mut found = BTreeSet::from([PAGE.to_owned()]);
    let mut unread = vec![PAGE.to_owned()];
    while let Some(file) = unread.pop() {
        let text = text(&file)?;
        let named: Vec<&String> = files.iter().filter(|&name| text.contains(name)).collect();
        for name in named {
            if found.insert(name.clone()) && name.ends_with(".js") {
                unread.push(name.clone());
            }
        }
    }
    Ok(found)
}

/// What is over the budget: its file, its size and what it may be.
fn complaints(budgets: &str, profile: &str, first: &Sizes, later: &Sizes) -> Outcome<Vec<String>> {
    let wrong = |what: &str| Failure::new(format!("{FILE}: {what}"));
    let budgets: Value =
        serde_json::from_str(budgets).map_err(|error| wrong(&error.to_string()))?;
    let mut complaints = Vec::new();
    let at_first = ["app", "worker", "all"].map(|part| (part, first));
    for (part, sizes) in at_first.into_iter().chain(LATER.map(|part| (part, later))) {
        let most = budgets[profile][part.trim_end_matches('-')]
            .as_u64()
            .ok_or_else(|| wrong(&format!("no number of bytes for {profile}, {part}")))?;
        let program = |name: &str| name.starts_with(part) && name.ends_with(".wasm");
        let (name, size) = if part == "all" {
            ("the first load", sizes.values().sum())
        } else if part == PART {
            let parts = sizes.iter().filter(|(name, _)| program(name));
            ("all parts", parts.map(|(_, size)| size).sum())
        } else {
            let mut all = sizes.iter();
            let (name, &size) = all.find(|(name, _)| program(name)).ok_or_else(|| {
                Failure::new(format!("the site has no program {part}*.wasm to measure"))
            })?;
            (name.as_str(), size)
        };
        if size > most {
            complaints.push(format!(
                "{name} has {size} bytes compressed; {FILE} allows {most} ({profile}, {part})"
            ));
        }
    }
    Ok(complaints)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    const BUDGETS: &str = r#"{ "release": { "app": 100, "worker": 50, "all": 180, "gpu-worker": 70, "files": 20,
            "networks": 30, "part": 9 } }"#;

    fn sizes(list: &[(&str, u64)]) -> Sizes {
        list.iter().map(|&(name, size)| (name.to_owned(), size)).collect()
    }

    #[test]
    fn what_is_over_its_budget_is_named_with_size_and_budget() {
        let check = |app, worker, rest, gpu| {
            let first =
                sizes(&[("app-1_bg.wasm", app), ("worker-2_bg.wasm", worker), ("app-1.js", rest)]);
            let parts = [("part-a-5.wasm", 4), ("part-b-5.wasm", 5)];
            let programs = [
                ("files-4_bg.wasm", 20),
                ("gpu-worker-3_bg.wasm", gpu),
                ("networks-6_bg.wasm", 30),
            ];
            let later = sizes(&[&programs[..], &parts].concat());
            complaints(BUDGETS, "release", &first, &later).unwrap()
        };
        assert_eq!(check(100, 50, 30, 70), Vec::<String>::new());
        let [one] = check(100, 50, 30, 71).try_into().unwrap();
        assert!(one.contains("gpu-worker-3_bg.wasm has 71 bytes"), "{one}");
        let [one] = check(101, 50, 0, 0).try_into().unwrap();
        for word in ["app-1_bg.wasm", "101", "100"] {
            assert!(one.contains(word), "{one}");
        }
        let both = check(100, 51, 30, 0);
        assert_eq!(both.len(), 2, "{both:?}");
        assert!(both[1].contains("the first load has 181 bytes"), "{both:?}");
    }

    #[test]
    fn a_budget_or_a_program_that_is_missing_is_an_error() {
        let whole = sizes(&[("app.wasm", 1), ("worker.wasm", 1)]);
        let later = sizes(&[("files.wasm", 1), ("gpu-worker.wasm", 1), ("networks.wasm", 1)]);
        assert!(complaints(BUDGETS, "release", &whole, &later).unwrap().is_empty());
        assert!(complaints(BUDGETS, "web", &whole, &later).is_err());
        assert!(complaints("{", "release", &whole, &later).is_err());
        assert!(complaints(BUDGETS, "release", &sizes(&[("app.wasm", 1)]), &later).is_err());
        assert!(complaints(BUDGETS, "release", &whole, &Sizes::new()).is_err());
    }

    #[test]
    fn the_first_load_is_what_page_and_scripts_name() {
        let texts = BTreeMap::from([
            (PAGE, "href=./look.css src=./app.js"),
            ("app.js", "app.wasm index.html"),
            ("left.js", "left.wasm"),
        ]);
        let names = [PAGE, "app.js", "app.wasm", "look.css", "left.js", "left.wasm"];
        let files = names.map(str::to_owned).into();
        let found = first_load(&files, |file| {
            texts.get(file).map(|&text| text.to_owned()).ok_or_else(|| Failure::new(file))
        });
        let found: Vec<String> = found.unwrap().into_iter().collect();
        assert_eq!(found, ["app.js", "app.wasm", PAGE, "look.css"]);
    }

    #[test]
    fn the_budgets_name_both_profiles() {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("budget.json"));
        let text = text.unwrap();
        let nothing = sizes(&[("app.wasm", 0), ("worker.wasm", 0)]);
        let later = sizes(&[("files.wasm", 0), ("gpu-worker.wasm", 0), ("networks.wasm", 0)]);
        for profile in ["release", "web"] {
            let found = complaints(&text, profile, &nothing, &later).unwrap();
            assert_eq!(found, Vec::<String>::new());
        }
    }
}
