// Not onTestFinished: with tests that run concurrently, it would run at the end of another test.
const endings: (() => unknown)[] = [];

/** Registers work for the end of all tests of the file. */
export function atEnd(ending: () => unknown): void {
  endings.push(ending);
}

/** Does what was registered, the last first. */
export async function endAll(): Promise<void> {
  for (const ending of endings.splice(0).reverse()) await ending();
}
