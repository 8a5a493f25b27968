//! The folders that outlive a run: the cache, which may be deleted at any time, and the
//! data, which may not.

use crate::error::{Exit, UserError};
use camino::{Utf8Path, Utf8PathBuf};
use etcetera::BaseStrategy;
use std::ffi::OsString;
use std::{env, fs, io};

/// One of the two folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// What can be made again: the kit, verdicts that are known already.
    Cache,
    /// What cannot: the reports.
    Data,
}

impl Folder {
    /// The environment variable that names the folder outright.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Cache => "GREENROOM_CACHE",
            Self::Data => "GREENROOM_DATA",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Cache => "cache",
            Self::Data => "data",
        }
    }

    /// Where the folder is, whether or not it exists.
    ///
    /// # Errors
    ///
    /// There is no home folder to put it in, or its path is not UTF-8.
    pub fn path(self) -> Result<Utf8PathBuf, UserError> {
        let base = etcetera::choose_base_strategy()
            .ok()
            .map(|base| match self {
                Self::Cache => base.cache_dir(),
                Self::Data => base.data_dir(),
            });
        let named = env::var_os(self.variable());
        let current_dir = env::current_dir().unwrap_or_default();
        let path = self
            .choose(named, base.map(std::path::PathBuf::into_os_string))
            .map(|path| current_dir.join(path))?;
        Utf8PathBuf::from_path_buf(path).map_err(|path| self.not_utf8(&path.to_string_lossy()))
    }

    fn choose(
        self,
        named: Option<OsString>,
        base: Option<OsString>,
    ) -> Result<Utf8PathBuf, UserError> {
        let (text, below) = match (named.filter(|named| !named.is_empty()), base) {
            (Some(named), _) => (named, None),
            (None, Some(base)) => (base, Some("greenroom")),
            (None, None) => {
                let name = self.name();
                return Err(UserError::new(
                    Exit::CannotJudge,
                    format!("there is no home folder to keep the {name} folder in"),
                )
                .help(format!(
                    "set HOME, or name the folder: {}=/some/folder",
                    self.variable()
                )));
            }
        };
        let text = text
            .into_string()
            .map_err(|text| self.not_utf8(&text.to_string_lossy()))?;
        let path = Utf8PathBuf::from(text);
        Ok(below.map_or_else(|| path.clone(), |below| path.join(below)))
    }

    fn not_utf8(self, path: &str) -> UserError {
        UserError::new(
            Exit::CannotJudge,
            format!(
                "the path of the {} folder is not UTF-8: {path}",
                self.name()
            ),
        )
        .help(format!(
            "name another one: {}=/some/folder",
            self.variable()
        ))
    }

    /// Makes the folder for this user alone if it is not there, and sees that it can be
    /// written.
    ///
    /// # Errors
    ///
    /// There is no place for it, or it cannot be made or written.
    pub fn open(self) -> Result<Utf8PathBuf, UserError> {
        let path = self.path()?;
        self.prepare(&path)?;
        Ok(path)
    }

    fn prepare(self, path: &Utf8Path) -> Result<(), UserError> {
        make_private(path)
            .and_then(|()| tempfile::tempfile_in(path).map(drop))
            .map_err(|error| {
                UserError::new(
                    Exit::CannotJudge,
                    format!(
                        "the {} folder {path} cannot be written: {error}",
                        self.name()
                    ),
                )
                .help(format!(
                    "name another one: {}=/some/folder",
                    self.variable()
                ))
            })
    }
}

/// Makes a folder and those above it, for this user alone. One that exists stays as it is.
///
/// # Errors
///
/// What the system says.
pub fn make_private(path: &Utf8Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_folder_is_taken_as_it_is_and_an_empty_name_is_none() {
        let choose = |named: &str| {
            Folder::Cache
                .choose(Some(named.into()), Some("/home/a/.cache".into()))
                .expect("a folder")
        };
        assert_eq!(choose("/tmp/kits"), "/tmp/kits");
        assert_eq!(choose(""), "/home/a/.cache/greenroom");
    }

    #[test]
    fn without_a_home_the_variable_is_named() {
        let error = Folder::Data.choose(None, None).unwrap_err();
        assert_eq!(error.exit, Exit::CannotJudge);
        assert!(error.message.contains("no home folder"));
        assert!(error.help.unwrap().contains("GREENROOM_DATA="));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_utf8_is_refused() {
        use std::os::unix::ffi::OsStringExt;
        let name = OsString::from_vec(b"/tmp/\xff".to_vec());
        let error = Folder::Cache.choose(Some(name), None).unwrap_err();
        assert!(error.message.contains("not UTF-8"), "{error}");
    }

    #[test]
    fn a_file_in_the_way_is_an_error_that_names_it() {
        let temp = tempfile::tempdir().unwrap();
        let file = Utf8Path::from_path(temp.path()).unwrap().join("file");
        fs::write(&file, "").unwrap();
        let error = Folder::Data.prepare(&file.join("below")).unwrap_err();
        assert_eq!(error.exit, Exit::CannotJudge);
        assert!(
            error.message.contains("file/below cannot be written"),
            "{error}"
        );
        assert!(Folder::Data.prepare(&file).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_new_folder_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let temp = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(temp.path()).unwrap().join("a/b");
        Folder::Data.prepare(&path).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
