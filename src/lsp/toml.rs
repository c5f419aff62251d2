//! Toml: what is wrong with settings and rule packs while they are being written.

use crate::config::packs::{self, HousePack};
use crate::config::{FILE_NAME, read};
use crate::engine::pack;
use crate::problem::Problem;
use crate::source::Source;
use std::path::Path;
use std::sync::Arc;

/// What a TOML file is to copydesk.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Settings.
    Settings,
    /// A pack of rules.
    Pack,
}

/// What the file of a path with this text is; `None` where it is none of ours.
pub fn kind(path: &Path, text: &str) -> Option<Kind> {
    if path.file_name().is_some_and(|name| name == FILE_NAME) {
        return Some(Kind::Settings);
    }
    let is_pack = path.extension().is_some_and(|extension| extension == pack::EXTENSION)
        && text.lines().any(|line| line.trim_end() == "[[rule]]")
        && text.lines().any(|line| line.trim_start().starts_with("kind"));
    is_pack.then_some(Kind::Pack)
}

/// What is wrong with a text, the rules' examples included.
pub fn problems(kind: Kind, source: &Arc<Source>) -> Vec<Problem> {
    match kind {
        Kind::Settings => read::read(source).1,
        Kind::Pack => {
            let (pack, problems) = pack::read(source);
            if !problems.is_empty() {
                return problems;
            }
            let house = [HousePack { source: Arc::clone(source), pack }];
            packs::failures(&house, &packs::rule_set(&house, &[])).0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_and_packs_are_told_from_other_files() {
        let pack = "[[rule]]\nid = \"a\"\nkind = \"phrase\"\n";
        assert_eq!(kind(Path::new("/a/copydesk.toml"), ""), Some(Kind::Settings));
        assert_eq!(kind(Path::new("/a/house.toml"), pack), Some(Kind::Pack));
        assert_eq!(kind(Path::new("/a/Cargo.toml"), "[package]\n"), None);
        assert_eq!(kind(Path::new("/a/house.txt"), pack), None);
    }

    #[test]
    fn a_pack_is_held_to_its_examples() {
        let text = "[[rule]]\nid = \"a\"\nkind = \"phrase\"\nmessage = \"worn\"\nphrases = [\"sprung up\"]\nexamples.hit = [\"It [[fell]] down.\"]\nexamples.miss = [\"It fell.\"]\n";
        let found = problems(Kind::Pack, &Arc::new(Source::new("house.toml", text)));
        assert!(found.iter().any(|problem| problem.message.contains("fails its own example")), "{found:?}");
        let found = problems(Kind::Settings, &Arc::new(Source::new("copydesk.toml", "profil = \"us\"\n")));
        assert!(found.iter().any(|problem| problem.help.iter().any(|help| help.contains("profile"))), "{found:?}");
    }
}
