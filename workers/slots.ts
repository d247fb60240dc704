/** Hands out a few things, first come, first served. */
export class Slots<Slot> {
  private readonly waiting: ((slot: Slot) => void)[] = [];

  constructor(private readonly free: Slot[]) {}

  async use<T>(work: (slot: Slot) => Promise<T>): Promise<T> {
    const slot = this.free.pop() ?? (await new Promise<Slot>((resolve) => this.waiting.push(resolve)));
    try {
      return await work(slot);
    } finally {
      const next = this.waiting.shift();
      if (next) next(slot);
      else this.free.push(slot);
    }
  }
}
