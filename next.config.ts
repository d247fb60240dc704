import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const dev = process.env.NODE_ENV === "development";

// Next writes its own inline scripts and styles into a page; everything else comes from this server.
const contentPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${dev ? " 'unsafe-eval'" : ""}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const config: NextConfig = {
  poweredByHeader: false,
  // Native code and Prisma's WebAssembly are loaded by Node, not bundled.
  serverExternalPackages: [
    ...["better-sqlite3", "better-sqlite3-napi", "better-sqlite3-v8"],
    ...["@prisma/adapter-better-sqlite3", "@prisma/client"],
  ],
  turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) },
  // `npm run check` checks the types; a start does not spend that time again.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "Content-Security-Policy", value: contentPolicy },
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "X-Content-Type-Options", value: "nosniff" },
      ],
    },
  ],
};

export default config;
