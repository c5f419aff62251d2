//! Serve: `copydesk serve`, an HTTP server that speaks the interface of LanguageTool, so that what speaks to
//! LanguageTool (LibreOffice's checker, editors' and browsers' add-ons, libraries) shows our findings.
//!
//! ```text
//! connection ─(server: a queue, some threads)▶ request ─(http)▶ form ─(form, annotations)▶ text
//!   ─(Checker)▶ findings ─(languagetool)▶ JSON
//! ```
//!
//! Drafts are nobody else's business: the server listens to this machine alone unless it is told otherwise, then with a
//! token, and it writes nothing of a request anywhere. One request is one connection; its size and time are limited.

pub mod annotations;
pub mod form;
pub mod http;
pub mod languagetool;
pub mod server;

pub use server::{Options, Stop, serve};
