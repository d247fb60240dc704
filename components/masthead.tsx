"use client";

import { usePathname } from "next/navigation";
import { FindBox } from "#components/find-box";
import { ThemeSwitch } from "#components/theme-switch";

const PAGES = [
  { href: "/", name: "Overview" },
  { href: "/projects", name: "Projects" },
  { href: "/milestones", name: "Milestones" },
  { href: "/rules", name: "Rules" },
  { href: "/activity", name: "Activity" },
  { href: "/about", name: "About" },
];

export function Masthead() {
  const path = usePathname();
  return (
    <header className="mast">
      <div className="wrap">
        <a className="brand" href="/">
          <svg viewBox="0 0 18 18" aria-hidden="true">
            <rect x="1" y="1" width="16" height="16" fill="none" stroke="var(--ink)" strokeWidth="1.6" />
            <rect x="8" y="8" width="6" height="6" fill="var(--accent)" />
          </svg>
          subready
        </a>
        <nav aria-label="Main">
          <ul>
            {PAGES.map(({ href, name }) => (
              <li key={href}>
                <a href={href} aria-current={currentness(path, href)}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <FindBox />
        <ThemeSwitch />
      </div>
    </header>
  );
}

function currentness(path: string, href: string): "page" | "true" | undefined {
  if (path === href) return "page";
  return href !== "/" && path.startsWith(`${href}/`) ? "true" : undefined;
}
