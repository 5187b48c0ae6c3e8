//! The packs that a program carries, by name. Must not read the disk: the caller brings the files.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::assembly::{self, Identity};
use crate::collection::{Collection, Header};
use crate::faults::Fault;
use crate::preamble::preamble;
use crate::{Pack, Preamble, Scenario, check};

/// How many packs may stand on one another.
const CHAIN_MAX: usize = 8;

/// Packs as files in memory.
#[derive(Debug, Clone, Default)]
pub struct Library {
    files: Arc<BTreeMap<String, String>>,
}

/// Why a pack cannot be used, with the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct PackError {
    /// Path inside the library: `guet-2022/rules.md`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Which way of being wrong it is, with what to do about it.
    pub fault: Fault,
    /// What is wrong, in Chinese.
    pub problem: String,
}

impl PackError {
    pub(crate) fn new(file: &str, line: usize, fault: Fault, problem: impl Into<String>) -> PackError {
        PackError { file: file.to_owned(), line, fault, problem: problem.into() }
    }
}

impl Library {
    /// A library of these files: (path such as `guet-2022/rules.md`, text).
    pub fn from_files<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Library {
        Library { files: Arc::new(files.into_iter().map(|(path, text)| (path.into(), text.into())).collect()) }
    }

    /// Names of the packs, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.files.keys().filter_map(|path| path.split_once('/')).map(|(name, _)| name).collect();
        names.dedup();
        names
    }

    /// The pack with this name, with the packs that it extends.
    ///
    /// # Errors
    /// The file and line of the first thing that is wrong: an unknown pack, an open fence, a block that does not
    /// parse, a name that stands for nothing, an article with neither a rule nor a reason for having none.
    pub fn load(&self, name: &str) -> Result<Pack, PackError> {
        self.load_with(name, &BTreeMap::new())
    }

    /// The same with other readings than the pack chooses.
    pub(crate) fn load_with(&self, name: &str, pins: &BTreeMap<String, String>) -> Result<Pack, PackError> {
        let chain = self.chain(name)?;
        let header = self.succession(name)?;
        let mut collection = self.collection(&chain)?;
        collection.choose(&rules_path(name), pins)?;
        let tables = |file: &str| {
            chain.iter().find_map(|pack| {
                let path = format!("{pack}/{file}");
                self.files.get_key_value(&path).map(|(path, text)| (path.as_str(), text.as_str()))
            })
        };
        let hash = self.hash(&chain, pins);
        let preambles = self.preambles(&chain)?;
        let identity = Identity { name: name.to_owned(), hash, header, preambles, library: self.clone() };
        assembly::assemble(identity, &collection, &tables)
    }

    /// The files that a pack is read from, by path: what somebody has to keep who wants to judge by it later. Scenarios are
    /// not among them, and of the packs that it succeeds only what tells since when they were in force.
    ///
    /// # Errors
    /// As [`Library::load`].
    pub fn files_of(&self, name: &str) -> Result<BTreeMap<String, String>, PackError> {
        let chain = self.chain(name)?;
        let own = chain.iter().flat_map(|pack| self.own(pack)).map(|(path, text)| (path.to_owned(), text.to_owned()));
        let mut files: BTreeMap<String, String> = own.collect();
        let mut header = self.succession(name)?;
        while let Some((earlier, _)) = header.succeeds {
            let path = rules_path(&earlier);
            let text = self.text(&path)?;
            header = Collection::header(&path, text)?;
            files.insert(path, text.to_owned());
        }
        Ok(files)
    }

    /// What a pack itself is read from.
    fn own(&self, pack: &str) -> impl Iterator<Item = (&str, &str)> {
        let (folder, scenarios) = (format!("{pack}/"), scenarios(pack));
        let own = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        own.filter(move |(path, _)| path.starts_with(&folder) && !path.starts_with(&scenarios))
    }

    /// The pack's own scenarios, by file name.
    ///
    /// # Errors
    /// File and line of the first scenario that cannot be read.
    pub fn scenarios(&self, name: &str) -> Result<Vec<Scenario>, PackError> {
        let folder = scenarios(name);
        let own = self.files.iter().filter(|(path, _)| path.starts_with(&folder) && path.ends_with(".toml"));
        own.map(|(path, text)| Scenario::parse(path, text)).collect()
    }

    /// Everything that is wrong with a pack that can be used: rules that overlap or decide nothing, gaps in time,
    /// articles and kinds without scenarios, and scenarios that come out otherwise. In the order of files and lines.
    ///
    /// # Errors
    /// When the pack or a scenario cannot be read.
    pub fn check(&self, name: &str) -> Result<Vec<PackError>, PackError> {
        check::problems(self, name)
    }

    /// Paths of all files in a pack's folder, from there.
    pub(crate) fn paths_in<'a>(&'a self, pack: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().filter_map(move |path| path.strip_prefix(pack)?.strip_prefix('/'))
    }

    /// Everything that the rule files of the chain say.
    pub(crate) fn collection(&self, chain: &[String]) -> Result<Collection, PackError> {
        Collection::of(chain.iter().rev().map(String::as_str), |path| self.text(path))
    }

    /// What the packs of the chain say of themselves, those that say something.
    fn preambles(&self, chain: &[String]) -> Result<Vec<Preamble>, PackError> {
        let of = |pack: &String| {
            let path = rules_path(pack);
            preamble(pack, &path, self.text(&path)?)
        };
        chain.iter().filter_map(|pack| of(pack).transpose()).collect()
    }

    /// The name of the pack that was in force when a year began: this one, or the nearest that it succeeds. The
    /// earliest known pack answers for the years before it.
    ///
    /// # Errors
    /// As [`Library::load`].
    pub fn in_force(&self, name: &str, year: i16) -> Result<String, PackError> {
        let mut name = name.to_owned();
        loop {
            let header = self.succession(&name)?;
            let is_later = header.from.is_some_and(|(from, _)| from.year() > year);
            match header.succeeds {
                Some((earlier, _)) if is_later => name = earlier,
                _ => return Ok(name),
            }
        }
    }

    /// What the pack says before its first article, when each pack it succeeds is there and was in force before it.
    pub(crate) fn succession(&self, name: &str) -> Result<Header, PackError> {
        let header = |name: &str| {
            let path = rules_path(name);
            self.text(&path).and_then(|text| Collection::header(&path, text))
        };
        let (mut path, mut at) = (rules_path(name), header(name)?);
        while let Some((earlier, line)) = &at.succeeds {
            if !self.files.contains_key(&rules_path(earlier)) {
                return Err(PackError::new(
                    &path,
                    *line,
                    Fault::SucceedsUnknown,
                    format!("没有所接替的学时标准“{earlier}”"),
                ));
            }
            let before = header(earlier)?;
            // Dates that fall with every step cannot lead back, so there is no circle either.
            let falls = matches!((&before.from, &at.from), (Some((before, _)), Some((after, _))) if before < after);
            if !falls {
                let problem = format!("要晚于所接替的“{earlier}”开始执行，请核对 from");
                return Err(PackError::new(&path, *line, Fault::SucceedsLater, problem));
            }
            (path, at) = (rules_path(earlier), before);
        }
        header(name)
    }

    /// The pack, the pack it extends, and so on.
    pub(crate) fn chain(&self, name: &str) -> Result<Vec<String>, PackError> {
        let mut chain = vec![name.to_owned()];
        let (mut file, mut line) = (rules_path(name), 1);
        loop {
            let last = chain.last().expect("a chain starts with its pack");
            let path = rules_path(last);
            if !self.files.contains_key(&path) {
                let known = self.names().join("、");
                let problem = format!("没有学时标准“{last}”。已有的是：{known}");
                return Err(PackError::new(&file, line, Fault::UnknownPack, problem));
            }
            let Some((next, at)) = Collection::header(&path, self.text(&path)?)?.extends else { return Ok(chain) };
            (file, line) = (path, at);
            if chain.contains(&next) || chain.len() >= CHAIN_MAX {
                let problem = format!("extends 绕回了“{next}”，或层数太多");
                return Err(PackError::new(&file, line, Fault::ExtendsCircle, problem));
            }
            chain.push(next);
        }
    }

    fn text(&self, path: &str) -> Result<&str, PackError> {
        self.files
            .get(path)
            .map(String::as_str)
            .ok_or_else(|| PackError::new(path, 1, Fault::UnknownPack, "缺少这个文件"))
    }

    /// Over path, length and text of every file of every pack in the chain, and over readings chosen otherwise. A scenario
    /// tries a pack and is none of it: another one makes no other pack.
    fn hash(&self, chain: &[String], pins: &BTreeMap<String, String>) -> String {
        let mut digest = Sha256::new();
        for pack in chain {
            for (path, text) in self.own(pack) {
                digest.update(format!("{path}\n{}\n", text.len()));
                digest.update(text);
            }
        }
        for (reading, option) in pins {
            digest.update(format!("{reading} = {option}\n"));
        }
        hex::encode(digest.finalize())
    }
}

fn scenarios(pack: &str) -> String {
    format!("{pack}/scenarios/")
}

pub(crate) fn rules_path(pack: &str) -> String {
    format!("{pack}/rules.md")
}
