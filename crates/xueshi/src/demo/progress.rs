//! What the terminal shows while the sample university is being made.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on a terminal, plain lines elsewhere.
pub(super) struct Progress {
    bar: ProgressBar,
    is_terminal: bool,
}

impl Progress {
    /// Shows an empty bar.
    pub(super) fn new(people: u32) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let bar = if is_terminal { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        eprintln!("第一次启动：正在生成示例大学（{people} 人，三个年度），之后的启动会很快。");
        Progress { bar, is_terminal }
    }

    /// Begins a stage with this many steps.
    pub(super) fn stage(&self, text: &str, steps: usize) {
        self.bar.set_length(steps as u64);
        self.bar.set_position(0);
        self.bar.set_message(text.to_owned());
        if !self.is_terminal {
            eprintln!("  {text}");
        }
    }

    /// One step is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
    }

    /// Everything is done.
    pub(super) fn finish(&self, took: Duration) {
        self.bar.finish_and_clear();
        eprintln!("示例大学生成完毕，用时 {} 秒。", took.as_secs());
    }
}
