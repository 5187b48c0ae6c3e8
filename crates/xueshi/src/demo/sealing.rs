//! The summary forms of a year: some are printed, sealed and attached as they are; the others have a stand-in, because
//! typesetting thousands takes longer than anybody waits for a first start.

use std::collections::HashMap;

use actions::registrations;
use domain::ids::RegistrationId;

use super::fates::Fate;
use super::institution::actor;
use super::progress::Progress;
use super::stamp;
use super::year::{File, Play};
use crate::failure::Failure;

/// Of a hundred decided registrations so many carry the form that was printed for them. Of those that wait for the approver,
/// who compares form and screen, all do.
const PRINTED_PERCENT: i64 = 3;

impl Play<'_> {
    /// Attaches every sealed form and asks for the approval.
    pub(super) async fn seal(&self, files: &[&File<'_>], progress: &Progress) -> Result<(), Failure> {
        progress.stage(&format!("{} 年：打印并上传盖章汇总表", self.season.year()), files.len());
        let mut printed = self.printed(files).await?;
        for file in files {
            let form = printed.remove(&file.id).unwrap_or_else(|| self.papers.sealed_form().to_vec());
            self.hand_on(file, form).await?;
            progress.step();
        }
        Ok(())
    }

    /// The printed forms with a seal on them. Two are typeset at a time.
    async fn printed(&self, files: &[&File<'_>]) -> Result<HashMap<RegistrationId, Vec<u8>>, Failure> {
        let is_printed = |file: &&&File<'_>| {
            file.fate == Fate::AwaitingApproval || self.chance("form", file).percent(PRINTED_PERCENT)
        };
        let files: Vec<&&File<'_>> = files.iter().filter(is_printed).collect();
        let mut printed = HashMap::with_capacity(files.len());
        for pair in files.chunks(2) {
            match pair {
                [one, other] => {
                    printed.extend(<[_; 2]>::from(tokio::try_join!(self.print_form(one), self.print_form(other))?))
                }
                alone => {
                    for file in alone {
                        printed.extend([self.print_form(file).await?]);
                    }
                }
            }
        }
        Ok(printed)
    }

    async fn print_form(&self, file: &File<'_>) -> Result<(RegistrationId, Vec<u8>), Failure> {
        let mut act = self.app.read(Some(actor(file.person, Vec::new())), self.season.moment(88)).await?;
        let form = registrations::summary_form(&mut act, file.id).await?;
        let sealed = stamp::sealed(&form.bytes)
            .ok_or_else(|| Failure::new("示例汇总表无法盖章。示例大学没有完成。请再试一次。"))?;
        Ok((file.id, sealed))
    }

    async fn hand_on(&self, file: &File<'_>, form: Vec<u8>) -> Result<(), Failure> {
        let person = actor(file.person, Vec::new());
        let mut act = self.app.write(Some(person), self.season.moment(89), None).await?;
        registrations::attach_sealed_form(&mut act, file.id, "汇总表盖章扫描件.pdf", form).await?;
        registrations::send_to_approval(&mut act, file.id).await?;
        act.commit(&format!("/registrations/{}", file.id)).await?;
        Ok(())
    }
}
