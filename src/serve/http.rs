//! HTTP: one request off a connection and one answer onto it, each within its limits of size and time.
//!
//! The head is taken apart by `httparse`; reading and writing are ours, since the small servers at hand bound neither the
//! time a client may take nor the size of what it sends.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// The most headers of a request.
const MOST_HEADERS: usize = 100;

/// A request.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Request {
    /// `GET`, `POST` …
    pub method: String,
    /// The path, without what follows `?`.
    pub path: String,
    /// What follows `?`.
    pub query: String,
    /// The headers, names in small letters.
    headers: Vec<(String, String)>,
    /// What follows the head.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header, by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }
}

/// An answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// Its number: 200, 404 …
    pub status: u16,
    /// What sort of thing the body is.
    pub kind: &'static str,
    /// More headers.
    pub headers: Vec<(&'static str, String)>,
    /// What it says.
    pub body: Vec<u8>,
}

impl Answer {
    /// JSON.
    pub fn json(value: &impl serde::Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self { status: 200, kind: "application/json", headers: Vec::new(), body },
            Err(error) => Self::error(500, &error.to_string()),
        }
    }

    /// Words.
    pub fn text(text: &str) -> Self {
        Self { status: 200, kind: "text/plain; charset=utf-8", headers: Vec::new(), body: text.into() }
    }

    /// What is wrong with a request, said as LanguageTool says it.
    pub fn error(status: u16, message: &str) -> Self {
        Self { status, ..Self::text(&format!("Error: {message}")) }
    }

    /// The same with a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Limits of a request.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The largest body, in bytes.
    pub body: usize,
    /// How long it may take to come, and the answer to be taken.
    pub time: Duration,
}

/// Why a request is none.
#[derive(Debug)]
pub enum Refused {
    /// What is to be answered.
    Answer(Answer),
    /// There is nobody to answer.
    Gone,
}

impl From<Answer> for Refused {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// A connection, read until a moment.
struct Incoming<'a> {
    stream: &'a TcpStream,
    until: Instant,
    /// What has been read and not yet used.
    bytes: Vec<u8>,
}

impl Incoming<'_> {
    /// Reads some more.
    fn more(&mut self) -> Result<(), Refused> {
        let left = self.until.saturating_duration_since(Instant::now());
        let late = || Answer::error(408, "the request took too long");
        if left.is_zero() {
            return Err(late().into());
        }
        self.stream.set_read_timeout(Some(left)).map_err(|_| Refused::Gone)?;
        let mut buffer = [0; 16 << 10];
        match self.stream.read(&mut buffer) {
            Ok(0) => Err(Refused::Gone),
            Ok(count) => {
                self.bytes.extend_from_slice(&buffer[..count]);
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                Err(late().into())
            }
            Err(_) => Err(Refused::Gone),
        }
    }

    /// The head of the request.
    fn head(&mut self) -> Result<Request, Refused> {
        let mut looked_at = 0;
        loop {
            // The end of a head is not looked for twice in the same bytes.
            let end = memchr::memmem::find(&self.bytes[looked_at..], b"\r\n\r\n").map(|at| looked_at + at + 4);
            if let Some(end) = end.filter(|end| *end <= LONGEST_HEAD) {
                let head: Vec<u8> = self.bytes.drain(..end).collect();
                return parse(&head).ok_or_else(|| Answer::error(400, "the request is no HTTP").into());
            }
            if self.bytes.len() > LONGEST_HEAD {
                return Err(Answer::error(431, "the head of the request is too long").into());
            }
            looked_at = self.bytes.len().saturating_sub(3);
            self.more()?;
        }
    }

    /// A body of a length that is known.
    fn body(&mut self, length: usize) -> Result<Vec<u8>, Refused> {
        while self.bytes.len() < length {
            self.more()?;
        }
        Ok(self.bytes.drain(..length).collect())
    }

    /// A body in chunks.
    fn chunks(&mut self, limits: Limits) -> Result<Vec<u8>, Refused> {
        let broken = || Answer::error(400, "the chunks of the body are broken");
        let mut body = Vec::new();
        loop {
            let (head, length) = match httparse::parse_chunk_size(&self.bytes) {
                Ok(httparse::Status::Complete((head, length))) => (head, length),
                Ok(httparse::Status::Partial) if self.bytes.len() < LONGEST_HEAD => {
                    self.more()?;
                    continue;
                }
                _ => return Err(broken().into()),
            };
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            if length > limits.body.saturating_sub(body.len()) {
                return Err(too_large(limits).into());
            }
            if length == 0 {
                return Ok(body);
            }
            let chunk = self.body(head + length + 2)?;
            if !chunk.ends_with(b"\r\n") {
                return Err(broken().into());
            }
            body.extend_from_slice(&chunk[head..head + length]);
        }
    }
}

