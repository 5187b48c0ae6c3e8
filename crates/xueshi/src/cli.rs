//! The command line: which commands there are and what they are called. What they do stands in `commands`.

#[cfg(test)]
mod documented;
mod help;
mod usage;

use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::commands::{
    assess, audit, certificate, completions, demo, doctor, export, import, invite, policy, serve, years,
};

/// The whole command line.
#[derive(Parser)]
#[command(
    name = "xueshi",
    version,
    about = "学时：继续教育学时的登记、审验、审批、核算与证书",
    after_help = "先看看：xueshi demo（示例大学，打开浏览器即可）\n退出码：0 完成；1 被拒绝或没有通过；2 命令写错",
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Cli {
    /// The command line of this run; a wrong one ends the program with exit code 2.
    pub(crate) fn of_this_run() -> Self {
        let read = Cli::chinese_command().try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
        read.unwrap_or_else(|error| usage::end(&error))
    }

    /// Everything the command line offers, with its help in Chinese.
    pub(crate) fn chinese_command() -> clap::Command {
        help::in_chinese(Cli::command())
    }
}

/// Where the installation lives.
#[derive(Args, Clone)]
pub(crate) struct Place {
    /// 数据目录：数据库、附件和密钥都在这里
    #[arg(long, global = true, value_name = "目录", default_value = "data", env = "XUESHI_DATA")]
    pub(crate) data: PathBuf,
    /// 数据库地址，例如 postgres://…；不写则用数据目录里的 SQLite
    #[arg(long, global = true, value_name = "地址", env = "XUESHI_DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,
    /// 本单位自己的学时标准所在的目录，每个标准一个文件夹；程序自带的仍然可用
    #[arg(long, global = true, value_name = "目录", env = "XUESHI_POLICIES")]
    pub(crate) policies: Option<PathBuf>,
}

/// The commands.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// 启动示例大学：约 2400 人、三个年度，只在本机开放
    Demo(demo::Options),
    /// 启动服务
    Serve(serve::Options),
    /// 导入表格：单位、名册、公需科目成绩、行业系统学时（默认只试运行）
    Import(import::Options),
    /// 导出表格：一个年度的完成情况
    Export(export::Options),
    /// 给一个人发邀请链接，可同时授予角色；或给许多人生成邀请名单
    Invite(invite::Options),
    /// 按事实文件核算一个人的年度学时，并说明每一步
    Assess(assess::Options),
    /// 查看和检查学时标准
    Policy(policy::Options),
    /// 对全体人员的年度：核算一遍并存档
    Years(years::Options),
    /// 核验证书
    Certificate(certificate::Options),
    /// 核对操作记录有没有被改动
    Audit(audit::Options),
    /// 检查运行环境，逐项说明
    Doctor(doctor::Options),
    /// 输出命令补全脚本
    Completions(completions::Options),
}
