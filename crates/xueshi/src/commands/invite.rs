//! `xueshi invite`: the first link for a person, so that an installation never needs a default password.

use std::process::ExitCode;

use clap::Args;
use domain::access::{Actor, Role};
use domain::ids::UnitId;

use crate::cli::Place;
use crate::clock;
use crate::failure::Failure;
use crate::installation::{self, Setting};

/// Options of `invite`.
#[derive(Args)]
pub(crate) struct Options {
    /// 工号
    #[arg(value_name = "工号")]
    staff_number: String,
    /// 同时授予的角色：verifier 审验人、approver 审批人、personnel 人事、auditor 审计、administrator 管理员
    #[arg(long, value_name = "角色")]
    role: Option<String>,
    /// 角色管哪个单位（审验人、审批人必填）
    #[arg(long, value_name = "单位名称")]
    unit: Option<String>,
    /// 使用者看到的网址，写进链接
    #[arg(long, value_name = "网址", default_value = installation::LOCAL_ADDRESS, env = "XUESHI_BASE_URL")]
    base_url: String,
}

/// Grants the role if one is named, and prints the link.
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    let setting = Setting { base_url: super::serve::base_url(&options.base_url)?, ..Setting::default() };
    let app = installation::open_existing(&place, setting).await?;
    let mut act = app.write(Some(Actor::system()), clock::now(), None).await?;
    let person = actions::people::by_staff_number(&mut act, &options.staff_number).await?;
    let Some(person) = person else {
        return Err(Failure::new(format!(
            "没有工号为“{}”的人。数据没有改动。请先导入名册，或核对工号。",
            options.staff_number
        )));
    };
    if let Some(role) = &options.role {
        let role: Role = role.parse().map_err(|_| {
            Failure::new(format!(
                "没有“{role}”这个角色。数据没有改动。请写 verifier、approver、personnel、auditor 或 administrator。"
            ))
        })?;
        let unit = unit(&mut act, options.unit.as_deref()).await?;
        actions::people::grant_role(&mut act, person.id, role, unit).await?;
    }
    let link = actions::people::invite(&mut act, person.id).await?;
    act.commit(&format!("/people/{}", person.id)).await?;
    println!("{}", link.url);
    eprintln!(
        "这是 {} 的邀请链接，只能用一次，有效至 {}。请当面或用可靠的方式交给本人。",
        person.name,
        domain::clock::chinese_moment(link.expires_at)
    );
    if super::serve::is_this_machine(&options.base_url) {
        eprintln!("链接里是本机的网址，别的机器打不开。要发给别人，请加 --base-url 写明对外的网址再生成一次。");
    }
    Ok(ExitCode::SUCCESS)
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
