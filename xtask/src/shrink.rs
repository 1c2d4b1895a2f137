//! Makes a site smaller that does the same: functions in an order that compresses well, short names between a
//! program and its script, and scripts and style sheets without what is written for us alone.

use std::{collections::BTreeMap, convert::Infallible, fs, path::Path};

use wasm_encoder::{
    CodeSection, FunctionSection, ImportSection, Module,
    reencode::{self, Reencode},
};
use wasmparser::{
    CodeSectionReader, FunctionSectionReader, ImportSectionReader, Parser, Payload, TypeRef,
};

use crate::{
    failure::{Failure, Outcome},
    step,
};

/// What wasm-bindgen calls the module that its script is to a program, by how it ends.
const SCRIPT: &str = "_bg.js";

/// Makes the files in `folder` smaller.
pub fn files(folder: &Path) -> Outcome {
    step::quiet("smaller files", || {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(Failure::at(folder))? {
            paths.push(entry.map_err(Failure::at(folder))?.path());
        }
        let read = |path: &Path| fs::read_to_string(path).map_err(Failure::at(path));
        let kind = |path: &Path| path.extension().and_then(|kind| kind.to_str()).map(str::to_owned);
        for path in &paths {
            let text = match kind(path).as_deref() {
                Some("js") => bare(&read(path)?, Some("//")),
                Some("css") => bare(&read(path)?, None),
                _ => continue,
            };
            fs::write(path, text).map_err(Failure::at(path))?;
        }
        for path in paths.iter().filter(|path| kind(path).as_deref() == Some("wasm")) {
            let bytes = fs::read(path).map_err(Failure::at(path))?;
            let wrong = |error| Failure::new(format!("{}: {error}", path.display()));
            let mut small = Small::of(&bytes).map_err(wrong)?;
            if !small.names.is_empty() {
                let script = path.with_file_name(script(path));
                let text = renamed(&read(&script)?, &small.names)
                    .map_err(|name| Failure::new(format!("{}: no {name}", script.display())))?;
                fs::write(&script, text).map_err(Failure::at(&script))?;
            }
            fs::write(path, small.written(&bytes).map_err(wrong)?).map_err(Failure::at(path))?;
        }
        Ok(())
    })
}

/// The name of the script around a program.
fn script(program: &Path) -> String {
    let stem = program.file_stem().unwrap_or_default().to_string_lossy();
    format!("{}.js", stem.trim_end_matches("_bg"))
}

/// A text without comments at the beginnings of its lines, and without what stands before a line. One with a
/// template over several lines, in which all counts, stays as it is.
fn bare(text: &str, comment: Option<&str>) -> String {
    if text.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return text.to_owned();
    }
    let mut inside = false;
    let mut kept = String::with_capacity(text.len());
    for line in text.lines() {
        let mut rest = line.trim();
        while let Some(within) =
            if inside { Some(rest) } else { rest.strip_prefix("/*") }.filter(|_| !rest.is_empty())
        {
            let behind = within.split_once("*/").map(|(_, behind)| behind.trim_start());
            inside = behind.is_none();
            rest = behind.unwrap_or_default();
        }
        if !rest.is_empty() && !comment.is_some_and(|sign| rest.starts_with(sign)) {
            kept += rest;
            kept.push('\n');
        }
    }
    kept
}

/// A script with these names, or the one that it does not have just once.
fn renamed<'a>(script: &str, names: &'a BTreeMap<String, String>) -> Result<String, &'a str> {
    let mut text = script.to_owned();
    for (long, short) in names {
        let [before, after] = [long, short].map(|name| format!("\n{name}: function("));
        if text.matches(&before).count() != 1 {
            return Err(long);
        }
        text = text.replace(&before, &after);
    }
    Ok(text)
}

type Error = reencode::Error<Infallible>;

/// How a program is written down again: with short names for what it asks of its script, by the long ones, which
/// have a hash each, and its functions in an order in which what is alike stands together: of one type, by length.
/// Whoever compresses them looks for repeats in what is near, `gzip` in the last 32 kB, and closures that are
/// compiled for each place differ in a few numbers.
struct Small {
    names: BTreeMap<String, String>,
    /// Functions that come from elsewhere; they are numbered first.
    imports: u32,
    /// The types of its own ones.
    types: Vec<u32>,
    /// Which of these comes at each place.
    order: Vec<usize>,
    /// By which number each is called then.
    places: Vec<u32>,
}

impl Small {
    fn of(program: &[u8]) -> Result<Self, Error> {
        let (mut names, mut imports) = (BTreeMap::new(), 0);
        let (mut types, mut lengths) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(program) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import?;
                        imports += u32::from(matches!(import.ty, TypeRef::Func(_)));
                        if import.module.ends_with(SCRIPT) {
                            let short = format!("_{}", names.len());
                            names.entry(import.name.to_owned()).or_insert(short);
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    types = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => lengths.push(body.as_bytes().len()),
                _ => {}
            }
        }
        let mut order: Vec<usize> = (0..types.len().min(lengths.len())).collect();
        order.sort_by_key(|&at| (types[at], lengths[at]));
        let mut places = vec![0; order.len()];
        for (place, &at) in (imports..).zip(&order) {
            places[at] = place;
        }
        Ok(Self { names, imports, types, order, places })
    }

    fn written(&mut self, program: &[u8]) -> Result<Vec<u8>, Error> {
        let mut module = Module::new();
        self.parse_core_module(&mut module, Parser::new(0), program)?;
        Ok(module.finish())
    }
}

