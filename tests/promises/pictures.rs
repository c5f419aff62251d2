//! The pictures in the documentation show what the program says.

use anstyle_svg::Term;
use std::path::Path;
use std::process::Command;

/// Colours of the renderer and what is easier to read in their place.
const COLORS: [(&str, &str); 6] = [
    ("#000000", "#1b1d23"),
    ("#AAAAAA", "#d5d8de"),
    ("#5555FF", "#7fa8ff"),
    ("#FF5555", "#ff7b72"),
    ("#AA5500", "#e3b341"),
    ("#55FF55", "#7ee787"),
];

/// What the picture of the report shows.
const REPORT: [&str; 7] =
    ["check", "--no-config", "--color", "always", "--select", "typo,title,name", "examples/harbor-slips.txt"];

#[test]
fn the_picture_of_the_report_is_what_the_program_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run =
        Command::new(env!("CARGO_BIN_EXE_copydesk")).args(REPORT).current_dir(root).env_remove("COLUMNS").output();
    let report = String::from_utf8(run.expect("the program").stdout).expect("a report in UTF-8");
    let command = REPORT.iter().filter(|word| !matches!(**word, "--no-config" | "--color" | "always"));
    let command: Vec<&str> = command.copied().collect();
    let shown = format!("$ copydesk {}\n\n{report}", command.join(" "));
    let picture = COLORS.iter().fold(Term::new().render_svg(&shown), |svg, (old, new)| svg.replace(old, new));
    let path = root.join("docs/report.svg");
    if std::env::var_os("WRITE_README").is_some() {
        std::fs::write(&path, picture).expect("the picture can be written");
    } else {
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(known == picture, "docs/report.svg is old: WRITE_README=1 cargo test writes it anew");
    }
}
