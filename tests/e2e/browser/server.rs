//! A web server for the built page. It hands the page out below a path of several folders,
//! as a static host may: an address that begins with "/" would miss.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use super::failure::Outcome;

/// Where the page lies on the server.
const FOLDER: &str = "/any/sub/path/";

/// The addresses that were asked for, in their order.
pub type Requests = Arc<Mutex<Vec<String>>>;

/// Serves until it is dropped. Each connection has a thread and one answer: a browser opens
/// connections that it does not use at once and reads some answers late, and a pool of
/// threads ends up waiting for those while the page waits for the rest.
pub struct Site {
    address: SocketAddr,
    requests: Requests,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves the files of `folder` on a free port.
    pub fn open(folder: PathBuf) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let ended = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&ended);
        let requests = Requests::default();
        let asked = Arc::clone(&requests);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                let folder = folder.clone();
                let asked = Arc::clone(&asked);
                // A browser that closes while it loads is no failure of the page.
                std::thread::spawn(move || drop(serve(&folder, &stream, &asked)));
            }
        });
        Ok(Self { address, requests, ended, thread: Some(thread) })
    }

    /// The page's address.
    pub fn address(&self) -> String {
        format!("http://{}{FOLDER}", self.address)
    }

    /// What has been asked for so far, and what will be.
    pub fn requests(&self) -> Requests {
        Arc::clone(&self.requests)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // One more connection, so that the thread wakes up and sees it.
        let woken = TcpStream::connect(self.address).is_ok();
        if let Some(thread) = self.thread.take().filter(|_| woken) {
            let _ = thread.join();
        }
    }
}

/// Reads one request and answers it.
fn serve(folder: &Path, mut stream: &TcpStream, asked: &Requests) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for header in lines {
        if header?.is_empty() {
            break;
        }
    }
    let url = request.split(' ').nth(1).unwrap_or_default();
    // A connection that the browser opens and does not use asks for nothing.
    if let (false, Ok(mut asked)) = (url.is_empty(), asked.lock()) {
        asked.push(url.to_owned());
    }
    let Answer { status, media_type, body } = answer(folder, url);
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\
        Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&body)
}

struct Answer {
    status: &'static str,
    media_type: &'static str,
    body: Vec<u8>,
}

fn answer(folder: &Path, url: &str) -> Answer {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = match path.strip_prefix(FOLDER) {
        Some("") => folder.join("index.html"),
        Some(name) if stays_inside(Path::new(name)) => folder.join(name),
        Some(_) | None => return missing(),
    };
    match fs::read(&file) {
        Ok(body) => Answer { status: "200 OK", media_type: media_type(&file), body },
        Err(_) => missing(),
    }
}

fn stays_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

fn missing() -> Answer {
    Answer { status: "404 Not Found", media_type: "text/plain", body: b"not here".to_vec() }
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some(_) | None => "application/octet-stream",
    }
}
