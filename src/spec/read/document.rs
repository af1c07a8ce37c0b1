//! One definition per mapping of a spec, from which its reader, its list of keys and its JSON Schema follow.

/// Declares a document: a struct whose fields are the keys. `Option` fields may be left out, others are due. Doc comments become
/// the descriptions of the JSON Schema. A part behind `..` is read from the same mapping.
macro_rules! document {
    (
        $(#[$meta:meta])*
        pub struct $Document:ident {
            $( $(#[$field_meta:meta])* $field:ident : $Type:ty, )*
            $( .. $group:ident : $Group:ty, )?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, schemars::JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub struct $Document {
            $( $(#[$field_meta])* pub $field: $Type, )*
            $( #[schemars(flatten)] pub $group: $Group, )?
        }

        impl $Document {
            /// The keys as written in a file.
            pub fn keys() -> Vec<&'static str> {
                #[allow(unused_mut)]
                let mut keys = vec![$( stringify!($field).trim_start_matches("r#") ),*];
                $( keys.extend(<$Group as $crate::spec::read::Group>::keys()); )?
                keys
            }
        }

        impl $crate::spec::read::FromNode for $Document {
            fn read(
                node: &$crate::spec::yaml::Node,
                reader: &mut $crate::spec::read::Reader,
            ) -> Option<Self> {
                // A document without keys takes none.
                #[allow(unused_mut)]
                let mut fields = $crate::spec::read::Fields::of(node, reader)?;
                // Every key is read before the first failure counts, so that all errors are told.
                $( let $field = <$Type as $crate::spec::read::Field>::take(
                    &mut fields, stringify!($field).trim_start_matches("r#"), reader,
                ); )*
                $( let $group = <$Group as $crate::spec::read::Group>::take(&mut fields, reader); )?
                fields.finish(Self::keys, reader);
                Some(Self { $( $field: $field?, )* $( $group: $group?, )? })
            }
        }
    };
}

/// Declares keys that several documents share.
macro_rules! group {
    (
        $(#[$meta:meta])*
        pub struct $Group:ident {
            $( $(#[$field_meta:meta])* $field:ident : $Type:ty, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, schemars::JsonSchema)]
        pub struct $Group {
            $( $(#[$field_meta])* pub $field: $Type, )*
        }

        impl $crate::spec::read::Group for $Group {
            fn keys() -> Vec<&'static str> {
                vec![$( stringify!($field).trim_start_matches("r#") ),*]
            }

            fn take(
                fields: &mut $crate::spec::read::Fields<'_>,
                reader: &mut $crate::spec::read::Reader,
            ) -> Option<Self> {
                $( let $field = <$Type as $crate::spec::read::Field>::take(
                    fields, stringify!($field).trim_start_matches("r#"), reader,
                ); )*
                Some(Self { $( $field: $field?, )* })
            }
        }
    };
}

pub(crate) use {document, group};
