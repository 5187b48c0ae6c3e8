//! Puts the entries of a chain of packs together and checks that every name stands for something. Must not parse
//! text or judge a year.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::blocks::{
    After, DayLimitBlock, GapBlock, GroupBlock, HoursBlock, KindBlock, OptionBlock, RateBlock, ReadingBlock,
    RequireBlock, ShareBase, Subject,
};
use crate::citations::Rests;
use crate::collection::{Collection, Header, Placed};
use crate::faults::Fault;
use crate::pack::{PackContent, article_cited};
use crate::rules::{
    CertificateRule, DayLimit, Group, KindRule, ObligationRule, Requirement, Rules, Share, Test, Window,
};
use crate::settings::value;
use crate::{
    Category, Gap, Hours, Library, Pack, PackError, Preamble, Provision, Reading, ReadingOption, Status, cases,
    effects, kinds, public_rule, rates, sanity, unused,
};

/// Finds a table: the path in the library and its text, the outermost pack's first.
pub(crate) type Tables<'a> = dyn Fn(&str) -> Option<(&'a str, &'a str)> + 'a;

/// What tells a pack from others.
pub(crate) struct Identity {
    pub(crate) name: String,
    pub(crate) hash: String,
    pub(crate) header: Header,
    pub(crate) preambles: Vec<Preamble>,
    pub(crate) library: Library,
}

/// The pack.
pub(crate) fn assemble(identity: Identity, collection: &Collection, files: &Tables<'_>) -> Result<Pack, PackError> {
    let categories: Vec<Category> = collection
        .categories
        .iter()
        .map(|placed| Category {
            id: placed.id.clone(),
            name: placed.entry.name.clone(),
            article: placed.article.clone(),
        })
        .collect();
    let mut kinds =
        collection.kinds.iter().map(|placed| kinds::kind(placed, collection, files)).collect::<Result<Vec<_>, _>>()?;
    kinds.sort_by_key(|kind| categories.iter().position(|category| category.id == kind.category));
    let is_sample = collection.is_sample
        || kinds.iter().any(|kind| kind.sample)
        || collection.rates.iter().any(|rate| rate.entry.status == Status::Sample);
    let rules = rules(collection, files)?;
    let required_total = required_total(&rules);
    let Identity { name, hash, header, preambles, library } = identity;
    let Some((from, _)) = header.from else {
        let problem = "没有写从哪一天起执行。请在第一条之前的 [pack] 里写 from，例如 from = \"2022-01-01\"";
        return Err(PackError::new(&format!("{name}/rules.md"), 1, Fault::NoDate, problem));
    };
    sanity::check(collection)?;
    unused::check(&format!("{name}/rules.md"), collection)?;
    let content = PackContent {
        name,
        title: collection.title.clone(),
        hash,
        from,
        until: header.until.map(|(until, _)| until),
        succeeds: header.succeeds.map(|(earlier, _)| earlier),
        preambles,
        library,
        readings: readings(collection),
        gaps: gaps(collection),
        is_sample,
        categories,
        kinds,
        articles: collection.articles.clone(),
        provisions: provisions(collection)?,
        required_total,
        professional_min: professional_min(&rules, required_total),
        rules,
    };
    Ok(Pack { content: Arc::new(content) })
}

fn readings(collection: &Collection) -> Vec<Reading> {
    let reading = |placed: &Placed<ReadingBlock>| Reading {
        id: placed.id.clone(),
        question: placed.entry.question.clone(),
        chosen: placed.entry.chosen.clone(),
        says: says(placed),
        options: placed.entry.options.iter().map(option).collect(),
        article: placed.article.clone(),
    };
    collection.readings.iter().map(reading).collect()
}

fn option(option: &OptionBlock) -> ReadingOption {
    let OptionBlock { id, says, means, value } = option;
    let value = value.as_ref().map(ToString::to_string);
    ReadingOption { id: id.clone(), says: says.clone(), means: means.clone(), computes: value.is_some(), value }
}

/// What the explanation shows: the reading in force, and its id.
pub(crate) fn says(placed: &Placed<ReadingBlock>) -> String {
    let chosen = placed.entry.options.iter().find(|option| option.id == placed.entry.chosen);
    format!("{}〔{}〕", chosen.map_or("", |option| option.says.as_str()), placed.id)
}

