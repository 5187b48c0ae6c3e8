//! People: the list, one person, their roles and their invitation.

use actions::{
    Act,
    people::{PeopleFilter, PersonRow, PersonView},
};
use domain::{
    access::Role,
    clock::{chinese_date, chinese_moment},
    ids::{PersonId, UnitId},
    person::Unit,
    refusal::{Refusal, RefusalKind},
    training_year::TrainingYear,
};

use crate::{
    errors::{Back, Page, render, render_with, status},
    fields::{Asked, Fields, Path, id},
    pages::{certificates, exams, files},
    translate,
    views::{
        exams::Supported,
        parts::{Chip, Choice},
        people::{CorrectionForm, InvitationLinkPage, PeoplePage, PersonLine, PersonPage, RoleLine},
    },
    visitor::{SignedIn, Visitor},
};

/// GET /people
pub(crate) async fn index(visitor: SignedIn, Asked(asked): Asked) -> Page {
    let filter = PeopleFilter { text: asked.text("text").to_owned(), unit: asked.parse("unit") };
    let mut act = visitor.read().await?;
    let view = actions::people::list(&mut act, &filter, asked.parse("page").unwrap_or(1)).await?;
    let kept = [("text", filter.text.clone()), ("unit", asked.text("unit").to_owned())];
    let page = PeoplePage {
        frame: visitor.frame("人员", false),
        may_import: visitor.has(Role::Personnel),
        text: filter.text.clone(),
        units: units(&view.units, filter.unit),
        rows: view.rows.iter().map(line).collect(),
        pages: translate::pages("/people", &kept, view.total, view.page, view.pages),
    };
    render(&page)
}

fn line(row: &PersonRow) -> PersonLine {
    PersonLine {
        url: format!("/people/{}", row.person.id),
        name: row.person.name.clone(),
        staff_number: row.person.staff_number.clone(),
        unit: row.person.unit_name.clone(),
        category: row.person.category.label().to_owned(),
        title: row.person.title.clone().unwrap_or_default(),
        sign_in: sign_in(row.has_password),
    }
}

fn sign_in(has_password: bool) -> Chip {
    if has_password { Chip::new("已开通", "good") } else { Chip::new("未开通", "") }
}

fn units(units: &[Unit], chosen: Option<UnitId>) -> Vec<Choice> {
    units
        .iter()
        .map(|unit| Choice { value: unit.id.to_string(), label: unit.name.clone(), chosen: chosen == Some(unit.id) })
        .collect()
}

/// GET /people/{id}
pub(crate) async fn show(visitor: SignedIn, Path(person): Path<String>) -> Page {
    let mut act = visitor.read().await?;
    let view = actions::people::show(&mut act, id(&person, "人员")?).await?;
    let exams = supported(&visitor, &mut act, view.person.id).await?;
    render(&PersonPage { exams, ..page(&visitor, &view) })
}

