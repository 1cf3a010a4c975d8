//! `partner list`, `partner show` and `partner schema`.
