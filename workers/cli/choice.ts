import { AppError } from "#lib/errors";

/** An option's value as one of those allowed; throws AppError("usage") that lists them. */
export function choice<Value extends string>(option: string, given: string, allowed: readonly Value[]): Value {
  const value = allowed.find((one) => one === given);
  if (value) return value;
  throw new AppError("usage", `--${option} cannot be "${given}".`, `Choose one of ${allowed.join(", ")}.`);
}
