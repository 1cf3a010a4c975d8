//! Which file it is, by whatever name.

use std::fs::File;
use std::io;
use std::path::Path;

/// What tells a file from all others, however many names it has.
#[cfg(unix)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileId {
    device: u64,
    number: u64,
}

/// What tells a file from all others, however many names it has.
#[cfg(not(unix))]
#[derive(Debug, PartialEq, Eq)]
pub struct FileId(same_file::Handle);

#[cfg(unix)]
impl FileId {
    /// That of the file at a path. Nothing is opened: to open a pipe would be to wait for its other
    /// end.
    ///
    /// # Errors
    /// Those of looking at it.
    pub fn of_path(path: &Path) -> io::Result<Self> {
        std::fs::metadata(path).map(|it| Self::of_metadata(&it))
    }

    /// That of an open file.
    ///
    /// # Errors
    /// Those of looking at it.
    pub fn of_file(file: &File) -> io::Result<Self> {
        file.metadata().map(|it| Self::of_metadata(&it))
    }

    /// That of standard input.
    ///
    /// # Errors
    /// Those of looking at it.
    pub fn of_standard_input() -> io::Result<Self> {
        use std::os::fd::AsFd;

        Self::of_file(&File::from(io::stdin().as_fd().try_clone_to_owned()?))
    }

    fn of_metadata(metadata: &std::fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;

        Self { device: metadata.dev(), number: metadata.ino() }
    }
}

#[cfg(not(unix))]
impl FileId {
    /// That of the file at a path, which has to be opened for that; nothing but a regular file is.
    ///
    /// # Errors
    /// Those of opening it.
    pub fn of_path(path: &Path) -> io::Result<Self> {
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::other("it is no regular file"));
        }
        same_file::Handle::from_path(path).map(Self)
    }

    /// That of an open file.
    ///
    /// # Errors
    /// Those of looking at it.
    pub fn of_file(file: &File) -> io::Result<Self> {
        same_file::Handle::from_file(file.try_clone()?).map(Self)
    }

    /// That of standard input.
    ///
    /// # Errors
    /// Those of looking at it.
    pub fn of_standard_input() -> io::Result<Self> {
        same_file::Handle::stdin().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_the_same_by_every_name_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other, link] = ["one", "other", "link"].map(|name| folder.path().join(name));
        fs::write(&one, "").unwrap();
        fs::write(&other, "").unwrap();
        fs::hard_link(&one, &link).unwrap();
        let of = |path: &Path| FileId::of_path(path).unwrap();
        assert_eq!(of(&one), of(&link));
        assert_ne!(of(&one), of(&other));
        assert_eq!(of(&one), FileId::of_file(&File::open(&link).unwrap()).unwrap());
        assert!(FileId::of_path(&folder.path().join("none")).is_err());
    }
}
