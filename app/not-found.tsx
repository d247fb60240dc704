import type { Metadata } from "next";
import { headers } from "next/headers";
import { MissingPage } from "#components/missing-page";
import { missing } from "#lib/queries/missing";
import { askedHeader } from "./asked";
import { context } from "./context";

export const metadata: Metadata = { title: "Not found" };

export default async function NotFound() {
  const asked = (await headers()).get(askedHeader);
  const { store, clock } = await context();
  return <MissingPage missing={asked === null ? null : await missing(store, asked)} now={clock()} />;
}
