//! Characters that nobody sees.

/// Whether a person who looks at a text does not see the character, while a terminal obeys it, a page turns its line around, or a model reads
/// it: control characters other than line feeds and tabs, marks of direction, separators of lines, and what Unicode calls default-ignorable
/// (characters without width, fillers, variation selectors, the invisible alphabet of tags).
pub fn is_hidden(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\t')
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_read_is_seen_and_what_machines_read_is_not() {
        assert!(!"a ä\t名前\n\u{a0}é😀\u{fffd}".chars().any(is_hidden));
        let hidden =
            "\0\r\u{1b}\u{7f}\u{9b}\u{ad}\u{61c}\u{200b}\u{200d}\u{2028}\u{202e}\u{2066}\u{3164}\u{feff}\u{e0041}";
        assert!(hidden.chars().all(is_hidden));
    }
}
