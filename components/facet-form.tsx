"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useRef } from "react";

/** A plain GET form; with JavaScript a ticked box applies at once and keeps the focus where it is. */
export function FacetForm({ chosen, children }: { chosen: string; children: ReactNode }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  // Going back changes what is chosen, but not the boxes that a person has touched.
  useEffect(() => {
    if (form.current?.dataset.chosen === chosen) form.current.reset();
  }, [chosen]);
  const apply = (event: FormEvent<HTMLFormElement>) => {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget)) asked.append(name, String(value));
    router.push(`/projects?${asked}`, { scroll: false });
  };
  return (
    <form ref={form} data-chosen={chosen} action="/projects" onChange={apply}>
      {children}
    </form>
  );
}
