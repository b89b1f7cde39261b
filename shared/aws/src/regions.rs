//! The regions of a deployment.

use std::env;

/// After the name of a partition, of which region it is.
const OF: char = '@';

/// The regions that a deployment is in, and the one of them whose log this process writes.
///
/// Of two writes to one item a table of many regions keeps the later, so no two regions may count in one item. Each has a
/// log of its own, added up into its own totals, pages and bills; whoever reads reads those of all. The things of the
/// first region are named as if it were alone: the others can be added to it later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regions {
    names: Vec<String>,
    here: usize,
    /// Whether what the others wrote is read too.
    all: bool,
}

impl Regions {
    /// One region, whatever it is called.
    #[must_use]
    pub fn alone() -> Self {
        Self { names: vec![String::new()], here: 0, all: true }
    }

    /// These regions, with commas between them, as seen from the one that is called `here`. Without names it is alone.
    ///
    /// # Errors
    /// It is none of them.
    pub fn of(names: &str, here: &str) -> Result<Self, String> {
        let names: Vec<_> = names.split(',').map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect();
        if names.is_empty() {
            return Ok(Self::alone());
        }
        let found = names.iter().position(|name| name == here);
        let here = found.ok_or_else(|| format!("LONGHAND_REGIONS does not have {here}, the region that this is in"))?;
        Ok(Self { names, here, all: true })
    }

    /// What the environment names: `LONGHAND_REGIONS`, seen from `AWS_REGION`.
    pub(crate) fn of_environment() -> Result<Self, String> {
        let named = |name: &str| env::var(name).unwrap_or_default();
        Self::of(&named("LONGHAND_REGIONS"), &named("AWS_REGION"))
    }

    /// The same, as one who reads and writes one log alone: that of `region`, or its own without one. Nothing, if it is
    /// none of them.
    pub(crate) fn log_of(&self, region: Option<&str>) -> Option<Self> {
        let named = |region| self.names.iter().position(|name| name == region);
        let here = region.map_or(Some(self.here), named)?;
        Some(Self { names: self.names.clone(), here, all: false })
    }

    /// The region whose log is written, if it is another than the first.
    pub(crate) fn log(&self) -> Option<&str> {
        (self.here > 0).then(|| self.names[self.here].as_str())
    }

    /// Whether what the others wrote is read too.
    pub(crate) fn reads_all(&self) -> bool {
        self.all
    }

    /// How the region whose log is written calls its thing of this name.
    pub(crate) fn own(&self, name: &str) -> String {
        self.named(name, self.here)
    }

    /// How those that are read call theirs; this one's first.
    pub(crate) fn each(&self, name: &str) -> Vec<String> {
        core::iter::once(self.own(name)).chain(self.others(name)).collect()
    }

    /// How the other ones that are read call theirs.
    pub(crate) fn others(&self, name: &str) -> Vec<String> {
        let others = (0..self.names.len()).filter(|region| self.all && *region != self.here);
        others.map(|region| self.named(name, region)).collect()
    }

    fn named(&self, name: &str, region: usize) -> String {
        if region == 0 { name.to_owned() } else { format!("{name}{OF}{}", self.names[region]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_region_names_its_things_as_if_it_were_alone_and_the_others_after_themselves() {
        let (first, second) = ("eu-central-1", "us-east-1");
        let at = |here| Regions::of(" eu-central-1 ,us-east-1,", here).unwrap();
        assert_eq!(Regions::of("", first).unwrap(), Regions::alone());
        assert_eq!((Regions::alone().own("#late"), at(first).own("#late")), ("#late".to_owned(), "#late".to_owned()));
        assert_eq!((at(first).log(), at(second).log()), (None, Some(second)));
        assert_eq!(at(second).own("#late"), "#late@us-east-1");
        assert_eq!(at(second).each("1"), ["1@us-east-1", "1"]);
        assert_eq!((Regions::alone().others("1"), at(first).others("1")), (vec![], vec!["1@us-east-1".to_owned()]));
    }

    #[test]
    fn who_is_in_a_region_that_is_not_named_is_told_so() {
        assert!(Regions::of("eu-central-1", "eu-west-1").unwrap_err().contains("eu-west-1"));
    }

    #[test]
    fn the_log_of_one_region_is_read_and_written_alone() {
        let all = Regions::of("a,b", "a").unwrap();
        let of = |region| all.log_of(region).map(|log| log.each("1"));
        assert_eq!((of(Some("b")), of(Some("c"))), (Some(vec!["1@b".to_owned()]), None));
        assert_eq!((of(Some("a")), of(None)), (Some(vec!["1".to_owned()]), Some(vec!["1".to_owned()])));
    }
}
