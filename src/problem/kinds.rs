//! Macro for a layer's table of problems: one entry each, with its sentences in every language.

/// Declares an enum of problems together with its sentences, so that no kind can lack one.
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
            fn account(&self, path: String) -> $crate::problem::Account {
                use $crate::problem::Account;
                match self {
                    $($enum::$name { $($field),* } => Account::of(
                        path,
                        $code,
                        [format_args!($en), format_args!($pt)],
                        [format_args!($en_remedy), format_args!($pt_remedy)],
                    ),)*
                }
            }
        }
    };
}
