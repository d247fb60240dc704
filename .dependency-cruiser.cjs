// The import law of ARCHITECTURE.md. `npm run check` enforces it.
const tests = "\\.test\\.tsx?$|/test-[\\w-]+\\.ts$";
const pure = "^lib/(rust|scan|rules|ledger|milestones)/";
const edge = ["lib/errors.ts", "lib/env.ts", "lib/log.ts", "lib/scan/", "lib/ledger/"];

/** A folder may import itself and what is listed, of all that is ours. */
function may(from, ...allowed) {
  const to = [from, ...allowed].map((path) => `^${path}`);
  return {
    name: `${from} may import only ${allowed.join(", ") || "itself"}`,
    severity: "error",
    from: { path: `^${from}`, pathNot: tests },
    to: { path: "^(app|components|lib|workers|e2e)/", pathNot: to },
  };
}

/** Only the listed folders may import a package or a kind of module. */
function only(what, from, to) {
  return { name: `only ${from.join(", ")} may import ${what}`, severity: "error", from: { pathNot: from }, to };
}

// The address of a view is a value too: pages read it, components link with it.
const addresses = "lib/queries/(finding-filter|project-query)\\.ts";

/** The words of its props may come from `lib`; nothing that runs may. */
const takesPropsOnly = may("components/", addresses);
takesPropsOnly.to.dependencyTypesNot = ["type-only"];

module.exports = {
  forbidden: [
    may("lib/(env|errors|log)\\.ts"),
    may("lib/rust/"),
    may("lib/scan/", "lib/rust/"),
    may("lib/rules/", "lib/scan/", "lib/rust/"),
    may("lib/ledger/", "lib/scan/"),
    may("lib/milestones/", "lib/scan/", "lib/rules/", "lib/ledger/"),
    may("lib/jobs/", "lib/errors.ts"),
    may("lib/git/", ...edge),
    may("lib/github/", ...edge),
    may("lib/mail/", ...edge),
    may("lib/http/", ...edge),
    may("lib/db/", ...edge, "lib/jobs/"),
    may("lib/commands/", "lib/"),
    may("lib/queries/", "lib/db/", "lib/rules/", "lib/ledger/", "lib/scan/", "lib/milestones/", "lib/errors.ts"),
    takesPropsOnly,
    may(addresses, "lib/scan/"),
    may("app/", "components/", "lib/"),
    may("workers/", "lib/"),
    may("e2e/", "lib/git/", "lib/milestones/", "workers/fake-github/"),
    {
      name: "a pure folder knows only text and values",
      severity: "error",
      from: { path: pure, pathNot: tests },
      to: { dependencyTypes: ["core", "npm", "npm-dev"], pathNot: "node_modules/(smol-toml|marked)/" },
    },
    only("Prisma and SQLite", ["^lib/db/", "^prisma", tests], {
      path: "node_modules/(@prisma|\\.prisma|better-sqlite3)|^lib/db/generated",
    }),
    only("Octokit", ["^lib/github/"], { path: "node_modules/@octokit/" }),
    only("React and Next", ["^app/", "^components/", "^next\\.config", "^proxy\\.ts$"], {
      path: "node_modules/(next|react|react-dom)/",
    }),
    {
      name: "no cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "every import leads somewhere",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|^lib/db/generated" },
    exclude: { path: "^\\.next|^\\.build" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
