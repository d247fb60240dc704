import { dirname } from "node:path";

/** The ways by which git may reach another repository. `file` is for local tests. */
export type Protocol = "https" | "file";

export interface EnvironmentOptions {
  /** None unless given: git then reaches nothing outside the repository. */
  protocols?: readonly Protocol[];
  token?: string | null;
  config?: Readonly<Record<string, string>>;
  /** The repository, exactly: a broken one is never replaced by one that is around it. */
  gitDir?: string;
  /** Instead of `gitDir`: look in this folder, and in its `.git`, only. */
  folder?: string;
}

/** What git needs of our own environment: its programs, a proxy, certificates. Not HOME, so that no `.netrc` is read. */
const INHERITED = [
  "PATH",
  "TMPDIR",
  "LD_LIBRARY_PATH",
  "GIT_EXEC_PATH",
  "GIT_SSL_CAINFO",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "http_proxy",
  "https_proxy",
  "HTTPS_PROXY",
  "all_proxy",
  "ALL_PROXY",
  "no_proxy",
  "NO_PROXY",
];

const FIXED = {
  LC_ALL: "C",
  GIT_TERMINAL_PROMPT: "0",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_NO_LAZY_FETCH: "1",
  GIT_LFS_SKIP_SMUDGE: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
};

const CONFIG = {
  "safe.directory": "*",
  "core.hooksPath": "/dev/null",
  "core.symlinks": "false",
  "core.fsmonitor": "false",
  "core.askPass": "",
  "credential.helper": "",
  "submodule.recurse": "false",
  "fetch.recurseSubmodules": "false",
  "gc.auto": "0",
  "maintenance.auto": "false",
  "http.lowSpeedLimit": "1000",
  "http.lowSpeedTime": "60",
};

/** The whole environment of a git process. A token is in it and nowhere else, and only for github.com. */
export function gitEnvironment(options: EnvironmentOptions = {}): NodeJS.ProcessEnv {
  const inherited = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const config: [string, string][] = Object.entries({ ...CONFIG, ...options.config });
  if (options.token) config.push(["http.https://github.com/.extraheader", authorization(options.token)]);
  return {
    ...Object.fromEntries(inherited),
    ...FIXED,
    ...(options.gitDir ? { GIT_DIR: options.gitDir } : {}),
    ...(options.folder ? { GIT_CEILING_DIRECTORIES: dirname(options.folder) } : {}),
    GIT_ALLOW_PROTOCOL: options.protocols?.join(":") || "none",
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
  };
}

function authorization(token: string): string {
  return `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
}
