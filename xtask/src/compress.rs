//! Compressed files beside the originals of a released site, for hosts that hand out what lies there
//! instead of compressing anew for each visitor: `.gz` and `.br`.

use std::{fs, io::Write as _, path::Path, process::Command};

use crate::{
    failure::{Failure, Outcome},
    step,
};

/// What compresses well; pictures do not, and `_headers` is the host's.
const KINDS: [&str; 5] = ["css", "csv", "html", "js", "wasm"];
/// Brotli's best quality, and the logarithm of the largest window that browsers take.
const BEST: u32 = 11;
const WINDOW: u32 = 22;

/// Compresses each file of the site in `folder`.
pub fn beside(folder: &Path) -> Outcome {
    step::quiet("compressed files", || within(folder))
}

fn within(folder: &Path) -> Outcome {
    for entry in fs::read_dir(folder).map_err(Failure::at(folder))? {
        let path = entry.map_err(Failure::at(folder))?.path();
        if path.is_dir() {
            within(&path)?;
        }
        let kind = path.extension().and_then(|kind| kind.to_str());
        if !kind.is_some_and(|kind| KINDS.contains(&kind)) {
            continue;
        }
        let bytes = fs::read(&path).map_err(Failure::at(&path))?;
        let write = |ending: &str, bytes: &[u8]| {
            let mut name = path.clone().into_os_string();
            name.push(ending);
            fs::write(&name, bytes).map_err(Failure::at(Path::new(&name)))
        };
        write(".br", &brotli(&bytes).map_err(Failure::at(&path))?)?;
        // Without name and time of the original, so that the same site has the same bytes.
        let gzip = Command::new("gzip").args(["-9", "-n", "-c"]).arg(&path).output();
        // Where there is no such program, hosts compress as they always did.
        if let Some(zipped) = gzip.ok().filter(|zipped| zipped.status.success()) {
            write(".gz", &zipped.stdout)?;
        }
    }
    Ok(())
}

/// A file as Brotli's best makes it.
fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut small = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut small, 1 << 16, BEST, WINDOW);
    writer.write_all(bytes)?;
    writer.flush()?;
    drop(writer);
    Ok(small)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_beside_reads_back() {
        let folder = std::env::temp_dir().join(format!("compress-{}", std::process::id()));
        fs::create_dir_all(folder.join("sets")).unwrap();
        let text = "tensor ".repeat(500);
        fs::write(folder.join("app.js"), &text).unwrap();
        fs::write(folder.join("sets/iris.csv"), &text).unwrap();
        fs::write(folder.join("_headers"), "none").unwrap();
        beside(&folder).unwrap();
        let small = fs::read(folder.join("app.js.br")).unwrap();
        assert!(small.len() < 100, "{}", small.len());
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut small.as_slice(), &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
        assert_eq!(fs::read(folder.join("sets/iris.csv.br")).unwrap(), small);
        assert!(!folder.join("_headers.br").exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}
