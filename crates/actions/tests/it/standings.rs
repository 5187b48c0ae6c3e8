//! What a roster says it says of its year, also when it says the same as last year; what it says later changes no year that is
//! over (articles 1, 8 and 9).

use actions::{ImportReport, Mode, people};
use domain::table::Table;

use crate::{
    act,
    world::{World, id_number},
};

/// The teacher's row of a roster: the category, and what else stands in which column.
pub(crate) fn teacher_row(category: &str, more: &[(&str, &str)]) -> Table {
    let number = id_number(0);
    let first = [("工号", "T001"), ("姓名", "林晓"), ("身份证号", &number), ("所属部门", "机电工程学院")];
    let cells = || first.into_iter().chain([("岗位类别", category)]).chain(more.iter().copied());
    let (head, row): (Vec<&str>, Vec<&str>) = cells().unzip();
    Table::from_texts("名册", [head, row])
}

pub(crate) async fn take(world: &World, table: &Table) -> ImportReport {
    act!(world, world.personnel, people::import_roster, table, Mode::Apply).expect("a report")
}
