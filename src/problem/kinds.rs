//! The table of a layer's problems: one entry each, with its sentences in every language.

/// Writes an enum of problems and its sentences from one table, so that none can lack one.
#[doc(hidden)]
#[macro_export]
macro_rules! problem_kinds {
    (
        $(#[$enum_doc:meta])*
        $enum:ident
        $(
            $(#[$doc:meta])*
            $name:ident { $($field:ident: $type:ty),* } $code:literal
                en $en:literal $en_remedy:literal
                pt $pt:literal $pt_remedy:literal
        )*
    ) => {
        $(#[$enum_doc])*
        #[allow(missing_docs, reason = "the sentences say what each field is")]
        #[derive(Clone, PartialEq, Debug)]
        pub enum $enum {
            $($(#[$doc])* $name { $($field: $type),* },)*
        }

        impl $crate::problem::Kind for $enum {
            fn words(&self) -> (&'static str, $crate::base::text::Text, $crate::base::text::Text) {
                use $crate::base::text::Text;
                match self {
                    $($enum::$name { $($field),* } => (
                        $code,
                        Text { en: format!($en), pt_br: format!($pt) },
                        Text { en: format!($en_remedy), pt_br: format!($pt_remedy) },
                    ),)*
                }
            }
        }
    };
}
