export const HELP = `subready — how ready a Rust-based Python package is for sub-interpreters

  subready scan <directory | git directory | https URL>
      --rev REV              look at this commit, tag or branch (HEAD of a git directory unless given)
      --path CRATE           look at this crate only; may be given several times
      --since REV            list only findings that REV does not have
      --format text|json|sarif
      --fail-on SEVERITY     exit with 1 at findings of this severity or worse: blocker, critical, moderate, info

  subready history <git directory | https URL>
      --path CRATE           look at this crate only; may be given several times
      --format text|json     what came, went and moved since the first commit, and the figures of every release

  subready explain <rule>    what a rule looks for, why, and what to do: SI-010 or static-py-pointer

  subready project add <directory | https URL> [--slug NAME] [--path CRATE]… [--pypi NAME]
  subready project list [--format text|json]
  subready project remove <slug>

  subready doctor            checks the installation and says what to do about it

Exit code: 0 fine, 1 findings (--fail-on) or problems (doctor), 2 a question that cannot be answered, 3 a defect in subready.
`;
