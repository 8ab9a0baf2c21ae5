/**
 * Structured logging in klog's manner: a message and key-value pairs, a verbosity, an error. How lines look (klog text or JSON) and where
 * they go is decided by whoever makes the logger; nothing here writes.
 */
export type LogValue = string | number | boolean | null | undefined;

export interface Logger {
  /** Whether lines of this verbosity are written: ask before building an expensive line. */
  enabled(verbosity: number): boolean;
  info(message: string, values?: { readonly [key: string]: LogValue }, verbosity?: number): void;
  warn(message: string, values?: { readonly [key: string]: LogValue }): void;
  error(message: string, error?: unknown, values?: { readonly [key: string]: LogValue }): void;
  /** The same logger speaking for a part of the server ("watch-cache"), which --vmodule selects by. */
  named?(part: string): Logger;
}

export const silentLogger: Logger = {
  enabled: () => false,
  info: () => {},
  warn: () => {},
  error: () => {},
};

/** The logger of a part of the server. */
export function named(log: Logger, part: string): Logger {
  return log.named?.(part) ?? log;
}
