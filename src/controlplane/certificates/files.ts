/**
 * Where certificates and keys lie: a folder on disk, or memory for a server inside a test. Names are kubeadm's, so that operators recognize them.
 *
 * Whatever is written is readable by its owner only, and appears whole or not at all.
 */
import type { KeyObject } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type PemName = 'ca.crt' | 'ca.key' | 'apiserver.crt' | 'apiserver.key' | 'admin.crt' | 'admin.key' | 'sa.key' | 'sa.pub';

export interface PemFiles {
  /** Undefined when there is no such file. */
  read(name: PemName): string | undefined;
  write(name: PemName, pem: string): void;
}

export function pemFolder(folder: string): PemFiles {
  return {
    read: (name) => readIfPresent(path.join(folder, name)),
    write(name, pem) {
      makeFolder(folder);
      writePrivate(path.join(folder, name), pem);
    },
  };
}

/**
 * As kubeadm writes keys: the PEM header names the algorithm (SEC 1, "EC PRIVATE KEY"). Clients in Java guess by it, and take what says only
 * "PRIVATE KEY" for RSA.
 */
export function encodeKey(key: KeyObject): string {
  return String(key.export({ type: 'sec1', format: 'pem' }));
}

export function pemMemory(): PemFiles {
  const files = new Map<PemName, string>();
  return { read: (name) => files.get(name), write: (name, pem) => void files.set(name, pem) };
}

/**
 * Makes a folder of mode 0700, and those above it that are missing. (Node's own `recursive` never returns where a folder exists but takes no new
 * ones and says ENOENT, as /proc does.)
 * @throws system errors
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = path.dirname(folder);
  if (above !== folder) makeFolder(above);
  mkdirSync(folder, { mode: 0o700 });
}

/** Writes a file of mode 0600 in place of another in one step. */
export function writePrivate(file: string, text: string): void {
  const fresh = `${file}.new`;
  writeFileSync(fresh, text, { mode: 0o600 });
  // The mode above only counts when the file is made, not when one was left behind.
  chmodSync(fresh, 0o600);
  renameSync(fresh, file);
}

export function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    // Node names the file only where opening fails, not where reading does (a folder).
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}
