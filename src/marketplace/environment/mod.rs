//! What makes a command meet the emulator instead of Vercel: variables, a script that Node and Bun
//! load first, and a proxy.

mod authority;
mod command;
mod proxy;

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use url::Url;

use crate::error::{Error, Result};
use crate::fs::private_file;
use crate::settings::project::API_URL_VARIABLE;

pub use authority::Authority;
pub use command::RunningCommand;
pub use proxy::Proxy;

/// Vercel's hosts: the issuer, the API, and the API as older clients address it. Of the last one,
/// only `/api/` is emulated.
pub const HOSTS: [&str; 3] = ["marketplace.vercel.com", "api.vercel.com", "vercel.com"];

pub fn is_emulated(host: &str) -> bool {
    HOSTS.iter().any(|known| known.eq_ignore_ascii_case(host))
}

/// The issuer for servers that read its URL from the environment, as a branch of Vercel's example
/// does (<https://github.com/vercel/example-marketplace-integration/pull/114>).
const ISSUER_VARIABLE: &str = "OIDC_ISSUER";

const PRELOAD: &str = include_str!("preload.mjs");

/// Variables for a file with certificates: OpenSSL and Go, Python's requests, curl, Node.
const CERTIFICATE_VARIABLES: [&str; 4] =
    ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"];

/// The variables that a command gets besides its own.
#[derive(Clone, Debug)]
pub struct Environment(Vec<(&'static str, OsString)>);

impl Environment {
    /// For an emulator at `url`, whose files are in `state_dir`. With a certificate authority, the
    /// emulator is also a proxy.
    pub fn new(url: &str, state_dir: &Path, authority: Option<&Authority>) -> Result<Self> {
        let preload = write(state_dir, "preload.mjs", PRELOAD.as_bytes())?;
        let preload_url = Url::from_file_path(&preload)
            .map_err(|()| Error::usage(format!("`{}` has no URL", preload.display())))?;
        let mut variables = vec![
            (API_URL_VARIABLE, url.into()),
            (ISSUER_VARIABLE, url.into()),
            ("NODE_OPTIONS", appended("NODE_OPTIONS", &format!("--import={preload_url}"))),
        ];
        // Bun splits its options at blanks, whatever the quotes.
        if let Some(path) = preload.to_str().filter(|path| !path.contains(char::is_whitespace)) {
            variables.push(("BUN_OPTIONS", appended("BUN_OPTIONS", &format!("--preload={path}"))));
        }
        if let Some(authority) = authority {
            let certificates = write(state_dir, "ca-bundle.pem", &authority.bundle())?;
            variables.push(("HTTPS_PROXY", url.into()));
            variables.push(("https_proxy", url.into()));
            variables.push(("NODE_USE_ENV_PROXY", "1".into()));
            let bundled = CERTIFICATE_VARIABLES.map(|name| (name, certificates.clone().into()));
            variables.extend(bundled);
        }
        Ok(Self(variables))
    }

    pub fn variables(&self) -> impl Iterator<Item = (&'static str, &OsStr)> {
        self.0.iter().map(|(name, value)| (*name, value.as_os_str()))
    }
}

/// What a variable already holds, and an option after it.
fn appended(name: &str, option: &str) -> OsString {
    let mut value = env::var_os(name).unwrap_or_default();
    if !value.is_empty() {
        value.push(" ");
    }
    value.push(option);
    value
}

/// Writes a file that other runs may be reading, and returns its absolute path.
fn write(folder: &Path, name: &str, contents: &[u8]) -> Result<PathBuf> {
    private_file::create_folder(folder)?;
    let path = folder.join(name);
    let written = || -> io::Result<PathBuf> {
        if !fs::read(&path).is_ok_and(|old| old == contents) {
            let mut file = NamedTempFile::new_in(folder)?;
            file.write_all(contents)?;
            file.persist(&path)?;
        }
        std::path::absolute(&path)
    };
    written().map_err(|error| Error::write(format_args!("`{}`", path.display()), &error))
}
