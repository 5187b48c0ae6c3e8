//! Help in Chinese, the same way for every command. What commands there are stands in `cli`.

use clap::{Arg, ArgAction, Command};

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}\n";

/// The whole command line with Chinese headings and help flags.
pub(super) fn in_chinese(command: Command) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本");
    each(command.disable_version_flag(true).arg(version.help_heading("选项")))
}

fn each(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助");
    command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("命令")
        .mut_args(|argument| {
            let heading = if argument.is_positional() { "参数" } else { "选项" };
            argument.help_heading(heading)
        })
        .arg(help.help_heading("选项"))
        .mut_subcommands(each)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::in_chinese;
    use crate::cli::Cli;

    #[test]
    fn the_command_line_is_consistent_and_its_help_chinese() {
        let mut command = in_chinese(Cli::command());
        command.clone().debug_assert();
        let help = command.render_long_help().to_string();
        assert!(help.contains("命令:") && help.contains("选项:") && !help.contains("Print help"), "{help}");
    }
}
