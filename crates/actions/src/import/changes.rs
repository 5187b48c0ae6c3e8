//! What an import changes in rows that are known already, counted by field, and how the dry run says so. Must not decide
//! what changes.

use policy::{Pack, Provision, cited};

use super::ImportReport;

/// The roster's columns that say when: from which day a post is held, and about which year a row is.
const WHEN: [&str; 2] = ["起始日期", "名册年度"];

/// One field, or one way in which it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// What people call the field.
    pub field: &'static str,
    /// From what to what: given where the obligation of article 1 depends on the field.
    pub turn: Option<(&'static str, &'static str)>,
}

impl Difference {
    /// The field with its turn, such as `岗位类别（专任教师改为管理岗）`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.turn {
            Some((from, to)) => format!("{}（{from}改为{to}）", self.field),
            None => self.field.to_owned(),
        }
    }
}

/// How many rows change something so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldChange {
    /// What.
    pub difference: Difference,
    /// In how many rows.
    pub rows: usize,
}

/// What changes, what the obligation depends on first.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    fields: Vec<FieldChange>,
    obligations: usize,
}

impl Changes {
    /// Counts what changes in one row.
    pub(crate) fn count(&mut self, differences: &[Difference]) {
        self.obligations += usize::from(differences.iter().any(|difference| difference.turn.is_some()));
        for difference in differences {
            match self.fields.iter_mut().find(|known| known.difference == *difference) {
                Some(known) => known.rows += 1,
                None => self.fields.push(FieldChange { difference: *difference, rows: 1 }),
            }
        }
    }

    /// The fields, and in how many rows the obligation is concerned.
    pub(crate) fn counted(mut self) -> (Vec<FieldChange>, usize) {
        self.fields.sort_by_key(|change| change.difference.turn.is_none());
        (self.fields, self.obligations)
    }
}

impl ImportReport {
    /// What has to be looked at before it is written: whose obligation is concerned, by the pack in force.
    #[must_use]
    pub fn warning(&self, pack: &Pack) -> Option<String> {
        let by = cited(pack.carrying(Provision::Obligation).unwrap_or_default());
        (self.obligations > 0).then(|| {
            format!(
                "有 {} 人的岗位类别、申报职称或转正定职会改变。全年应修多少学时由这几项决定{by}，请先核对这份名册。",
                self.obligations
            )
        })
    }

    /// Which columns the list does without, and what that means. The day of a change and the year of a row are no content that
    /// could be kept: a list without them dates nothing, and there is nothing to tell.
    #[must_use]
    pub fn unsaid(&self) -> Option<String> {
        let absent: Vec<&str> = self.absent.iter().copied().filter(|column| !WHEN.contains(column)).collect();
        (!absent.is_empty())
            .then(|| format!("表里没有这些列：{}。已有的内容保持不变；新增的按空白或“否”处理。", absent.join("、")))
    }
}
