"use client";

import { useSyncExternalStore } from "react";

type Theme = "system" | "light" | "dark";
const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

function subscribe(onChange: () => void) {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

function current(): Theme {
  const set = document.documentElement.dataset.theme;
  return set === "light" || set === "dark" ? set : "system";
}

function choose(theme: Theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Storage can be switched off; the choice then lasts until the next page.
  }
}

export function ThemeSwitch() {
  const theme = useSyncExternalStore<Theme | null>(subscribe, current, () => null);
  if (!theme) return <span className="theme" />;
  return (
    <button type="button" className="theme" onClick={() => choose(NEXT[theme])} title={`Change to ${NEXT[theme]}`}>
      Theme: {theme}
    </button>
  );
}
