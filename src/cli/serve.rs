//! `copydesk serve`: the server that speaks LanguageTool's interface.

use super::settings::{Selection, Settings};
use super::streams::{self, Color};
use super::{Status, check};
use crate::config::desks::Desk;
use crate::problem::Problem;
use crate::serve::http::Limits;
use crate::serve::{self, Options, Stop};
use clap::Args;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The variable of the environment that holds the token.
const TOKEN: &str = "COPYDESK_TOKEN";

/// The shortest token, in characters.
const SHORTEST_TOKEN: usize = 16;

/// Serve LibreOffice and others that speak to LanguageTool, over HTTP on this machine.
///
/// Texts are checked and forgotten: nothing of them is written anywhere.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  copydesk serve                                  http://127.0.0.1:8081/v2 for this machine alone
  copydesk serve --profile uk --port 9000
  copydesk serve --address 0.0.0.0 --token-file token.txt    for the desk's network, with a token
  curl --data language=en-US --data-urlencode text@story.txt http://127.0.0.1:8081/v2/check

docs/word-processors.md tells how LibreOffice and others are told of it.")]
pub(super) struct Serve {
    /// The address to listen on. One that other machines can reach wants a token.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    address: std::net::IpAddr,
    /// The port to listen on; 0 takes one that is free.
    #[arg(long, default_value_t = 8081, value_name = "PORT")]
    port: u16,
    /// A file with the token that clients must send, as `apiKey` or as a bearer token. COPYDESK_TOKEN in the environment
    /// does the same.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// The site whose pages may ask from a browser, such as https://cms.example, or `*`.
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Option<String>,
    /// The largest request that is read: 500KiB, 2MiB.
    #[arg(long, value_name = "SIZE", default_value = "1MiB", value_parser = check::parse_size)]
    max_size: u64,
    /// How many seconds a request may take to come, and its answer to be taken.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
    /// How many requests are answered at once; 0 is one a core, but at least four.
    #[arg(long, default_value_t = 0, value_name = "N", hide_default_value = true)]
    threads: usize,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    selection: Selection,
}

impl Serve {
    /// Serves until it is interrupted.
    pub(super) fn run(self) -> io::Result<Status> {
        let ready = self.desk().and_then(|desk| Ok((desk, self.token()?, self.listen()?)));
        let (desk, token, (listener, stop)) = match ready {
            Ok(ready) => ready,
            Err(problems) => {
                streams::complain_of(&problems, Color::Auto.error_style());
                return Ok(Status::Failed);
            }
        };
        let address = listener.local_addr()?;
        let cores = std::thread::available_parallelism().map_or(4, |cores| cores.get().clamp(4, 16));
        let options = Options {
            desk,
            token,
            origin: self.allow_origin,
            limits: Limits {
                body: usize::try_from(self.max_size).unwrap_or(usize::MAX),
                time: Duration::from_secs(self.timeout),
            },
            threads: if self.threads == 0 { cores } else { self.threads },
        };
        let mut out = streams::stdout();
        writeln!(out, "copydesk: http://{address}/v2 (stop with Ctrl-C)")?;
        out.flush()?;
        drop(out);
        serve::serve(&listener, options, &stop)?;
        Ok(Status::Clean)
    }

    fn desk(&self) -> Result<Arc<Desk>, Vec<Problem>> {
        let mut desks = self.settings.desks(self.selection.layer(None));
        // Texts have no place of their own; the settings of the current folder hold.
        let desk = desks.desk(Path::new("text.txt"));
        let problems = desks.take_problems();
        desk.filter(|_| problems.is_empty()).ok_or(problems)
    }

    fn token(&self) -> Result<Option<String>, Vec<Problem>> {
        let (token, place) = match &self.token_file {
            Some(path) => {
                let name = path.to_string_lossy();
                let read = std::fs::read_to_string(path);
                (Some(read.map_err(|error| vec![super::drafts::unreadable(&name, &error)])?), name.into_owned())
            }
            None => (std::env::var(TOKEN).ok(), TOKEN.to_owned()),
        };
        let token = token.map(|token| token.trim().to_owned());
        match token {
            Some(token) if token.chars().count() < SHORTEST_TOKEN || token.contains(char::is_control) => {
                let message = format!("the token in {place} is no line of at least {SHORTEST_TOKEN} characters");
                Err(vec![Problem::new("", message).help("make one: openssl rand -hex 16")])
            }
            None if !self.address.is_loopback() => {
                let message = format!("{} can be reached by other machines, and there is no token", self.address);
                let help = format!("give one with --token-file or {TOKEN}, or listen on 127.0.0.1");
                Err(vec![Problem::new("", message).help(help)])
            }
            token => Ok(token),
        }
    }

    fn listen(&self) -> Result<(TcpListener, Stop), Vec<Problem>> {
        let address = SocketAddr::new(self.address, self.port);
        let failed = |error: io::Error| {
            let problem = Problem::new("", format!("cannot listen on {address}: {error}"));
            vec![problem.help("another program may listen there; try another --port")]
        };
        let listener = TcpListener::bind(address).map_err(failed)?;
        let stop = Stop::new(&listener).map_err(failed)?;
        let stopping = stop.clone();
        let handler = ctrlc::set_handler(move || stopping.stop());
        handler.map_err(|error| failed(io::Error::other(error)))?;
        Ok((listener, stop))
    }
}
