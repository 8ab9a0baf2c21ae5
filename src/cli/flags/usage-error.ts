/**
 * Something wrong that the person who started the command can mend: a flag, a file, a port. It is printed as one line, without a stack, and the
 * command ends with 1.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
