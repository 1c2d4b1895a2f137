//! Nothing on the page goes in a circle: neither its folders nor the files of one folder name each
//! other round about. Where they would, something stands in the wrong place; a type or function
//! that two of them share belongs below both. A folder's `mod.rs` names what is in it, so nothing in
//! the folder asks it for anything.

use std::collections::{BTreeMap, BTreeSet};

use super::{Complaint, SourceFile, rust_text};

/// Below this folder.
const PLACE: &str = "src/app";

/// What begins a file's own tests; they stand above everything.
const TESTS: &str = "mod tests {";

/// Who names whom in a folder, and in which line.
type Folder<'a> = BTreeMap<&'a str, BTreeMap<String, Reference<'a>>>;

/// Where one names another.
struct Reference<'a> {
    file: &'a str,
    line: usize,
}

pub fn complaints(files: &[SourceFile]) -> Vec<Complaint> {
    let files: Vec<&SourceFile> = files
        .iter()
        .filter(|file| file.is("rs") && file.path.starts_with(&format!("{PLACE}/")))
        .collect();
    let modules: BTreeSet<Vec<String>> =
        files.iter().map(|file| rust_text::module_of(&file.path)).collect();
    let mut folders: BTreeMap<&str, Folder> = BTreeMap::new();
    for file in files {
        let code = rust_text::code(&file.text);
        let code = code.split(TESTS).next().unwrap_or_default();
        for (line, path) in rust_text::own_paths(code, &file.path) {
            for (folder, part) in parts(&file.path) {
                let Some(named) = named(folder, &path, &modules) else { continue };
                if named != part {
                    let all = folders.entry(folder).or_default().entry(part).or_default();
                    all.entry(named).or_insert(Reference { file: &file.path, line });
                }
            }
        }
    }
    folders.into_iter().filter_map(|(folder, parts)| circle(folder, &parts)).collect()
}

/// The folders that a file lies in, each with what stands there for the file: itself, or a folder
/// around it.
fn parts(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.match_indices('/').filter_map(move |(at, _)| {
        let (folder, inside) = (&path[..at], &path[at + 1..]);
        let part = inside.split('/').next().unwrap_or(inside);
        let part = part.strip_suffix(".rs").unwrap_or(part);
        // The root of the page only says what there is.
        let counts = folder.starts_with(PLACE) && (folder, part) != (PLACE, "mod");
        counts.then_some((folder, part))
    })
}

/// What a path leads to in a folder; `mod` where it is the folder's own.
fn named(folder: &str, path: &[String], modules: &BTreeSet<Vec<String>>) -> Option<String> {
    let folder = rust_text::module_of(folder);
    let inside = path.strip_prefix(folder.as_slice())?;
    let module = inside.first().filter(|first| {
        let module = [folder.as_slice(), std::slice::from_ref(*first)].concat();
        modules.iter().any(|known| known.starts_with(&module))
    });
    match module {
        Some(module) => Some(module.clone()),
        // The names of the root are crate-wide, and there are none but the parts'.
        None if folder == rust_text::module_of(PLACE) => None,
        None => modules.contains(&folder).then(|| "mod".to_owned()),
    }
}

/// The first circle in a folder.
fn circle(folder: &str, parts: &Folder) -> Option<Complaint> {
    let mut done = BTreeSet::new();
    parts.keys().find_map(|part| {
        let mut way = vec![(*part).to_owned()];
        let round = walk(parts, &mut way, &mut done)?;
        let [last, first] = [round.last()?, round.first()?];
        let Reference { file, line } = parts.get(last.as_str())?.get(first)?;
        let around = [round.as_slice(), std::slice::from_ref(first)].concat().join(" → ");
        let what = format!("closes a circle in {folder}: {around}");
        Some(Complaint::new(file, *line, what))
    })
}

/// Goes on from the end of the way; the part of it that is a circle once one closes.
fn walk(parts: &Folder, way: &mut Vec<String>, done: &mut BTreeSet<String>) -> Option<Vec<String>> {
    let here = way.last()?.clone();
    if done.contains(&here) {
        return None;
    }
    for next in parts.get(here.as_str()).into_iter().flat_map(BTreeMap::keys) {
        if let Some(at) = way.iter().position(|before| before == next) {
            return Some(way[at..].to_vec());
        }
        way.push(next.clone());
        if let Some(found) = walk(parts, way, done) {
            return Some(found);
        }
        way.pop();
    }
    done.insert(here);
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files with their texts, and what is said of them.
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let files: Vec<SourceFile> = files
            .iter()
            .map(|&(path, text)| SourceFile { path: path.into(), text: text.into() })
            .collect();
        let found: Vec<String> =
            complaints(&files).iter().map(|complaint| complaint.to_string()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_circle_of_folders_is_found_where_it_closes() {
        let state = ("src/app/state.rs", "use super::text::Language;\nuse super::link::Link;");
        let text = ("src/app/text/mod.rs", "pub enum Language {}");
        check(&[state, text, ("src/app/link/mod.rs", "use crate::app::text::Language;")], &[]);
        check(
            &[state, text, ("src/app/link/parse.rs", "\nfn f(state: crate::app::state::State) {}")],
            &["src/app/state.rs:2: closes a circle in src/app: link → state → link"],
        );
    }

    #[test]
    fn a_circle_of_files_is_found_however_long_it_is() {
        let one = ("src/app/network/one.rs", "use super::two::Two;");
        let two = ("src/app/network/two.rs", "use crate::app::network::three::Three;");
        check(&[one, two, ("src/app/network/three.rs", "use super::four::Four;")], &[]);
        check(
            &[one, two, ("src/app/network/three.rs", "use super::{four::Four, one::One};")],
            &["src/app/network/three.rs:1: closes a circle in src/app/network: \
               one → two → three → one"],
        );
    }

    #[test]
    fn a_folder_is_asked_for_nothing_by_what_is_in_it() {
        let folder = ("src/app/link/mod.rs", "mod parse;\nuse self::parse::parse;");
        let shared = ("src/app/link/parse.rs", "use super::Link;");
        check(
            &[folder, shared],
            &["src/app/link/parse.rs:1: closes a circle in src/app/link: mod → parse → mod"],
        );
        // What lies beside a folder of its name is told in parts there.
        check(
            &[
                ("src/app/text/help.rs", "mod english;"),
                ("src/app/text/help/english.rs", "use super::Words;"),
            ],
            &[],
        );
        // Tests may name what they like.
        let tests =
            ("src/app/link/parse.rs", "fn f() {}\nmod tests {\n    use super::super::*;\n}");
        check(&[folder, tests], &[]);
    }
}
