//! The year account as one picture: two measuring bars and a seal, drawn on the server. All lengths are hundredths of
//! an hour in integers; positions leave here as percentages with one decimal. Must not hold rules.

/// State of the required public exam in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exam {
    /// Passed.
    Passed,
    /// Required and not passed yet.
    Open,
    /// Nothing is required.
    NotRequired,
}

/// The figures of one person's year, in hundredths of an hour.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) professional: i64,
    pub(crate) public: i64,
    /// Applied for and not decided yet.
    pub(crate) pending: i64,
    pub(crate) required_total: i64,
    pub(crate) professional_min: i64,
    /// False when the year asks for the exam only; the bars then have no target.
    pub(crate) has_target: bool,
    pub(crate) exam: Exam,
}

impl Picture {
    /// Total that counts, in hundredths.
    pub(crate) fn total(&self) -> i64 {
        self.professional + self.public
    }

    /// The right end of both rulers, in hundredths: the next whole ten hours beyond the largest figure.
    fn scale(&self) -> i64 {
        let largest = (self.total() + self.pending).max(self.required_total).max(1_000);
        (largest / 1_000 + 1) * 1_000
    }

    fn percent(&self, hundredths: i64) -> String {
        let tenths = hundredths * 1_000 / self.scale();
        format!("{}.{}%", tenths / 10, tenths % 10)
    }

    /// Width of the professional part.
    pub(crate) fn professional_width(&self) -> String {
        self.percent(self.professional)
    }

    /// Width of the public part.
    pub(crate) fn public_width(&self) -> String {
        self.percent(self.public)
    }

    /// Where the total ends and what is pending begins.
    pub(crate) fn total_end(&self) -> String {
        self.percent(self.total())
    }

    /// Width of what is pending.
    pub(crate) fn pending_width(&self) -> String {
        self.percent(self.pending)
    }

    /// Where the target of the total stands.
    pub(crate) fn total_target(&self) -> String {
        self.percent(self.required_total)
    }

    /// Where the target of the professional part stands.
    pub(crate) fn professional_target(&self) -> String {
        self.percent(self.professional_min)
    }

    /// Ticks of the ruler, one each ten hours: position and hours.
    pub(crate) fn ticks(&self) -> Vec<(String, i64)> {
        let scale = self.scale();
        (0..=scale / 1_000).map(|tens| (self.percent(tens * 1_000), tens * 10)).collect()
    }

    /// Hours as people read them, like `62.5`.
    pub(crate) fn hours(&self, hundredths: &i64) -> String {
        hours_text(*hundredths)
    }

    /// Total that counts, as text.
    pub(crate) fn total_text(&self) -> String {
        hours_text(self.total())
    }

    /// Whether the exam is passed.
    pub(crate) fn exam_passed(&self) -> bool {
        self.exam == Exam::Passed
    }

    /// Whether an exam is required at all.
    pub(crate) fn exam_required(&self) -> bool {
        self.exam != Exam::NotRequired
    }

    /// Whether the total reaches its target.
    pub(crate) fn total_met(&self) -> bool {
        self.total() >= self.required_total
    }

    /// Whether the professional part reaches its target.
    pub(crate) fn professional_met(&self) -> bool {
        self.professional >= self.professional_min
    }

    /// The picture in words, for those who cannot see it.
    pub(crate) fn words(&self) -> String {
        let exam = match self.exam {
            Exam::Passed => "公需科目考试已合格",
            Exam::Open => "公需科目考试尚未合格",
            Exam::NotRequired => "本年度不要求公需科目考试",
        };
        let pending = if self.pending > 0 {
            format!("另有 {} 学时待核定，", hours_text(self.pending))
        } else {
            String::new()
        };
        if !self.has_target {
            return format!("已计入 {} 学时，{pending}{exam}。", self.total_text());
        }
        format!(
            "总学时 {}，应修 {}；其中专业科目 {}，应修 {}；{pending}{exam}。",
            self.total_text(),
            hours_text(self.required_total),
            hours_text(self.professional),
            hours_text(self.professional_min),
        )
    }
}

/// Hundredths of an hour as people read them: `62.5`, `90`, `0.25`.
pub(crate) fn hours_text(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (hundredths.abs() / 100, hundredths.abs() % 100);
    match part {
        0 => format!("{sign}{whole}"),
        part if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
        part => format!("{sign}{whole}.{part:02}"),
    }
}
