//! Server: the open documents, what is to be checked, and the answers to the client.

use super::actions::{Asked, FIX_ALL, House};
use super::texts::{Text, Unit};
use super::worker::{self, Job, Outcome};
use super::{Broken, diagnostics, hover, symbols, toml, uris};
use crate::config::FILE_NAME;
use crate::config::desks::{Desk, Desks};
use crate::finding::{Checked, Finding};
use crate::input::{INPUTS, Input, input_for, is_draft};
use crate::problem::Problem;
use crate::source::{Source, Span};
use crossbeam_channel::Sender;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CodeActionOrCommand, CodeActionParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DocumentSymbolParams, DocumentSymbolResponse, HoverContents, HoverParams,
    InitializeParams, MarkupContent, MarkupKind, PositionEncodingKind, PublishDiagnosticsParams, Uri,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A check that took longer makes the next one wait until the client has been still for as long.
const QUICK: Duration = Duration::from_millis(20);

/// The longest such wait.
const LONGEST: Duration = Duration::from_millis(400);

/// How long the loop sleeps when nothing is due.
const IDLE: Duration = Duration::from_secs(3600);

/// What the client can do.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Client {
    /// What its columns count.
    pub unit: Unit,
    /// Whether it shows other places with a diagnostic.
    pub relates: bool,
    /// Whether it shows where to read more.
    pub describes: bool,
    /// Whether edits may name versions.
    pub versions: bool,
    /// Whether it tells of files that change, when it is asked to.
    pub watches: bool,
}

impl Client {
    /// What a client says of itself.
    pub fn read(params: &InitializeParams) -> Self {
        let abilities = &params.capabilities;
        let general = abilities.general.as_ref();
        let units = general.and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
        let document = abilities.text_document.as_ref();
        let published = document.and_then(|document| document.publish_diagnostics.as_ref());
        let workspace = abilities.workspace.as_ref();
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files);
        Self {
            unit: if units.contains(&PositionEncodingKind::UTF8) { Unit::Utf8 } else { Unit::Utf16 },
            relates: published.and_then(|published| published.related_information).unwrap_or_default(),
            describes: published.and_then(|published| published.code_description_support).unwrap_or_default(),
            versions: edit.and_then(|edit| edit.document_changes).unwrap_or_default(),
            watches: watched.and_then(|watched| watched.dynamic_registration).unwrap_or_default(),
        }
    }
}

/// What the server can do for a client.
pub fn capabilities(client: Client) -> Value {
    json!({
        "positionEncoding": if client.unit == Unit::Utf8 { "utf-8" } else { "utf-16" },
        "textDocumentSync": { "openClose": true, "change": 2, "save": {} },
        "codeActionProvider": { "codeActionKinds": ["quickfix", FIX_ALL] },
        "hoverProvider": true,
        "documentSymbolProvider": true,
    })
}

/// What a document is to the server.
#[derive(Copy, Clone)]
enum Role {
    Draft(&'static dyn Input),
    Toml(toml::Kind),
    Other,
}

/// An open document.
struct Open {
    uri: Uri,
    path: PathBuf,
    language: String,
    version: i32,
    text: Text,
    /// Whether the text is what is on disk.
    saved: bool,
    /// When it is to be looked at; `None` where nothing has changed since it was.
    due: Option<Instant>,
    /// What was found in it, with the version that was looked at.
    checked: Option<(i32, Checked)>,
    /// How long the last look took.
    cost: Duration,
}

impl Open {
    fn role(&self) -> Role {
        if let Some(kind) = toml::kind(&self.path, self.text.text()) {
            return Role::Toml(kind);
        }
        if is_draft(&self.path.to_string_lossy()) {
            return Role::Draft(input_for(&self.path.to_string_lossy()));
        }
        let format = match &*self.language {
            "plaintext" | "text" => "text",
            other => other,
        };
        INPUTS.into_iter().find(|input| input.name() == format).map_or(Role::Other, Role::Draft)
    }

