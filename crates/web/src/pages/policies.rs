//! GET /policies…: the packs as people read them. Open to everybody, like the regulation itself; trying one out on
//! everybody's years is the personnel office's.

pub(crate) mod guide;
pub(crate) mod simulation;

use axum::extract::Path;
use domain::{access::Deed, clock::chinese_date};
use policy::{Article, Clause, Difference, Gap, Pack, Preamble, Section};

use crate::{
    errors::{Page, render},
    translate,
    views::policies::{
        ArticleChanges, ArticleRules, ChangesPage, GapNote, KindRow, PackCard, PackListPage, PackPage, PreambleText,
        RuleCard,
    },
    visitor::Visitor,
};

/// Which packs there are.
pub(crate) async fn index(visitor: Visitor) -> Page {
    let packs = actions::policies::list(&visitor.web.app).into_iter().map(|line| PackCard {
        name: line.pack.name().to_owned(),
        title: line.pack.title().to_owned(),
        kinds: line.pack.kinds().len(),
        articles: line.pack.articles().len(),
        sample: line.pack.is_sample(),
        in_force: line.in_force,
    });
    render(&PackListPage { frame: visitor.frame("学时标准", false), packs: packs.collect() })
}

/// One pack: each article beside the rules that carry it out.
pub(crate) async fn show(visitor: Visitor, Path(name): Path<String>) -> Page {
    let pack = actions::policies::show(&visitor.web.app, &name)?;
    let clauses = policy::clauses(&pack);
    let articles = pack
        .articles()
        .iter()
        .map(|article| {
            let kinds = pack.kinds().iter().filter(|kind| kind.article == article.id);
            ArticleRules {
                text: translate::article_text(article),
                rules: cards(&clauses, article),
                kinds: kinds.map(|kind| kind_row(&clauses, kind)).collect(),
                no_rule: article.no_rule.clone(),
                gaps: pack.gaps().iter().filter(|gap| gap.article == article.id).map(gap_note).collect(),
            }
        })
        .collect();
    let others = visitor.web.app.library().names().into_iter().filter(|other| *other != name).map(str::to_owned);
    render(&PackPage {
        frame: visitor.frame(pack.title(), pack.is_sample()),
        name: name.clone(),
        title: pack.title().to_owned(),
        hash: pack.hash().to_owned(),
        days: days(&pack),
        succeeds: pack.succeeds().map(|name| (name.to_owned(), title_of(&visitor, name))),
        preambles: pack.preambles().iter().map(|said| preamble(&pack, said)).collect(),
        articles,
        others: others.collect(),
        may_simulate: visitor.may_in_office(Deed::SimulatePolicy),
    })
}

/// What changes from another pack to this one.
pub(crate) async fn changes(visitor: Visitor, Path((name, old)): Path<(String, String)>) -> Page {
    let comparison = actions::policies::compare(&visitor.web.app, &old, &name)?;
    let title = format!("{}有什么不同", comparison.new.title());
    render(&ChangesPage {
        frame: visitor.frame(title, comparison.new.is_sample()),
        name,
        old: old.clone(),
        old_title: comparison.old.title().to_owned(),
        new_title: comparison.new.title().to_owned(),
        count: comparison.differences.len(),
        articles: by_article((&comparison.old, &comparison.new), &comparison.differences),
    })
}

fn is_kind(clause: &Clause) -> bool {
    clause.section == Section::Kind
}

/// From when until when the pack is in force.
fn days(pack: &Pack) -> String {
    let until = pack.until().map_or_else(String::new, |until| format!("，到{}为止", chinese_date(until)));
    format!("自{}起{until}", chinese_date(pack.from()))
}

/// The title of another pack; one that cannot be read has only its name.
fn title_of(visitor: &Visitor, name: &str) -> String {
    let pack = actions::policies::show(&visitor.web.app, name);
    pack.map_or_else(|_| name.to_owned(), |pack| pack.title().to_owned())
}

fn preamble(pack: &Pack, said: &Preamble) -> PreambleText {
    let of = (said.pack != pack.name()).then(|| (said.pack.clone(), said.title.clone()));
    PreambleText { of, paragraphs: translate::paragraphs(&said.prose) }
}

/// What stands beside an article. Categories and evidence are many and short: each sort is one card.
fn cards(clauses: &[Clause], article: &Article) -> Vec<RuleCard> {
    let of_article = || clauses.iter().filter(|clause| clause.article == article.id);
    let is_single =
        |clause: &&Clause| !is_kind(clause) && !SHORT.iter().any(|(section, ..)| *section == clause.section);
    let lists = SHORT.iter().map(|(section, name, mark)| {
        let rows = of_article().filter(|clause| clause.section == *section).map(|clause| row(clause, mark));
        RuleCard { anchor: None, name: (*name).to_owned(), aspects: rows.collect() }
    });
    let lists = lists.filter(|list| !list.aspects.is_empty());
    of_article().filter(is_single).map(card).chain(lists).collect()
}

/// The sorts of which each rule is one row: what the card is called, and what stands before the name in quotes.
const SHORT: [(Section, &str, &str); 2] =
    [(Section::Category, "类别", "类别"), (Section::Evidence, "佐证材料", "材料")];

fn row(clause: &Clause, mark: &str) -> (String, String) {
    let name = clause.name.strip_prefix(mark).unwrap_or(&clause.name).trim_matches(['“', '”']);
    let values: Vec<&str> = clause.aspects.iter().map(|(_, value)| value.as_str()).collect();
    (name.to_owned(), values.join("；"))
}

fn card(clause: &Clause) -> RuleCard {
    let anchor = (clause.section == Section::Reading).then(|| format!("reading-{}", clause.id));
    RuleCard { anchor, name: clause.name.clone(), aspects: clause.aspects.clone() }
}

fn gap_note(gap: &Gap) -> GapNote {
    GapNote { says: gap.says.clone(), meanwhile: gap.meanwhile.clone() }
}

fn kind_row(clauses: &[Clause], kind: &policy::Kind) -> KindRow {
    let clause = clauses.iter().find(|clause| is_kind(clause) && clause.id == kind.id);
    let told = |start: &str| {
        let aspects = clause.map_or(&[] as &[_], |clause| clause.aspects.as_slice());
        let wanted = aspects.iter().filter_map(|(aspect, value)| Some((aspect.strip_prefix(start)?, value)));
        wanted.map(|(aspect, value)| (aspect.trim_matches(['“', '”']).to_owned(), value.clone())).collect::<Vec<_>>()
    };
    KindRow {
        id: kind.id.clone(),
        name: kind.name.clone(),
        category: kind.category_name.clone(),
        hint: kind.hint.clone(),
        group: clause.and_then(|clause| clause.aspect("限额")).unwrap_or_default().to_owned(),
        asks: told("填写项"),
        evidence: told("材料"),
        rows: told("标准表"),
        sample: kind.sample,
    }
}

/// The changes under their articles, which come one after another; an article that is gone has the old pack's title.
fn by_article((old, new): (&Pack, &Pack), differences: &[Difference]) -> Vec<ArticleChanges> {
    let of_one = |changes: &[Difference]| {
        let id = changes[0].article.clone();
        let title = new.article(&id).or_else(|| old.article(&id)).map(|article| article.title.clone());
        let texts = changes.iter().map(|change| change.text.clone()).collect();
        ArticleChanges { id, title: title.unwrap_or_default(), texts }
    };
    differences.chunk_by(|one, next| one.article == next.article).map(of_one).collect()
}
