//! A web server for the built page. It hands the page out below a path of several folders,
//! as a static host may: an address that begins with "/" would miss. Its answers can be changed: by
//! the headers that the build recommends, and by whatever a test wants a host to do.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread::JoinHandle,
};

use super::failure::Outcome;

/// Where the page lies on the server.
const FOLDER: &str = "/any/sub/path/";

/// The addresses that were asked for, in their order.
pub type Requests = Arc<Mutex<Vec<String>>>;

/// What a host makes of an answer to the name of a file (empty is the page).
type Change = dyn Fn(&str, Answer) -> Answer + Send + Sync;

/// Serves until it is dropped. Each connection has a thread and one answer: a browser opens
/// connections that it does not use at once and reads some answers late, and a pool of
/// threads ends up waiting for those while the page waits for the rest.
pub struct Site {
    address: SocketAddr,
    /// Its number among those of this program.
    number: u32,
    requests: Requests,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves the files of `folder` on a free port, as they are.
    pub fn open(folder: PathBuf) -> Outcome<Self> {
        Self::changed(folder, |_, answer| answer)
    }

    /// As a host that reads the site's `_headers`.
    pub fn as_shipped(folder: PathBuf) -> Outcome<Self> {
        let headers = shipped_headers(&fs::read_to_string(folder.join("_headers"))?);
        Self::changed(folder, move |_, mut answer| {
            answer.headers.extend(headers.iter().cloned());
            answer
        })
    }

    /// As a host that changes answers.
    pub fn changed(
        folder: PathBuf,
        change: impl Fn(&str, Answer) -> Answer + Send + Sync + 'static,
    ) -> Outcome<Self> {
        let change: Arc<Change> = Arc::new(change);
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
                let (asked, change) = (Arc::clone(&asked), Arc::clone(&change));
                // A browser that closes while it loads is no failure of the page.
                std::thread::spawn(move || drop(serve(&folder, &stream, &asked, &*change)));
            }
        });
        static SITES: AtomicU32 = AtomicU32::new(0);
        let number = SITES.fetch_add(1, Ordering::Relaxed);
        Ok(Self { address, number, requests, ended, thread: Some(thread) })
    }

    /// The page's address, below a name that no other site has had: a port may come again, and what a browser
    /// keeps of a site with it.
    pub fn address(&self) -> String {
        format!("http://site-{}.localhost:{}{FOLDER}", self.number, self.address.port())
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
fn serve(
    folder: &Path,
    mut stream: &TcpStream,
    asked: &Requests,
    change: &Change,
) -> std::io::Result<()> {
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
    let Answer { status, media_type, headers, body } = answer(folder, url, change);
    let length = body.len();
    let mut head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\
        Cache-Control: no-cache\r\nConnection: close\r\n"
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    if request.starts_with("HEAD ") { Ok(()) } else { stream.write_all(&body) }
}

/// An answer of the server.
pub struct Answer {
    /// The status and its name.
    pub status: &'static str,
    /// The `Content-Type`.
    pub media_type: &'static str,
    /// Headers beside those that every answer has.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: Vec<u8>,
}

impl Answer {
    /// A page, whose icon no browser asks for.
    pub fn page(html: &str) -> Self {
        let html = format!("<!doctype html><link rel=icon href='data:,'>{html}");
        Self::found("text/html; charset=utf-8", html.into())
    }

    fn found(media_type: &'static str, body: Vec<u8>) -> Self {
        Self { status: "200 OK", media_type, headers: Vec::new(), body }
    }

    /// That there is nothing.
    pub fn missing() -> Self {
        Self { status: "404 Not Found", ..Self::found("text/plain", b"not here".to_vec()) }
    }

    /// With one more header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

fn answer(folder: &Path, url: &str, change: &Change) -> Answer {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.strip_prefix(FOLDER).filter(|name| stays_inside(Path::new(name)));
    let Some(name) = name else { return Answer::missing() };
    let file = folder.join(if name.is_empty() { "index.html" } else { name });
    let found = fs::read(&file).map(|body| Answer::found(media_type(&file), body));
    change(name, found.unwrap_or_else(|_| Answer::missing()))
}

/// The headers of a `_headers` file that are meant for all files.
fn shipped_headers(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().skip_while(|line| *line != "/*").skip(1);
    let lines = lines.take_while(|line| line.starts_with(' '));
    let headers = lines.filter_map(|line| line.trim().split_once(": "));
    headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn stays_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
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
