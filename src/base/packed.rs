//! Values in bytes: what a model is when a figure loads it.
//!
//! It exists for its size. In bytes that this same build has written nothing is wrong but what a stranger changed or cut,
//! so reading never stops: what cannot be read is zero, and the reader remembers that something could not. A type's fields
//! are then read one after another, without a branch each, in an eighth of the code of readers that return a `Result`.
//!
//! A whole number takes a byte for each seven of its bits, a text and a list begin with their length, an enum with the
//! number of its variant.

/// A type that is written in bytes and read from them; `packed!` derives it.
pub trait Packed: Sized {
    /// Appends the value.
    fn pack(&self, to: &mut Vec<u8>);

    /// Reads a value; see [`Unpacker::ends_well`].
    fn unpack(from: &mut Unpacker<'_>) -> Self;
}

/// Reads values from bytes.
pub struct Unpacker<'a> {
    rest: &'a [u8],
    spoilt: bool,
}

impl<'a> Unpacker<'a> {
    /// A reader of these bytes.
    pub const fn new(bytes: &'a [u8]) -> Unpacker<'a> {
        Unpacker { rest: bytes, spoilt: false }
    }

    /// Whether all that was read so far is what was written, and nothing is left.
    pub const fn ends_well(&self) -> bool {
        !self.spoilt && self.rest.is_empty()
    }

    /// The next bytes, or as many zeros if there are fewer.
    #[inline(never)]
    fn eight(&mut self, count: usize) -> u64 {
        let Some((bytes, rest)) = self.rest.split_at_checked(count) else { return self.spoil() };
        self.rest = rest;
        bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
    }

    /// The next whole number, which is at most `most`.
    #[inline(never)]
    fn number(&mut self, most: u64) -> u64 {
        let mut value = 0;
        for (at, byte) in self.rest.iter().enumerate().take(10) {
            value |= u64::from(byte & 0x7f) << (7 * at);
            if byte >> 7 == 0 {
                self.rest = &self.rest[at + 1..];
                return if value <= most { value } else { self.spoil() };
            }
        }
        self.spoil()
    }

    /// The number of the next enum's variant, of which there are so many.
    pub fn variant(&mut self, variants: usize) -> u8 {
        self.number(variants as u64 - 1) as u8
    }

    /// The next length of a text or list: each of its items takes a byte or more.
    fn length(&mut self) -> usize {
        let length = self.number(u32::MAX.into()) as usize;
        if length <= self.rest.len() { length } else { self.spoil() as usize }
    }

    #[cold]
    const fn spoil(&mut self) -> u64 {
        self.spoilt = true;
        self.rest = &[];
        0
    }
}

fn pack_number(mut value: u64, to: &mut Vec<u8>) {
    while value > 0x7f {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

macro_rules! whole {
    ($($type:ty),*) => {$(
        impl Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                pack_number(*self as u64, to);
            }

            fn unpack(from: &mut Unpacker<'_>) -> $type {
                from.number(<$type>::MAX as u64) as $type
            }
        }
    )*};
}

whole!(u16, u32, u64, usize);

impl Packed for i64 {
    fn pack(&self, to: &mut Vec<u8>) {
        to.extend(self.to_le_bytes());
    }

    fn unpack(from: &mut Unpacker<'_>) -> i64 {
        from.eight(8).cast_signed()
    }
}

impl Packed for f64 {
    fn pack(&self, to: &mut Vec<u8>) {
        to.extend(self.to_le_bytes());
    }

    fn unpack(from: &mut Unpacker<'_>) -> f64 {
        f64::from_bits(from.eight(8))
    }
}

impl Packed for f32 {
    fn pack(&self, to: &mut Vec<u8>) {
        to.extend(self.to_le_bytes());
    }

    fn unpack(from: &mut Unpacker<'_>) -> f32 {
        f32::from_bits(from.eight(4) as u32)
    }
}

impl Packed for bool {
    fn pack(&self, to: &mut Vec<u8>) {
        to.push((*self).into());
    }

    fn unpack(from: &mut Unpacker<'_>) -> bool {
        from.variant(2) == 1
    }
}

impl Packed for String {
    fn pack(&self, to: &mut Vec<u8>) {
        self.len().pack(to);
        to.extend(self.as_bytes());
    }

    fn unpack(from: &mut Unpacker<'_>) -> String {
        let length = from.length();
        let (text, rest) = from.rest.split_at(length);
        from.rest = rest;
        let Ok(text) = str::from_utf8(text) else {
            from.spoil();
            return String::new();
        };
        text.to_owned()
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.len().pack(to);
        self.iter().for_each(|item| item.pack(to));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Vec<T> {
        let length = from.length();
        let mut list = Vec::with_capacity(length);
        for _ in 0..length {
            list.push(T::unpack(from));
        }
        list
    }
}

impl<T: Packed, const N: usize> Packed for [T; N] {
    fn pack(&self, to: &mut Vec<u8>) {
        self.iter().for_each(|item| item.pack(to));
    }

