//! Answers: what each of them does to the draft, the settings and the review, and how it is taken back.

use super::super::write;
use super::open::{Change, Open, Refusal, key};
use super::session::{Did, Listed, Session, Step, Then};
use crate::config::additions;
use crate::finding::{Edit, Finding};
use crate::marks::write::whole_draft;
use crate::problem::Problem;
use crate::report::visible;
use crate::source::{Source, Span};
use std::fs;
use std::io;
use std::path::PathBuf;

impl Session<'_> {
    /// Makes a fix of the finding.
    pub(super) fn apply(&mut self, finding: &Finding, number: usize) -> io::Result<Then> {
        let Some(fix) = finding.fixes.get(number) else {
            let told = match finding.fixes.len() {
                0 => "there is no change to make; e writes something else in its place",
                _ => "there is no change of this number",
            };
            return self.again(told);
        };
        self.change("mended", |open| open.change(&fix.edits), Did::Mended)
    }

    /// Asks what to write in the place of the finding, and writes it.
    pub(super) fn edit(&mut self, finding: &Finding) -> io::Result<Then> {
        let Some(open) = &self.open else { return Ok(Then::Next) };
        let old = visible(open.source().slice(finding.span)).into_owned();
        let Some(new) = self.talk.ask(&format!("instead of “{old}” (nothing: leave it) >"))? else {
            return Ok(Then::End);
        };
        if new.is_empty() {
            return Ok(Then::Again);
        }
        let edit = [Edit { span: finding.span, text: new }];
        self.change("mended", |open| open.change(&edit), Did::Mended)
    }

    /// Asks why, and writes the mark that silences the finding.
    pub(super) fn ignore(&mut self, finding: &Finding) -> io::Result<Then> {
        let whole = self.open.as_ref().is_some_and(|open| whole_draft(open.format()));
        let reach = if whole { "in this whole draft" } else { "here" };
        let question = format!("why is {} wrong {reach}? (nothing: leave it) >", finding.rule);
        let Some(reason) = self.talk.ask(&question)? else { return Ok(Then::End) };
        if reason.is_empty() {
            return Ok(Then::Again);
        }
        self.change("silenced", |open| open.silence(finding, &reason), Did::Silenced)
    }

    /// Makes a change to the open draft, says what came of it, and keeps how to take it back.
    fn change(
        &mut self,
        done: &str,
        make: impl FnOnce(&mut Open) -> Result<Change, Refusal>,
        did: impl FnOnce(Change) -> Did,
    ) -> io::Result<Then> {
        let Some(open) = &mut self.open else { return Ok(Then::Next) };
        match make(open) {
            Ok(change) => {
                let now = around(open.source(), change.place, self.talk.style.width.saturating_sub(done.len() + 4));
                let then = self.step(did(change));
                self.say(&format!("{done}: {now}"))?;
                Ok(then)
            }
            Err(refusal) => self.refused(refusal),
        }
    }

    /// Tells of a change that was not made. A draft that could not be written is read anew, and left the second time.
    fn refused(&mut self, refusal: Refusal) -> io::Result<Then> {
        let problem = match refusal {
            Refusal::Useless(why) => return self.again(why),
            Refusal::Problem(problem) => problem,
        };
        self.complain(problem);
        self.open = None;
        // What was answered cannot be taken back in what somebody else has written.
        let at = self.at;
        self.steps.retain(|step| step.draft != at);
        if let Some(waiting) = self.drafts.get_mut(at)
            && std::mem::replace(&mut waiting.refused, true)
        {
            self.at += 1;
        }
        Ok(Then::Next)
    }

    /// Keeps what was done and goes on.
    pub(super) fn step(&mut self, did: Did) -> Then {
        *self.tally.of(&did) += 1;
        self.answered += 1;
        self.steps.push(Step { draft: self.at, did });
        Then::Next
    }

    /// Says a line and asks again.
    pub(super) fn again(&mut self, line: &str) -> io::Result<Then> {
        self.say(line)?;
        Ok(Then::Again)
    }

    /// The settings file and the list to which the words of a finding can be told, and the words.
    pub(super) fn house(&mut self, finding: &Finding) -> Option<(PathBuf, &'static str, String)> {
        let (list, words) = additions::telling(self.open.as_ref()?.source(), finding)?;
        let settings = self.desks.settings_file(&self.drafts.get(self.at)?.draft.path)?;
        Some((settings.to_owned(), list, words.to_owned()))
    }

    /// Tells the words of a finding to the list of the house, where that silences it.
    pub(super) fn list(&mut self, finding: &Finding) -> io::Result<Then> {
        let Some((path, list, words)) = self.house(finding) else {
            return self.again("this rule reads no list of the house, or there is no copydesk.toml to write it in");
        };
        let Ok(before) = fs::read_to_string(&path) else { return self.again("the settings cannot be read") };
        let Some((span, text)) = additions::addition(&before, list, &words) else {
            return self.again(&format!("{list} stands in the settings in a way that is not understood; add it there"));
        };
        let mut after = before.clone();
        after.insert_str(span.start as usize, &text);
        let listed = Listed { path, before: before.into_bytes(), after: after.into_bytes() };
        if let Err(problem) = write::replace(&listed.path, &listed.before, &listed.after) {
            self.complain(problem);
            return Ok(Then::Again);
        }
        let known = key(finding);
        if !self.resettle() || self.open.iter().flat_map(Open::findings).any(|other| key(other) == known) {
            if let Err(problem) = self.unlist(&listed) {
                self.complain(problem);
            }
            return self.again("the list does not silence this finding, so nothing was written");
        }
        self.say(&format!("“{}” added to {list} in {}", visible(&words), listed.path.display()))?;
        Ok(self.step(Did::Listed(listed)))
    }

    /// Writes settings as they were.
    fn unlist(&mut self, listed: &Listed) -> Result<(), Problem> {
        write::replace(&listed.path, &listed.after, &listed.before)?;
        self.resettle();
        Ok(())
    }

    /// Reads the settings anew; false where they are broken now.
    fn resettle(&mut self) -> bool {
        self.desks = self.review.desks();
        let draft = self.drafts.get(self.at).map(|waiting| waiting.draft.path.clone());
        let desk = draft.and_then(|path| self.desks.desk(&path));
        match (&mut self.open, desk) {
            (Some(open), Some(desk)) => {
                open.resettle(desk);
                true
            }
            _ => false,
        }
    }

    /// Takes the last answer back.
    pub(super) fn undo(&mut self) -> io::Result<Then> {
        let Some(step) = self.steps.pop() else { return self.again("there is nothing to take back") };
        if step.draft != self.at || self.open.is_none() {
            self.close();
            let here = std::mem::replace(&mut self.at, step.draft);
            if !self.reopen() {
                self.at = here;
                self.steps.retain(|other| other.draft != step.draft);
                self.say("that draft has changed since; the answer stays")?;
                return Ok(Then::Next);
            }
        }
        *self.tally.of(&step.did) -= 1;
        self.answered -= 1;
        let Some(open) = &mut self.open else { return Ok(Then::Next) };
        match step.did {
            Did::Skipped(key) => open.unpass(&key),
            Did::LeftOut(rule) => {
                self.left_out.remove(&rule);
            }
            Did::Mended(change) | Did::Silenced(change) => {
                if let Err(refusal) = open.undo(change) {
                    return self.refused(refusal);
                }
            }
            Did::Listed(listed) => {
                if let Err(problem) = self.unlist(&listed) {
                    self.complain(problem);
                }
            }
        }
        self.say("undone")?;
        Ok(Then::Next)
    }

    /// Opens the draft whose turn it was before, if it is as it was left.
    fn reopen(&mut self) -> bool {
        let Some(waiting) = self.drafts.get_mut(self.at) else { return false };
        let (desk, closed) = (self.desks.desk(&waiting.draft.path), waiting.closed.take());
        let (Some(desk), Some(closed)) = (desk, closed) else { return false };
        self.open = Open::again(&waiting.draft, desk, self.review.max_file_size, closed);
        self.open.is_some()
    }
}

