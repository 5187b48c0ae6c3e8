//! How the rules of each pack are told, beside the prose on its page and in a comparison: every clause with all that it
//! says. `clauses.txt` beside this file keeps it.

use std::fmt::Write;

use policy::{Clause, Pack};

use crate::{kept, packs};

/// The clause as a heading and a line for each aspect; what no page shows is in brackets.
fn write(all: &mut String, clause: &Clause) {
    let Clause { section, id, article, name, .. } = clause;
    writeln!(all, "\n{section:?} {article} {id} {name}").expect("a text takes it");
    for (aspect, value) in &clause.aspects {
        writeln!(all, "  {aspect}：{value}").expect("a text takes it");
    }
    for (aspect, value) in &clause.beside {
        writeln!(all, "  （{aspect}：{value}）").expect("a text takes it");
    }
}

fn told(pack: &Pack) -> String {
    let mut all = format!("# {}\n", pack.name());
    for clause in policy::clauses(pack) {
        write(&mut all, &clause);
    }
    all
}

#[test]
fn every_rule_is_told_as_it_is_kept() {
    let library = packs::library();
    let told: Vec<String> = library.names().into_iter().map(|name| told(&packs::pack(name))).collect();
    kept::as_kept("clauses.txt", &told.join("\n"));
}
