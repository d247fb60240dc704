/** What the figures of every answer count, so that nobody has to guess. */
export const units = {
  findings:
    "A finding is one hazard that keeps its identity from commit to commit. Lists, matches and facets count findings.",
  places:
    "A finding stands at one place, or at many when it groups the uses of one macro or type. Verdicts, crateCritical, crateModerate, framework and hazard count the places in production code that CPython 3.12 or later can reach.",
} as const;
