//! Finds messages by their numbers, for commands that name one.

use crate::base::ids::MessageId;
use crate::base::slots::Slots;
use crate::base::sort;
use crate::sim::broker::message::Message;
use crate::sim::keys::{MessageKey, MessageSlot};

/// The keys of messages by their numbers. It is made for the first command that names a message, and kept from then on:
/// a run without such commands pays nothing.
#[derive(Clone, Default, Debug)]
pub struct Numbers {
    /// In the order of their numbers; messages that are gone stay until the list is tidied.
    keys: Option<Vec<(MessageId, MessageKey)>>,
}

impl Numbers {
    /// Makes the list, unless it is there. Returns how many slots were looked at.
    pub fn make(&mut self, messages: &Slots<Message, MessageSlot>) -> usize {
        if self.keys.is_some() {
            return 0;
        }
        let all: Vec<_> = messages.iter().map(|(key, m)| (m.id, key)).collect();
        self.keys = Some(sort::by_key(all, |(id, _)| (id.0.into(), 0)).collect());
        messages.slots()
    }

    /// Whether new messages are to be added.
    #[inline]
    pub const fn are_kept(&self) -> bool {
        self.keys.is_some()
    }

    /// Adds the newest message. Messages that are gone are forgotten whenever they are the most, so adding one looks at
    /// a constant number.
    #[cold]
    pub fn add(&mut self, id: MessageId, key: MessageKey, messages: &Slots<Message, MessageSlot>) {
        let Some(keys) = &mut self.keys else { return };
        if keys.len() >= 64 + 2 * messages.len() {
            keys.retain(|(id, key)| messages.get(*key).is_some_and(|m| m.id == *id));
        }
        keys.push((id, key));
    }

    /// The living message with this number.
    pub fn find(&self, id: MessageId, messages: &Slots<Message, MessageSlot>) -> Option<MessageKey> {
        let Some(keys) = &self.keys else {
            return messages.iter().find(|(_, m)| m.id == id).map(|(key, _)| key);
        };
        let at = keys.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        let (_, key) = keys[at];
        messages.get(key).is_some().then_some(key)
    }
}
