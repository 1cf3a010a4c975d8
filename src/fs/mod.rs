//! Files that survive a crash, are locked or private, or are read up to a limit.

pub mod append_log;
pub mod bom;
pub mod file_id;
pub mod locked_file;
pub mod private_file;
pub mod read_limited;
