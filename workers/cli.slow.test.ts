import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { testFolder } from "#lib/db/test-folder";

vi.setConfig({ testTimeout: 60_000 });

const cli = fileURLToPath(new URL("./cli.ts", import.meta.url));
const tsx = fileURLToPath(new URL("../node_modules/tsx/dist/cli.mjs", import.meta.url));
const shell = (script: string, path = process.env.PATH) =>
  spawnSync("/bin/sh", ["-c", script, "sh", process.execPath, tsx, cli], {
    encoding: "utf8",
    cwd: dirname(dirname(cli)),
    env: { ...process.env, PATH: path },
  });

test("says which command or option there is not, in a line and with 2", () => {
  const command = shell('"$@" scna');
  expect([command.status, command.stderr.split("\n")[0]]).toEqual([
    2,
    'subready: There is no command "scna". Did you mean scan?',
  ]);
  const option = shell('"$@" explain 10 --bogus');
  expect([option.status, option.stderr]).toEqual([
    2,
    "subready: Unknown option '--bogus'.\n  See `subready --help`.\n",
  ]);
});

test("a reader that has seen enough ends it without a word", () => {
  const { stdout, stderr } = shell('"$@" explain 10 | true; "$@" scan lib/scan --format json | head -c 1');
  expect([stdout, stderr]).toEqual(["{", ""]);
});

test("a machine without git is told so, without a trace of the program", () => {
  const bin = join(testFolder(), "bin");
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, "node"));
  const { status, stderr } = shell('"$@" scan . --rev HEAD', bin);
  expect(status).toBe(3);
  expect(stderr).toMatch(/^subready: git does not start\.\n {2}Install git.*\n {2}spawn git ENOENT\n$/);
});
