//! What the personnel office reads about a package that cannot be kept.

use domain::refusal::{Refusal, RefusalKind};

use super::{FILES_MAX, NoPackage, PAGE_BYTES_MAX, UNPACKED_BYTES_MAX};

const SAFE: &str = "这个文件没有保存，课程的其他内容没有变化。";
const EXPORT_AGAIN: &str = "请在制作软件里重新导出为 SCORM 1.2 课件包，再上传。";
const PACK_AGAIN: &str = "请用系统自带的压缩功能重新打包，再上传。";

/// The refusal of a package.
pub(in super::super) fn no_package(why: NoPackage) -> Refusal {
    use NoPackage as P;
    let size = UNPACKED_BYTES_MAX / 1024 / 1024;
    match why {
        P::NotZip => bad(
            "package.type",
            "这个文件不是 ZIP 压缩包（按文件内容判断，改后缀名没有用）。",
            "SCORM 课件包是制作软件导出的 .zip 文件，请直接上传它。",
        ),
        P::Broken => {
            bad("package.broken", "这个压缩包不完整或已损坏，解不开。", "请重新下载或重新导出课件包，再上传。")
        }
        P::Encrypted(name) => {
            bad("package.encrypted", format!("压缩包里的“{name}”加了密码。"), "请导出不加密码的课件包，再上传。")
        }
        P::Method(name) => bad("package.method", format!("压缩包里的“{name}”用了不支持的压缩方式。"), PACK_AGAIN),
        P::TooMany => large(format!("压缩包里的文件超过 {FILES_MAX} 个。"), "请精简课件，或拆成几个课时再上传。"),
        P::TooLarge => {
            large(format!("压缩包解开后超过 {size} MB。"), "请压缩课件里的图片和视频，或拆成几个课时再上传。")
        }
        P::Bomb(name) => bad(
            "package.bomb",
            format!("压缩包里的“{name}”解开后大得不正常，可能是用来占满磁盘的文件。"),
            "请确认课件包的来源；如果来源可靠，请重新导出后再上传。",
        ),
        P::Outside(name) => bad("package.outside", format!("压缩包里的“{name}”会写到课件之外。"), EXPORT_AGAIN),
        P::Absolute(name) => bad("package.absolute", format!("压缩包里的“{name}”是绝对路径。"), EXPORT_AGAIN),
        P::Backslash(name) => bad("package.backslash", format!("压缩包里的“{name}”用反斜杠分隔文件夹。"), PACK_AGAIN),
        P::Name(name) => {
            bad("package.name", format!("压缩包里的“{name}”名称不能使用（太长、为空或含控制字符）。"), EXPORT_AGAIN)
        }
        P::Link(name) => bad("package.link", format!("压缩包里的“{name}”是指向别处的链接，不是文件。"), EXPORT_AGAIN),
        P::Twice(name) => bad("package.twice", format!("压缩包里有两个“{name}”，分不清用哪一个。"), EXPORT_AGAIN),
        manifest => of_manifest(manifest),
    }
}

fn of_manifest(why: NoPackage) -> Refusal {
    use NoPackage as P;
    match why {
        P::Wrapped(folder) => bad(
            "package.wrapped",
            format!("imsmanifest.xml 不在压缩包的最外层，而在文件夹“{folder}”里。"),
            "请打开这个文件夹，选中里面的全部内容再压缩，然后上传。",
        ),
        P::BadManifest(what) => {
            bad("package.manifest", format!("课件包的 imsmanifest.xml 有问题：{what}。"), EXPORT_AGAIN)
        }
        P::OtherVersion(version) => {
            bad("package.version", format!("这是 SCORM {version} 的课件包，本系统支持的是 SCORM 1.2。"), EXPORT_AGAIN)
        }
        P::ManyUnits(units) => bad(
            "package.units",
            format!("课件包里有 {units} 个单独打开的单元，一个课时只能放一个。"),
            "请在制作软件里把每个单元单独导出，各建一个课时。",
        ),
        P::NoLaunch(path) => {
            bad("package.launch", format!("课件包说从“{path}”开始，但包里没有这个网页。"), EXPORT_AGAIN)
        }
        P::Elsewhere(address) => bad("package.elsewhere", format!("课件包从包外的地址“{address}”开始。"), EXPORT_AGAIN),
        P::LargePage(name) => bad(
            "package.page",
            format!("课件里的网页“{name}”超过 {} MB，无法连接计时和进度。", PAGE_BYTES_MAX / 1024 / 1024),
            "请在导出时把图片、音频和视频存成单独的文件，不要嵌在网页里，再上传。",
        ),
        P::PageEncoding(name) => bad(
            "package.encoding",
            format!("课件里的网页“{name}”用 UTF-16 编码，无法连接计时和进度。"),
            "请把网页另存为 UTF-8 编码后重新打包，再上传。",
        ),
        _ => bad("package.no-manifest", "压缩包里没有 imsmanifest.xml，不是 SCORM 课件包。", EXPORT_AGAIN),
    }
}

fn bad(code: &'static str, what: impl Into<String>, next: &str) -> Refusal {
    Refusal::invalid(code, what, SAFE, next)
}

fn large(what: String, next: &str) -> Refusal {
    Refusal::new(RefusalKind::TooLarge, "package.large", what, SAFE, next)
}
