//! Error pages as text.

use crate::http::Response;
use crate::http::decode::decode_html;

/// Elements whose content no browser shows.
const HIDDEN: [&str; 2] = ["script", "style"];

/// The title and the text of a page; nothing if it is none.
pub fn text(response: &Response) -> Option<String> {
    let page = String::from_utf8_lossy(&response.body.bytes);
    let is_declared =
        response.header("content-type").is_some_and(|value| value.starts_with("text/html"));
    let start = page.trim_start().get(..9).unwrap_or_default().to_ascii_lowercase();
    if !is_declared && start != "<!doctype" && !start.starts_with("<html") {
        return None;
    }
    let mut text = String::with_capacity(page.len());
    let mut rest = &*page;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        rest = after;
        if HIDDEN.iter().any(|hidden| hidden.eq_ignore_ascii_case(name)) {
            rest = after.split_once("</").map_or("", |(_, end)| end);
            rest = rest.split_once('>').map_or("", |(_, rest)| rest);
        }
        text.push(if is_inline(name) { ' ' } else { '\n' });
    }
    text.push_str(rest);
    if let Some(decoded) = decode_html(text.as_bytes()) {
        text = String::from_utf8_lossy(&decoded).into_owned();
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    Some(lines.join("\n"))
}

fn is_inline(name: &str) -> bool {
    ["a", "b", "code", "em", "i", "span", "strong"].iter().any(|tag| tag.eq_ignore_ascii_case(name))
}
