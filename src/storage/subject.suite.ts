/** What the contracts of a store are run against: any backend, opened anew for each test, and the few words that their tests share. */
import type { Store, StoredValue } from './interface.ts';

export interface Subject {
  readonly store: Store;
  /** All keys of a test lie below this; ends with a slash. */
  readonly root: string;
  /** Moves the store's clock; absent where time is real (etcd). */
  readonly advance?: (ms: number) => void;
  /** Whether fingerprints are kept; etcd has no place for them. */
  readonly keepsFingerprints: boolean;
}

export type OpenSubject = () => Promise<Subject>;

/** Runs `body` with a fresh subject and closes it afterwards, whatever happens. */
export async function withSubject(open: OpenSubject, body: (subject: Subject) => Promise<void>): Promise<void> {
  const subject = await open();
  try {
    await body(subject);
  } finally {
    await subject.store.close();
  }
}

export const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
export const text = (value: StoredValue | undefined): string | undefined =>
  value === undefined ? undefined : Buffer.from(value.value).toString('utf8');
