import { expect, test } from "vitest";
import { readEnv } from "#lib/env";

test("nothing has to be set", () => {
  expect(readEnv({})).toMatchObject({
    dataDir: `${process.cwd()}/data`,
    host: "127.0.0.1",
    port: 3000,
    githubToken: null,
    githubApi: "https://api.github.com",
    projectsFile: null,
    syncEveryMinutes: 360,
    gitLimits: { timeoutMs: 900_000, maxBytes: 4096 * 1024 * 1024 },
    logLevel: "info",
  });
  expect(readEnv({}).workers).toBeGreaterThanOrEqual(1);
});

test("every variable has its effect, and paths become absolute", () => {
  const set = {
    SUBREADY_DATA: "/srv/subready",
    SUBREADY_HOST: "0.0.0.0",
    PORT: "8080",
    GITHUB_TOKEN: "secret",
    SUBREADY_GITHUB_API: "https://git.example.org/api/v3",
    SUBREADY_PROJECTS: "mine.json",
    SUBREADY_THREADS: "7",
    SUBREADY_SYNC_MINUTES: "5",
    SUBREADY_GIT_TIMEOUT_SECONDS: "2",
    SUBREADY_GIT_MAX_MB: "1",
    SUBREADY_LOG: "warn",
  };
  expect(readEnv(set)).toEqual({
    dataDir: "/srv/subready",
    host: "0.0.0.0",
    port: 8080,
    githubToken: "secret",
    githubApi: "https://git.example.org/api/v3",
    projectsFile: `${process.cwd()}/mine.json`,
    workers: 7,
    syncEveryMinutes: 5,
    gitLimits: { timeoutMs: 2000, maxBytes: 1024 * 1024 },
    logLevel: "warn",
  });
});

test("an empty variable counts as unset", () => {
  expect(readEnv({ PORT: " ", GITHUB_TOKEN: "" })).toMatchObject({ port: 3000, githubToken: null });
});

test.each([
  ["PORT", "http"],
  ["PORT", "65536"],
  ["SUBREADY_GITHUB_API", "api.github.com"],
  ["SUBREADY_GITHUB_API", "file:///etc/passwd"],
  ["SUBREADY_THREADS", "0"],
  ["SUBREADY_SYNC_MINUTES", "1.5"],
  ["SUBREADY_LOG", "loud"],
])("%s = %s is refused by name", (name, value) => {
  const usage = expect.objectContaining({ code: "usage", message: expect.stringContaining(`${name} is "${value}"`) });
  expect(() => readEnv({ [name]: value })).toThrow(usage);
});