fn gaps(collection: &Collection) -> Vec<Gap> {
    let gap = |placed: &Placed<GapBlock>| Gap {
        id: placed.id.clone(),
        says: placed.entry.says.clone(),
        meanwhile: placed.entry.meanwhile.clone(),
        training_years: placed.entry.training_years.clone(),
        article: placed.article.clone(),
    };
    collection.gaps.iter().map(gap).collect()
}

/// What a pack writes for a provision that no article of its authority carries out.
const NO_ARTICLE: &str = "none";

fn provisions(collection: &Collection) -> Result<BTreeMap<Provision, Option<String>>, PackError> {
    let mut provisions = BTreeMap::new();
    for placed in &collection.provisions {
        let Some(provision) = Provision::by_name(&placed.id) else {
            let known: Vec<&str> = Provision::ALL.iter().map(|provision| provision.as_str()).collect();
            let problem = format!("[provisions] 里没有“{}”（可以写：{}）", placed.id, known.join("、"));
            return Err(placed.error(Fault::UnknownProvision, problem));
        };
        let cited = placed.entry.1.get_ref();
        if cited != NO_ARTICLE && article_cited(&collection.articles, cited).is_none() {
            let problem = format!("{}（{}）写的“{cited}”不是这个标准的条文", placed.id, provision.label());
            return Err(placed.error(Fault::UnknownArticle, problem));
        }
        provisions.insert(provision, (cited != NO_ARTICLE).then(|| cited.clone()));
    }
    Ok(provisions)
}

fn required_total(rules: &Rules) -> Hours {
    let totals = rules.requirements.iter().filter_map(|requirement| match requirement.test {
        Test::Total(hours) => Some(hours),
        Test::Exam | Test::Study(_) | Test::Public(_) | Test::Share(_) => None,
    });
    totals.max().unwrap_or(Hours::ZERO)
}

fn professional_min(rules: &Rules, total: Hours) -> Hours {
    let shares = rules.requirements.iter().filter_map(|requirement| match requirement.test {
        Test::Share(Share { numerator, denominator, .. }) => Some(share(total, numerator, denominator)),
        Test::Exam | Test::Study(_) | Test::Total(_) | Test::Public(_) => None,
    });
    shares.max().unwrap_or(Hours::ZERO)
}

/// `numerator / denominator` of the hours, rounded up to the next hundredth.
pub(crate) fn share(hours: Hours, numerator: i64, denominator: i64) -> Hours {
    // Nearly always it fits, and a division of narrow numbers takes a fraction of the time.
    let narrow = hours.hundredths().checked_mul(numerator).and_then(|parts| parts.checked_add(denominator.max(1) - 1));
    if let Some(parts) = narrow {
        return Hours::from_hundredths(parts.div_euclid(denominator.max(1)));
    }
    let parts = i128::from(hours.hundredths()) * i128::from(numerator);
    let divisor = i128::from(denominator.max(1));
    let rounded = (parts + divisor - 1).div_euclid(divisor);
    Hours::from_hundredths(i64::try_from(rounded).unwrap_or(i64::MAX))
}

