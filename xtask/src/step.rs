//! Named, timed steps and the commands inside them.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::failure::{Failure, Outcome};

/// A step that prints nothing itself: its name, then its time on the same line.
pub fn quiet<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    print!("== {name} … ");
    // A lost progress line is no reason to stop.
    io::stdout().flush().ok();
    let start = Instant::now();
    let outcome = work();
    let mark = if outcome.is_ok() { "" } else { "failed after " };
    println!("{mark}{}", seconds(start.elapsed()));
    outcome
}

/// A step whose commands print: its name before, its name and time after.
pub fn loud<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("== {name}");
    let start = Instant::now();
    let outcome = work();
    let mark = if outcome.is_ok() { "" } else { "failed after " };
    println!("== {name} … {mark}{}", seconds(start.elapsed()));
    outcome
}

/// A time the way the steps print it.
pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// Runs a command whose output goes straight to the terminal.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(not_started(command))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("{} ended with {status}", line(command))))
    }
}

/// Runs a command and returns what it wrote to stdout; its stderr is shown on failure.
pub fn read(command: &mut Command) -> Outcome<String> {
    Ok(String::from_utf8_lossy(&bytes(command)?).into_owned())
}

/// [`read`] of what is no text.
pub fn bytes(command: &mut Command) -> Outcome<Vec<u8>> {
    let output = command.stdin(Stdio::null()).output().map_err(not_started(command))?;
    if output.status.success() { Ok(output.stdout) } else { Err(ended_badly(command, &output)) }
}

/// Whether a command starts and succeeds; its output is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).output().is_ok_and(|output| output.status.success())
}

/// Like [`succeeds`], but gives up (and ends the command) after `limit`.
pub fn succeeds_within(limit: Duration, command: &mut Command) -> bool {
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = spawned else {
        return false;
    };
    let start = Instant::now();
    while start.elapsed() < limit {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => thread::sleep(Duration::from_millis(50)),
            Err(_) => break,
        }
    }
    end(child);
    false
}

/// Runs tests, shows their output as it comes, and returns how many passed.
pub fn count_tests(command: &mut Command) -> Outcome<usize> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(not_started(command))?;
    let mut passed = 0;
    if let Some(stdout) = child.stdout.take() {
        // A test may print bytes that are no UTF-8, so lines are split before decoding.
        for bytes in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
            let text = String::from_utf8_lossy(&bytes);
            println!("{text}");
            passed += passed_tests(&text);
        }
    }
    let status = child.wait().map_err(not_started(command))?;
    if status.success() {
        Ok(passed)
    } else {
        Err(Failure::new(format!("{} ended with {status}", line(command))))
    }
}

/// The number in libtest's "test result: ok. 12 passed; …"; 0 on any other line.
fn passed_tests(text: &str) -> usize {
    text.split_once("test result:")
        .and_then(|(_, rest)| rest.split_once(" passed"))
        .and_then(|(before, _)| before.split_whitespace().last())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

/// A command as one would type it.
pub fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

fn end(mut child: Child) {
    // It may have ended by itself in the meantime; either way it must be reaped.
    child.kill().ok();
    child.wait().ok();
}

fn not_started(command: &Command) -> impl FnOnce(io::Error) -> Failure {
    let typed = line(command);
    move |error| Failure::new(format!("cannot run `{typed}`: {error}"))
}

fn ended_badly(command: &Command, output: &Output) -> Failure {
    Failure::new(format!(
        "`{}` ended with {}\n{}{}",
        line(command),
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}

#[cfg(test)]
mod tests {
    use super::passed_tests;

    #[test]
    fn counts_what_both_test_runners_print() {
        for (text, passed) in [
            ("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured", 12),
            ("test result: FAILED. 3 passed; 1 failed; 0 ignored", 3),
            ("running 12 tests", 0),
            ("the essay passed", 0),
        ] {
            assert_eq!(passed_tests(text), passed, "{text}");
        }
    }
}
