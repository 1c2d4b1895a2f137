//! A web server for the built page. It hands the page out below a path of several folders,
//! as a static host may: an address that begins with "/" would miss.

use std::{
    fs,
    path::{Component, Path, PathBuf},
    sync::Arc,
    thread::JoinHandle,
};

use tiny_http::{Header, Response, Server};

use super::failure::{Failure, Outcome};

/// Where the page lies on the server.
const FOLDER: &str = "/any/sub/path/";

/// Serves until it is dropped.
pub struct Site {
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
    address: String,
}

impl Site {
    /// Serves the files of `folder` on a free port.
    pub fn open(folder: PathBuf) -> Outcome<Self> {
        let server = Server::http("127.0.0.1:0")
            .map_err(|error| Failure::new(format!("the web server did not start: {error}")))?;
        let address = format!("http://{}{FOLDER}", server.server_addr());
        let server = Arc::new(server);
        let serving = Arc::clone(&server);
        let thread = std::thread::spawn(move || {
            for request in serving.incoming_requests() {
                // Each on its own: a browser may read one answer only after another.
                let folder = folder.clone();
                std::thread::spawn(move || {
                    let response = answer(&folder, request.url());
                    // A browser that closes while it loads is no failure of the page.
                    let _ = request.respond(response);
                });
            }
        });
        Ok(Self { server, thread: Some(thread), address })
    }

    /// The page's address.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(folder: &Path, url: &str) -> Response<std::io::Cursor<Vec<u8>>> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = match path.strip_prefix(FOLDER) {
        Some("") => folder.join("index.html"),
        Some(name) if stays_inside(Path::new(name)) => folder.join(name),
        // Browsers ask for it unasked, and a 404 would stand in the console.
        None if path == "/favicon.ico" => return Response::from_data(Vec::new()),
        Some(_) | None => return missing(),
    };
    match fs::read(&file) {
        Ok(bytes) => typed(Response::from_data(bytes), media_type(&file)),
        Err(_) => missing(),
    }
}

fn stays_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

fn missing() -> Response<std::io::Cursor<Vec<u8>>> {
    Response::from_data(b"not here".to_vec()).with_status_code(404)
}

fn typed(
    response: Response<std::io::Cursor<Vec<u8>>>,
    media_type: &str,
) -> Response<std::io::Cursor<Vec<u8>>> {
    match Header::from_bytes("Content-Type", media_type) {
        Ok(header) => response.with_header(header),
        Err(()) => response,
    }
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
