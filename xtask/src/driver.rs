//! ChromeDriver, on a port of its own, for as long as something opens the page.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{self, Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    browser::Browser,
    failure::{Failure, Outcome},
};

/// A port that nobody listens on, below those that a system hands out for connections: one that
/// ChromeDriver chooses itself is free for IPv6, but for IPv4 some connection may have it.
fn free_port() -> Outcome<u16> {
    const PORTS: std::ops::Range<u16> = 12_000..32_000;
    let count = u32::from(PORTS.end - PORTS.start);
    // Programs that run side by side begin apart.
    let first = process::id().wrapping_mul(100);
    (0..count)
        .map(|tried| PORTS.start + (first.wrapping_add(tried) % count) as u16)
        .find(|&port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok())
        .ok_or_else(|| Failure::new(format!("no port of {PORTS:?} is free")))
}

/// A running ChromeDriver; it ends, with all its browsers, when this is dropped.
pub struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts it and waits until it listens.
    pub fn start(browser: &Browser) -> Outcome<Self> {
        let failed = |error| Failure::new(format!("{}: {error}", browser.driver.display()));
        let mut process = Command::new(&browser.driver)
            .args([&format!("--port={}", free_port()?), "--log-level=SEVERE"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let said = process.stdout.take().ok_or_else(|| Failure::new("ChromeDriver is silent"))?;
        let mut said = BufReader::new(said);
        let mut all = String::new();
        loop {
            let mut line = String::new();
            if said.read_line(&mut line).map_err(failed)? == 0 {
                let _ = process.kill();
                let _ = process.wait();
                return Err(Failure::new(format!("ChromeDriver did not start; it said: {all}")));
            }
            all.push_str(&line);
            let port = line
                .strip_prefix("ChromeDriver was started successfully on port ")
                .and_then(|rest| rest.trim_end_matches(['.', '\n', '\r']).parse().ok());
            if let Some(port) = port {
                return Ok(Self { process, port });
            }
        }
    }

    /// Where it is asked for browsers.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Asks it to end by itself, so that no browser of its own survives it.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream
            .write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.shut_down().is_ok() {
            let patience = Instant::now() + Duration::from_secs(5);
            while Instant::now() < patience {
                if matches!(self.process.try_wait(), Ok(Some(_))) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
