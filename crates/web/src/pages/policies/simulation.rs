//! GET /policies/{name}/simulation: what another pack would do to everybody's year. For the personnel office.

use actions::policies::{ArticleTally, Loser, Question, Simulated, Tally};

use crate::{
    errors::{Back, Page, render},
    fields::{Asked, Path},
    translate,
    views::{
        parts::Choice,
        policies::{Balance, LoserLine, MovedArticle, MovedUnit, SimulationPage, SimulationResult},
    },
    visitor::SignedIn,
};

/// The question, and its answer once both packs are chosen.
pub(crate) async fn show(visitor: SignedIn, Path(name): Path<String>, Asked(asked): Asked) -> Page {
    let mut act = visitor.read().await?;
    actions::policies::may_simulate(&act)?;
    let pack = actions::policies::show(&visitor.web.app, &name)?;
    let year = match asked.text("year") {
        "" => visitor.year(),
        text => visitor.year_in(text)?,
    };
    let against = Some(asked.text("against").to_owned()).filter(|name| !name.is_empty());
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
        let question = Question { new: name.clone(), against, year };
        let address = format!("/policies/{name}/simulation");
        let simulated = actions::policies::simulate(&mut act, &question, |_, _| ()).await.back(&address)?;
        sample |= simulated.old.is_sample();
        result = Some(answer(&simulated));
    }
    render(&SimulationPage {
        frame: visitor.frame(format!("试算：{}", pack.title()), sample),
        title: pack.title().to_owned(),
        name,
        year,
        against: choices,
        result,
    })
}

/// How a pack is called in the list. One that cannot be read has only its name.
fn label(visitor: &SignedIn, name: &str, in_force: bool) -> String {
    let title = actions::policies::show(&visitor.web.app, name).map(|pack| pack.title().to_owned());
    let end = if in_force { "，本系统现行" } else { "" };
    title.map_or_else(|_| name.to_owned(), |title| format!("{title}（{name}{end}）"))
}

fn answer(simulated: &Simulated) -> SimulationResult {
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
        losers: simulated.losers.iter().map(|loser| loser_line(simulated.year, loser)).collect(),
        losers_unnamed: simulated.losers_unnamed,
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

fn loser_line(year: i16, loser: &Loser) -> LoserLine {
    let causes = loser.causes.iter().map(|cause| format!("{}〔{}〕", cause.rule, cause.article));
    LoserLine {
        url: format!("/people/{}/years/{year}", loser.person),
        name: loser.name.clone(),
        staff_number: loser.staff_number.clone(),
        unit: loser.unit.clone(),
        before: translate::outcome(loser.before.outcome),
        after: translate::outcome(loser.after.outcome),
        hours: format!("{} → {}", loser.before.total, loser.after.total),
        causes: causes.collect::<Vec<_>>().join("、"),
    }
}
