// Loaded in front of the built action: its clock is CLOCK_DAYS days ahead.
const aheadMs = Number(process.env.CLOCK_DAYS ?? 0) * 24 * 60 * 60 * 1000;
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...values) {
    if (values.length === 0) super(RealDate.now() + aheadMs);
    else super(...values);
  }
  static now() {
    return RealDate.now() + aheadMs;
  }
};
