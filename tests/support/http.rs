//! A small HTTP server whose every answer is scripted, down to bytes and pauses: services as they are on bad days.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Listens on a free port of this machine until it is dropped.
pub struct HttpServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    replies: Vec<Reply>,
    requests: Mutex<Vec<HttpRequest>>,
    is_over: AtomicBool,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct HttpRequest {
    /// `POST /v1/messages HTTP/1.1`
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl HttpRequest {
    /// A header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("a request in JSON")
    }
}

/// What goes back over the wire.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Status line and headers, with the empty line behind them.
    head: String,
    pieces: Vec<Vec<u8>>,
    /// Before every piece of the body.
    pause: Duration,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The connection is closed.
    Close,
    /// It stays open, and nothing comes any more.
    Silence,
    /// The last piece again and again.
    Repeat,
}

impl Reply {
    fn new(head: String, pieces: Vec<Vec<u8>>) -> Self {
        Self { head, pieces, pause: Duration::ZERO, end: End::Close }
    }

    pub fn json(status: u16, body: &str) -> Self {
        Self::whole(status, "application/json", body)
    }

    pub fn whole(status: u16, content_type: &str, body: &str) -> Self {
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        Self::new(head, vec![body.as_bytes().to_vec()])
    }

    /// A stream of events in pieces of so many bytes.
    pub fn stream(body: &str, size: usize) -> Self {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n".to_owned();
        Self::new(head, body.as_bytes().chunks(size).map(<[u8]>::to_vec).collect())
    }

    /// Any bytes.
    pub fn raw(bytes: &[u8]) -> Self {
        Self::new(String::new(), vec![bytes.to_vec()])
    }

    /// Accepts the request, and says nothing.
    pub fn silence() -> Self {
        Self { end: End::Silence, ..Self::new(String::new(), Vec::new()) }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        let at = self.head.len() - 2;
        self.head.insert_str(at, &format!("{name}: {value}\r\n"));
        self
    }

    pub fn pausing(self, pause: Duration) -> Self {
        Self { pause, ..self }
    }

    pub fn then_silence(self) -> Self {
        Self { end: End::Silence, ..self }
    }

    pub fn endless(self) -> Self {
        Self { end: End::Repeat, ..self }
    }
}

impl HttpServer {
    /// The n-th request gets the n-th reply; those behind the last get the last.
    pub fn start(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared { replies, requests: Mutex::default(), is_over: AtomicBool::new(false) });
        let thread = thread::spawn({
            let shared = shared.clone();
            move || {
                for connection in listener.incoming().flatten() {
                    if shared.is_over.load(Ordering::Relaxed) {
                        return;
                    }
                    let shared = shared.clone();
                    // Ends with its connection, or when the server does.
                    thread::spawn(move || serve(connection, &shared));
                }
            }
        });
        Self { address, shared, thread: Some(thread) }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn requests(&self) -> Vec<HttpRequest> {
        self.shared.requests.lock().expect("no test panicked").clone()
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(mut connection: TcpStream, shared: &Shared) {
    let Some(request) = read(&connection) else { return };
    let number = {
        let mut requests = shared.requests.lock().expect("no test panicked");
        requests.push(request);
        requests.len() - 1
    };
    let reply = &shared.replies[number.min(shared.replies.len() - 1)];
    // A client may go away at any time.
    let _ = write(&mut connection, reply, shared);
}

fn read(connection: &TcpStream) -> Option<HttpRequest> {
    let mut reader = BufReader::new(connection);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let mut lines = lines.into_iter();
    let line = lines.next()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some(HttpRequest { line, headers, body: String::from_utf8_lossy(&body).into_owned() })
}

fn write(connection: &mut TcpStream, reply: &Reply, shared: &Shared) -> std::io::Result<()> {
    connection.write_all(reply.head.as_bytes())?;
    for piece in &reply.pieces {
        thread::sleep(reply.pause);
        connection.write_all(piece)?;
        connection.flush()?;
    }
    while reply.end != End::Close && !shared.is_over.load(Ordering::Relaxed) {
        match reply.pieces.last() {
            Some(last) if reply.end == End::Repeat => connection.write_all(last)?,
            Some(_) | None => thread::sleep(Duration::from_millis(10)),
        }
    }
    Ok(())
}
