//! Splits the page's program into what is fetched first and the parts that come when they are needed
//! (`src/app/part.rs` says where).
//!
//! That has to happen between the linker and wasm-bindgen, where Trunk lets nobody in. It takes the
//! wasm-bindgen that it finds first in PATH, though: this program, by another name. So called, it
//! splits the page's program and hands the rest on to the real one; other programs go there as they are.
//! `finish`, which Trunk calls by this program's own name, then lays the parts beside the page.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use wasm_split_cli_support::Options;

use crate::{
    build::ABILITIES,
    failure::{Failure, Outcome},
    step,
    toolchain::Toolchain,
    version_worker::{fingerprint, point_at},
};

/// The name that this program goes by then.
const BINDGEN: &str = "wasm-bindgen";
/// The variables that tell it where the real one is, and where the parts go.
const REAL: &str = "PLAYGROUND_BINDGEN";
const PARTS: &str = "PLAYGROUND_PARTS";
/// The program that is split.
const PAGE: &str = "app";
/// What the page's own script is called until Trunk has named it by its content.
const OWN: &str = "./app.js";
/// What a part's file begins with.
pub const PART: &str = "part-";
/// What the part with the Korean words begins with: where it is needed, it is so from the start.
const KOREAN: &str = "part-korean-";
/// What the script that fetches them begins with; the page's own imports it.
const SCRIPT: &str = "parts-";

/// How the script that fetches the parts starts one, and what it does instead: there are servers that send
/// programs as plain bytes, which the page's own script puts up with, too.
const STREAMED: &str = "WebAssembly.instantiateStreaming(src, imports)";
const START: &str = "
async function start(coming, imports) {
    const answer = await coming;
    if (!answer.ok) throw new Error(`${answer.status} for ${answer.url}`);
    const kind = answer.headers.get(\"Content-Type\") ?? \"\";
    return kind.startsWith(\"application/wasm\")
        ? WebAssembly.instantiateStreaming(answer, imports)
        : WebAssembly.instantiate(await answer.arrayBuffer(), imports);
}
";

/// Has a command find this program by its own name, and in the place of wasm-bindgen.
pub fn stand_in(toolchain: &Toolchain, command: &mut Command) -> Outcome {
    let folder = toolchain.tools().join("stand-in");
    fs::create_dir_all(&folder).map_err(Failure::at(&folder))?;
    let own = env::current_exe().map_err(Failure::at(Path::new("xtask")))?;
    let name = |program| format!("{program}{}", env::consts::EXE_SUFFIX);
    for name in [BINDGEN, "xtask"].map(name) {
        // Whole or not at all: another checkout may be about to call it.
        let new = folder.join(format!("{name}.{}", std::process::id()));
        fs::copy(&own, &new).map_err(Failure::at(&own))?;
        fs::rename(&new, folder.join(&name)).map_err(Failure::at(&new))?;
    }
    // Checkouts share the target folder.
    let parts = toolchain.target().join("parts").join(std::process::id().to_string());
    command
        .env("PATH", toolchain.path(&[folder]))
        .env(REAL, toolchain.tools().join("bin").join(name(BINDGEN)))
        .env(PARTS, parts);
    Ok(())
}

/// Whether this program is called in the place of wasm-bindgen.
pub fn is_called() -> bool {
    let name = env::args_os().next().map(PathBuf::from);
    name.is_some_and(|name| name.file_stem().is_some_and(|stem| stem == BINDGEN))
}

/// Does what wasm-bindgen is asked for, and splits the page's program before.
pub fn bindgen(arguments: &[&str]) -> Outcome {
    let real = variable(REAL)?;
    let program = arguments.iter().position(|argument| Path::new(argument).ends_with("app.wasm"));
    let Some(at) = program else { return step::run(Command::new(real).args(arguments)) };
    let parts = variable(PARTS)?;
    let main = split(Path::new(arguments[at]), &parts)?;
    let mut command = Command::new(real);
    // The parts share these with it.
    command.arg("--keep-lld-exports");
    command.args(&arguments[..at]).arg(main).args(&arguments[at + 1..]);
    step::run(&mut command)
}

fn variable(name: &str) -> Outcome<PathBuf> {
    let value = env::var_os(name).map(PathBuf::from);
    value.ok_or_else(|| Failure::new(format!("{name} is not set: call cargo xtask build")))
}

/// Splits a program: its parts and the script that fetches them go into `folder`, and the rest is what
/// wasm-bindgen is to read.
pub fn split(program: &Path, folder: &Path) -> Outcome<PathBuf> {
    let bytes = fs::read(program).map_err(Failure::at(program))?;
    let version = fingerprint(&[&bytes]);
    let main = folder.join("rest").join(PAGE).with_extension("wasm");
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Failure::at(folder))?;
    }
    fs::create_dir_all(folder.join("rest")).map_err(Failure::at(folder))?;
    let script = format!("./{SCRIPT}{version}.js");
    let mut options = Options::new(&bytes);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = &script;
    options.main_module = OWN;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| Failure::new(format!("{}: {error:#}", program.display())))?;
    if split.split_modules.is_empty() {
        return Err(Failure::new(format!("{} has no parts to split off", program.display())));
    }
    let path = folder.join(&script);
    let mut text = fs::read_to_string(&path).map_err(Failure::at(&path))?;
    for part in split.split_modules {
        let old = part.file_stem().unwrap_or_default().to_string_lossy();
        let bare = old.strip_prefix("split_").unwrap_or(&old).replace('_', "-");
        let new = format!("{PART}{bare}-{version}.wasm");
        text = text.replace(&format!("\"./{old}.wasm\""), &format!("\"./{new}\""));
        fs::rename(&part, folder.join(new)).map_err(Failure::at(&part))?;
    }
    if !text.contains(STREAMED) {
        return Err(Failure::new(format!("{script} does not start its parts by {STREAMED}")));
    }
    let text = text.replace(STREAMED, "start(src, imports)") + START;
    fs::write(&path, text).map_err(Failure::at(&path))?;
    Ok(main)
}

