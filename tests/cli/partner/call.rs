//! `partner call`.
