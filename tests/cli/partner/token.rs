//! `partner token` and `partner keys`.
