//! `version-worker`: gives the worker's files names that change with their content.
//!
//! Trunk does so for the page, but not for workers, since it cannot know how the page
//! finds them; a browser would then run a new page with an old worker from its cache.
//! Here the page reads the name from `<meta name="worker">`, which this hook fills in.
//! Trunk calls it after each build, before the files are moved to their place.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::failure::{Failure, Outcome};

/// Trunk's names: the program, wasm-bindgen's glue around it, Trunk's starter of both.
const PROGRAM: &str = "worker_bg.wasm";
const GLUE: &str = "worker.js";
const STARTER: &str = "worker_loader.js";

/// `version-worker`, with Trunk's variables in the environment.
pub fn run() -> Outcome {
    let folder = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new("version-worker is called by Trunk; see Trunk.toml"))?;
    version(&folder)
}

fn version(folder: &Path) -> Outcome {
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read(&path).map_err(Failure::at(&path))
    };
    let text = |name: &str| {
        String::from_utf8(read(name)?).map_err(|error| Failure::new(format!("{name}: {error}")))
    };
    let (program, glue, starter) = (read(PROGRAM)?, text(GLUE)?, text(STARTER)?);

    let hash = fingerprint(&[&program, glue.as_bytes(), starter.as_bytes()]);
    let new_program = format!("worker-{hash}_bg.wasm");
    let new_glue = format!("worker-{hash}.js");
    let new_starter = format!("worker-{hash}_loader.js");

    let write = |name: &str, content: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, content).map_err(Failure::at(&path))
    };
    write(&new_program, &program)?;
    write(&new_glue, rename(&glue, PROGRAM, &new_program)?.as_bytes())?;
    write(&new_starter, rename(&starter, GLUE, &new_glue)?.as_bytes())?;
    write(
        "index.html",
        point_at(&text("index.html")?, &new_starter)?.as_bytes(),
    )?;
    for old in [PROGRAM, GLUE, STARTER] {
        let path = folder.join(old);
        fs::remove_file(&path).map_err(Failure::at(&path))?;
    }
    Ok(())
}

/// FNV-1a, 64 bits: it tells builds apart, nothing more is asked of it.
fn fingerprint(parts: &[&[u8]]) -> String {
    let hash = parts
        .iter()
        .flat_map(|part| part.iter())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}

/// The script with `new` for every `old` file name; an error if there is none.
fn rename(script: &str, old: &str, new: &str) -> Outcome<String> {
    if script.contains(old) {
        Ok(script.replace(old, new))
    } else {
        Err(Failure::new(format!(
            "the worker's script does not name {old}; did Trunk's output change?"
        )))
    }
}

/// The page with `<meta name="worker">` pointing at `script`.
fn point_at(page: &str, script: &str) -> Outcome<String> {
    let missing = || Failure::new("index.html lacks <meta name=\"worker\" content=\"…\">");
    let start = page.find("<meta name=\"worker\"").ok_or_else(missing)?;
    let length = page[start..].find('>').ok_or_else(missing)?;
    let (before, rest) = page.split_at(start);
    let after = &rest[length..];
    Ok(format!(
        "{before}<meta name=\"worker\" content=\"{script}\"{after}"
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_page_points_at_the_new_worker_and_keeps_the_rest() {
        let page =
            "<head><meta name=\"worker\" content=\"worker_loader.js\"><meta name=\"x\"></head>";
        assert_eq!(
            point_at(page, "worker-1_loader.js").unwrap(),
            "<head><meta name=\"worker\" content=\"worker-1_loader.js\"><meta name=\"x\"></head>"
        );
        assert!(point_at("<head></head>", "worker-1_loader.js").is_err());
    }

    #[test]
    fn files_are_renamed_and_name_each_other() {
        let folder = env::temp_dir().join(format!("version-worker-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in [
            (PROGRAM, "\0asm"),
            (GLUE, "new URL('worker_bg.wasm', import.meta.url)"),
            (STARTER, "import init from './worker.js';await init();"),
            (
                "index.html",
                "<meta name=\"worker\" content=\"worker_loader.js\">",
            ),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        version(&folder).unwrap();

        let page = fs::read_to_string(folder.join("index.html")).unwrap();
        let starter = page.split('"').nth(3).unwrap();
        let starter_text = fs::read_to_string(folder.join(starter)).unwrap();
        let glue = starter_text.split(['/', '\'']).nth(2).unwrap();
        let glue_text = fs::read_to_string(folder.join(glue)).unwrap();
        let program = glue_text.split('\'').nth(1).unwrap();
        assert_eq!(fs::read(folder.join(program)).unwrap(), b"\0asm");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 4);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_fingerprint_follows_the_content() {
        assert_eq!(fingerprint(&[b"ab", b"c"]), fingerprint(&[b"abc"]));
        assert_ne!(fingerprint(&[b"abc"]), fingerprint(&[b"abd"]));
    }
}
