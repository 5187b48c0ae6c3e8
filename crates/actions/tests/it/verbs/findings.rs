//! The verbs of findings of falsehood, see the module above.

use actions::findings;
use domain::{
    audit::EventKind,
    ids::{ItemId, RegistrationId},
};

use super::Diary;
use crate::{
    act,
    findings::{colleague, found_false, notice, verdict},
};

/// Told, answered, decided, appealed against and overturned; and once dismissed.
pub(super) async fn stages(diary: &mut Diary<'_>, id: RegistrationId, item: ItemId) {
    let world = diary.world;
    let (notice, found) = (notice(world), found_false(world));
    let first = deed!(diary, personnel, [FindingNotified], findings::notify, (id, item), &notice);
    deed!(diary, teacher, [FindingAnswered], findings::answer, first, "原件在此");
    deed!(diary, personnel, [FindingDismissed], findings::rule, first, &verdict(false));
    let second = deed!(diary, personnel, [FindingNotified], findings::notify, (id, item), &notice);
    deed!(diary, teacher, [FindingAnswered], findings::answer, second, "原件在此");
    deed!(diary, personnel, [FindingMade], findings::rule, second, &found);
    deed!(diary, teacher, [FindingAppealed], findings::appeal, second, "核对有误");
    let other = colleague(world);
    act!(world, other, findings::rule_on_appeal, second, &verdict(false)).expect("overturned");
    diary.takes_down("findings::rule_on_appeal", &[EventKind::FindingOverturned]).await;
    let third = deed!(diary, personnel, [FindingNotified], findings::notify, (id, item), &notice);
    deed!(diary, teacher, [FindingAnswered], findings::answer, third, "原件在此");
    deed!(diary, personnel, [FindingMade], findings::rule, third, &found);
    deed!(diary, teacher, [FindingAppealed], findings::appeal, third, "核对有误");
    act!(world, other, findings::rule_on_appeal, third, &verdict(true)).expect("upheld");
    diary.takes_down("findings::rule_on_appeal", &[EventKind::FindingUpheld]).await;
}
