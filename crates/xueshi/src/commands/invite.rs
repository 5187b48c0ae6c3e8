//! `xueshi invite`: the first link for a person, or a list of links for many, so that an installation never needs a
//! default password.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use actions::App;
use clap::Args;
use domain::access::{Actor, Role};
use domain::ids::UnitId;

use super::new_file::NewFile;
use crate::cli::Place;
use crate::clock;
use crate::failure::Failure;
use crate::installation::{self, Setting};

/// Options of `invite`.
#[derive(Args)]
#[command(override_usage = "\
    xueshi invite [选项] <工号>\n      \
    xueshi invite [选项] --output <文件> --unit <单位名称>\n      \
    xueshi invite [选项] --output <文件> --all")]
pub(crate) struct Options {
    /// 工号；不写则用 --output 给许多人生成邀请名单
    #[arg(value_name = "工号", required_unless_present_any = ["output", "all"], conflicts_with_all = ["output", "all"])]
    staff_number: Option<String>,
    #[arg(long, value_name = "角色", conflicts_with = "output", help = help_on_role(), value_parser = role)]
    role: Option<Role>,
    /// 角色管哪个单位（审验人、审批人必填）；与 --output 一起写，则只邀请这个单位的人
    #[arg(long, value_name = "单位名称", group = "scope")]
    unit: Option<String>,
    /// 邀请全部单位里还没有设置密码的人
    #[arg(long, group = "scope", requires = "output")]
    all: bool,
    /// 邀请名单写到哪个 xlsx 文件，不覆盖已有的；名单只生成这一次
    #[arg(long, value_name = "文件", requires = "scope")]
    output: Option<PathBuf>,
    /// 使用者看到的网址，写进链接
    #[arg(long, value_name = "网址", default_value = installation::LOCAL_ADDRESS, env = "XUESHI_BASE_URL")]
    base_url: String,
}

/// What one can be appointed to; everybody is a person.
fn appointable() -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().filter(|role| *role != Role::Person)
}

fn help_on_role() -> String {
    let names: Vec<String> = appointable().map(|role| format!("{role} {}", role.label())).collect();
    format!("同时授予的角色：{}", names.join("、"))
}

fn role(given: &str) -> Result<Role, String> {
    let names = || appointable().map(Role::as_str).collect::<Vec<_>>().join("、");
    appointable().find(|role| role.as_str() == given).ok_or_else(|| format!("请写下面的一个：{}。", names()))
}

/// Writes the list if one is asked for; otherwise grants the role if one is named, and prints the link.
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    let setting = Setting { base_url: super::serve::base_url(&options.base_url)?, ..Setting::default() };
    let app = installation::open_existing(&place, setting).await?;
    match (&options.output, &options.staff_number) {
        (Some(output), _) => many(&app, &options, output).await,
        (None, Some(staff_number)) => one(&app, &options, staff_number).await,
        (None, None) => Err(Failure::new("没有写明邀请谁。数据没有改动。请写工号，或写 --all 和 --output。")),
    }
}

/// The file is there before a link holds, and is gone again when none does.
async fn many(app: &Arc<App>, options: &Options, output: &Path) -> Result<ExitCode, Failure> {
    let now = clock::now();
    let mut act = app.read(Some(Actor::system()), now).await?;
    let unit = unit(&mut act, options.unit.as_deref()).await?;
    let prepared = actions::people::prepare_invitations(&mut act, unit).await?;
    drop(act);
    let mut file = NewFile::create_private(output)?;
    file.fill(&prepared.file.bytes)?;
    let mut act = app.write(Some(Actor::system()), now, None).await?;
    actions::people::issue_invitations(&mut act, unit, &prepared).await?;
    act.commit("/people").await?;
    println!("已为 {} 人生成邀请名单：{}", prepared.people(), file.keep());
    eprintln!("谁拿到链接，谁就能设置那个人的密码。请分别发给本人，发完请删除这个文件。");
    eprintln!("名单里的人以前得到、还没有用的链接随之作废，以这份名单为准。");
    warn_of_local_address(options);
    Ok(ExitCode::SUCCESS)
}

async fn one(app: &Arc<App>, options: &Options, staff_number: &str) -> Result<ExitCode, Failure> {
    let mut act = app.write(Some(Actor::system()), clock::now(), None).await?;
    let person = actions::people::by_staff_number(&mut act, staff_number).await?;
    let Some(person) = person else {
        return Err(Failure::new(format!("没有工号为“{staff_number}”的人。数据没有改动。请先导入名册，或核对工号。")));
    };
    if let Some(role) = options.role {
        let unit = unit(&mut act, options.unit.as_deref()).await?;
        let granted = actions::people::grant_role(&mut act, person.id, role, unit).await;
        granted.map_err(|refusal| Failure::by(app, &refusal))?;
    }
    let link = actions::people::invite(&mut act, person.id).await?;
    act.commit(&format!("/people/{}", person.id)).await?;
    println!("{}", link.url);
    if let Some(role) = options.role {
        let of_unit = options.unit.as_deref().map(|unit| format!("（{unit}）")).unwrap_or_default();
        eprintln!("已授予{}角色：{}{of_unit}。", person.name, role.label());
    }
    eprintln!(
        "这是 {} 的邀请链接，只能用一次，有效至 {}；以前生成、还没有用的链接随之作废。请当面或用可靠的方式交给本人。",
        person.name,
        domain::clock::chinese_moment(link.expires_at)
    );
    warn_of_local_address(options);
    Ok(ExitCode::SUCCESS)
}

fn warn_of_local_address(options: &Options) {
    if super::serve::is_this_machine(&options.base_url) {
        eprintln!("链接里是本机的网址，别的机器打不开。要发给别人，请加 --base-url 写明对外的网址再生成一次。");
    }
}

async fn unit(act: &mut actions::Act, name: Option<&str>) -> Result<Option<UnitId>, Failure> {
    let Some(name) = name else {
        return Ok(None);
    };
    let units = actions::units::list(act).await?;
    match units.iter().find(|unit| unit.name == name) {
        Some(unit) => Ok(Some(unit.id)),
        None => Err(Failure::new(format!("没有名为“{name}”的单位。数据没有改动。请先导入单位，或核对名称。"))),
    }
}
