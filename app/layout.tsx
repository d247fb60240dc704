import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import { GeistSerif } from "geist/font/serif/variable";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Closed } from "#components/closed";
import { Footer } from "#components/footer";
import { Masthead } from "#components/masthead";
import { Sprite } from "#components/sprite";
import { THEME_SCRIPT } from "#components/theme-script";
import { isAppError } from "#lib/errors";
import { newestRuleset } from "#lib/queries/overview";
import { context } from "./context";
import "./globals.css";

// Every page reads the store, and none may be made while building.
export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { default: "subready", template: "%s · subready" },
  description: "How ready each Rust-based Python package is for sub-interpreters, from its source.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfcfd" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1318" },
  ],
};

const FONTS = `${GeistSans.variable} ${GeistMono.variable} ${GeistSerif.variable}`;

export default async function Layout({ children }: { children: ReactNode }) {
  const state = await storeState();
  return (
    // The theme script may set data-theme before React arrives.
    <html lang="en" className={FONTS} suppressHydrationWarning>
      <head>
        <script>{THEME_SCRIPT}</script>
      </head>
      <body>
        <Sprite />
        <a className="skip" href="#main">
          Skip to content
        </a>
        <Masthead />
        <main id="main" className="wrap">
          {state.closed ?? children}
        </main>
        <Footer ruleset={state.ruleset} />
      </body>
    </html>
  );
}

/** The ruleset in use; or, when the store cannot be opened, what to show in place of any page. */
async function storeState(): Promise<{ ruleset: string | null; closed?: ReactNode }> {
  try {
    const { store } = await context();
    return { ruleset: await newestRuleset(store) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { ruleset: null, closed: <Closed message={error.message} remedy={error.remedy ?? null} /> };
  }
}
