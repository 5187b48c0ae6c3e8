//! Under which name a result is kept (article 3): of one person and year one result stands under each name. Must not decide
//! what a result is.

use domain::public_result::PublicResult;

/// The name of a course, told apart from that of every other course under which one of a person's results stands already;
/// `is_this` says which of those are the same course's, to be replaced.
pub(crate) fn free_name(
    known: &[PublicResult],
    year: i16,
    name: &str,
    kind: &str,
    is_this: impl Fn(&PublicResult) -> bool,
) -> String {
    let is_taken = |name: &str| known.iter().any(|it| it.year == year && it.course == name && !is_this(it));
    let told_apart = (2..).map(|number| format!("{name}（{kind} {number}）"));
    let mut names = [name.to_owned(), format!("{name}（{kind}）")].into_iter().chain(told_apart);
    names.find(|name| !is_taken(name)).unwrap_or_else(|| name.to_owned())
}
