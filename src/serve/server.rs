//! Server: a listener, a queue of connections, and the threads that answer them.

use super::http::{self, Answer, Limits, Refused, Request};
use super::languagetool;
use crate::config::desks::Desk;
use crossbeam_channel::{TrySendError, bounded};
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How many connections may wait for each thread.
const WAITING: usize = 16;

/// What a client is told when the queue is full.
const TOO_MANY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";

/// How a server serves.
#[derive(Debug)]
pub struct Options {
    /// What texts are checked by.
    pub desk: Arc<Desk>,
    /// What clients must know; `None` where anybody on this machine may ask.
    pub token: Option<String>,
    /// The site whose pages may ask, or `*`.
    pub origin: Option<String>,
    /// Limits of a request.
    pub limits: Limits,
    /// How many requests are answered at once.
    pub threads: usize,
}

/// Stops a server.
#[derive(Clone, Debug)]
pub struct Stop {
    asked: Arc<AtomicBool>,
    address: SocketAddr,
}

impl Stop {
    /// Asks the server that listens to stop. Requests that are being answered are answered.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn new(listener: &TcpListener) -> io::Result<Self> {
        let mut address = listener.local_addr()?;
        // A listener on every address is reached on this machine's own.
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        Ok(Self { asked: Arc::default(), address })
    }

    /// Stops it.
    pub fn stop(&self) {
        self.asked.store(true, Ordering::SeqCst);
        // It waits for a connection; this is one.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
    }
}

/// Serves until it is stopped.
///
/// # Errors
/// When threads cannot be started.
pub fn serve(listener: &TcpListener, options: Options, stop: &Stop) -> io::Result<()> {
    let options = Arc::new(options);
    let threads = options.threads.max(1);
    let (queue, connections) = bounded::<TcpStream>(threads * WAITING);
    let mut workers = Vec::with_capacity(threads);
    for _ in 0..threads {
        let (connections, options) = (connections.clone(), Arc::clone(&options));
        let work = move || connections.iter().for_each(|stream| converse(&stream, &options));
        workers.push(thread::Builder::new().name("serve".to_owned()).spawn(work)?);
    }
    for stream in listener.incoming() {
        if stop.asked.load(Ordering::SeqCst) {
            break;
        }
        let Ok(stream) = stream else {
            // Too many files are open, or the like: that passes.
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        if let Err(TrySendError::Full(stream)) = queue.try_send(stream) {
            turn_away(&stream);
        }
    }
    drop(queue);
    // A thread that has panicked has nothing left to say.
    workers.into_iter().for_each(|worker| drop(worker.join()));
    Ok(())
}

/// Tells a client that there are too many, without waiting for it.
fn turn_away(stream: &TcpStream) {
    let mut out = stream;
    let _ = stream.set_nonblocking(true);
    let _ = out.write_all(TOO_MANY);
}

/// One request and its answer.
fn converse(stream: &TcpStream, options: &Options) {
    let _ = stream.set_nodelay(true);
    let answer = match http::read(stream, options.limits) {
        Ok(request) => with_origin(respond(&request, options), options),
        Err(Refused::Answer(answer)) => answer,
        Err(Refused::Gone) => return,
    };
    http::write(stream, &answer, options.limits);
}

fn respond(request: &Request, options: &Options) -> Answer {
    let host = request.header("host").unwrap_or_default();
    if options.token.is_none() && !is_address(host) {
        // A page of another site whose name was made to lead here.
        return Answer::error(403, "ask under an address of this machine: 127.0.0.1, localhost");
    }
    if request.method == "OPTIONS" {
        return Answer { status: 204, ..Answer::text("") };
    }
    let Some(path) = request.path.strip_prefix("/v2/") else {
        return Answer::error(404, "there is nothing here; see /v2/languages and /v2/check");
    };
    let fields = languagetool::fields(request);
    if let Some(token) = &options.token
        && path != "healthcheck"
        && !knows(request, fields.as_deref().unwrap_or_default(), token)
    {
        return Answer::error(401, "the token is wrong or missing: send it as “apiKey”, or as a bearer token")
            .header("WWW-Authenticate", "Bearer");
    }
    if path == "maxtextlength" && request.method == "GET" {
        return Answer::text(&options.limits.body.to_string());
    }
    languagetool::answer(request, path, &options.desk, fields)
}

/// Whether a host is an address, or this machine's own name for itself, rather than a name that anybody may own.
fn is_address(host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    name.is_empty() || name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok()
}

/// Whether a request brings the token.
fn knows(request: &Request, fields: &[(String, String)], token: &str) -> bool {
    let bearer = request.header("authorization").and_then(|value| {
        let (scheme, value) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| value.trim())
    });
    let keys = fields.iter().filter(|(name, _)| name == "apiKey").map(|(_, value)| &**value);
    bearer.into_iter().chain(keys).any(|given| is_same(given.as_bytes(), token.as_bytes()))
}

/// Compares in the same time wherever the first difference is.
fn is_same(given: &[u8], token: &[u8]) -> bool {
    given.len() == token.len() && given.iter().zip(token).fold(0, |all, (one, other)| all | (one ^ other)) == 0
}

fn with_origin(answer: Answer, options: &Options) -> Answer {
    let Some(origin) = &options.origin else { return answer };
    answer
        .header("Access-Control-Allow-Origin", origin)
        .header("Access-Control-Allow-Methods", "GET, POST")
        .header("Access-Control-Allow-Headers", "Authorization, Content-Type")
        .header("Vary", "Origin")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_anybody_may_own_are_no_addresses() {
        for host in ["127.0.0.1:8081", "localhost:8081", "[::1]:8081", "192.168.0.7", "LOCALHOST", ""] {
            assert!(is_address(host), "{host}");
        }
        for host in ["evil.example", "evil.example:8081", "127.0.0.1.evil.example", "localhost.evil.example"] {
            assert!(!is_address(host), "{host}");
        }
    }

    #[test]
    fn tokens_are_the_same_or_not() {
        assert!(is_same(b"abc", b"abc"));
        assert!(!is_same(b"abd", b"abc") && !is_same(b"ab", b"abc") && !is_same(b"", b"abc"));
    }
}
