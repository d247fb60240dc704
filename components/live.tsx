"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

interface LiveProps {
  /** Answers JSON with a `version` that changes when the page would look different. */
  url: string;
  version: string;
  /** Address of the page itself, for readers without JavaScript. */
  here: string;
}

const everyMs = 2000;

/** Renders nothing; refreshes the page when its data moved on. Rests while the tab is hidden. */
export function Live({ url, version, here }: LiveProps) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(async () => {
      if (document.hidden) return;
      const answer = await fetch(url).catch(() => null);
      const told: { version?: string } | null = answer && (await answer.json().catch(() => null));
      if (told?.version && told.version !== version) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [url, version, router]);
  return (
    <noscript>
      <p className="note">
        <a href={here}>Reload</a> to see how far it is.
      </p>
    </noscript>
  );
}
