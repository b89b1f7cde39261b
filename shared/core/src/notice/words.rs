//! What notices say.

use super::{About, Notice};
use crate::ids::TokenKey;

impl Notice {
    /// In a line.
    #[must_use]
    pub fn subject(&self) -> String {
        match &self.about {
            About::TokenEnds { key, expires, .. } => format!("Token {key} ends on {}", expires.strftime("%-d %B %Y")),
            About::TokenLeaked { key, .. } => format!("Token {key} was found in the open and is ended"),
            About::TokenExposed { key, ended: true, .. } => format!("Token {key} was shown to others and is ended"),
            About::TokenExposed { key, ended: false, .. } => format!("Token {key} was shown to others"),
            About::TokenUnusual { key, .. } => format!("Token {key} draws far more than it is used to"),
            About::TokenAbroad { key, country, .. } => format!("Token {key} is used from a new country, {country}"),
            About::CapNears { key, share, .. } => format!("{} has used {share} % of its cap", spender(key.as_ref())),
        }
    }

    /// In full, for people.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.about {
            About::TokenEnds { key, title, expires } => format!(
                "Your token {key}{} is accepted until {expires} and refused from then on.\n\n\
                 To go on, make a new one or give this one a later end:\n  PATCH /tokens/{key} {{\"expires\": …}}\n",
                called(title)
            ),
            About::TokenLeaked { key, title, scanner } => format!(
                "The scanner {scanner} found the key and secret of your token {key}{} where others can read them.\n\
                 The token was ended at once ({at}); what it drew before is in GET /calls.\n\n\
                 Make a new token for what used it, and take the secret out of where it was found.\n",
                called(title),
                at = self.at
            ),
            About::TokenExposed { key, title, place, ended } => format!(
                "The secret of your token {key}{} was sent {} ({at}).\n\n{}\n\n\
                 Pages show images by signed links, which hold no secret: POST /links.\n",
                called(title),
                place.words(),
                if *ended {
                    "The token was ended at once, as it asks for. Make a new one for what used it.".to_owned()
                } else {
                    format!(
                        "It goes on working. Give it a new secret with POST /tokens/{key}/rotate, or let it end by itself \
                         the next time with PATCH /tokens/{key} {{\"revoke_if_exposed\": true}}."
                    )
                },
                at = self.at
            ),
            About::TokenUnusual { key, title, images, usual, hour } => format!(
                "Your token {key}{} has drawn {images} images since {hour}; in the week before it was never more than \
                 {usual} in an hour.\n\n{}",
                called(title),
                if_not_you(key)
            ),
            About::TokenAbroad { key, title, country, known } => format!(
                "Your token {key}{} was used from {country} ({at}); in the ninety days before only from {}.\n\n{}",
                called(title),
                known.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
                if_not_you(key),
                at = self.at
            ),
            About::CapNears { key, title, share, cap, resets } => format!(
                "{}{} has drawn {share} % of the {cap} images that its cap lets it draw this month.\n\
                 At 100 % its renders are refused (402) until {resets}.\n\n\
                 To change the cap:\n  PATCH {} {{\"monthly_cap\": …}}\n",
                spender(key.as_ref()),
                called(title),
                key.as_ref().map_or_else(|| "/account".to_owned(), |key| format!("/tokens/{key}"))
            ),
        }
    }
}

fn spender(key: Option<&TokenKey>) -> String {
    key.map_or_else(|| "Your account".to_owned(), |key| format!("Your token {key}"))
}

fn if_not_you(key: &TokenKey) -> String {
    format!(
        "If that was not you, somebody else has its secret: give it a new one with POST /tokens/{key}/rotate, or end it \
         with DELETE /tokens/{key}. What it drew, and from where, is in GET /calls?of={key}.\n"
    )
}

fn called(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" ({title})") }
}
