//! Words of a scenario for its orders: what one is called, and what a customer does to place it.

use crate::base::packed::packed;
use crate::base::text::Text;
use crate::model::{bounds, limits};
use crate::problem::{At, Problem};
use serde::{Deserialize, Serialize};

/// Words for the orders of a client, or of a whole scenario. They change what the page says, never what happens.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrderWords {
    /// The noun for one order, in lower case: "donation". At most 24 characters.
    pub one: Text,
    /// The noun for several: "donations". At most 24 characters.
    pub many: Text,
    /// The label of the button that places one, a verb: "Donate". At most 16 characters.
    pub verb: Text,
    /// Whether the Portuguese noun is feminine (a doação), so that sentences agree with it; false unless set.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub feminine: bool,
}

impl OrderWords {
    /// Checks that no word is blank or too long for the page.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        bounds::some_text(&self.one, limits::NOUN_CHARS).at("one")?;
        bounds::some_text(&self.many, limits::NOUN_CHARS).at("many")?;
        bounds::some_text(&self.verb, limits::VERB_CHARS).at("verb")
    }
}

packed! {
    struct OrderWords { one, many, verb, feminine }
}
