//! What an upload is for, and what is said of one that cannot even be read: the limit and the words of its own form. Must
//! not know what the files have to be.

use domain::{
    captions::CAPTIONS_BYTES_MAX,
    evidence::{FILES_MEGABYTES_MAX, KEPT},
    refusal::{NOTHING_CHANGED, Refusal, RefusalKind},
    size::{FILE_MEGABYTES_MAX, MEGABYTE},
};

use super::FILM_BYTES_MAX;

/// What an upload is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Evidence of an item, several files at once.
    Evidence,
    /// The signed and sealed form.
    SealedForm,
    /// A spreadsheet to be imported.
    Sheet,
    /// The file of a lesson.
    Lesson,
    /// Files that come with a lesson, several at once.
    Attachment,
    /// The captions of a film.
    Captions,
}

impl Purpose {
    /// The most that its files come to, in megabytes.
    #[must_use]
    pub const fn megabytes_max(self) -> usize {
        match self {
            Self::Evidence | Self::Attachment => FILES_MEGABYTES_MAX,
            Self::SealedForm | Self::Sheet => FILE_MEGABYTES_MAX,
            Self::Lesson => FILM_BYTES_MAX / MEGABYTE,
            Self::Captions => CAPTIONS_BYTES_MAX / MEGABYTE,
        }
    }

    /// What is safe when nothing of it was taken.
    fn safe(self) -> String {
        match self {
            Self::Evidence | Self::SealedForm => KEPT.to_owned(),
            Self::Sheet => format!("没有导入任何内容，{NOTHING_CHANGED}"),
            Self::Lesson => "这个文件没有保存，课程的其他内容没有变化。".to_owned(),
            Self::Attachment => "已有的附件没有变化。".to_owned(),
            Self::Captions => "课时和已有的字幕没有变化。".to_owned(),
        }
    }

    /// What to do where a file is missing: the way to it and the button of its form.
    fn choose(self) -> &'static str {
        match self {
            Self::Evidence => "请先选择文件，或把文件拖到上传框里，再点“上传”。",
            Self::SealedForm => "请先选择盖章后的扫描件或照片，再点“上传”。",
            Self::Sheet => "请先选择表格文件，再点“开始”。",
            Self::Lesson => "请先选择视频、PDF 或课件包文件，再点“添加课时”。",
            Self::Attachment | Self::Captions => "请先选择文件，再点“上传”。",
        }
    }

    /// Nothing was chosen.
    #[must_use]
    pub fn no_file(self) -> Refusal {
        Refusal::invalid("upload.no-file", "还没有选择文件。", self.safe(), self.choose())
    }

    /// What came is no form with files.
    #[must_use]
    pub fn no_form(self) -> Refusal {
        Refusal::invalid("upload.no-form", "没有收到文件。", self.safe(), self.choose())
    }

    /// It broke off.
    #[must_use]
    pub fn broken(self) -> Refusal {
        Refusal::invalid(
            "upload.broken",
            "上传没有完成，可能是网络中断。",
            self.safe(),
            "请检查网络后重新上传，重复上传不会产生重复记录。",
        )
    }

    /// It is larger than a request for this may be.
    #[must_use]
    pub fn too_large(self) -> Refusal {
        let most = self.megabytes_max();
        let (what, next) = match self {
            Self::Attachment => (
                format!("上传的内容太大：每个附件不能超过 {FILE_MEGABYTES_MAX} MB，一次上传合计不能超过 {most} MB。"),
                "请压缩文件，或一次少选几个，分几次上传。",
            ),
            Self::Evidence => (
                format!("上传的内容太大：每个文件不能超过 {FILE_MEGABYTES_MAX} MB，一次上传合计不能超过 {most} MB。"),
                "请压缩扫描件，或一次少选几个文件，分几次上传。",
            ),
            Self::SealedForm => (
                format!("上传的文件太大：盖章的汇总表不能超过 {most} MB。"),
                "请压缩扫描件（例如改为 150 dpi 灰度），或改拍照片再上传。",
            ),
            Self::Sheet => (
                format!("上传的表格太大：不能超过 {most} MB。"),
                "请只留下要导入的行和列，去掉图片和别的工作表，或拆成几个文件，再分几次导入。",
            ),
            Self::Captions => (
                format!("上传的文件太大：字幕不能超过 {most} MB。"),
                "请只留下字幕文字和时间，去掉图片和样式，再上传。",
            ),
            Self::Lesson => (
                format!("上传的文件太大：视频和课件包不能超过 {most} MB。"),
                "请降低视频的分辨率或码率重新导出，或把一讲拆成几个课时再上传。",
            ),
        };
        Refusal::too_large("upload.too-large", what, self.safe(), next)
    }

    /// So many uploads are being read that there is no room for another.
    #[must_use]
    pub fn crowded(self) -> Refusal {
        Refusal::new(
            RefusalKind::Busy,
            "upload.crowded",
            "现在同时上传的人太多，这次上传还没有开始。",
            self.safe(),
            "请过一两分钟再上传，重复上传不会产生重复记录。",
        )
    }
}