fn rules(collection: &Collection, files: &Tables<'_>) -> Result<Rules, PackError> {
    let groups = groups(collection)?;
    check_day_limits(collection)?;
    let mut rules = Rules { groups, ..Rules::default() };
    for placed in &collection.obligations {
        let entry = &placed.entry;
        rules.obligations.push(ObligationRule {
            gives: entry.gives,
            why: placed.id.clone(),
            categories: entry.categories.as_ref().map_or(Ok(Vec::new()), |named| named.value(collection, placed))?,
            declares_title_next_year: entry.declares_title_next_year,
            confirmation_only: entry.confirmation_only,
            article: placed.article.clone(),
            reading: reading(collection, placed, entry.first_reading())?,
            named: reading(collection, placed, entry.named())?,
        });
    }
    rules.decided_by_readings = cases::decided_by_readings(collection, &rules.obligations);
    rules.public_course =
        collection.public_course.as_ref().map(|placed| public_rule::public_course(collection, placed)).transpose()?;
    rules.window = collection.windows.first().map(|placed| Window {
        years_later: i16::from(placed.entry.years_later),
        advice: placed.entry.advice.clone(),
        article: placed.article.clone(),
    });
    for placed in &collection.kinds {
        let group = placed.entry.group.as_ref().map(|group| group_index(&rules.groups, placed, group)).transpose()?;
        let rate = rate(collection, &placed.entry.hours);
        let limit = rate.and_then(|rate| collection.day_limit(rate));
        let day_limit = limit.map(|limit| day_limit(collection, limit)).transpose()?;
        value(placed.entry.recognised.as_ref(), collection, placed)?;
        let reading = reading(collection, placed, placed.entry.first_reading())?;
        let cited = cited(collection, files, placed).to_owned();
        let rate = rate.map(|rate| rate.entry.status);
        rules.kinds.insert(placed.id.clone(), KindRule { group, reading, cited, rate, day_limit });
    }
    for placed in &collection.requirements {
        rules.requirements.push(requirement(collection, placed)?);
    }
    for placed in &collection.certificates {
        let needs = &placed.entry.needs;
        if let Some(unknown) = needs.iter().find(|id| !rules.requirements.iter().any(|known| known.id == **id)) {
            return Err(placed.error(Fault::UnknownRequirement, format!("needs 里的“{unknown}”没有对应的 [[require]]")));
        }
        rules.certificates.push(CertificateRule {
            id: placed.id.clone(),
            name: placed.entry.name.clone(),
            needs: needs.clone(),
            after_approval: value(placed.entry.after.as_ref(), collection, placed)? == Some(After::Approved),
            article: placed.article.clone(),
            reading: reading(collection, placed, placed.entry.first_reading())?,
        });
    }
    rules.rates = rates::rates(collection);
    rules.day_limits = rates::day_limits(collection)?;
    effects::add(collection, &mut rules)?;
    Ok(rules)
}

/// The article that gives a kind's hours: that of its rate, that of the tables where its table lies, or its own.
fn cited<'a>(collection: &'a Collection, files: &Tables<'_>, placed: &'a Placed<KindBlock>) -> &'a str {
    if let Some(rate) = rate(collection, &placed.entry.hours) {
        return &rate.article;
    }
    let table = match &placed.entry.hours {
        HoursBlock::Table { table, .. } => files(table).and_then(|(path, _)| collection.article_of_table(path)),
        _ => None,
    };
    table.unwrap_or(&placed.article)
}

/// The rate that a kind's hours come from.
pub(crate) fn rate<'a>(collection: &'a Collection, hours: &HoursBlock) -> Option<&'a Placed<RateBlock>> {
    let (HoursBlock::HalfDays { rate, .. } | HoursBlock::Stated { rate, .. }) = hours else { return None };
    collection.rates.iter().find(|known| known.id == *rate)
}

/// Where it is written how much a day can hold.
fn day_limit(collection: &Collection, placed: &Placed<DayLimitBlock>) -> Result<DayLimit, PackError> {
    let reading = reading(collection, placed, placed.entry.first_reading())?;
    Ok(DayLimit { article: placed.article.clone(), reading })
}

/// Each limit is on rates that there are, and no rate has two.
fn check_day_limits(collection: &Collection) -> Result<(), PackError> {
    for (index, placed) in collection.day_limits.iter().enumerate() {
        if placed.entry.rates.is_empty() {
            return Err(placed.error(Fault::Unused, "rates 是空的，没有限定任何折算标准"));
        }
        for id in &placed.entry.rates {
            if !collection.rates.iter().any(|rate| rate.id == *id) {
                return Err(placed.error(Fault::UnknownRate, format!("没有折算标准“{id}”，请先写 [[rate]]")));
            }
            if let Some(earlier) = collection.day_limits[..index].iter().find(|one| one.entry.rates.contains(id)) {
                let problem = format!("折算标准“{id}”一天的限度已经由“{}”写过", earlier.id);
                return Err(placed.error(Fault::OnlyOne, problem));
            }
        }
    }
    Ok(())
}

fn groups(collection: &Collection) -> Result<Vec<Group>, PackError> {
    let mut groups: Vec<Group> = Vec::new();
    for placed in &collection.groups {
        refuse_circle(collection, placed)?;
        let within = match placed.entry.within.as_str() {
            "professional" => None,
            outer => Some(group_index(&groups, placed, outer)?),
        };
        groups.push(Group {
            id: placed.id.clone(),
            name: placed.entry.name.clone(),
            within,
            cap: placed.entry.cap_hours.as_ref().map(|cap| cap.value(collection, placed)).transpose()?,
            article: placed.article.clone(),
            reading: reading(collection, placed, placed.entry.first_reading())?,
        });
    }
    Ok(groups)
}

