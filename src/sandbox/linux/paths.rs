//! Landlock: what the program may open, whatever it sees.

use super::super::{Jail, Layer, Strength};
use super::{Fault, fault};
use camino::Utf8Path;
use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset,
    RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope,
};
use std::io;

/// The version whose rights are all required: the first that also keeps signals and
/// abstract sockets in.
const REQUIRED: ABI = ABI::V6;

/// Allows the jail's binds and nothing else, for good. Less than all of it is an error:
/// the library would settle for what the kernel has.
pub fn restrict(jail: &Jail) -> Result<(), Fault> {
    let failed = |error: landlock::RulesetError| {
        fault("restrict files and network with Landlock")(io::Error::other(error))
    };
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(REQUIRED))
        .map_err(failed)?
        .handle_access(AccessNet::from_all(REQUIRED))
        .map_err(failed)?
        .scope(Scope::from_all(REQUIRED))
        .map_err(failed)?
        .create()
        .map_err(failed)?;
    let own_root = jail.strength == Strength::Full && jail.has(Layer::Root);
    let mut allowed: Vec<(&Utf8Path, bool)> = jail
        .binds
        .iter()
        .map(|bind| {
            let path = if own_root { &bind.target } else { &bind.source };
            (path.as_path(), bind.writable)
        })
        .collect();
    if own_root && jail.scratch.is_some() {
        allowed.push((Utf8Path::new("/tmp"), true));
    }
    for (path, writable) in allowed {
        let opened = PathFd::new(path)
            .map_err(|error| fault("open what the program may use")(io::Error::other(error)))?;
        let mut access = if writable {
            AccessFs::from_all(REQUIRED)
        } else {
            AccessFs::from_read(REQUIRED)
        };
        if !path.is_dir() {
            access &= AccessFs::from_file(REQUIRED);
        }
        ruleset = ruleset
            .add_rule(PathBeneath::new(opened, access))
            .map_err(failed)?;
    }
    let status = ruleset.restrict_self().map_err(failed)?;
    if status.ruleset != RulesetStatus::FullyEnforced || !status.no_new_privs {
        return Err(fault("restrict files and network with Landlock")(
            io::Error::other("it was not enforced in full"),
        ));
    }
    Ok(())
}
