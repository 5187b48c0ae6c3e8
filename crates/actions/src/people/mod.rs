//! People: who they are, what they are appointed to, and how they come into the system.

mod by_staff_number;
mod correct_id_number;
mod grant_role;
mod holder;
mod import_industry_hours;
mod import_public_exam;
mod import_roster;
mod invite;
mod invite_many;
mod list;
mod may_import;
mod posts;
mod show;

pub use by_staff_number::by_staff_number;
pub use correct_id_number::correct_id_number;
pub use grant_role::{grant_role, revoke_role};
pub use import_industry_hours::import_industry_hours;
pub use import_public_exam::import_public_exam;
pub use import_roster::import_roster;
pub use invite::{InvitationLink, invite};
pub use invite_many::{INVITED_MAX, PreparedInvitations, issue_invitations, prepare_invitations};
pub use list::{PeopleFilter, PeoplePage, PersonRow, list};
pub(crate) use list::{chosen, visible_units};
pub use may_import::may_import;
pub use show::{PersonView, RoleView, show};
