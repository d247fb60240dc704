// Loaded before everything else of a product that a test starts some days ago.
const shift = Number(process.env.CLOCK_SHIFT_MS);
const Now = Date;
globalThis.Date = class extends Now {
  constructor(...parts) {
    if (parts.length === 0) super(Now.now() + shift);
    else super(...parts);
  }
  static now() {
    return Now.now() + shift;
  }
};