impl Reencode for Small {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let own = function.checked_sub(self.imports).map(|at| at as usize);
        Ok(own.and_then(|at| self.places.get(at).copied()).unwrap_or(function))
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        for import in section.into_imports() {
            let import = import?;
            let kind = self.entity_type(import.ty)?;
            let name = match self.names.get(import.name) {
                Some(short) if import.module.ends_with(SCRIPT) => short,
                _ => import.name,
            };
            imports.import(import.module, name, kind);
        }
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        for &at in &self.order {
            functions.function(self.types[at]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for place in 0..self.order.len() {
            self.parse_function_body(code, bodies[self.order[place]].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use wasm_encoder::{
        ConstExpr, ElementSection, Elements, ExportKind, ExportSection, Function, ImportSection,
        TableSection, TableType, TypeSection, ValType,
    };

    use super::*;

    /// One import and three functions: a long one of the second type that calls the two behind it, and those,
    /// of which a table has the last.
    fn program() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([], [ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("./app_bg.js", "__wbg_log_0123", wasm_encoder::EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(1).function(1).function(0);
        let mut tables = TableSection::new();
        let element_type = wasm_encoder::RefType::FUNCREF;
        tables.table(TableType {
            element_type,
            minimum: 1,
            maximum: None,
            table64: false,
            shared: false,
        });
        let mut exports = ExportSection::new();
        exports.export("long", ExportKind::Func, 1);
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions([3].as_slice().into()));
        let mut code = CodeSection::new();
        let mut long = Function::new([]);
        long.instructions().call(0).call(3).call(2).end();
        let mut number = Function::new([]);
        number.instructions().i32_const(7).end();
        let mut nothing = Function::new([]);
        nothing.instructions().end();
        code.function(&long).function(&number).function(&nothing);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables);
        module.section(&exports).section(&elements).section(&code);
        module.finish()
    }

    /// The types of a program's functions, what its first export and its table name, and the calls in the body
    /// at a place.
    fn told(program: &[u8], place: usize) -> (Vec<u32>, u32, u32, Vec<u32>) {
        let (mut types, mut exported, mut listed, mut bodies) = (Vec::new(), 0, 0, Vec::new());
        for payload in Parser::new(0).parse_all(program) {
            match payload.unwrap() {
                Payload::FunctionSection(section) => {
                    types = section.into_iter().map(Result::unwrap).collect()
                }
                Payload::ExportSection(section) => {
                    exported = section.into_iter().next().unwrap().unwrap().index
                }
                Payload::ElementSection(section) => {
                    let wasmparser::ElementItems::Functions(items) =
                        section.into_iter().next().unwrap().unwrap().items
                    else {
                        unreachable!("a list of functions")
                    };
                    listed = items.into_iter().next().unwrap().unwrap();
                }
                Payload::CodeSectionEntry(body) => bodies.push(body),
                _ => {}
            }
        }
        let calls =
            bodies[place].get_operators_reader().unwrap().into_iter().filter_map(|operator| {
                match operator.unwrap() {
                    wasmparser::Operator::Call { function_index } => Some(function_index),
                    _ => None,
                }
            });
        (types, exported, listed, calls.collect())
    }

    #[test]
    fn functions_stand_by_type_and_length_and_all_that_names_them_follows() {
        let written = |program: &[u8]| Small::of(program).unwrap().written(program).unwrap();
        let ordered = written(&program());
        assert_eq!(told(&program(), 0), (vec![1, 1, 0], 1, 3, vec![0, 3, 2]));
        assert_eq!(told(&ordered, 2), (vec![0, 1, 1], 3, 1, vec![0, 1, 2]));
        assert_eq!(written(&ordered), ordered);
    }

    #[test]
    fn a_program_and_its_script_agree_on_short_names() {
        let mut small = Small::of(&program()).unwrap();
        let names = small.names.clone();
        assert_eq!(names, BTreeMap::from([("__wbg_log_0123".to_owned(), "_0".to_owned())]));
        let script = "const import0 = {\n__wbg_log_0123: function(arg0) {\nlog(arg0);\n},\n};\n";
        let renewed = "const import0 = {\n_0: function(arg0) {\nlog(arg0);\n},\n};\n";
        assert_eq!(renamed(script, &names).as_deref(), Ok(renewed));
        assert_eq!(renamed(renewed, &names), Err("__wbg_log_0123"));
        let written = small.written(&program()).unwrap();
        let again = Small::of(&written).unwrap().names;
        assert_eq!(again.into_keys().collect::<Vec<_>>(), ["_0"]);
        assert_eq!(script_of("a/app-12_bg.wasm"), "app-12.js");
    }

    fn script_of(program: &str) -> String {
        super::script(Path::new(program))
    }

    #[test]
    fn what_is_written_for_us_alone_is_left_out_and_nothing_else() {
        let sheet = "/* Why. */\n\n.a {\n    /* Two\n       lines. */\n    color: red; /* at the end */\n}\n";
        assert_eq!(bare(sheet, None), ".a {\ncolor: red; /* at the end */\n}\n");
        let between = "/* a */ b(); /* c */\n/* d\n*/ e();\n/* f */ /* g\n*/\nh();\n";
        assert_eq!(bare(between, Some("//")), "b(); /* c */\ne();\nh();\n");
        let template = "  a = `b\n    c`;\n";
        assert_eq!(bare(template, Some("//")), template);
        let script = "// Why.\nconst a = \"// no comment\";\n  /**\n   * @returns {number}\n   */\n  get b() {}\n";
        assert_eq!(bare(script, Some("//")), "const a = \"// no comment\";\nget b() {}\n");
    }

    #[test]
    fn what_is_no_program_is_told() {
        assert!(Small::of(b"no program").is_err());
    }
}
