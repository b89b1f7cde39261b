//! Where addresses are, by an `.mmdb` file ("`MaxMind` DB File Format Specification" 2.0), as several sell or give it away.
#![forbid(unsafe_code)]

use std::net::IpAddr;
use std::path::Path;

use longhand_core::country::Country;
use longhand_core::ports::Atlas;
use maxminddb::{MaxMindDbError, Reader, WithinOptions, path};

/// Of so many networks one must have a country, or the file is of something else.
const TRIED: usize = 10_000;

/// Why a file tells of no countries.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is not there, or is in another format.
    #[error("the file of countries cannot be read: {0}")]
    Format(#[from] MaxMindDbError),
    /// It tells of something else, such as who has an address.
    #[error("the file of countries ({0}) has no country.iso_code")]
    NoCountries(String),
}

/// A file of countries, held in memory.
pub struct Countries(Reader<Vec<u8>>);

impl Countries {
    /// Of a file.
    ///
    /// # Errors
    /// If it is not one.
    pub fn open(file: &Path) -> Result<Self, Unreadable> {
        Self::of(Reader::open_readfile(file)?)
    }

    /// Of a file's bytes.
    ///
    /// # Errors
    /// If they are not one's.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        Self::of(Reader::from_source(bytes)?)
    }

    fn of(reader: Reader<Vec<u8>>) -> Result<Self, Unreadable> {
        let mut networks = reader.networks(WithinOptions::default())?.take(TRIED);
        let known = networks.any(|network| {
            let code = network.and_then(|network| network.decode_path::<String>(&path!["country", "iso_code"]));
            code.is_ok_and(|code| code.is_some_and(|code| Country::try_from(code).is_ok()))
        });
        drop(networks);
        if known { Ok(Self(reader)) } else { Err(Unreadable::NoCountries(reader.metadata().database_type.clone())) }
    }
}

impl Atlas for Countries {
    fn country(&self, address: IpAddr) -> Option<Country> {
        let found = self.0.lookup(address.to_canonical()).ok()?;
        let code: String = found.decode_path(&path!["country", "iso_code"]).ok()??;
        Country::try_from(code).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Made up with mmdb_writer (PyPI), of the ranges that documentation uses.
    const COUNTRIES: &[u8] = include_bytes!("../../../tests/support/countries.mmdb");
    const OWNERS: &[u8] = include_bytes!("../../../tests/support/owners.mmdb");

    #[test]
    fn an_address_has_its_country_in_either_way_of_writing_it() {
        let countries = Countries::read(COUNTRIES.to_vec()).unwrap();
        for (address, country) in [
            ("192.0.2.255", Some("DE")),
            ("::ffff:192.0.2.1", Some("DE")),
            ("198.51.100.0", Some("FR")),
            ("2001:db8::1", Some("JP")),
            ("192.0.3.0", None),
            ("::1", None),
            // The file says "?".
            ("233.252.0.1", None),
        ] {
            let found = countries.country(address.parse().unwrap()).map(String::from);
            assert_eq!(found.as_deref(), country, "{address}");
        }
    }

    #[test]
    fn a_file_of_something_else_is_refused_and_named() {
        let said = |bytes: &[u8]| Countries::read(bytes.to_vec()).err().unwrap().to_string();
        assert_eq!(said(OWNERS), "the file of countries (Longhand-Test-ASN) has no country.iso_code");
        for bytes in [&b""[..], b"hello", &COUNTRIES[1..200]] {
            assert!(said(bytes).starts_with("the file of countries cannot be read: "), "{}", said(bytes));
        }
    }

    #[test]
    fn a_file_cut_short_anywhere_is_refused_or_knows_less() {
        for end in 0..COUNTRIES.len() {
            if let Ok(countries) = Countries::read(COUNTRIES[..end].to_vec()) {
                let _ = countries.country("192.0.2.1".parse().unwrap());
            }
        }
    }
}
