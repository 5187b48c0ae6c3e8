//! GET /policies/{name}/guide: the pack as a guide for whoever registers hours, to read and to print.

use axum::extract::Path;
use domain::clock::chinese_date;
use policy::{Clause, Kind, Pack, Section};

use crate::{
    errors::{Page, render},
    guides::GUIDES,
    translate,
    views::policies::{GuideCategory, GuideKind, GuidePage, GuideRule},
    visitor::Visitor,
};

/// The guide.
pub(crate) async fn show(visitor: Visitor, Path(name): Path<String>) -> Page {
    let pack = actions::policies::show(&visitor.web.app, &name)?;
    let clauses = policy::clauses(&pack);
    let of = |section: Section| clauses.iter().filter(|clause| clause.section == section).map(rule).collect();
    render(&GuidePage {
        frame: visitor.frame(format!("登记指南：{}", pack.title()), pack.is_sample()),
        name,
        title: pack.title().to_owned(),
        hash: pack.hash().to_owned(),
        from: chinese_date(pack.from()),
        sample: pack.is_sample(),
        guides: &GUIDES,
        duties: of(Section::Obligation),
        requirements: of(Section::Requirement),
        public_course: of(Section::PublicCourse),
        deadlines: of(Section::Deadline),
        caps: of(Section::Group),
        window: of(Section::Window),
        categories: categories(&pack, &clauses),
        gaps: pack.gaps().iter().map(|gap| (gap.article.clone(), gap.says.clone(), gap.meanwhile.clone())).collect(),
    })
}

fn rule(clause: &Clause) -> GuideRule {
    // A cap is called 限额“自学” among other rules; in a table of caps the name is enough.
    let quoted = clause.name.split(['“', '”']).nth(1);
    GuideRule {
        name: quoted.unwrap_or(&clause.name).to_owned(),
        aspects: clause.aspects.clone(),
        article: clause.article.clone(),
    }
}

fn categories(pack: &Pack, clauses: &[Clause]) -> Vec<GuideCategory> {
    let with_kinds = pack.categories().iter().map(|category| {
        let kinds = pack.kinds().iter().filter(|kind| kind.category == category.id);
        GuideCategory {
            id: category.id.clone(),
            name: category.name.clone(),
            article: category.article.clone(),
            kinds: kinds.map(|kind| guide_kind(clauses, kind)).collect(),
        }
    });
    with_kinds.filter(|category| !category.kinds.is_empty()).collect()
}

fn guide_kind(clauses: &[Clause], kind: &Kind) -> GuideKind {
    let row = super::kind_row(clauses, kind);
    let condition = |need| translate::condition(kind, need);
    let evidence = kind.evidence.iter().map(|need| (need.name.clone(), condition(need), need.article.clone()));
    GuideKind {
        name: row.name,
        article: kind.article.clone(),
        hint: row.hint,
        caps: caps(clauses, &row.group),
        asks: row.asks,
        evidence: evidence.collect(),
        rows: row.rows,
        sample: row.sample,
    }
}

/// The caps from the innermost outwards: `学习强国（10 学时），个人自学（20 学时）`.
fn caps(clauses: &[Clause], innermost: &str) -> String {
    let groups: Vec<GuideRule> = clauses.iter().filter(|clause| clause.section == Section::Group).map(rule).collect();
    let aspect = |group: &GuideRule, name: &str| {
        group.aspects.iter().find(|(aspect, _)| aspect == name).map_or_else(String::new, |(_, value)| value.clone())
    };
    let (mut said, mut at) = (Vec::new(), innermost.to_owned());
    // A group stands after the one around it, so the walk outwards ends.
    for group in groups.iter().rev() {
        if group.name == at {
            said.push(format!("“{}”{}", group.name, aspect(group, "上限")));
            at = aspect(group, "上一级");
        }
    }
    said.join("，再计入")
}
