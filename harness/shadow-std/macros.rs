//! The macros of std that print, and the one that declares values of each thread's own.

/// Formats what a program prints, as a print would, and drops it.
#[doc(hidden)]
#[macro_export]
macro_rules! __format_and_drop {
    ($($argument:tt)*) => {
        $crate::io::__print($crate::format_args!($($argument)*))
    };
}

#[macro_export]
macro_rules! print {
    ($($argument:tt)*) => { $crate::__format_and_drop!($($argument)*) };
}

#[macro_export]
macro_rules! println {
    () => { () };
    ($($argument:tt)*) => { $crate::__format_and_drop!($($argument)*) };
}

#[macro_export]
macro_rules! eprint {
    ($($argument:tt)*) => { $crate::__format_and_drop!($($argument)*) };
}

#[macro_export]
macro_rules! eprintln {
    () => { () };
    ($($argument:tt)*) => { $crate::__format_and_drop!($($argument)*) };
}

#[macro_export]
macro_rules! dbg {
    () => { () };
    ($value:expr $(,)?) => {
        match $value {
            value => {
                $crate::__format_and_drop!("{:#?}", &value);
                value
            }
        }
    };
    ($($value:expr),+ $(,)?) => { ($($crate::dbg!($value)),+,) };
}

#[macro_export]
macro_rules! thread_local {
    () => {};
    ($(#[$attribute:meta])* $vis:vis static $name:ident: $type:ty = const $init:block; $($rest:tt)*) => {
        $crate::__thread_local!($(#[$attribute])* $vis $name, $type, $init);
        $crate::thread_local!($($rest)*);
    };
    ($(#[$attribute:meta])* $vis:vis static $name:ident: $type:ty = const $init:block) => {
        $crate::__thread_local!($(#[$attribute])* $vis $name, $type, $init);
    };
    ($(#[$attribute:meta])* $vis:vis static $name:ident: $type:ty = $init:expr; $($rest:tt)*) => {
        $crate::__thread_local!($(#[$attribute])* $vis $name, $type, $init);
        $crate::thread_local!($($rest)*);
    };
    ($(#[$attribute:meta])* $vis:vis static $name:ident: $type:ty = $init:expr) => {
        $crate::__thread_local!($(#[$attribute])* $vis $name, $type, $init);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __thread_local {
    ($(#[$attribute:meta])* $vis:vis $name:ident, $type:ty, $init:expr) => {
        $(#[$attribute])*
        $vis static $name: $crate::thread::LocalKey<$type> = {
            fn init() -> $type {
                $init
            }
            $crate::thread::LocalKey::__new(init)
        };
    };
}
