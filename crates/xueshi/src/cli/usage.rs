//! What the terminal says when a command line was written wrongly, and help when it was asked for: in Chinese, whatever
//! the parser would have said.

use std::io::IsTerminal;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What the parser puts into help and usage lines in English, and what stands there instead.
const WORDS: [(&str, &str); 9] = [
    ("[OPTIONS]", "[选项]"),
    ("<COMMAND>", "<命令>"),
    ("[default: ", "[默认："),
    ("[env: ", "[环境变量："),
    ("[possible values: ", "[可选："),
    // The same where a line was broken behind the label.
    ("[default:", "[默认："),
    ("[env:", "[环境变量："),
    ("[possible values:", "[可选："),
    ("Usage: ", "用法："),
];

/// Ends the program: help on the output with exit code 0, a refusal on the error output with exit code 2.
pub(super) fn end(error: &Error) -> ! {
    if error.use_stderr() {
        if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            eprint!("{}", in_chinese(&error.render().to_string()));
        } else {
            eprintln!("{}", refusal(error));
        }
        std::process::exit(2);
    }
    let text = error.render();
    let text = if std::io::stdout().is_terminal() { text.ansi().to_string() } else { text.to_string() };
    print!("{}", in_chinese(&text));
    std::process::exit(0)
}

fn in_chinese(text: &str) -> String {
    WORDS.iter().fold(text.to_owned(), |text, (english, chinese)| text.replace(english, chinese))
}

/// What is wrong, what is safe, what to do next.
fn refusal(error: &Error) -> String {
    let mut text = format!("{}没有执行，数据没有改动。", problem(error));
    if let Some(near) = suggestion(error) {
        text.push_str(&format!("是不是想写“{near}”？"));
    }
    if let Some(usage) = said(error, ContextKind::Usage) {
        text.push_str(&format!("\n{}", in_chinese(usage.trim_end())));
    }
    text.push_str("\n加上 --help 可以看全部写法。");
    text
}

fn problem(error: &Error) -> String {
    let argument = said(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = said(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面没有写内容。{}", choices(error)),
        ErrorKind::InvalidValue => format!("“{argument}”不能写“{value}”。{}", choices(error)),
        ErrorKind::ValueValidation => format!("“{argument}”的内容“{value}”写法不对。{}", range(error)),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个参数。"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令。", said(error, ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("还缺少：{argument}。"),
        ErrorKind::MissingSubcommand => format!("还缺少命令。{}", subcommands(error)),
        ErrorKind::ArgumentConflict => {
            let prior = said(error, ContextKind::PriorArg).unwrap_or_default();
            if prior.is_empty() || prior == argument {
                format!("“{argument}”只能写一次。")
            } else {
                format!("“{argument}”和“{prior}”不能一起用。")
            }
        }
        ErrorKind::NoEquals => format!("“{argument}”要用等号写内容，例如 --名称=内容。"),
        ErrorKind::TooManyValues => format!("“{argument}”的内容太多：“{value}”是多余的。"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("“{argument}”的内容个数不对。"),
        ErrorKind::InvalidUtf8 => "命令里有读不出来的文字（不是 UTF-8）。".to_owned(),
        _ => "命令写法不对。".to_owned(),
    }
}

fn choices(error: &Error) -> String {
    said(error, ContextKind::ValidValue).map_or_else(String::new, |values| format!("可以写：{values}。"))
}

fn subcommands(error: &Error) -> String {
    said(error, ContextKind::ValidSubcommand).map_or_else(String::new, |names| format!("可以写：{names}。"))
}

/// What stands for a day in usage lines.
const DAY: &str = "<日期>";

/// The option that says where the service is reached on this machine.
const LISTEN: &str = "--listen";

/// What would be right: a day as it is written, or the parser's reason where it is one that can be told, the bounds of a
/// number.
fn range(error: &Error) -> String {
    if said(error, ContextKind::InvalidArg).is_some_and(|argument| argument.contains(DAY)) {
        return "日期应像 2026-10-31，并且真有这一天。".to_owned();
    }
    if said(error, ContextKind::InvalidArg).is_some_and(|argument| argument.contains(LISTEN)) {
        return "应像 127.0.0.1:8080，是这台机器的地址和端口。".to_owned();
    }
    let reason = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    // What our own parsers say is for people already.
    if reason.ends_with('。') {
        return reason;
    }
    let bounds = reason.split_once(" is not in ").and_then(|(_, bounds)| bounds.split_once("..="));
    bounds.map_or_else(String::new, |(least, most)| format!("应在 {least} 至 {most} 之间。"))
}

fn suggestion(error: &Error) -> Option<String> {
    [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| said(error, kind))
}

/// What the parser knows, as one line of text; lists are joined as Chinese lists are.
fn said(error: &Error, kind: ContextKind) -> Option<String> {
    let text = match error.get(kind)? {
        ContextValue::Strings(all) => all.join("、"),
        other => other.to_string(),
    };
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{in_chinese, refusal};
    use crate::cli::Cli;

    fn refused(line: &str) -> String {
        let words = std::iter::once("xueshi").chain(line.split_whitespace());
        match Cli::chinese_command().try_get_matches_from(words) {
            Ok(_) => panic!("“{line}” is taken"),
            Err(error) => refusal(&error),
        }
    }

    #[test]
    fn each_slip_is_named_in_chinese_with_what_to_do_next() {
        for (line, words) in [
            ("import roster", "还缺少：<文件>。"),
            ("assess", "还缺少："),
            ("impotr roster a.xlsx", "没有“impotr”这个命令。没有执行，数据没有改动。是不是想写“import”？"),
            ("import roster a.xlsx --aply", "没有“--aply”这个参数。没有执行，数据没有改动。是不是想写“--apply”？"),
            ("import roster a.xlsx b.xlsx", "没有“b.xlsx”这个参数。"),
            ("serve --listen nowhere", "“--listen <地址>”的内容“nowhere”写法不对。应像 127.0.0.1:8080，"),
            ("serve --issuer ''", "“--issuer <单位>”的内容“''”写法不对。请写学校或单位的名称。"),
            ("demo --people 5", "“--people <人数>”的内容“5”写法不对。应在 120 至 20000 之间。"),
            ("demo --people", "“--people <人数>”后面没有写内容。"),
            ("assess a.json --as-of 2026-13-01", "的内容“2026-13-01”写法不对。日期应像 2026-10-31，并且真有这一天。"),
            ("assess a.json --known-on 2026-02-30", "日期应像 2026-10-31，并且真有这一天。"),
            ("invite --all", "还缺少：--output <文件>。"),
            ("completions tcsh", "“<"),
            ("import roster a.xlsx --apply --apply", "“--apply”只能写一次。"),
        ] {
            let text = refused(line);
            assert!(text.contains(words), "{line}: {text}");
            assert!(text.contains("数据没有改动") && text.contains("--help"), "{line}: {text}");
            for english in
                ["error", "required", "unexpected", "Usage", "tip:", "invalid", "COMMAND", "OPTIONS", "range"]
            {
                assert!(!text.contains(english), "{line}: {text}");
            }
        }
    }

    #[test]
    fn help_has_no_english_labels() {
        let mut command = Cli::chinese_command();
        command.build();
        let mut pending = vec![command];
        while let Some(mut command) = pending.pop() {
            let text = in_chinese(&command.render_long_help().to_string());
            for english in ["[default", "[env", "[possible", "OPTIONS", "COMMAND", "Usage", "Print"] {
                assert!(!text.contains(english), "{english} in {text}");
            }
            pending.extend(command.get_subcommands().cloned());
        }
    }
}