/// Goes outwards from a group; whoever comes back to it walks in a circle.
fn refuse_circle(collection: &Collection, placed: &Placed<GroupBlock>) -> Result<(), PackError> {
    let mut way = vec![placed.id.as_str()];
    let mut outer = placed.entry.within.as_str();
    while let Some(group) = collection.groups.iter().find(|group| group.id == outer) {
        way.push(&group.id);
        if group.id == placed.id {
            return Err(placed.error(Fault::CapCircle, format!("分组的 within 绕成了一圈：{}", way.join(" → "))));
        }
        // A circle further out is told where it is.
        if way.len() > collection.groups.len() {
            return Ok(());
        }
        outer = &group.entry.within;
    }
    Ok(())
}

fn group_index<T>(groups: &[Group], placed: &Placed<T>, id: &str) -> Result<usize, PackError> {
    let index = groups.iter().position(|group| group.id == id);
    index.ok_or_else(|| placed.error(Fault::UnknownGroup, format!("没有分组“{id}”；外层分组要写在前面")))
}

/// What the reading with this id says.
pub(crate) fn reading<T>(
    collection: &Collection,
    placed: &Placed<T>,
    id: Option<&String>,
) -> Result<Option<String>, PackError> {
    id.map(|id| collection.reading(placed, id).map(says)).transpose()
}

fn requirement(collection: &Collection, placed: &Placed<RequireBlock>) -> Result<Requirement, PackError> {
    let entry = &placed.entry;
    let test = match (entry.exam, &entry.study, entry.at_least_hours, &entry.professional_share) {
        (true, None, None, None) => Test::Exam,
        (false, Some(proof), None, None) => Test::Study(proof.value(collection, placed)?),
        (false, None, Some(hours), None) => match entry.of {
            None => Test::Total(hours),
            Some(Subject::Public) => Test::Public(hours),
        },
        (false, None, None, Some(share)) => {
            let (numerator, denominator) = fraction(&share.at_least).ok_or_else(|| {
                placed.error(Fault::BadShare, format!("at_least“{}”要写成 2/3 这样的真分数", share.at_least))
            })?;
            Test::Share(Share { numerator, denominator, base: share.base.value(collection, placed)? })
        }
        _ => {
            let problem = "exam、study、at_least_hours、professional_share 四者要写且只写一个";
            return Err(placed.error(Fault::TestShape, problem));
        }
    };
    let is_total = |other: &Placed<RequireBlock>| other.entry.at_least_hours.is_some() && other.entry.of.is_none();
    let test_needs_total = matches!(test, Test::Share(Share { base: ShareBase::RequiredTotal, .. }));
    if test_needs_total && !collection.requirements.iter().any(is_total) {
        let problem = "按应修总学时计算比例时，要有一个写了 at_least_hours 的 [[require]]";
        return Err(placed.error(Fault::ShareOfNothing, problem));
    }
    Ok(Requirement {
        id: placed.id.clone(),
        name: entry.name.clone(),
        binds: entry.binds.value(collection, placed)?,
        test,
        article: placed.article.clone(),
        reading: reading(collection, placed, entry.first_reading())?,
    })
}

fn fraction(text: &str) -> Option<(i64, i64)> {
    let (numerator, denominator) = text.split_once('/')?;
    let (numerator, denominator): (i64, i64) = (numerator.trim().parse().ok()?, denominator.trim().parse().ok()?);
    (numerator >= 0 && numerator < denominator && denominator <= 1000).then_some((numerator, denominator))
}

#[cfg(test)]
mod tests {
    use super::{Hours, share};

    #[test]
    fn a_share_of_more_hours_than_can_be_multiplied_is_the_same_share() {
        let third = i64::MAX / 3;
        for (most, rounded_up) in [(3 * third, 2 * third), (3 * third + 1, 2 * third + 1)] {
            assert_eq!(share(Hours::from_hundredths(most), 2, 3), Hours::from_hundredths(rounded_up), "{most}");
        }
    }
}