/// A place in its line, made harmless, with as much of the line on both sides as there is room for in some characters.
fn around(source: &Source, place: Span, room: usize) -> String {
    let line = source.line_span(source.line_of(place.start));
    let end = place.end.clamp(place.start, line.end.max(place.start));
    let inner: String = source.slice(Span::new(place.start, end)).chars().take(room).collect();
    let before = source.slice(Span::new(line.start.min(place.start), place.start));
    let after = source.slice(Span::new(end, line.end.max(end)));
    let room = room.saturating_sub(inner.chars().count() + 2);
    // What one side does not want is the other's.
    let wanted = |text: &str| text.chars().take(room).count();
    let (left, right) = (room / 2, room - room / 2);
    let left = left.max(room.saturating_sub(wanted(after))).min(wanted(before));
    let right = right.max(room - left);
    let tail: Vec<char> = before.chars().rev().take(left).collect();
    let tail: String = tail.into_iter().rev().collect();
    let head: String = after.chars().take(right).collect();
    let (cut, more) = (tail.len() < before.len(), head.len() < after.len());
    let ends = (if cut { "…" } else { "" }, if more { "…" } else { "" });
    format!("{}{}{}{}{}", ends.0, visible(&tail), visible(&inner), visible(&head), ends.1).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_shown_with_its_surroundings() {
        let source = Source::new("a.txt", "Fair\n\nHe saw “the” fair by the harbor.\nMore.");
        let start = source.text().find("the").expect("a word") as u32;
        let place = Span::new(start, start + 3);
        assert_eq!(around(&source, place, 100), "He saw “the” fair by the harbor.");
        assert_eq!(around(&source, place, 15), "…saw “the” fai…");
        assert_eq!(around(&source, Span::at(source.len()), 20), "More.");
    }
}
