//! Gives the workers' files names that change with their content.
//!
//! Trunk does so for the page, but not for workers, since it cannot know how the page
//! finds them; a browser would then run a new page with an old worker from its cache.
//! Here the page reads the names from `<meta name="worker">` and its like, which are filled in here.

use std::{fs, path::Path};

use crate::failure::{Failure, Outcome};

/// The workers, by the names of their programs.
const WORKERS: [&str; 4] = ["worker", "gpu-worker", "files", "networks"];

/// Renames the files of the site in `folder`, and tells the page.
pub fn version(folder: &Path) -> Outcome {
    WORKERS.into_iter().try_for_each(|worker| one(folder, worker))
}

/// Renames the files of a worker: the program, and wasm-bindgen's script around it.
fn one(folder: &Path, worker: &str) -> Outcome {
    let name = format!("{worker}.js");
    let text = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).map_err(Failure::at(&path))
    };
    let write = |name: &str, content: &str| {
        let path = folder.join(name);
        fs::write(&path, content).map_err(Failure::at(&path))
    };
    let program = folder.join(format!("{worker}_bg.wasm"));
    let bytes = fs::read(&program).map_err(Failure::at(&program))?;
    let script = text(&name)?;
    if !script.contains("wasm_bindgen =") {
        return Err(Failure::new(format!(
            "{name} is no classic script: in index.html the worker's link takes neither \
             data-bindgen-target nor data-loader-shim"
        )));
    }

    let hash = fingerprint(&[&bytes, script.as_bytes()]);
    let new_program = format!("{worker}-{hash}_bg.wasm");
    let new_script = format!("{worker}-{hash}.js");
    fs::rename(&program, folder.join(&new_program)).map_err(Failure::at(&program))?;
    write(&new_script, &(script + &start(&new_program)))?;
    write("index.html", &point_at(&text("index.html")?, worker, &new_script)?)?;
    let old = folder.join(name);
    fs::remove_file(&old).map_err(Failure::at(&old))
}

/// The last lines of the worker's script: they load the program and run its `main`. A
/// failure is thrown outside the promise, or it would never reach the page's `onerror`.
pub fn start(program: &str) -> String {
    format!(
        "\nwasm_bindgen({{ module_or_path: \"{program}\" }})\
         .catch((error) => setTimeout(() => {{ throw error; }}));\n"
    )
}

/// FNV-1a, 64 bits: it tells builds apart, nothing more is asked of it.
pub fn fingerprint(parts: &[&[u8]]) -> String {
    let hash =
        parts.iter().flat_map(|part| part.iter()).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}

/// The page with the meta element of that name pointing at a file.
pub fn point_at(page: &str, name: &str, file: &str) -> Outcome<String> {
    let element = format!("<meta name=\"{name}\"");
    let missing = || Failure::new(format!("index.html lacks {element} content=\"…\">"));
    let start = page.find(&element).ok_or_else(missing)?;
    let length = page[start..].find('>').ok_or_else(missing)?;
    let (before, rest) = page.split_at(start);
    let after = &rest[length..];
    Ok(format!("{before}{element} content=\"{file}\"{after}"))
}

#[cfg(test)]
#[allow(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_page_points_at_the_new_worker_and_keeps_the_rest() {
        let page = "<head><meta name=\"worker\" content=\"worker.js\"><meta name=\"x\"></head>";
        assert_eq!(
            point_at(page, "worker", "worker-1.js").unwrap(),
            "<head><meta name=\"worker\" content=\"worker-1.js\"><meta name=\"x\"></head>"
        );
        assert!(point_at(page, "gpu-worker", "gpu-worker-1.js").is_err());
    }

    #[test]
    fn page_script_and_program_name_each_other() {
        let folder = std::env::temp_dir().join(format!("version-worker-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let page =
            WORKERS.map(|worker| format!("<meta name=\"{worker}\" content=\"{worker}.js\">"));
        fs::write(folder.join("index.html"), page.concat()).unwrap();
        for worker in WORKERS {
            fs::write(folder.join(format!("{worker}_bg.wasm")), worker).unwrap();
            fs::write(folder.join(format!("{worker}.js")), "let wasm_bindgen = 1;").unwrap();
        }
        version(&folder).unwrap();

        let page = fs::read_to_string(folder.join("index.html")).unwrap();
        for (worker, element) in WORKERS.into_iter().zip(page.split_inclusive('>')) {
            let [_, name, _, script, _] = element.split('"').collect::<Vec<_>>()[..] else {
                panic!("{element}")
            };
            assert_eq!(name, worker);
            let script = fs::read_to_string(folder.join(script)).unwrap();
            assert!(script.starts_with("let wasm_bindgen = 1;\n"), "{script}");
            let program = script.split('"').nth(1).unwrap();
            assert_eq!(fs::read(folder.join(program)).unwrap(), worker.as_bytes());
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1 + 2 * WORKERS.len());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_fingerprint_follows_the_content() {
        assert_eq!(fingerprint(&[b"ab", b"c"]), fingerprint(&[b"abc"]));
        assert_ne!(fingerprint(&[b"abc"]), fingerprint(&[b"abd"]));
    }
}
