//! The three ways through the product, step by step, each step with a picture of its real page. Must not hold rules: what
//! the regulation asks stands in the rest of the guide, which is made from the pack.
//!
//! The pictures are taken on the tour of the pages, see `CONTRIBUTING.md`; a new one begins as an empty file.

/// A way through the product.
pub(crate) struct Guide {
    /// Its anchor on the page.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) steps: &'static [Step],
}

/// One step of it, on one page.
pub(crate) struct Step {
    pub(crate) text: &'static str,
    /// What the picture shows, for whoever cannot see it.
    pub(crate) alt: &'static str,
    /// Name of the picture.
    pub(crate) picture: &'static str,
    /// The route of the page that it shows.
    route: &'static str,
    bytes: &'static [u8],
}

/// A step, whose picture lies in the folder of the pictures under its name.
macro_rules! step {
    ($picture:literal of $route:literal, $text:literal, $alt:literal) => {
        Step {
            text: $text,
            alt: $alt,
            picture: $picture,
            route: $route,
            bytes: include_bytes!(concat!("../assets/guide/", $picture, ".webp")),
        }
    };
}

/// All of them, in the order in which people come to them.
pub(crate) const GUIDES: [Guide; 3] = [
    Guide {
        id: "registering",
        title: "登记",
        steps: &[
            step!("item" of "/registrations/{id}/items/new",
                "打开“学时登记”，添加一项，选种类，照证明填写。填的时候下面就算出学时，并写明依据的条文。",
                "添加登记项的页面：日期和半天数已经填好，下面是边填边算的学时和依据的条文。"),
            step!("handing-in" of "/registrations/{id}",
                "每一项照清单上传材料，缺的会标出来。齐了以后勾选声明，提交审验；审验开始以前可以撤回。",
                "登记的页面：学时还不够的提示、要勾选的声明，下面是提交按钮。"),
        ],
    },
    Guide {
        id: "deciding",
        title: "单位审验和审批",
        steps: &[
            step!("check" of "/registrations/{id}",
                "审验人打开登记，开始审验，对照材料逐项决定：通过、调整学时或退回。调整和退回要写明理由，本人看得到。",
                "审验人看到的一项：材料清单，审验结论可以选通过、调整学时或退回，下面填核定学时和理由。"),
            step!("sealing" of "/registrations/{id}",
                "审验通过以后，本人打印登记汇总表，签名并加盖单位公章，拍照或扫描上传，再提交审批。",
                "审验通过的登记：下载汇总表、上传盖章后的扫描件、提交单位审批三步。"),
            step!("approval" of "/registrations/{id}",
                "审批人核对盖章汇总表和各项结论，审批或退回。审批以后，这一年度的学时才算完成。",
                "审批人看到的登记：汇总表、学时够不够的提示，以及审批通过和退回本人。"),
        ],
    },
    Guide {
        id: "learning",
        title: "公需科目的学习和考试",
        steps: &[
            step!("lesson" of "/lessons/{id}",
                "在“公需课程”里打开一个课时。只有打开着并在学的时间才计，页面随时写明已计多少；关掉再来，接着上次的地方。",
                "课时的页面：视频，下面是本课的计时。"),
            step!("paper" of "/attempts/{id}",
                "学完以后去考试。每答一题都立即保存，页面写明已保存和还剩的时间；断了网，恢复以后接着答。",
                "考试的页面：上面一直写着剩余时间和是否已保存，下面是题目和选项。"),
        ],
    },
];

fn steps() -> impl Iterator<Item = &'static Step> {
    GUIDES.iter().flat_map(|guide| guide.steps)
}

/// A picture by its file name.
pub(crate) fn picture(file: &str) -> Option<&'static [u8]> {
    let name = file.strip_suffix(".webp")?;
    steps().find(|step| step.picture == name).map(|step| step.bytes)
}

/// Every picture, one after another.
pub(crate) fn pictures() -> impl Iterator<Item = &'static [u8]> {
    steps().map(|step| step.bytes)
}

/// Every picture of the guides with the route of the page that it shows, for the tour that takes them.
pub fn guide_pictures() -> Vec<(&'static str, &'static str)> {
    steps().map(|step| (step.picture, step.route)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{picture, steps};

    /// Bytes; a guide is read on a phone.
    const PICTURE_MAX: usize = 60_000;

    #[test]
    fn every_picture_shows_a_page_that_is_there_and_none_lies_about() {
        let pages: BTreeSet<&str> = crate::routes().into_iter().map(|(_, path)| path).collect();
        for step in steps() {
            assert!(pages.contains(step.route), "{} shows {}, which is gone", step.picture, step.route);
            assert!(step.alt.ends_with('。') && step.text.ends_with('。'), "{} is told", step.picture);
        }
        let named: BTreeSet<String> = steps().map(|step| format!("{}.webp", step.picture)).collect();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/guide");
        let there = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").file_name());
        assert_eq!(there.map(|name| name.to_string_lossy().into_owned()).collect::<BTreeSet<_>>(), named);
    }

    #[test]
    fn a_picture_is_one_and_small() {
        for step in steps() {
            let bytes = picture(&format!("{}.webp", step.picture)).expect("it is served");
            assert!(bytes.starts_with(b"RIFF") && &bytes[8..12] == b"WEBP", "{} is taken", step.picture);
            assert!(bytes.len() <= PICTURE_MAX, "{} has {} bytes", step.picture, bytes.len());
        }
        assert!(picture("nothing.webp").is_none() && picture("item").is_none());
    }
}