    fn unpack(from: &mut Unpacker<'_>) -> [T; N] {
        std::array::from_fn(|_| T::unpack(from))
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.is_some().pack(to);
        self.iter().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<T> {
        bool::unpack(from).then(|| T::unpack(from))
    }
}

impl<T: Packed> Packed for Box<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        (**self).pack(to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Box<T> {
        Box::new(T::unpack(from))
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> (A, B) {
        (A::unpack(from), B::unpack(from))
    }
}

/// Derives [`Packed`] for structs and enums, from their fields and variants in order. The compiler names one that is left out.
macro_rules! packed {
    () => {};
    (struct $name:ident { $($field:ident),* } $($rest:tt)*) => {
        impl $crate::base::packed::Packed for $name {
            fn pack(&self, to: &mut Vec<u8>) {
                let Self { $($field),* } = self;
                $($crate::base::packed::Packed::pack($field, to);)*
            }

            fn unpack(from: &mut $crate::base::packed::Unpacker<'_>) -> Self {
                $(let $field = $crate::base::packed::Packed::unpack(from);)*
                Self { $($field),* }
            }
        }
        $crate::base::packed::packed! { $($rest)* }
    };
    (struct $name:ident($field:ident); $($rest:tt)*) => {
        impl $crate::base::packed::Packed for $name {
            fn pack(&self, to: &mut Vec<u8>) {
                let Self($field) = self;
                $crate::base::packed::Packed::pack($field, to);
            }

            fn unpack(from: &mut $crate::base::packed::Unpacker<'_>) -> Self {
                Self($crate::base::packed::Packed::unpack(from))
            }
        }
        $crate::base::packed::packed! { $($rest)* }
    };
    (
        enum $name:ident {
            $First:ident $({ $($f:ident),* })? $(($($g:ident),*))?
            $(, $Variant:ident $({ $($field:ident),* })? $(($($item:ident),*))?)*
        }
        $($rest:tt)*
    ) => {
        const _: () = {
            #[allow(clippy::enum_variant_names, reason = "they are those of the type")]
            enum Number { $First, $($Variant),* }
            const VARIANTS: &[Number] = &[Number::$First, $(Number::$Variant),*];
            impl $crate::base::packed::Packed for $name {
                fn pack(&self, to: &mut Vec<u8>) {
                    match self {
                        Self::$First $({ $($f),* })? $(($($g),*))? => {
                            to.push(Number::$First as u8);
                            $($($crate::base::packed::Packed::pack($f, to);)*)?
                            $($($crate::base::packed::Packed::pack($g, to);)*)?
                        }
                        $(Self::$Variant $({ $($field),* })? $(($($item),*))? => {
                            to.push(Number::$Variant as u8);
                            $($($crate::base::packed::Packed::pack($field, to);)*)?
                            $($($crate::base::packed::Packed::pack($item, to);)*)?
                        })*
                    }
                }

                fn unpack(from: &mut $crate::base::packed::Unpacker<'_>) -> Self {
                    match from.variant(VARIANTS.len()) {
                        $(number if number == Number::$Variant as u8 => {
                            $($(let $field = $crate::base::packed::Packed::unpack(from);)*)?
                            $($(let $item = $crate::base::packed::Packed::unpack(from);)*)?
                            Self::$Variant $({ $($field),* })? $(($($item),*))?
                        })*
                        _ => {
                            $($(let $f = $crate::base::packed::Packed::unpack(from);)*)?
                            $($(let $g = $crate::base::packed::Packed::unpack(from);)*)?
                            Self::$First $({ $($f),* })? $(($($g),*))?
                        }
                    }
                }
            }
        };
        $crate::base::packed::packed! { $($rest)* }
    };
}
pub(crate) use packed;

#[cfg(test)]
mod tests {
    use super::*;

    fn back<T: Packed + PartialEq + std::fmt::Debug>(value: T) {
        let mut bytes = Vec::new();
        value.pack(&mut bytes);
        let mut from = Unpacker::new(&bytes);
        assert_eq!(T::unpack(&mut from), value);
        assert!(from.ends_well(), "{value:?}");
        for end in 0..bytes.len() {
            let mut cut = Unpacker::new(&bytes[..end]);
            T::unpack(&mut cut);
            assert!(!cut.ends_well(), "{end} bytes of {value:?}");
        }
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        for number in [0, 1, 127, 128, 16_383, 16_384, u64::MAX - 1, u64::MAX] {
            back(number);
        }
        back((i64::MIN, -1.5_f64));
        back(vec![Some(String::from("não")), None, Some(String::new())]);
        back([Box::new((1_u16, true)), Box::new((u16::MAX, false))]);
    }

    #[test]
    fn what_no_value_is_written_as_is_noticed() {
        let spoilt = |bytes: &[u8], read: fn(&mut Unpacker<'_>)| {
            let mut from = Unpacker::new(bytes);
            read(&mut from);
            !from.ends_well()
        };
        let number = |from: &mut Unpacker<'_>| _ = u16::unpack(from);
        assert!(!spoilt(&[0xff, 0xff, 3], number));
        assert!(spoilt(&[0xff, 0xff, 4], number), "more than the type holds");
        assert!(spoilt(&[0x80; 11], number), "without an end");
        assert!(spoilt(&[0, 0], number), "more than one value");
        assert!(spoilt(&[2], |from| _ = bool::unpack(from)), "a third truth");
        assert!(spoilt(&[1, 0xff], |from| _ = String::unpack(from)), "no text");
        assert!(spoilt(&[200, 1, 0], |from| _ = Vec::<bool>::unpack(from)), "a list longer than the rest");
    }
}
