//! `bytes`: what the programs of the released site are made of, by crate and module, and what has
//! changed since the last time.
//!
//! The programs are compiled as they are published, but keep their functions' names.

use std::{collections::BTreeMap, fs, ops::Range, path::Path};

use serde_json::{Value, json};
use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::{
    build::{self, PROGRAMS, Program},
    failure::{Failure, Outcome},
    setup,
    toolchain::Toolchain,
};

/// Where the numbers are kept until the next time.
const FILE: &str = "target/bytes.json";
/// Rows of a table at most.
const ROWS: usize = 24;

/// Bytes by what they are for: `code reactive_graph::effect`, `data`.
type Sizes = BTreeMap<String, u64>;

/// `bytes`
pub fn run() -> Outcome {
    let toolchain = setup::for_building()?;
    let before = fs::read_to_string(FILE).ok().and_then(|text| serde_json::from_str(&text).ok());
    let found = measure(&toolchain)?;
    for Program { name, .. } in &PROGRAMS {
        println!("\n{name}");
        let before = before.as_ref().map(|before: &Value| &before[*name]);
        for line in table(&found[*name], before) {
            println!("{line}");
        }
    }
    fs::write(FILE, found.to_string()).map_err(Failure::at(Path::new(FILE)))
}

/// The sizes of each program, by crate and by module: `{ app: { "code core": 1, … }, … }`.
pub fn measure(toolchain: &Toolchain) -> Outcome<Value> {
    let mut found = json!({});
    let folder = toolchain.target().join("bytes");
    for program in &PROGRAMS {
        let path = build::named(toolchain, &folder, program)?;
        let bytes = fs::read(&path).map_err(Failure::at(&path))?;
        let sizes = sizes(&bytes).map_err(|error| Failure::new(error.to_string()))?;
        found[program.name] = json!(sizes);
    }
    Ok(found)
}

/// What a program's bytes are for: each function's body by its crate and its module, the other
/// sections by their names.
fn sizes(program: &[u8]) -> Result<Sizes, wasmparser::BinaryReaderError> {
    let mut sizes = Sizes::new();
    let (mut imports, mut bodies, mut names) = (0, Vec::new(), BTreeMap::new());
    let mut add = |what: &str, bytes: u64| *sizes.entry(what.to_owned()).or_default() += bytes;
    for payload in Parser::new(0).parse_all(program) {
        match payload? {
            Payload::ImportSection(section) => {
                add("imports", length(section.range()));
                for import in section.into_imports() {
                    imports += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(length(body.range())),
            Payload::DataSection(section) => add("data", length(section.range())),
            Payload::ElementSection(section) => add("elements", length(section.range())),
            Payload::TypeSection(section) => add("types", length(section.range())),
            Payload::FunctionSection(section) => add("functions", length(section.range())),
            Payload::ExportSection(section) => add("exports", length(section.range())),
            Payload::CustomSection(section) => {
                // It is not published.
                if let KnownCustom::Name(section) = section.as_known() {
                    for part in section {
                        if let Name::Function(map) = part? {
                            for name in map {
                                let name = name?;
                                names.insert(name.index, name.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for (index, bytes) in (imports..).zip(bodies) {
        let name = names.get(&index).copied().unwrap_or_default();
        let path = owner(name);
        let parts = path.split("::").collect::<Vec<_>>();
        add(&format!("code {}", parts[0]), bytes);
        if parts.len() > 2 {
            add(&format!("code {}", parts[..2].join("::")), bytes);
        }
    }
    Ok(sizes)
}

fn length(range: Range<u64>) -> u64 {
    range.end - range.start
}

/// The path of whoever has written a function: of `<a::B as c::D>::e` that is `a::B`, of `c::f::<a::B>`
/// it is `c::f`.
fn owner(name: &str) -> String {
    let start = name.find(|sign: char| sign.is_alphanumeric() || sign == '_').unwrap_or(name.len());
    let mut rest = &name[start..];
    for word in ["dyn ", "mut ", "impl "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let is_path = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | ':');
    let path = &rest[..rest.find(|sign| !is_path(sign)).unwrap_or(rest.len())];
    // A type that stands for any has no crate.
    match path.trim_end_matches(':') {
        path if path.len() > 1 => path.to_owned(),
        _ => "generic".to_owned(),
    }
}

/// The largest, with what has changed.
fn table(found: &Value, before: Option<&Value>) -> Vec<String> {
    let of = |sizes: &Value, what: &str| sizes[what].as_u64().unwrap_or_default();
    let mut rows: Vec<(&String, u64)> =
        found.as_object().into_iter().flatten().map(|(what, _)| (what, of(found, what))).collect();
    rows.sort_by_key(|&(_, bytes)| std::cmp::Reverse(bytes));
    let line = |(what, bytes): (&String, u64)| {
        let change = before.map(|before| bytes.cast_signed() - of(before, what).cast_signed());
        let change = change.filter(|&change| change != 0);
        let change = change.map(|change| format!("  {change:+}")).unwrap_or_default();
        format!("{bytes:>9}  {what}{change}")
    };
    rows.into_iter().take(ROWS).map(line).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_whoever_has_written_it() {
        for (name, path) in [
            ("app::main::h6ba4e54c66a7b704", "app::main::h6ba4e54c66a7b704"),
            ("<alloc::sync::Arc<dyn core::ops::Fn<()>> as leptos::To<F>>::to", "alloc::sync::Arc"),
            ("<&mut serde::De<R> as x::D>::de", "serde::De"),
            ("core::ptr::drop_in_place<a::B>", "core::ptr::drop_in_place"),
            ("<T as core::any::Any>::type_id", "generic"),
            ("", "generic"),
        ] {
            assert_eq!(owner(name), path);
        }
    }

    #[test]
    fn what_has_changed_stands_beside_what_there_is() {
        let (found, before) = (json!({ "data": 5, "code a": 20 }), json!({ "data": 7 }));
        let lines = table(&found, Some(&before));
        assert_eq!(lines, ["       20  code a  +20", "        5  data  -2"]);
    }
}
