//! `copydesk serve` over raw connections: what clients ask, what goes wrong, and what is nobody's business.

use super::{copydesk, run, status, text};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const TOKEN: &str = "a-token-of-some-length";

/// A server that is stopped when it is done with.
struct Server {
    child: Child,
    address: String,
    _folder: TempDir,
}

impl Server {
    fn start(more: &[&str]) -> Self {
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join("token.txt"), format!("{TOKEN}\n")).expect("a token");
        let mut command = copydesk(folder.path());
        command.args(["serve", "--no-config", "--port", "0", "--threads", "2"]).args(more);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a server");
        let mut line = String::new();
        let stdout = child.stdout.as_mut().expect("its output");
        BufReader::new(stdout).read_line(&mut line).expect("its first line");
        let address =
            line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address").to_owned();
        Self { child, address, _folder: folder }
    }

    fn send(&self, bytes: &[u8]) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
        // A server that has seen enough may close before all is written.
        let _ = stream.write_all(bytes);
        answer(&mut stream)
    }

    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
        let length = body.len();
        self.send(
            format!(
                "{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}Content-Length: {length}\r\n\r\n{body}",
                self.address
            )
            .as_bytes(),
        )
    }

    fn check(&self, form: &str) -> Value {
        let (status, body) = self.ask("POST", "/v2/check", "", form);
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).expect("JSON")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The status and the body of an answer.
fn answer(stream: &mut TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8(bytes).expect("UTF-8");
    let text = text.strip_prefix("HTTP/1.1 100 Continue\r\n\r\n").unwrap_or(&text);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
    (head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default(), body.to_owned())
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The matches of an answer as rule, what lies there in the text, and the first replacement.
fn matches(answer: &Value, text: &str) -> Vec<(String, String, String)> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let all = answer["matches"].as_array().expect("matches").iter();
    all.map(|one| {
        let at = one["offset"].as_u64().expect("an offset") as usize;
        let length = one["length"].as_u64().expect("a length") as usize;
        let there = String::from_utf16(&units[at..at + length]).expect("whole characters");
        let string = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (string(&one["rule"]["id"]), there, string(&one["replacements"][0]["value"]))
    })
    .collect()
}

fn triple(rule: &str, there: &str, replacement: &str) -> (String, String, String) {
    (rule.to_owned(), there.to_owned(), replacement.to_owned())
}

#[test]
fn offsets_are_utf16_and_replacements_replace_the_match() {
    let server = Server::start(&[]);
    let draft = "😀 Bréda saw that the the pier was old.";
    let answer = server.check(&format!("language=en-US&text={}", encoded(draft)));
    assert_eq!(matches(&answer, draft), [triple("typo/doubled-word", "the the", "the")]);
    let one = &answer["matches"][0];
    assert_eq!((&one["rule"]["category"]["id"], &one["rule"]["issueType"]), (&"TYPO".into(), &"misspelling".into()));
    assert_eq!((&answer["software"]["apiVersion"], &answer["language"]["code"]), (&1.into(), &"en-US".into()));
    let context: Vec<u16> = one["context"]["text"].as_str().expect("a context").encode_utf16().collect();
    let at = one["context"]["offset"].as_u64().expect("an offset") as usize;
    assert_eq!(String::from_utf16(&context[at..at + 7]).ok().as_deref(), Some("the the"));
    assert_eq!(one["sentence"], draft);
    // The same behind the path, as some clients ask.
    let (status, body) = server.ask("GET", &format!("/v2/check?language=auto&text={}", encoded(draft)), "", "");
    assert_eq!(status, 200);
    let got: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(got["matches"], answer["matches"]);
}

#[test]
fn markup_is_passed_over_and_counted() {
    let server = Server::start(&[]);
    let data = r#"{"annotation":[{"markup":"<p>","interpretAs":"\n\n"},{"text":"😀 It was the the "},{"markup":"<b>"},{"text":"a hour"},{"markup":"</b>"},{"text":"."}]}"#;
    let whole = "<p>😀 It was the the <b>a hour</b>.";
    let answer = server.check(&format!("language=en&data={}", encoded(data)));
    let found = matches(&answer, whole);
    assert!(found.contains(&triple("typo/doubled-word", "the the", "the")), "{found:?}");
    assert!(found.iter().any(|(rule, there, _)| rule == "typo/a-an" && there == "a"), "{found:?}");
}

