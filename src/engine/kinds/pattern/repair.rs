//! Repair: text that a program broke by reading it in the wrong way, read in the right one.

/// How a place is decoded.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum Repair {
    /// Not at all.
    #[default]
    None,
    /// As UTF-8 that was read as Windows-1252, once or more often.
    Encoding,
    /// As entities of HTML.
    Entity,
}

impl std::fmt::Debug for Repair {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::None => "Repair::None",
            Self::Encoding => "Repair::Encoding",
            Self::Entity => "Repair::Entity",
        })
    }
}

/// How often a text is decoded at most: a draft may have gone through several programs.
const MOST_ROUNDS: usize = 3;

impl Repair {
    /// Every way by the name it is written with.
    pub const NAMES: [(&'static str, Self); 2] = [("encoding", Self::Encoding), ("entity", Self::Entity)];

    /// The text as it should be; `None` where it cannot be told.
    pub fn decode(self, broken: &str) -> Option<String> {
        let once = match self {
            Self::None => return None,
            Self::Encoding => decode_utf8,
            Self::Entity => decode_entities,
        };
        let mut text = once(broken)?;
        for _ in 1..MOST_ROUNDS {
            match once(&text) {
                Some(next) => text = next,
                None => break,
            }
        }
        Some(text)
    }
}

/// Reads the characters as bytes of Windows-1252 and those as UTF-8; `None` where nothing changes or it is none.
fn decode_utf8(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        bytes.push(byte_of(character)?);
    }
    let decoded = String::from_utf8(bytes).ok()?;
    let sound = decoded.chars().all(|character| !character.is_control());
    (sound && decoded != text).then_some(decoded)
}

/// The byte that a character stands for in Windows-1252, or in Latin-1 where that has none.
fn byte_of(character: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    if let Some(index) = HIGH.iter().position(|known| *known == character) {
        return u8::try_from(0x80 + index).ok();
    }
    u8::try_from(u32::from(character)).ok()
}

/// Replaces entities by what they stand for; `None` where there is none that is known.
fn decode_entities(text: &str) -> Option<String> {
    let decoded = htmlize::unescape(text);
    (decoded != text).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::Repair;

    #[test]
    fn utf8_read_as_windows_1252_is_read_again() {
        let decode = |text: &str| Repair::Encoding.decode(text);
        assert_eq!(decode("â€™").as_deref(), Some("’"));
        assert_eq!(decode("Ã©").as_deref(), Some("é"));
        assert_eq!(decode("Â£").as_deref(), Some("£"));
        assert_eq!(decode("Ã¢â‚¬â„¢").as_deref(), Some("’"));
        assert_eq!(decode("é"), None);
        assert_eq!(decode("naïve"), None);
    }

    #[test]
    fn entities_are_decoded_by_name_and_number() {
        let decode = |text: &str| Repair::Entity.decode(text);
        assert_eq!(decode("&rsquo;").as_deref(), Some("’"));
        assert_eq!(decode("&#8217;").as_deref(), Some("’"));
        assert_eq!(decode("&#x2019;").as_deref(), Some("’"));
        assert_eq!(decode("&amp;rsquo;").as_deref(), Some("’"));
        assert_eq!(decode("&nonsense;"), None);
    }
}
