//! What the program promises of any draft: exact spans, fixes that hold, the same outcome every time; and that the
//! project is in order.

mod drafts;
mod exactness;
mod fixes;
mod pictures;
mod tidy;
