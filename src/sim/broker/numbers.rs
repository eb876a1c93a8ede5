//! Finds messages by their numbers, for commands that name one.

use crate::base::ids::MessageId;
use crate::base::slots::{CacheLine, Slots};
use crate::base::sort;
use crate::sim::broker::message::Message;
use crate::sim::keys::{MessageKey, MessageSlot};
use std::fmt;
use std::sync::OnceLock;

/// The keys of messages by their numbers, made for the first command that names a message and kept from then on. A run
/// without such commands pays nothing. It follows from the messages, and is no state of its own.
#[derive(Clone, Default)]
pub struct Numbers {
    /// In the order of their numbers; messages that are gone stay until they are the most.
    keys: OnceLock<Vec<(MessageId, MessageKey)>>,
}

impl fmt::Debug for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Numbers")
    }
}

impl Numbers {
    /// Whether new messages are to be added.
    #[inline]
    pub fn are_kept(&self) -> bool {
        self.keys.get().is_some()
    }

    /// Adds the newest message. Messages that are gone are forgotten whenever they are the most, so adding one looks at
    /// a constant number.
    #[cold]
    pub fn add(&mut self, id: MessageId, key: MessageKey, messages: &Slots<Message, MessageSlot, CacheLine>) {
        let Some(keys) = self.keys.get_mut() else { return };
        if keys.len() >= 64 + 2 * messages.len() {
            keys.retain(|(id, key)| messages.get(*key).is_some_and(|m| m.id == *id));
        }
        keys.push((id, key));
    }

    /// Length of the list.
    #[cfg(test)]
    pub fn listed(&self) -> usize {
        self.keys.get().map_or(0, Vec::len)
    }

    /// The living message with this number.
    pub fn find(&self, id: MessageId, messages: &Slots<Message, MessageSlot, CacheLine>) -> Option<MessageKey> {
        let keys = self.keys.get_or_init(|| {
            let all: Vec<_> = messages.iter().map(|(key, m)| (m.id, key)).collect();
            sort::by_key(all, |(id, _)| (id.0.into(), 0)).collect()
        });
        let at = keys.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        let (_, key) = keys[at];
        messages.get(key).is_some().then_some(key)
    }
}
