//! Lsp: the language server, `copydesk lsp`, on standard input and output.
//!
//! ```text
//! client ─▶ server (one loop: messages, then what is due) ─▶ worker (checks one draft at a time)
//!        ◀─ diagnostics, when the version that was checked is still the one that is open
//! ```
//!
//! The loop never waits for a check: what the client types meanwhile is taken in, and a result that has been overtaken is
//! dropped. [`texts`] keeps the open documents, [`server`] the loop, [`diagnostics`], [`actions`], [`hover`] and
//! [`symbols`] make answers, [`toml`] looks at settings and rule packs themselves.

use crate::config::desks::Desks;
use lsp_server::{Connection, Message};
use serde_json::json;
use std::io;

pub mod actions;
pub mod diagnostics;
pub mod hover;
pub mod server;
pub mod symbols;
pub mod texts;
pub mod toml;
pub mod uris;
pub mod worker;

/// Serves one client until it says goodbye. `desks` makes the settings anew, whenever a file of them has changed.
///
/// # Errors
/// When the other side breaks off, or does not speak the protocol.
pub fn serve(desks: Box<dyn Fn() -> Desks>) -> io::Result<()> {
    let (connection, threads) = Connection::stdio();
    run(&connection, desks).map_err(|error| io::Error::other(error.to_string()))?;
    // The writing thread ends when nothing can be sent any more.
    drop(connection);
    threads.join()
}

/// What may break a session.
type Broken = Box<dyn std::error::Error + Send + Sync>;

fn run(connection: &Connection, desks: Box<dyn Fn() -> Desks>) -> Result<(), Broken> {
    let (id, params) = connection.initialize_start()?;
    let client = server::Client::read(&serde_json::from_value(params)?);
    let answer = json!({
        "capabilities": server::capabilities(client),
        "serverInfo": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, answer)?;
    let (jobs, outcomes) = worker::start();
    let mut server = server::Server::new(client, connection.sender.clone(), jobs, desks);
    server.watch()?;
    loop {
        crossbeam_channel::select! {
            recv(connection.receiver) -> message => {
                let Ok(message) = message else { return Ok(()) };
                if handle(&mut server, message)? {
                    return Ok(());
                }
            }
            recv(outcomes) -> outcome => server.take(outcome?)?,
            default(server.patience()) => {}
        }
        // Whatever waits is newer than what is about to be checked.
        while let Ok(message) = connection.receiver.try_recv() {
            if handle(&mut server, message)? {
                return Ok(());
            }
        }
        server.work()?;
    }
}

/// Hands a message on; true when it was the goodbye.
fn handle(server: &mut server::Server, message: Message) -> Result<bool, Broken> {
    match message {
        Message::Request(request) => {
            server.request(request)?;
        }
        Message::Notification(notification) if notification.method == "exit" => return Ok(true),
        Message::Notification(notification) => server.notification(notification)?,
        // Answers to what the server asked of the client tell nothing.
        Message::Response(_) => {}
    }
    Ok(false)
}
