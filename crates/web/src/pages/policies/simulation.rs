//! GET /policies/{name}/simulation: what another pack would do to everybody's year, as a page and as a file. For the
//! personnel office.

use actions::{
    policies::{ArticleTally, MovedPeople, MovedPerson, Only, Question, Simulated, Tally},
    years::ExportFormat,
};

use crate::{
    errors::{Back, Page, PageError, render},
    fields::{Asked, Fields, Path},
    pages::files,
    translate,
    views::{
        parts::Choice,
        policies::{Balance, MovedArticle, MovedLine, MovedList, MovedUnit, SimulationPage, SimulationResult},
    },
    visitor::SignedIn,
};

/// The question, and its answer once both packs are chosen.
pub(crate) async fn show(visitor: SignedIn, Path(name): Path<String>, Asked(asked): Asked) -> Page {
    let mut act = visitor.read().await?;
    actions::policies::may_simulate(&act)?;
    let pack = actions::policies::show(&visitor.web.app, &name)?;
    let question = question(&visitor, &name, &asked)?;
    let (year, against) = (question.year, question.against.clone());
    let library = visitor.web.app.library();
    let others: Vec<&str> = library.names().into_iter().filter(|other| *other != name).collect();
    let in_force = visitor.web.app.pack().name();
    let chosen = against.clone().unwrap_or_else(|| in_force.to_owned());
    let choice = |other: &&str| Choice {
        value: (*other).to_owned(),
        label: label(&visitor, other, *other == in_force),
        chosen: **other == chosen,
    };
    let choices = others.iter().map(choice).collect();
    let mut sample = pack.is_sample();
    let mut result = None;
    if against.is_some() {
        let address = format!("/policies/{name}/simulation");
        let simulated = actions::policies::simulate(&mut act, &question, |_, _| ()).await.back(&address)?;
        sample |= simulated.old.is_sample();
        result = Some(answer(&simulated, &question));
    }
    render(&SimulationPage {
        frame: visitor.frame(format!("试算：{}", pack.title()), sample).citing(&pack),
        title: pack.title().to_owned(),
        name,
        year,
        against: choices,
        result,
    })
}

/// GET /policies/{name}/simulation.xlsx: everybody who is moved.
pub(crate) async fn as_xlsx(visitor: SignedIn, Path(name): Path<String>, Asked(asked): Asked) -> Page {
    let mut act = visitor.read().await?;
    actions::policies::may_simulate(&act)?;
    let question = question(&visitor, &name, &asked)?;
    let address = format!("/policies/{name}/simulation");
    let exported = actions::policies::export(&mut act, &question, ExportFormat::Xlsx, |_, _| ()).await;
    Ok(files::download(exported.back(&address)?.file))
}

fn question(visitor: &SignedIn, name: &str, asked: &Fields) -> Result<Question, PageError> {
    let year = match asked.text("year") {
        "" => visitor.year(),
        text => visitor.year_in(text)?,
    };
    let chosen = |field| Some(asked.text(field).to_owned()).filter(|text| !text.is_empty());
    let only = Only { unit: chosen("unit"), article: chosen("article") };
    Ok(Question { new: name.to_owned(), against: chosen("against"), year, only })
}

/// How a pack is called in the list. One that cannot be read has only its name.
fn label(visitor: &SignedIn, name: &str, in_force: bool) -> String {
    let title = actions::policies::show(&visitor.web.app, name).map(|pack| pack.title().to_owned());
    let end = if in_force { "，本系统现行" } else { "" };
    title.map_or_else(|_| name.to_owned(), |title| format!("{title}（{name}{end}）"))
}

