"use client";

import { useEffect, useRef } from "react";

/** A plain GET form; with JavaScript, `/` puts the cursor in it from anywhere outside a field. */
export function FindBox() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inField =
        event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || inField) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <search className="find">
      <form action="/projects">
        <input
          ref={input}
          type="search"
          name="q"
          placeholder="Find a project"
          aria-label="Find a project"
          aria-keyshortcuts="/"
        />
      </form>
      <span className="key" aria-hidden="true">
        /
      </span>
    </search>
  );
}
