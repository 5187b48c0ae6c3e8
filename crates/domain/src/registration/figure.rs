//! Holds how a verifier's figure is measured (article 6, by the reading of the policy pack): above the claim only when
//! that was confirmed, and never above what one item can be given. Must not compute hours.

use policy::{Hours, Provision};

use crate::{
    item::Decision,
    refusal::{NOTHING_CHANGED, Refusal},
};

/// What a verifier's figure for one item is measured by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Yardstick {
    /// Hours applied for; where nothing was, hours by the standard; `None` where there are neither.
    pub claimed: Option<Hours>,
    /// Hours that a whole year asks for: what a figure is measured by where nothing was claimed.
    pub whole_year: Hours,
    /// Most that one item can be given; `None` where the pack sets no limit.
    pub most: Option<Hours>,
    /// Whether the verifier confirmed a figure above the claim.
    pub confirmed: bool,
}

impl Yardstick {
    /// Lets the decision pass, or says what is wrong with its hours.
    pub(super) fn measure(&self, decision: &Decision) -> Result<(), Refusal> {
        let Some(hours) = decision.hours() else { return Ok(()) };
        if let Some(most) = self.most.filter(|most| hours > *most) {
            return Err(Refusal::invalid(
                "item.figure-too-large",
                format!("核定 {hours} 学时，超过了一项最多能核定的 {most} 学时，多半是输入有误。"),
                NOTHING_CHANGED,
                "请核对后重新填写核定学时。",
            )
            .by(Provision::Verification));
        }
        let is_changed = matches!(decision, Decision::Changed { .. });
        if is_changed && !self.confirmed && hours > self.claimed.unwrap_or(self.whole_year) {
            return Err(self.unconfirmed(hours));
        }
        Ok(())
    }

    fn unconfirmed(&self, hours: Hours) -> Refusal {
        let above = match self.claimed {
            Some(claimed) => format!("高于申请的 {claimed} 学时"),
            None => format!("这一项没有申请学时，而全年应修也只有 {} 学时", self.whole_year),
        };
        Refusal::invalid(
            FIGURE_UNCONFIRMED,
            format!("核定 {hours} 学时，{above}。"),
            NOTHING_CHANGED,
            "填错的请改正；确实如此的，请勾选“已核实，按这个学时核定”，再保存一次。",
        )
        .by(Provision::Verification)
    }
}

/// Code of the refusal that a confirmation lifts.
pub const FIGURE_UNCONFIRMED: &str = "item.figure-unconfirmed";

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(hours: i64, claimed: Option<i64>, confirmed: bool) -> Option<&'static str> {
        let yardstick = Yardstick {
            claimed: claimed.map(Hours::from_whole),
            whole_year: Hours::from_whole(90),
            most: Some(Hours::from_whole(450)),
            confirmed,
        };
        let decision = Decision::Changed { hours: Hours::from_whole(hours), reason: "按证书".to_owned() };
        yardstick.measure(&decision).err().map(|refusal| refusal.code)
    }

    #[test]
    fn a_figure_above_the_claim_is_confirmed_first() {
        for (hours, claimed, code) in [
            (12, Some(12), None),
            (15, Some(12), Some(FIGURE_UNCONFIRMED)),
            (90, None, None),
            (91, None, Some(FIGURE_UNCONFIRMED)),
            (100, Some(100), None),
        ] {
            assert_eq!(measured(hours, claimed, false), code, "{hours} of {claimed:?}");
            assert_eq!(measured(hours, claimed, true), None, "{hours} of {claimed:?}, confirmed");
        }
    }

    #[test]
    fn no_confirmation_lifts_the_limit() {
        for confirmed in [false, true] {
            assert_eq!(measured(451, Some(451), confirmed), Some("item.figure-too-large"));
        }
        let unlimited = Yardstick { claimed: None, whole_year: Hours::ZERO, most: None, confirmed: true };
        let accepted = Decision::Accepted { hours: Hours::from_whole(9999) };
        assert_eq!(unlimited.measure(&accepted), Ok(()));
        let limited = Yardstick { most: Some(Hours::from_whole(450)), ..unlimited };
        assert_eq!(limited.measure(&accepted).expect_err("accepted as claimed").code, "item.figure-too-large");
    }
}
