import type { Model } from "#lib/scan/model/model";
import { settled } from "#lib/scan/model/settled";

/** `of` is what the value is about; `before` is what it gave for an earlier model, if that does not hold any more. */
export type Compute<K extends object, T> = (model: Model, of: K, before?: T) => T;
type AnyCompute = (model: Model, of: never, before?: never) => unknown;
/** Puts a question about two things to a model; the same function each time. */
export type Ask = (model: Model, a: never, b: never) => unknown;

interface Entry {
  value: unknown;
  /** All that the value rests on, in the order in which it was asked: how, about what, about what else, and the answer; one after another, because there are millions. */
  asked: unknown[];
  /** Number of the last model for which the value was found to hold. The model itself would keep all of its files. */
  at: number;
}

type Entries = WeakMap<object, Map<AnyCompute, Entry>>;

/** Models after which what was not asked for is on its way out. */
const GENERATION = 50;

/**
 * What was worked out of the model of the commit before holds for the next one, as long as all that was asked on the way has
 * the same answers. Answers are compared by identity: facts of files that did not change are the same objects, and what comes out
 * the same again stays the object it was (settled.ts).
 */
export class Recall {
  private known: Entries = new WeakMap();
  /** Those of the generation before; what nobody asks for in two goes, and with it the past that it holds on to. */
  private earlier: Entries = new WeakMap();
  private under: unknown[] | null = null;
  private model: Model | null = null;
  /** Counts the models, one after another. */
  private at = 0;

  /** Where no other commit follows, nothing is noted. */
  constructor(private readonly follows: boolean) {}

  /** Every answer that a model gives goes through here. */
  note<T>(answer: T, ask: Ask, a?: unknown, b?: unknown): T {
    this.under?.push(ask, a, b, answer);
    return answer;
  }

  /** `compute` must ask nothing but the model, and must be the same function each time. */
  value<K extends object, T>(model: Model, of: K, compute: Compute<K, T>): T {
    if (model !== this.model) this.begin(model);
    const outer = this.under;
    const entry = this.entry(model, of, compute);
    this.under = outer;
    return this.note(entry.value as T, recalled, of, compute);
  }

  private begin(model: Model): void {
    this.model = model;
    this.at++;
    if (this.at % GENERATION !== 0) return;
    this.earlier = this.known;
    this.known = new WeakMap();
  }

  private entry<K extends object, T>(model: Model, of: K, compute: Compute<K, T>): Entry {
    let mine = this.known.get(of);
    if (!mine) {
      mine = new Map();
      this.known.set(of, mine);
    }
    const before = mine.get(compute) ?? this.earlier.get(of)?.get(compute);
    if (before?.at === this.at) return before;
    this.under = null;
    if (before && holds(before.asked, model)) {
      before.at = this.at;
      mine.set(compute, before);
      return before;
    }
    const asked: unknown[] = [];
    this.under = this.follows ? asked : null;
    const value = compute(model, of, before?.value as T | undefined);
    const entry = { value: before ? settled(before.value as T, value) : value, asked, at: this.at };
    mine.set(compute, entry);
    return entry;
  }
}

const recalled: Ask = (model, of: object, compute: Compute<object, unknown>) => model.recall(of, compute);

function holds(asked: readonly unknown[], model: Model): boolean {
  for (let at = 0; at < asked.length; at += 4)
    if ((asked[at] as Ask)(model, asked[at + 1] as never, asked[at + 2] as never) !== asked[at + 3]) return false;
  return true;
}
