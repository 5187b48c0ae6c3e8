//! Which readings each rule block rests on: the one that it names, and those that its values are taken from. Must not
//! look up what they say.

use crate::blocks::{
    AnnulmentBlock, CertificateBlock, ConsequenceBlock, DayLimitBlock, GroupBlock, HoursBlock, KindBlock,
    ObligationBlock, PublicCourseBlock, RequireBlock, StatusBlock, VerificationBlock,
};
use crate::collection::{Collection, Placed};
use crate::settings::Setting;

/// A block that can rest on readings.
pub(crate) trait Rests {
    /// The readings that its values are taken from: choosing otherwise there changes the rule.
    fn taken(&self) -> Vec<&String>;

    /// One that it only names.
    fn named(&self) -> Option<&String> {
        None
    }

    /// The ids of all, the one that is named before those of the values.
    fn readings(&self) -> Vec<&String> {
        self.named().into_iter().chain(self.taken()).collect()
    }

    /// The one that the explanation shows.
    fn first_reading(&self) -> Option<&String> {
        self.readings().first().copied()
    }
}

/// The reading of a value that can be left out.
fn of<T>(value: Option<&Setting<T>>) -> Option<&String> {
    value.and_then(Setting::reading)
}

/// The readings of some values, and the one that is named where a block can name one.
macro_rules! rests {
    ($($block:ident: $($value:ident),*;)*) => {$(
        impl Rests for $block {
            fn taken(&self) -> Vec<&String> {
                [$(of(self.$value.as_ref()),)*].into_iter().flatten().collect()
            }

            fn named(&self) -> Option<&String> {
                self.reading.as_ref()
            }
        }
    )*};
}

rests! {
    ObligationBlock: categories;
    PublicCourseBlock: counts, without_exam, past_years_in;
    ConsequenceBlock: waits_for_approval, before_title_series;
}

impl Rests for DayLimitBlock {
    fn taken(&self) -> Vec<&String> {
        self.hours.reading().into_iter().collect()
    }
}

impl Rests for GroupBlock {
    fn taken(&self) -> Vec<&String> {
        of(self.cap_hours.as_ref()).into_iter().collect()
    }
}

impl Rests for StatusBlock {
    fn taken(&self) -> Vec<&String> {
        self.day.get_ref().reading().into_iter().collect()
    }

    fn named(&self) -> Option<&String> {
        self.reading.as_ref()
    }
}

impl Rests for VerificationBlock {
    fn taken(&self) -> Vec<&String> {
        let above_claim = self.above_claim.get_ref().reading();
        [above_claim, of(self.accepted.as_ref()), of(self.deciders.as_ref())].into_iter().flatten().collect()
    }
}

impl Rests for CertificateBlock {
    fn taken(&self) -> Vec<&String> {
        of(self.after.as_ref()).into_iter().collect()
    }
}

impl Rests for AnnulmentBlock {
    fn taken(&self) -> Vec<&String> {
        of(self.annuls.as_ref()).into_iter().collect()
    }
}

impl Rests for RequireBlock {
    fn taken(&self) -> Vec<&String> {
        let base = self.professional_share.as_ref().and_then(|share| share.base.reading());
        [base, of(self.study.as_ref()), self.binds.reading()].into_iter().flatten().collect()
    }

    fn named(&self) -> Option<&String> {
        self.reading.as_ref()
    }
}

impl Rests for KindBlock {
    fn taken(&self) -> Vec<&String> {
        let round = match &self.hours {
            HoursBlock::Conversion { round, .. } => round.reading(),
            _ => None,
        };
        of(self.recognised.as_ref()).into_iter().chain(round).collect()
    }

    fn named(&self) -> Option<&String> {
        self.reading.as_ref()
    }
}

/// Every reading that some rule rests on.
pub(crate) fn all(collection: &Collection) -> Vec<&String> {
    of_each(collection, |block| block.readings())
}

/// Every reading from which some rule takes a value.
pub(crate) fn taken(collection: &Collection) -> Vec<&String> {
    of_each(collection, |block| block.taken())
}

fn of_each<'a>(collection: &'a Collection, of: impl Fn(&'a dyn Rests) -> Vec<&'a String>) -> Vec<&'a String> {
    fn rest<T: Rests>(placed: &Placed<T>) -> &dyn Rests {
        &placed.entry
    }
    let mut blocks: Vec<&dyn Rests> = Vec::new();
    blocks.extend(collection.obligations.iter().map(rest));
    blocks.extend(collection.requirements.iter().map(rest));
    blocks.extend(collection.kinds.iter().map(rest));
    blocks.extend(collection.groups.iter().map(rest));
    blocks.extend(collection.day_limits.iter().map(rest));
    blocks.extend(collection.certificates.iter().map(rest));
    blocks.extend(collection.annulment.iter().map(rest));
    blocks.extend(collection.consequences.iter().map(rest));
    blocks.extend(collection.public_course.iter().map(rest));
    blocks.extend(collection.status.iter().map(rest));
    blocks.extend(collection.verification.iter().map(rest));
    blocks.into_iter().flat_map(of).collect()
}
