//! Holds from where a paper is opened anew, as far as anybody knows: its page remembers for as long as its browser window is
//! open under which number it answered, and says so. Must not decide who may answer.

use super::Attempt;

/// From where a paper is opened anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reopening {
    /// The browser window that answered until now, reloaded, gone back to, or entered once more; or a copy of it, which
    /// remembers the same.
    Again,
    /// A browser window that answered before another one took over, or a copy of it.
    Back,
    /// A browser window or a device that has not answered yet, or does not know of it.
    Elsewhere,
}

impl Reopening {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Again, Self::Back, Self::Elsewhere];

    /// The name under which it is recorded.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Back => "back",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// Where, as the log says it.
    #[must_use]
    pub fn place(self) -> &'static str {
        match self {
            Self::Again => "在原来的浏览器窗口或它的副本",
            Self::Back => "在先前的浏览器窗口或它的副本",
            Self::Elsewhere => "在另一个浏览器窗口或设备",
        }
    }
}

impl Attempt {
    /// From where the paper is opened by a page that says under which number its browser window answered before; asked before
    /// the page gets a number of its own.
    #[must_use]
    pub fn reopening(&self, was: Option<u32>) -> Reopening {
        match was {
            Some(was) if was == self.window => Reopening::Again,
            Some(was) if (1..self.window).contains(&was) => Reopening::Back,
            _ => Reopening::Elsewhere,
        }
    }
}
