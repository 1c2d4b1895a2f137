//! Feeds again what the fuzzers of `fuzz/` found worth keeping: `tests/fixtures/fuzz` has a folder a
//! target, and in it files of bytes as they were found.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

mod checks;

use std::fs;
use std::path::Path;

/// What holds for any bytes.
type Check = fn(&[u8]);

/// How much more memory than before all files together may need, in kB.
const ROOM: u64 = 64 << 10;

/// The most memory that this process has needed so far, in kB, where the system tells it.
fn most_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[test]
fn what_was_found_for_the_targets_does_no_harm() {
    let before = most_memory();
    let targets: [(&str, Check); 3] =
        [("formula", checks::formula), ("link", checks::link), ("table", checks::table)];
    for (target, check) in targets {
        let folder = Path::new("tests/fixtures/fuzz").join(target);
        let files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
        assert!(!files.is_empty(), "{target}");
        for file in files {
            // The test's output names the file where it fails.
            eprintln!("{}", file.display());
            check(&fs::read(&file).unwrap());
        }
    }
    if let (Some(before), Some(after)) = (before, most_memory()) {
        assert!(after - before < ROOM, "{} kB more", after - before);
    }
}