/// Minutes and attempts of this year and of the past years that are open.
async fn supported(visitor: &Visitor, act: &mut Act, person: PersonId) -> Result<Vec<Supported>, Refusal> {
    let settled = actions::training_years::list(act).await?;
    let open: Vec<i16> = actions::training_years::past(act).await?.iter().map(|past| past.year.year).collect();
    let is_shown = |it: &&TrainingYear| it.year == visitor.year() || open.contains(&it.year);
    let mut all = Vec::new();
    for year in settled.iter().filter(is_shown) {
        match actions::exams::of_person(act, person, year.year).await {
            Ok(exam) => {
                let courses = actions::courses::of_person(act, person, year.year).await?;
                all.push(exams::supported(&exam, &courses));
            }
            // It is not for this visitor to see.
            Err(refusal) if refusal.kind == RefusalKind::NotFound => return Ok(Vec::new()),
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(all)
}

/// The page again with the role that was not given, and why.
async fn role_again(visitor: &Visitor, person: PersonId, form: &Fields, refusal: &Refusal) -> Page {
    let mut act = visitor.read().await?;
    let view = actions::people::show(&mut act, person).await?;
    let mut page = page(visitor, &view);
    choose(&mut page.role_choices, form.text("role"));
    choose(&mut page.unit_choices, form.text("unit"));
    page.role_trouble = Some(translate::trouble(refusal));
    render_with(status(refusal.kind), &page)
}

fn choose(choices: &mut [Choice], value: &str) {
    for choice in choices {
        choice.chosen = choice.value == value;
    }
}

fn page(visitor: &Visitor, view: &PersonView) -> PersonPage {
    let person = &view.person;
    PersonPage {
        frame: visitor.frame(person.name.clone(), false),
        id: person.id.to_string(),
        name: person.name.clone(),
        facts: facts(view),
        sign_in: match view.invited_until {
            Some(_) if !view.has_password => Chip::new("已发邀请", "wait"),
            _ => sign_in(view.has_password),
        },
        invited_until: view.invited_until.map(chinese_moment).unwrap_or_default(),
        roles: view
            .roles
            .iter()
            .map(|held| RoleLine {
                role: held.role.as_str().to_owned(),
                unit: held.unit.as_ref().map(|unit| unit.id.to_string()).unwrap_or_default(),
                label: held.role.label().to_owned(),
                unit_name: held.unit.as_ref().map_or_else(|| "全校".to_owned(), |unit| unit.name.clone()),
            })
            .collect(),
        registrations: view
            .registrations
            .iter()
            .map(|it| {
                let label = format!("{} 年度（{}）", it.year, it.number);
                (label, format!("/registrations/{}", it.id), translate::state(it.state))
            })
            .collect(),
        extendable: view
            .extendable
            .iter()
            .map(|it| (it.id.to_string(), format!("{} 年度（{}，{}）", it.year, it.number, it.state.label())))
            .collect(),
        certificates: certificates::lines(&view.certificates, visitor.has(Role::Personnel)),
        exams: Vec::new(),
        may_invite: view.may_invite,
        correction: view.may_correct.then(CorrectionForm::default),
        may_grant: view.may_grant,
        role_choices: Role::ALL
            .into_iter()
            .filter(|role| *role != Role::Person)
            .map(|role| Choice { value: role.as_str().to_owned(), label: role.label().to_owned(), chosen: false })
            .collect(),
        unit_choices: units(&view.units, Some(person.unit_id)),
        role_trouble: None,
        account_url: view.may_view_account.then(|| format!("/people/{}/years/{}", person.id, visitor.year())),
        history: translate::history(&view.history),
    }
}

fn facts(view: &PersonView) -> Vec<(&'static str, String)> {
    let person = &view.person;
    let yes_no = |yes: bool| if yes { "是" } else { "否" }.to_owned();
    let given = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
    vec![
        ("工号", person.staff_number.clone()),
        ("身份证号", person.id_number_masked.clone()),
        ("单位", person.unit_name.clone()),
        ("岗位类别", person.category.label().to_owned()),
        ("职称", given(&person.title)),
        ("职称系列", given(&person.title_series)),
        ("下一年度申报职称", yes_no(person.declares_title_next_year)),
        ("仅转正定职", yes_no(person.confirmation_only)),
        ("入职日期", person.joined.map_or_else(|| "—".to_owned(), chinese_date)),
    ]
}

/// POST /people/{id}/invitation: the link is shown once and nowhere kept, so there is no redirect.
pub(crate) async fn invite(visitor: SignedIn, Path(person): Path<String>, form: Fields) -> Page {
    let person_id: PersonId = id(&person, "人员")?;
    let back = format!("/people/{person}");
    let mut act = visitor.write(form.key()).await?;
    let link = actions::people::invite(&mut act, person_id).await.back(&back)?;
    let view = actions::people::show(&mut act, person_id).await.back(&back)?;
    act.commit(&back).await?;
    render(&InvitationLinkPage {
        frame: visitor.frame("邀请链接", false),
        name: view.person.name,
        url: link.url,
        expires: chinese_moment(link.expires_at),
        back,
    })
}

/// POST /people/invitations: the list is given once and kept nowhere, so there is no redirect.
pub(crate) async fn invite_many(visitor: SignedIn, form: Fields) -> Page {
    let unit: Option<UnitId> = match form.text("unit") {
        "" => None,
        text => Some(id(text, "单位")?),
    };
    let mut reading = visitor.read().await?;
    let prepared = actions::people::prepare_invitations(&mut reading, unit).await.back("/people")?;
    drop(reading);
    let mut act = visitor.write(form.key()).await?;
    actions::people::issue_invitations(&mut act, unit, &prepared).await.back("/people")?;
    act.commit("/people?done=invitations").await?;
    Ok(files::response(prepared.file))
}

/// POST /people/{id}/id-number
pub(crate) async fn correct_id_number(visitor: SignedIn, Path(person): Path<String>, form: Fields) -> Page {
    let person_id: PersonId = id(&person, "人员")?;
    let back = format!("/people/{person}");
    let (number, reason) = (form.text("id_number"), form.text("reason"));
    let mut act = visitor.write(form.key()).await?;
    match actions::people::correct_id_number(&mut act, person_id, number, reason).await {
        Ok(()) => visitor.finish(act, &format!("{back}?done=id-number")).await,
        Err(refusal) if refusal.kind == RefusalKind::Invalid => {
            drop(act);
            let mut act = visitor.read().await?;
            let view = actions::people::show(&mut act, person_id).await?;
            let correction = Some(CorrectionForm {
                id_number: number.to_owned(),
                reason: reason.to_owned(),
                trouble: Some(translate::trouble(&refusal)),
            });
            render_with(status(refusal.kind), &PersonPage { correction, ..page(&visitor, &view) })
        }
        Err(refusal) => Err(refusal).back(&back),
    }
}

/// POST /people/{id}/make-up
pub(crate) async fn grant_make_up(visitor: SignedIn, Path(person): Path<String>, form: Fields) -> Page {
    let person_id: PersonId = id(&person, "人员")?;
    let year = visitor.year_in(form.text("year"))?;
    let back = format!("/people/{person}");
    let mut act = visitor.write(form.key()).await?;
    actions::exams::grant_make_up(&mut act, person_id, year, form.text("reason")).await.back(&back)?;
    visitor.finish(act, &format!("{back}?done=make-up#exam-{year}")).await
}

/// POST /people/{id}/role
pub(crate) async fn grant_role(visitor: SignedIn, Path(person): Path<String>, form: Fields) -> Page {
    let (person_id, role, unit, back) = role_form(&person, &form)?;
    let mut act = visitor.write(form.key()).await?;
    match actions::people::grant_role(&mut act, person_id, role, unit).await {
        Ok(()) => visitor.finish(act, &format!("{back}?done=role")).await,
        Err(refusal) if refusal.kind == RefusalKind::Invalid => {
            drop(act);
            role_again(&visitor, person_id, &form, &refusal).await
        }
        Err(refusal) => Err(refusal).back(&back),
    }
}

/// POST /people/{id}/role-removal
pub(crate) async fn revoke_role(visitor: SignedIn, Path(person): Path<String>, form: Fields) -> Page {
    let (person_id, role, unit, back) = role_form(&person, &form)?;
    let mut act = visitor.write(form.key()).await?;
    actions::people::revoke_role(&mut act, person_id, role, unit).await.back(&back)?;
    visitor.finish(act, &format!("{back}?done=role")).await
}

type RoleForm = (PersonId, Role, Option<UnitId>, String);

fn role_form(person: &str, form: &Fields) -> Result<RoleForm, crate::errors::PageError> {
    let role: Role = form.parse("role").ok_or_else(|| Refusal::not_found("角色"))?;
    // The form offers a unit beside every role; a role for the whole institution needs none.
    let unit = match form.text("unit") {
        text if !text.is_empty() && Role::is_of_a_unit(role) => Some(id(text, "单位")?),
        _ => None,
    };
    Ok((id(person, "人员")?, role, unit, format!("/people/{person}")))
}
