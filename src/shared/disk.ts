/** Why a system refuses to read or write, by the code of its error (errno(3)). */
const REASONS: Readonly<Partial<Record<string, string>>> = {
  EACCES: 'there is no permission',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a file is in the way',
  EISDIR: 'a folder is in the way',
  ENAMETOOLONG: 'the path is too long',
  ENOENT: 'the path does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file is in the way',
  EPERM: 'there is no permission',
  ERR_FS_EISDIR: 'a folder is in the way',
  EROFS: 'the disk is read-only',
};

/** The code of an error of the system; null for any other error. */
export function systemCode(error: unknown): string | null {
  // Errors of arguments have a code too, but name no call of the system.
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return null;
  return String(error.code);
}

/**
 * Why the disk refuses, in words and with the code: `the disk is full (ENOSPC)`. For another error, the first sentence
 * of its message: the toolkit adds an advice. Without a period at the end.
 */
export function diskReason(error: unknown): string {
  const code = systemCode(error);
  if (code === null) {
    return (error instanceof Error ? error.message : String(error)).replace(/\.(?:\s.*)?$/s, '');
  }
  const reason = REASONS[code];
  return reason === undefined ? code : `${reason} (${code})`;
}

/** Whether there is no space left. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(systemCode(error) ?? '');
}