fn answer(simulated: &Simulated, question: &Question) -> SimulationResult {
    let all = &simulated.all;
    let units = || simulated.units.iter().map(|unit| (unit.unit.name.clone(), unit.tally.loses, unit.tally.gains));
    let articles = simulated.articles.iter().map(|line| (article_name(line), line.loses, line.gains));
    SimulationResult {
        old: simulated.old.name().to_owned(),
        old_title: simulated.old.title().to_owned(),
        people: all.people,
        gains: all.gains,
        loses: all.loses,
        newly_met: all.newly_met,
        newly_unmet: all.newly_unmet,
        by_unit: Balance::new("按单位", units()),
        by_article: Balance::new("按各条", articles),
        units: simulated.units.iter().map(|unit| moved_unit(&unit.unit.name, &unit.tally)).collect(),
        articles: simulated.articles.iter().map(|line| moved_article(simulated, line)).collect(),
        losers: moved_list(simulated.year, &simulated.losers),
        gainers: moved_list(simulated.year, &simulated.gainers),
        only_units: only_units(simulated, question),
        only_articles: only_articles(simulated, question),
        xlsx_url: xlsx_url(question),
        unreadable: simulated.unreadable_note(),
    }
}

fn moved_unit(name: &str, tally: &Tally) -> MovedUnit {
    MovedUnit {
        name: name.to_owned(),
        people: tally.people,
        gains: tally.gains,
        newly_met: tally.newly_met,
        loses: tally.loses,
        newly_unmet: tally.newly_unmet,
    }
}

fn article_name(line: &ArticleTally) -> String {
    if line.article.is_empty() { "条文以外".to_owned() } else { format!("{}　{}", line.article, line.title) }
}

fn moved_article(simulated: &Simulated, line: &ArticleTally) -> MovedArticle {
    let packs = [&simulated.new, &simulated.old];
    let pack = packs.into_iter().find(|pack| pack.article(&line.article).is_some());
    MovedArticle {
        name: article_name(line),
        url: pack.map(|pack| format!("/policies/{}#article-{}", pack.name(), line.article)),
        rules: line.rules.clone(),
        gains: line.gains,
        loses: line.loses,
    }
}

fn moved_list(year: i16, people: &MovedPeople) -> MovedList {
    let people_named = people.named.iter().map(|person| moved_line(year, person));
    MovedList { people: people_named.collect(), unnamed: people.unnamed }
}

fn moved_line(year: i16, person: &MovedPerson) -> MovedLine {
    MovedLine {
        url: format!("/people/{}/years/{year}", person.person),
        name: person.name.clone(),
        staff_number: person.staff_number.clone(),
        unit: person.unit.clone(),
        before: translate::outcome(person.before.outcome),
        after: translate::outcome(person.after.outcome),
        hours: format!("{} → {}", person.before.total, person.after.total),
        causes: person.causes_in_words(),
    }
}

/// Units in which somebody is moved, after the choice of all.
fn only_units(simulated: &Simulated, question: &Question) -> Vec<Choice> {
    let moved = simulated.units.iter().filter(|unit| unit.tally.gains + unit.tally.loses > 0);
    let units = moved.map(|unit| (unit.unit.code.as_str(), unit.unit.name.clone()));
    choices("全部单位", units, question.only.unit.as_deref())
}

fn only_articles(simulated: &Simulated, question: &Question) -> Vec<Choice> {
    let named = simulated.articles.iter().filter(|line| !line.article.is_empty());
    let articles = named.map(|line| (line.article.as_str(), article_name(line)));
    choices("全部条文", articles, question.only.article.as_deref())
}

fn choices<'a>(all: &str, some: impl Iterator<Item = (&'a str, String)>, chosen: Option<&str>) -> Vec<Choice> {
    let all = Choice { value: String::new(), label: all.to_owned(), chosen: chosen.is_none() };
    let some = some.map(|(value, label)| Choice { value: value.to_owned(), label, chosen: chosen == Some(value) });
    std::iter::once(all).chain(some).collect()
}

fn xlsx_url(question: &Question) -> String {
    let year = question.year.to_string();
    let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    let (against, unit, article) = (text(&question.against), text(&question.only.unit), text(&question.only.article));
    let asked = [("against", against.as_str()), ("year", &year), ("unit", &unit), ("article", &article)];
    translate::address(&format!("/policies/{}/simulation.xlsx", question.new), asked)
}
