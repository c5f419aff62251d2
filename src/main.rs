//! copydesk.
fn main() {}