    fn source(&self) -> Arc<Source> {
        Arc::new(Source::new(self.path.to_string_lossy(), self.text.text()))
    }
}

/// The state of a session.
pub struct Server {
    client: Client,
    sender: Sender<Message>,
    jobs: Sender<Job>,
    /// Whether the worker has a job.
    busy: bool,
    make_desks: Box<dyn Fn() -> Desks>,
    desks: Desks,
    /// By URI; in order, so that a session is the same every time.
    open: BTreeMap<String, Open>,
    /// Problems of settings and packs on disk, by the URI of their file.
    house: BTreeMap<String, Vec<Problem>>,
    requests: i32,
}

impl Server {
    /// A session with a client.
    pub fn new(client: Client, sender: Sender<Message>, jobs: Sender<Job>, make_desks: Box<dyn Fn() -> Desks>) -> Self {
        let desks = make_desks();
        let (open, house) = (BTreeMap::new(), BTreeMap::new());
        Self { client, sender, jobs, busy: false, make_desks, desks, open, house, requests: 0 }
    }

    /// Asks to be told when settings and packs change.
    pub fn watch(&mut self) -> Result<(), Broken> {
        if !self.client.watches {
            return Ok(());
        }
        self.requests += 1;
        let watchers = json!([{ "globPattern": format!("**/{FILE_NAME}") }, { "globPattern": "**/*.toml" }]);
        let registration = json!({ "id": "settings", "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers } });
        let id = RequestId::from(self.requests);
        let method = "client/registerCapability".to_owned();
        let params = json!({ "registrations": [registration] });
        self.sender.send(Request::new(id, method, params).into())?;
        Ok(())
    }

    /// How long the loop may sleep.
    pub fn patience(&self) -> Duration {
        if self.busy {
            return IDLE;
        }
        let now = Instant::now();
        let due = self.open.values().filter_map(|open| open.due).min();
        due.map_or(IDLE, |due| due.saturating_duration_since(now))
    }

    /// Looks at what is due: settings at once, drafts one at a time by the worker.
    pub fn work(&mut self) -> Result<(), Broken> {
        while !self.busy {
            let now = Instant::now();
            let due = self.open.iter().filter_map(|(key, open)| Some((open.due.filter(|due| *due <= now)?, key)));
            let Some(key) = due.min().map(|(_, key)| key.clone()) else { return Ok(()) };
            let Some(open) = self.open.get_mut(&key) else { return Ok(()) };
            open.due = None;
            match open.role() {
                Role::Draft(input) => self.start(&key, input)?,
                Role::Toml(kind) => self.look_at_toml(&key, kind)?,
                Role::Other => {}
            }
        }
        Ok(())
    }

    /// Gives a draft to the worker.
    fn start(&mut self, key: &str, input: &'static dyn Input) -> Result<(), Broken> {
        let Some(open) = self.open.get(key) else { return Ok(()) };
        let (path, source, version) = (open.path.clone(), open.source(), open.version);
        let excluded = self.desks.excludes(&path);
        let desk = self.desk(&path)?;
        match desk {
            Some(desk) if !excluded => {
                self.busy = true;
                self.jobs.send(Job { key: key.to_owned(), version, source, input, desk })?;
                Ok(())
            }
            Some(_) => self.publish(key, Vec::new()),
            None => {
                let word = diagnostics::on_all("the settings of this draft are broken; it is not checked");
                self.publish(key, vec![word])
            }
        }
    }

    /// The desk of a draft. Problems with its settings are told at their files.
    fn desk(&mut self, path: &Path) -> Result<Option<Arc<Desk>>, Broken> {
        let desk = self.desks.desk(path);
        let mut files: BTreeMap<String, Vec<Problem>> = BTreeMap::new();
        for problem in self.desks.take_problems() {
            if let Some(uri) = uris::from_path(Path::new(&problem.path)) {
                files.entry(uri.as_str().to_owned()).or_default().push(problem);
            }
        }
        for (key, problems) in files {
            self.house.insert(key.clone(), problems);
            self.publish_house(&key)?;
        }
        Ok(desk)
    }

    /// Takes what the worker has done; a result that has been overtaken is dropped.
    pub fn take(&mut self, outcome: Outcome) -> Result<(), Broken> {
        self.busy = false;
        let Outcome { key, version, checked, cost } = outcome;
        let Some(open) = self.open.get_mut(&key) else { return Ok(()) };
        open.cost = cost;
        if open.version != version {
            return Ok(());
        }
        let Some(checked) = checked else {
            return self.publish(&key, vec![diagnostics::on_all("copydesk failed on this draft; please report it")]);
        };
        let told = told(self.client, open, &checked);
        open.checked = Some((version, checked));
        self.publish(&key, told)
    }

    fn look_at_toml(&mut self, key: &str, kind: toml::Kind) -> Result<(), Broken> {
        let Some(open) = self.open.get(key) else { return Ok(()) };
        let (path, source, saved) = (open.path.clone(), open.source(), open.saved);
        let mut problems = toml::problems(kind, &source);
        if saved {
            // On disk it stands among its like: only so is it known which rules it may name.
            let draft = path.with_file_name("draft.txt");
            let _ = self.desk(&draft)?;
            let known: Vec<(String, Option<Span>)> = problems.iter().map(place).collect();
            let house = self.house.get(key).into_iter().flatten();
            problems.extend(house.filter(|problem| !known.contains(&place(problem))).cloned());
        }
        let Some(open) = self.open.get(key) else { return Ok(()) };
        let told = problems.iter().map(|problem| diagnostics::problem(self.client, &open.text, problem)).collect();
        self.publish(key, told)
    }

    /// Tells the problems of a file of settings that may not be open.
    fn publish_house(&mut self, key: &str) -> Result<(), Broken> {
        if let Some(open) = self.open.get_mut(key) {
            // It is told with what is wrong with the text itself.
            if matches!(open.role(), Role::Toml(_)) && open.checked.is_none() {
                let problems = self.house.get(key).map(Vec::as_slice).unwrap_or_default();
                let tell = |problem| diagnostics::problem(self.client, &open.text, problem);
                let told = problems.iter().map(tell).collect();
                return self.publish(key, told);
            }
            return Ok(());
        }
        let problems = self.house.get(key).map(Vec::as_slice).unwrap_or_default();
        let text = |problem: &Problem| {
            Text::new(problem.place.as_ref().map_or(String::new(), |(source, _)| source.text().to_owned()))
        };
        let told = problems.iter().map(|problem| diagnostics::problem(self.client, &text(problem), problem)).collect();
        self.publish(key, told)
    }

    fn publish(&self, key: &str, diagnostics: Vec<lsp_types::Diagnostic>) -> Result<(), Broken> {
        let open = self.open.get(key);
        let Some(uri) = open.map(|open| open.uri.clone()).or_else(|| key.parse().ok()) else { return Ok(()) };
        let params = PublishDiagnosticsParams { uri, diagnostics, version: open.map(|open| open.version) };
        self.sender.send(Notification::new("textDocument/publishDiagnostics".to_owned(), params).into())?;
        Ok(())
    }

    /// Takes a notification. One that cannot be read is as if it had not come.
    pub fn notification(&mut self, notification: Notification) -> Result<(), Broken> {
        match self.notice(notification) {
            Err(error) if error.is::<serde_json::Error>() => Ok(()),
            done => done,
        }
    }

    fn notice(&mut self, notification: Notification) -> Result<(), Broken> {
        let Notification { method, params } = notification;
        match &*method {
            "textDocument/didOpen" => self.did_open(serde_json::from_value(params)?),
            "textDocument/didChange" => self.did_change(serde_json::from_value(params)?),
            "textDocument/didClose" => return self.did_close(&serde_json::from_value(params)?),
            "textDocument/didSave" => {
                let saved: lsp_types::DidSaveTextDocumentParams = serde_json::from_value(params)?;
                let open = self.open.get_mut(saved.text_document.uri.as_str());
                let is_toml = open.is_some_and(|open| {
                    open.saved = true;
                    matches!(open.role(), Role::Toml(_))
                });
                if is_toml {
                    self.reload()?;
                }
            }
            "workspace/didChangeWatchedFiles" | "workspace/didChangeConfiguration" => self.reload()?,
            _ => {}
        }
        Ok(())
    }

    fn did_open(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let path = uris::to_path(&document.uri).unwrap_or_else(|| PathBuf::from("untitled"));
        let open = Open {
            path,
            language: document.language_id,
            version: document.version,
            text: Text::new(document.text),
            saved: true,
            due: Some(Instant::now()),
            checked: None,
            cost: Duration::ZERO,
            uri: document.uri,
        };
        self.open.insert(open.uri.as_str().to_owned(), open);
    }

    fn did_change(&mut self, params: DidChangeTextDocumentParams) {
        let Some(open) = self.open.get_mut(params.text_document.uri.as_str()) else { return };
        for change in params.content_changes {
            open.text.change(change, self.client.unit);
        }
        open.version = params.text_document.version;
        open.saved = false;
        let wait = if open.cost > QUICK { open.cost.min(LONGEST) } else { Duration::ZERO };
        open.due = Some(Instant::now() + wait);
    }

    fn did_close(&mut self, params: &DidCloseTextDocumentParams) -> Result<(), Broken> {
        let key = params.text_document.uri.as_str();
        self.open.remove(key);
        // Problems of settings stay, whether they are open or not.
        if self.house.contains_key(key) { self.publish_house(key) } else { self.publish(key, Vec::new()) }
    }

    /// Reads the settings anew and looks at everything again.
    fn reload(&mut self) -> Result<(), Broken> {
        self.desks = (self.make_desks)();
        for key in std::mem::take(&mut self.house).into_keys() {
            self.publish_house(&key)?;
        }
        for open in self.open.values_mut() {
            open.due = Some(Instant::now());
            open.checked = None;
        }
        Ok(())
    }

    /// Answers a request.
    pub fn request(&mut self, request: Request) -> Result<(), Broken> {
        let Request { id, method, params } = request;
        let answer = match &*method {
            // There is nothing to put away; the goodbye follows.
            "shutdown" => Ok(Value::Null),
            "textDocument/codeAction" => answer(params, |params| self.actions(&params)),
            "textDocument/hover" => answer(params, |params| self.hover(&params)),
            "textDocument/documentSymbol" => answer(params, |params| self.symbols(&params)),
            _ => Err((ErrorCode::MethodNotFound, format!("copydesk does not know {method}"))),
        };
        let response = match answer {
            Ok(result) => Response::new_ok(id, result),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        };
        self.sender.send(response.into())?;
        Ok(())
    }

    /// An open draft with what is found in it as it is now.
    fn current(&mut self, uri: &Uri) -> Option<(&Open, &Checked, Arc<Desk>)> {
        let key = uri.as_str();
        let open = self.open.get(key)?;
        let Role::Draft(input) = open.role() else { return None };
        let (path, source, version) = (open.path.clone(), open.source(), open.version);
        let fresh = open.checked.as_ref().is_some_and(|(checked, _)| *checked == version);
        if self.desks.excludes(&path) {
            return None;
        }
        let desk = self.desk(&path).ok()??;
        let open = self.open.get_mut(key)?;
        if !fresh {
            open.checked = Some((version, worker::check(&desk, source, input)?));
        }
        let open = self.open.get(key)?;
        Some((open, &open.checked.as_ref()?.1, desk))
    }

    fn actions(&mut self, params: &CodeActionParams) -> Option<Vec<CodeActionOrCommand>> {
        let client = self.client;
        let uri = &params.text_document.uri;
        let only = params.context.only.as_ref();
        let wanted = |kind: &str| only.is_none_or(|only| only.iter().any(|one| kind.starts_with(one.as_str())));
        let (open, checked, desk) = self.current(uri)?;
        let (text, source) = (&open.text, &checked.source);
        let asked = Asked { client, uri, version: open.version, text, source, findings: &checked.findings };
        let mut actions = Vec::new();
        let found: Vec<&Finding> = asked.at(text.span(params.range, client.unit)).collect();
        if wanted("quickfix") && !found.is_empty() {
            actions.extend(found.iter().flat_map(|finding| asked.fixes(finding)));
            let document = desk.checker.parse(Arc::clone(source), input_for_format(checked.format));
            actions.extend(found.iter().map(|finding| asked.silence(finding, &document)));
            if let Some((uri, text)) = settings_of(&open.path) {
                let house = House { uri: &uri, text: &text };
                actions.extend(found.iter().filter_map(|finding| asked.tell_house(finding, &house)));
            }
        }
        if wanted(FIX_ALL) {
            actions.extend(asked.fix_all());
        }
        Some(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect())
    }

    fn hover(&mut self, params: &HoverParams) -> Option<lsp_types::Hover> {
        let unit = self.client.unit;
        let place = &params.text_document_position_params;
        let (open, checked, desk) = self.current(&place.text_document.uri)?;
        let offset = open.text.offset(place.position, unit);
        let under = |finding: &&Finding| (finding.span.start..=finding.span.end).contains(&offset);
        let found: Vec<&Finding> = checked.findings.iter().filter(under).collect();
        let first = found.first()?;
        let told: Vec<String> = found.iter().map(|finding| hover::explain(desk.checker.rules(), finding)).collect();
        Some(lsp_types::Hover {
            contents: HoverContents::Markup(MarkupContent {
                kind: MarkupKind::Markdown,
                value: told.join("\n\n---\n\n"),
            }),
            range: Some(open.text.range(first.span, unit)),
        })
    }

    fn symbols(&mut self, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
        let unit = self.client.unit;
        let (open, checked, desk) = self.current(&params.text_document.uri)?;
        let document = desk.checker.parse(Arc::clone(&checked.source), input_for_format(checked.format));
        Some(DocumentSymbolResponse::Nested(symbols::symbols(&document, &open.text, unit)))
    }
}

/// What a client is told of a draft.
fn told(client: Client, open: &Open, checked: &Checked) -> Vec<lsp_types::Diagnostic> {
    let finding = |finding| diagnostics::finding(client, &open.uri, &open.text, finding);
    let problem = |problem| diagnostics::problem(client, &open.text, problem);
    checked.findings.iter().map(finding).chain(checked.problems.iter().map(problem)).collect()
}

fn place(problem: &Problem) -> (String, Option<Span>) {
    (problem.message.clone(), problem.place.as_ref().map(|(_, span)| *span))
}

fn input_for_format(format: &str) -> &'static dyn Input {
    INPUTS.into_iter().find(|input| input.name() == format).unwrap_or(INPUTS[0])
}

/// The nearest settings file up the tree from a draft, with its text on disk.
fn settings_of(draft: &Path) -> Option<(Uri, Text)> {
    let path = draft.ancestors().skip(1).map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file())?;
    let text = std::fs::read_to_string(&path).ok()?;
    Some((uris::from_path(&path)?, Text::new(text)))
}

/// Reads what is asked and writes what is answered; nothing is `null`.
fn answer<P: serde::de::DeserializeOwned, A: Serialize>(
    params: Value,
    work: impl FnOnce(P) -> Option<A>,
) -> Result<Value, (ErrorCode, String)> {
    let params = serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))?;
    serde_json::to_value(work(params)).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}
