//! Which file it is, by whatever name.

use std::fs::File;
use std::io;
use std::path::Path;

/// Tells a file from all others, however many names it has.
#[cfg(unix)]
#[derive(Debug, PartialEq, Eq)]
pub struct FileId {
    device: u64,
    inode: u64,
}

/// Tells a file from all others, however many names it has.
#[cfg(not(unix))]
#[derive(Debug, PartialEq, Eq)]
pub struct FileId(same_file::Handle);

#[cfg(unix)]
impl FileId {
    /// Opens nothing: opening a pipe would wait for its other end.
    pub fn from_path(path: &Path) -> io::Result<Self> {
        std::fs::metadata(path).map(|metadata| Self::new(&metadata))
    }

    pub fn from_file(file: &File) -> io::Result<Self> {
        file.metadata().map(|metadata| Self::new(&metadata))
    }

    pub fn from_stdin() -> io::Result<Self> {
        use std::os::fd::AsFd;

        Self::from_file(&File::from(io::stdin().as_fd().try_clone_to_owned()?))
    }

    fn new(metadata: &std::fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;

        Self { device: metadata.dev(), inode: metadata.ino() }
    }
}

#[cfg(not(unix))]
impl FileId {
    /// Has to open the file, so nothing but a regular file is looked at.
    pub fn from_path(path: &Path) -> io::Result<Self> {
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        same_file::Handle::from_path(path).map(Self)
    }

    pub fn from_file(file: &File) -> io::Result<Self> {
        same_file::Handle::from_file(file.try_clone()?).map(Self)
    }

    pub fn from_stdin() -> io::Result<Self> {
        same_file::Handle::stdin().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn hard_links_have_the_same_id_and_other_files_another() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other, link] = ["one", "other", "link"].map(|name| folder.path().join(name));
        fs::write(&one, "").unwrap();
        fs::write(&other, "").unwrap();
        fs::hard_link(&one, &link).unwrap();
        let id = |path: &Path| FileId::from_path(path).unwrap();
        assert_eq!(id(&one), id(&link));
        assert_ne!(id(&one), id(&other));
        assert_eq!(id(&one), FileId::from_file(&File::open(&link).unwrap()).unwrap());
        assert!(FileId::from_path(&folder.path().join("none")).is_err());
    }
}
