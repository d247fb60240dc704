import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isAppError } from "#lib/errors";
import { rules } from "#lib/rules/index";
import { scaffold } from "#workers/rule-new/scaffold";

/** `npm run rule:new -- SI-120 what-it-is`: makes the folder of a rule, with tests that fail until it is written. */
function main([code = "", slug = ""]: string[]): void {
  const files = scaffold({ code, slug }, { taken: rules, index: readFileSync("lib/rules/index.ts", "utf8") });
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(`wrote ${path}\n`);
  }
  process.stdout.write("Now write examples.md, then rule.ts, until `npx vitest run lib/rules` is green.\n");
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!isAppError(error)) throw error;
  process.stderr.write(`${error.message} ${error.remedy ?? ""}\nUsage: npm run rule:new -- <code> <slug>\n`);
  process.exitCode = 2;
}
