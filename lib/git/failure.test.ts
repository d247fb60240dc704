import { describe, expect, it } from "vitest";
import { failureOf, gitFailure, redact } from "./failure";

const url = "https://github.com/acme/thing/";
const context = { subject: "https://github.com/acme/thing" };
const codeOf = (stderr: string, more: { known?: boolean; hasToken?: boolean } = {}) =>
  failureOf(stderr, { ...context, ...more }).code;

describe("failureOf", () => {
  it.each([
    ["fatal: unable to access 'URL': Could not resolve host: github.com", "unreachable"],
    [
      "fatal: unable to access 'URL': Failed to connect to github.com port 443 after 2 ms: Connection refused",
      "unreachable",
    ],
    ["fatal: unable to access 'URL': The requested URL returned error: 503", "unreachable"],
    ["error: RPC failed; curl 18 transfer closed\nfetch-pack: unexpected disconnect\nfatal: early EOF", "unreachable"],
    ["remote: Repository not found.\nfatal: repository 'URL' not found", "not-found"],
    ["fatal: '/srv/none' does not appear to be a git repository", "not-found"],
    ["fatal: unable to access 'URL': The requested URL returned error: 410", "gone"],
    [
      "remote: Repository unavailable due to DMCA takedown.\nfatal: unable to access 'URL': The requested URL returned error: 403",
      "gone",
    ],
    ["fatal: unable to access 'URL': The requested URL returned error: 403", "forbidden"],
    ["remote: Invalid username or token.\nfatal: Authentication failed for 'URL'", "forbidden"],
    ["fatal: unable to access 'URL': The requested URL returned error: 429", "rate-limited"],
    [
      "remote: API rate limit exceeded\nfatal: unable to access 'URL': The requested URL returned error: 403",
      "rate-limited",
    ],
    ["fatal: unable to access 'URL': Operation too slow. Less than 1000 bytes/sec", "timed-out"],
    ["fatal: write error: No space left on device\nfatal: index-pack failed", "disk-full"],
    ["error: packfile ./x.pack does not match index\nfatal: not a tree object", "corrupt"],
    ["error: inflate: data stream error (incorrect header check)", "corrupt"],
    ["error: object file ./objects/94/67 is empty", "corrupt"],
    ["fatal: not a git repository (or any of the parent directories): .git", "not-a-repository"],
    ["fatal: not a tree object", "no-such-revision"],
    ["fatal: remote error: upload-pack: not our ref 1234", "no-such-revision"],
    ["fatal: transport 'ssh' not allowed", "usage"],
    ["fatal: something new", "internal"],
    ["", "internal"],
  ])("reads %j as %s", (stderr, code) => {
    expect(codeOf(stderr.replace("URL", url))).toBe(code);
  });

  it("takes GitHub's question for a name as absence, unless it was given a token", () => {
    const question = "fatal: could not read Username for 'https://github.com': terminal prompts disabled";
    expect(codeOf(question)).toBe("not-found");
    expect(codeOf(question, { known: true })).toBe("gone");
    expect(codeOf(question, { hasToken: true })).toBe("forbidden");
  });

  it("calls gone what was there before", () => {
    expect(codeOf(`fatal: repository '${url}' not found`, { known: true })).toBe("gone");
  });

  it("does not let a server speak about this machine", () => {
    expect(codeOf("remote: No space left on device")).toBe("internal");
    expect(codeOf("fatal: remote error: object is corrupt")).toBe("internal");
  });

  it("says what happened and what to do, and keeps git's words as the cause", () => {
    const error = failureOf(`fatal: repository '${url}' not found`, context);
    expect(error.message).toBe("https://github.com/acme/thing does not exist, or it is private.");
    expect(error.remedy).toMatch(/^Check the address/);
    expect(String(error.cause)).toContain("not found");
  });
});

it("gives every outcome a sentence and a remedy", () => {
  const error = gitFailure("too-large", context);
  expect([error.message, error.remedy].every((text) => /^[\S].*\.$/.test(text ?? ""))).toBe(true);
});

it("takes credentials out of what git says", () => {
  const token = `ghp_${"x".repeat(36)}`;
  const said = `fatal: 'https://me:secret@github.com/x' Authorization: Basic c2VjcmV0 ${token} github_pat_11AA_bb`;
  expect(redact(said)).toBe("fatal: 'https://***@github.com/x' Authorization: Basic *** ghp_*** github_pat_***");
});
