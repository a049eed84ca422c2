import { describe, expect, it } from 'vitest';
import { diskReason, isDiskFull, systemCode } from '../../src/shared/disk.ts';

const systemError = (code: string) => Object.assign(new Error('failed'), { code, syscall: 'write' });

describe('why the disk refuses', () => {
  it.each([
    [systemError('ENOSPC'), 'the disk is full (ENOSPC)', true],
    [systemError('EDQUOT'), 'the disk quota is used up (EDQUOT)', true],
    [systemError('EROFS'), 'the disk is read-only (EROFS)', false],
    [systemError('EIO'), 'EIO', false],
    [new Error('Missing file at path: x'), 'Missing file at path: x', false],
    [Object.assign(new Error('an argument'), { code: 'ERR_INVALID_ARG_TYPE' }), 'an argument', false],
    [
      new Error("Unable to access summary file: '/a.b/c.md'. Check if the file has correct permissions."),
      "Unable to access summary file: '/a.b/c.md'",
      false,
    ],
    ['a text', 'a text', false],
  ])('%s: %s', (error, reason, isFull) => {
    expect(diskReason(error)).toBe(reason);
    expect(isDiskFull(error)).toBe(isFull);
  });

  it('only errors of the system have a code', () => {
    expect(systemCode(systemError('EACCES'))).toBe('EACCES');
    expect(systemCode(new RangeError('broken'))).toBeNull();
  });
});