fn too_large(limits: Limits) -> Answer {
    Answer::error(413, &format!("the text is too long: the limit is {} bytes", limits.body))
}

/// Reads a request.
///
/// # Errors
/// When it is no request, is larger than the limits, or does not come in time.
pub fn read(stream: &TcpStream, limits: Limits) -> Result<Request, Refused> {
    let mut incoming = Incoming { stream, until: Instant::now() + limits.time, bytes: Vec::new() };
    let mut request = incoming.head()?;
    let chunked = request.header("transfer-encoding").map(str::to_ascii_lowercase);
    let length = match request.header("content-length").map(str::parse::<usize>) {
        Some(Ok(length)) => length,
        None => 0,
        Some(Err(_)) => return Err(Answer::error(400, "the length of the body is no number").into()),
    };
    if length > limits.body {
        return Err(too_large(limits).into());
    }
    if request.header("expect").is_some_and(|wanted| wanted.eq_ignore_ascii_case("100-continue")) {
        let mut out = stream;
        out.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").map_err(|_| Refused::Gone)?;
    }
    request.body = match chunked.as_deref() {
        None => incoming.body(length)?,
        Some("chunked") => incoming.chunks(limits)?,
        Some(_) => return Err(Answer::error(501, "the body is encoded in a way that is not known").into()),
    };
    Ok(request)
}

fn parse(head: &[u8]) -> Option<Request> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    if !parsed.parse(head).ok()?.is_complete() {
        return None;
    }
    let target = parsed.path?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = parsed
        .headers
        .iter()
        .map(|header| (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).trim().to_owned()));
    Some(Request {
        method: parsed.method?.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: headers.collect(),
        body: Vec::new(),
    })
}

/// Writes an answer. Whoever asked may have gone.
pub fn write(stream: &TcpStream, answer: &Answer, limits: Limits) {
    let reason = match answer.status {
        200 => "OK",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };
    let mut head = format!(
        "HTTP/1.1 {} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n",
        answer.status,
        answer.kind,
        answer.body.len()
    );
    for (name, value) in &answer.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += "\r\n";
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(&answer.body);
    let until = Instant::now() + limits.time;
    let mut out = stream;
    let mut rest = &*bytes;
    while !rest.is_empty() {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_write_timeout(Some(left)).is_err() {
            return;
        }
        match out.write(rest) {
            Ok(count) if count > 0 => rest = rest.get(count..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            _ => return,
        }
    }
    close(stream);
}

/// How much of what still comes is taken in before the connection is closed.
const REST: usize = 256 << 10;

/// Closes a connection so that the answer arrives: one that is closed while bytes wait is broken off, and the answer with
/// it.
fn close(stream: &TcpStream) {
    let until = Instant::now() + Duration::from_millis(500);
    if stream.shutdown(std::net::Shutdown::Write).is_err() {
        return;
    }
    let mut input = stream;
    let (mut buffer, mut taken) = ([0; 16 << 10], 0);
    while taken < REST {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return;
        }
        match input.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(count) => taken += count,
        }
    }
}
