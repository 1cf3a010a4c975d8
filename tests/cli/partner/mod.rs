//! `partner`: Vercel's side of the Partner API.

mod call;
mod endpoints;
mod token;