#[test]
fn rules_are_chosen_by_the_client_and_by_settings() {
    let server = Server::start(&["--ignore", "typo/could-of"]);
    let draft = encoded("It was the the end, and it could of been won.");
    let count = |more: &str| {
        let answer = server.check(&format!("language=en-GB&text={draft}{more}"));
        answer["matches"].as_array().map(Vec::len).expect("matches")
    };
    assert_eq!(count(""), 1);
    assert_eq!(count("&disabledRules=typo/doubled-word"), 0);
    assert_eq!(count("&disabledCategories=TYPO"), 0);
    assert_eq!(count("&enabledOnly=true&enabledRules=quote/level"), 0);
    assert_eq!(count("&enabledOnly=true&enabledRules=typo/doubled-word"), 1);
}

#[test]
fn a_paragraph_alone_is_not_asked_who_speaks() {
    let server = Server::start(&["--select", "quote/unattributed,typo"]);
    let paragraph = encoded("“Nobody walks on the the pier any more, and nobody should have to.”");
    let answer = server.check(&format!("language=en-US&text={paragraph}"));
    assert_eq!(answer["matches"].as_array().map(Vec::len), Some(1), "{answer}");
    let story = encoded(
        "The pier was shut on Tuesday, the port said.\n\n“Nobody walks on the pier any more, and nobody should have to.”\n",
    );
    let answer = server.check(&format!("language=en-US&text={story}"));
    assert_eq!(answer["matches"][0]["rule"]["id"], "quote/unattributed");
}

#[test]
fn other_questions_are_answered() {
    let server = Server::start(&[]);
    let (status, body) = server.ask("GET", "/v2/languages", "", "");
    let languages: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(status, 200);
    let codes: Vec<&str> =
        languages.as_array().expect("a list").iter().filter_map(|one| one["longCode"].as_str()).collect();
    assert!(codes.contains(&"en-US") && codes.contains(&"en-GB"), "{codes:?}");
    assert_eq!(server.ask("GET", "/v2/healthcheck", "", ""), (200, "OK".to_owned()));
    assert_eq!(server.ask("GET", "/v2/maxtextlength", "", ""), (200, (1 << 20).to_string()));
    assert_eq!(server.ask("GET", "/", "", "").0, 404);
    assert_eq!(server.ask("GET", "/v2/words", "", "").0, 404);
}

#[test]
fn wrong_requests_are_told_what_is_wrong() {
    let server = Server::start(&["--max-size", "1000"]);
    for (method, path, body, wanted) in [
        ("DELETE", "/v2/check", "", 405),
        ("POST", "/v2/languages", "", 405),
        ("POST", "/v2/check", "language=en-US", 400),
        ("POST", "/v2/check", "text=a", 400),
        ("POST", "/v2/check", "language=de-DE&text=a", 400),
        ("POST", "/v2/check", "language=en&text=a&data=b", 400),
        ("POST", "/v2/check", "language=en&data=%7B%7D", 400),
        ("POST", "/v2/check", "language=en&text=%C3", 400),
        ("POST", "/v2/check", "language=en&text=%zz", 400),
    ] {
        let (status, said) = server.ask(method, path, "", body);
        assert_eq!(status, wanted, "{method} {path} {body}");
        assert!(said.starts_with("Error: "), "{said}");
    }
    assert_eq!(server.ask("POST", "/v2/check", "", &format!("text={}", "a".repeat(2000))).0, 413);
    // Nothing of the body has come yet.
    assert_eq!(server.send(b"POST /v2/check HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n").0, 413);
    assert_eq!(server.send(b"POST /v2/check HTTP/1.1\r\nContent-Length: -1\r\n\r\n").0, 400);
    assert_eq!(server.send(b"POST /v2/check HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n").0, 501);
    assert_eq!(server.send(b"\x16\x03\x01 hello\r\n\r\n").0, 400);
    assert_eq!(server.send(&[b"GET / HTTP/1.1\r\nX: ", &b"a".repeat(70_000)[..], b"\r\n\r\n"].concat()).0, 431);
    let chunked = "POST /v2/check HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n";
    assert_eq!(server.send(format!("{chunked}B\r\nlanguage=en\r\n7\r\n&text=a\r\n0\r\n\r\n").as_bytes()).0, 200);
    assert_eq!(server.send(format!("{chunked}FFFFFFFF\r\n").as_bytes()).0, 413);
    assert_eq!(server.send(format!("{chunked}zz\r\n").as_bytes()).0, 400);
    // It is none the worse for it.
    assert_eq!(server.ask("GET", "/v2/healthcheck", "", "").0, 200);
}

