import { expect, test } from "vitest";
import { readLedger } from "#lib/ledger/export";

test("anything but a ledger is no ledger", () => {
  for (const text of [
    "",
    "{",
    '["schema","subready.ledger/0"]\n["project",{}]\n',
    '["schema","subready.ledger/1"]\n',
    "[1,2]\n",
  ])
    expect(readLedger(text)).toBeNull();
});
