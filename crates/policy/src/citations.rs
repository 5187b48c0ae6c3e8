//! Which readings each rule block rests on: the one that it names, and those that its values are taken from. Must not
//! look up what they say.

use crate::blocks::{
    AnnulmentBlock, CertificateBlock, ConsequenceBlock, DayLimitBlock, GroupBlock, HoursBlock, KindBlock,
    ObligationBlock, PublicCourseBlock, RequireBlock, StatusBlock, VerificationBlock,
};
use crate::collection::Collection;
use crate::settings::Setting;

/// A block that can rest on readings.
pub(crate) trait Rests {
    /// Their ids, the one that is named before those of the values.
    fn readings(&self) -> Vec<&String>;

    /// The one that the explanation shows.
    fn first_reading(&self) -> Option<&String> {
        self.readings().first().copied()
    }
}

/// The named reading and those of one value.
macro_rules! rests {
    ($($block:ident: $($value:ident),*;)*) => {$(
        impl Rests for $block {
            fn readings(&self) -> Vec<&String> {
                let values = [$(self.$value.as_ref().and_then(Setting::reading),)*];
                self.reading.as_ref().into_iter().chain(values.into_iter().flatten()).collect()
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
    fn readings(&self) -> Vec<&String> {
        self.hours.reading().into_iter().collect()
    }
}

impl Rests for GroupBlock {
    fn readings(&self) -> Vec<&String> {
        self.cap_hours.as_ref().and_then(Setting::reading).into_iter().collect()
    }
}

impl Rests for StatusBlock {
    fn readings(&self) -> Vec<&String> {
        self.reading.iter().chain(self.day.get_ref().reading()).collect()
    }
}

impl Rests for VerificationBlock {
    fn readings(&self) -> Vec<&String> {
        self.reading.iter().chain(&self.accepted_reading).chain(&self.deciders_reading).collect()
    }
}

impl Rests for CertificateBlock {
    fn readings(&self) -> Vec<&String> {
        self.reading.iter().collect()
    }
}

impl Rests for AnnulmentBlock {
    fn readings(&self) -> Vec<&String> {
        self.reading.iter().collect()
    }
}

impl Rests for RequireBlock {
    fn readings(&self) -> Vec<&String> {
        let base = self.professional_share.as_ref().and_then(|share| share.base.reading());
        let study = self.study.as_ref().and_then(Setting::reading);
        self.reading.iter().chain(base).chain(study).chain(self.binds.reading()).collect()
    }
}

impl Rests for KindBlock {
    fn readings(&self) -> Vec<&String> {
        let round = match &self.hours {
            HoursBlock::Conversion { round, .. } => round.reading(),
            _ => None,
        };
        self.reading.iter().chain(round).collect()
    }
}

/// Every reading that some rule rests on.
pub(crate) fn all(collection: &Collection) -> Vec<&String> {
    let mut used = Vec::new();
    used.extend(collection.obligations.iter().flat_map(|placed| placed.entry.readings()));
    used.extend(collection.requirements.iter().flat_map(|placed| placed.entry.readings()));
    used.extend(collection.kinds.iter().flat_map(|placed| placed.entry.readings()));
    used.extend(collection.groups.iter().flat_map(|placed| placed.entry.readings()));
    used.extend(collection.day_limits.iter().flat_map(|placed| placed.entry.readings()));
    used.extend(collection.certificates.iter().flat_map(|placed| placed.entry.readings()));
    used.extend(collection.annulment.iter().flat_map(|placed| placed.entry.readings()));
    used.extend(collection.consequences.iter().flat_map(|placed| placed.entry.readings()));
    used.extend(collection.public_course.iter().flat_map(|placed| placed.entry.readings()));
    used.extend(collection.status.iter().flat_map(|placed| placed.entry.readings()));
    used.extend(collection.verification.iter().flat_map(|placed| placed.entry.readings()));
    used
}