#[test]
fn slow_clients_are_let_go_and_others_served_meanwhile() {
    let server = Server::start(&["--timeout", "1"]);
    let start = Instant::now();
    let mut slow = TcpStream::connect(&server.address).expect("a connection");
    slow.write_all(b"POST /v2/check HTTP/1.1\r\nContent-Length: 100\r\n\r\nlanguage=en").expect("a beginning");
    assert_eq!(server.ask("GET", "/v2/healthcheck", "", "").0, 200);
    // A byte now and then does not buy time.
    let mut dripping = slow.try_clone().expect("the same connection");
    std::thread::spawn(move || {
        while dripping.write_all(b"a").is_ok() && start.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(200));
        }
    });
    assert_eq!(answer(&mut slow).0, 408);
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
}

#[test]
fn tokens_are_asked_for_where_they_are_told_of() {
    let server = Server::start(&["--token-file", "token.txt"]);
    let form = "language=en-US&text=It+was+the+the+end.";
    assert_eq!(server.ask("POST", "/v2/check", "", form).0, 401);
    assert_eq!(server.ask("GET", "/v2/languages", "", "").0, 401);
    assert_eq!(server.ask("POST", "/v2/check", "", &format!("{form}&apiKey=a-token-of-another-kind")).0, 401);
    assert_eq!(server.ask("POST", "/v2/check", "Authorization: Bearer nonsense\r\n", form).0, 401);
    assert_eq!(server.ask("POST", "/v2/check", "", &format!("{form}&apiKey={TOKEN}")).0, 200);
    assert_eq!(server.ask("POST", "/v2/check", &format!("Authorization: Bearer {TOKEN}\r\n"), form).0, 200);
}

#[test]
fn pages_of_other_sites_are_kept_out_unless_they_are_let_in() {
    let server = Server::start(&[]);
    assert_eq!(server.send(b"GET /v2/languages HTTP/1.1\r\nHost: rebound.example\r\n\r\n").0, 403);
    let server = Server::start(&["--allow-origin", "https://cms.example"]);
    let mut stream = TcpStream::connect(&server.address).expect("a connection");
    stream.write_all(b"OPTIONS /v2/check HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("an answer");
    assert!(
        said.starts_with("HTTP/1.1 204") && said.contains("Access-Control-Allow-Origin: https://cms.example\r\n"),
        "{said}"
    );
}

#[test]
fn other_machines_are_not_served_without_a_token() {
    let folder = TempDir::new().expect("a folder");
    let output = run(folder.path(), &["serve", "--no-config", "--port", "0", "--address", "0.0.0.0"]);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("can be reached by other machines, and there is no token"));
    fs::write(folder.path().join("short.txt"), "abc").expect("a token");
    let output = run(folder.path(), &["serve", "--no-config", "--port", "0", "--token-file", "short.txt"]);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("at least 16 characters"));
    let output = run(folder.path(), &["serve", "--config", "none.toml", "--port", "0"]);
    assert_eq!(status(&output), 2);
}

#[test]
#[cfg(unix)]
fn it_stops_when_it_is_told_to_and_says_nothing_of_what_it_read() {
    let mut server = Server::start(&[]);
    server.check("language=en-US&text=The+secret+pier+was+the+the+end.");
    let pid = server.child.id().to_string();
    let killed = std::process::Command::new("kill").args(["-INT", &pid]).status().expect("kill");
    assert!(killed.success());
    let start = Instant::now();
    let ended = loop {
        if let Some(ended) = server.child.try_wait().expect("the server") {
            break ended;
        }
        assert!(start.elapsed() < Duration::from_secs(10), "it does not stop");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(ended.code(), Some(0));
    let mut said = String::new();
    server.child.stderr.as_mut().expect("its complaints").read_to_string(&mut said).expect("UTF-8");
    assert_eq!(said, "");
}