/// Lays the parts beside the page in `site`, small where it is to be `published`, and has the page fetch
/// the script together with its own.
pub fn lay(site: &Path, published: bool) -> Outcome {
    let folder = variable(PARTS)?;
    let page = site.join("index.html");
    let index = fs::read_to_string(&page).map_err(Failure::at(&page))?;
    let (mut script, mut korean) = (None, None);
    for entry in fs::read_dir(&folder).map_err(Failure::at(&folder))? {
        let path = entry.map_err(Failure::at(&folder))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let to = site.join(name);
        if name.starts_with(KOREAN) {
            korean = Some(name.to_owned());
        }
        if name.starts_with(SCRIPT) {
            script = Some(name.to_owned());
            let text = fs::read_to_string(&path).map_err(Failure::at(&path))?;
            fs::write(&to, text.replace(OWN, own(&index)?)).map_err(Failure::at(&to))?;
        } else if !name.starts_with(PART) {
            continue;
        } else if published {
            let mut command = Command::new("wasm-opt");
            step::run(command.arg("-Oz").args(ABILITIES).arg(&path).arg("-o").arg(&to))?;
        } else {
            fs::copy(&path, &to).map_err(Failure::at(&path))?;
        }
    }
    let missing = |what: &str| Failure::new(format!("the page's program was split without {what}"));
    let script = script.ok_or_else(|| missing("a script"))?;
    let korean = korean.ok_or_else(|| missing("Korean words"))?;
    let index = point_at(&ahead(&index, &script)?, "korean", &korean)?;
    fs::write(&page, index).map_err(Failure::at(&page))?;
    // Each build has a folder of its own in the cache.
    fs::remove_dir_all(&folder).map_err(Failure::at(&folder))
}

/// How the page has the browser fetch its own script ahead.
const FIRST: &str = "<link rel=\"modulepreload\" href=\"";

/// Where that stands in the page.
fn first(page: &str) -> Outcome<usize> {
    page.find(FIRST).ok_or_else(|| Failure::new(format!("index.html lacks {FIRST}…\">")))
}

/// The name of the page's own script.
fn own(page: &str) -> Outcome<&str> {
    let name = &page[first(page)? + FIRST.len()..];
    Ok(name.split('"').next().unwrap_or(name))
}

/// The page, which has the browser fetch one script more ahead.
fn ahead(page: &str, script: &str) -> Outcome<String> {
    let (before, after) = page.split_at(first(page)?);
    Ok(format!("{before}{FIRST}./{script}\" crossorigin=\"anonymous\">{after}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_page_fetches_the_script_ahead() {
        let page = "<head><link rel=\"modulepreload\" href=\"./app-2.js\"></head>";
        assert_eq!(own(page).unwrap(), "./app-2.js");
        assert_eq!(
            ahead(page, "parts-1.js").unwrap(),
            "<head><link rel=\"modulepreload\" href=\"./parts-1.js\" crossorigin=\"anonymous\">\
             <link rel=\"modulepreload\" href=\"./app-2.js\"></head>"
        );
        assert!(ahead("<head></head>", "parts-1.js").is_err());
    }
}
