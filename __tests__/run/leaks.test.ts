import { describe, expect, it } from 'vitest';
import { inputsFor } from '../support/action.ts';
import { answersWith, ECHOED_KEYS, echoingPortal } from '../support/echoing-portal.ts';
import { leaksIn } from '../support/leaks.ts';
import { runHere, writtenBy } from '../support/run-here.ts';
import { useShortWaits } from '../support/short-waits.ts';

/** The API key in faulty answers. `e2e/leaks.test.ts` searches everything that a process leaves behind. */

useShortWaits();

describe.each(Object.entries(ECHOED_KEYS))(
  'the API key (%s) is not written if the portal sends it',
  (_, key) => {
    it.each(Object.entries(answersWith(key)))('in %s', async (_name, kind) => {
      const portal = await echoingPortal(key);
      portal.faults.add({ kind, times: Number.POSITIVE_INFINITY });
      const ran = await runHere(inputsFor(portal));
      expect(ran.error).not.toBeNull();
      expect(leaksIn(writtenBy(ran), key)).toEqual([]);
    });
  },
);
