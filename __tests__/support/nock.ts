import nock from 'nock';
import { afterEach, beforeEach } from 'vitest';

// Importing it switches it on, for all files of the worker.
nock.restore();

/** Lets nock answer the requests of each test of this file. One to an unknown host fails; loopback is reached. */
export function useNock(): void {
  beforeEach(() => {
    nock.activate();
    nock.enableNetConnect(/^127\.0\.0\.1:/);
  });
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });
}

export { default } from 'nock';
