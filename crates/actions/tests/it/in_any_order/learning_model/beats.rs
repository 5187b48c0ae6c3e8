//! What has to come of a beat: whose it is, what it earns, and what is written down because of it.

use super::{
    super::learning_deeds::{How, Said, Sent, Stretch},
    CLOSES, HEARD_WITHIN, MAY_LACK, Model, SLACK, Ticket, UNWRITTEN_MAX,
};

impl Model {
    fn beat(&mut self, sent: Sent, how: How) -> Said {
        let Some(Ticket { serial, .. }) = self.windows[sent.window] else { return Said::TakenOver };
        let is_seated = self.seated.as_ref().is_some_and(|(ticket, _)| ticket.serial == serial);
        if !is_seated && let Err(said) = self.seat(serial, how) {
            return said;
        }
        let said = self.take(sent);
        let is_done = self.seated.as_ref().is_some_and(|(ticket, seconds)| self.is_enough(ticket.lesson, seconds));
        let is_news = matches!(said, Said::Taken { credited, .. } if credited > 0);
        // What would be too much for a crash is told when it is written, and not before; and so is what did not count,
        // when the reply that told it was lost.
        if self.unwritten > UNWRITTEN_MAX || said == Said::Replayed || (is_done && is_news) {
            if how == How::Unheard && self.is_changed {
                return Said::Refused("internal");
            }
            self.write_down();
        }
        said
    }

    /// Memory asks the database whose ticket it is.
    fn seat(&mut self, serial: u32, how: How) -> Result<(), Said> {
        let Some(ticket) = self.ticket.filter(|ticket| ticket.serial == serial) else { return Err(Said::TakenOver) };
        if let Some(by) = self.ended {
            return Err(Said::Ended(by));
        }
        if !self.lessons[ticket.lesson].is_in_use {
            return Err(Said::Withdrawn);
        }
        if how == How::Unheard {
            return Err(Said::Refused("internal"));
        }
        self.seated = Some((ticket, self.written[ticket.lesson].clone()));
        self.until = if self.is_closed() { ticket.heard } else { CLOSES };
        // What was not written is lost, and waits for nothing any more.
        (self.unwritten, self.is_changed) = (0, false);
        Ok(())
    }

    /// What memory makes of a beat.
    fn take(&mut self, sent: Sent) -> Said {
        // The one that comes first after the end still tells of time before it.
        let now = self.now.min(self.until);
        let Some((ticket, seconds)) = &mut self.seated else { return Said::TakenOver };
        let length = self.lessons[ticket.lesson].length;
        if ticket.heard >= self.until && sent.number > ticket.beats {
            return Said::Closed;
        }
        if sent.number <= ticket.beats {
            return Said::Replayed;
        }
        if sent.number > ticket.beats + 1 {
            return Said::OutOfOrder(ticket.beats + 1);
        }
        if sent.to < sent.from {
            return Said::Backwards;
        }
        let believed = now - i64::from(HEARD_WITHIN);
        let ended = sent.ended.max(believed).min(now).max(ticket.heard);
        let passed = u32::try_from(ended - ticket.heard).unwrap_or(0) + ticket.spare;
        let spare = passed.min(HEARD_WITHIN).saturating_sub(sent.to - sent.from);
        // What comes behind one that is later than is believed may have been played before the moment that counts of it; else
        // it is given a little.
        ticket.spare = if sent.ended < believed { spare } else { spare.min(SLACK) };
        (ticket.beats, ticket.heard) = (sent.number, ended);
        let heard = (sent.to - sent.from).min(passed);
        let (fast, played) = ((sent.to - sent.from - heard) as usize, heard.min(HEARD_WITHIN));
        let before = seconds.len();
        seconds.extend((sent.from..sent.from + played).filter(|second| *second < length));
        let (credited, total) = (seconds.len() - before, seconds.len());
        (self.unwritten, self.is_changed) = (self.unwritten + credited, true);
        Said::Taken { credited, total, fast, is_done: total >= (length - MAY_LACK) as usize }
    }

    /// The ticket of a person is known until they are given another, and so that it is not the other's.
    fn beat_by_other(&self, window: usize) -> Said {
        let last = self.ticket.map(|ticket| ticket.serial);
        let is_last = self.windows[window].is_some_and(|ticket| Some(ticket.serial) == last);
        if is_last { Said::Foreign } else { Said::TakenOver }
    }

    /// The number with which a window goes on; the page is told it when it is wrong.
    fn next(&self, window: usize) -> u32 {
        let serial = self.windows[window].map(|ticket| ticket.serial);
        let known = self.seated.as_ref().map(|(ticket, _)| *ticket).or(self.ticket);
        known.filter(|ticket| Some(ticket.serial) == serial).map_or(1, |ticket| ticket.beats + 1)
    }

    pub(super) fn go_on(&mut self, window: usize, wait: u32) -> Said {
        self.now += i64::from(wait);
        let lesson = self.windows[window].map_or(0, |ticket| ticket.lesson);
        let from = (0..self.lessons[lesson].length).find(|second| !self.counted(lesson).contains(second)).unwrap_or(0);
        let sent = Sent { window, number: self.next(window), from, to: from + wait, ended: self.now };
        self.sent = Some(sent);
        self.beat(sent, How::Once)
    }

    pub(super) fn sends(&mut self, window: usize, ahead: i32, stretch: Stretch, how: How) -> Said {
        let number = self.next(window).saturating_add_signed(ahead);
        let Stretch { from, length, late } = stretch;
        let mut sent = Sent { window, number, from, to: from + length, ended: self.now - late };
        if how == How::Backwards {
            std::mem::swap(&mut sent.from, &mut sent.to);
        }
        self.sent = Some(sent);
        if how == How::ByOther {
            return self.beat_by_other(window);
        }
        let said = self.beat(sent, how);
        // Of which one is told that it is said again, and perhaps that there is enough.
        if how == How::Twice {
            self.beat(sent, how);
        }
        said
    }
}
