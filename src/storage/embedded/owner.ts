/**
 * Who has the store. Node has no file locks, so the owner stands in the store itself: process id, start time of that process and of the
 * machine's current boot; written and checked in one write transaction. An owner counts as alive while a process with that id and that start
 * time runs under the same boot. Should this be wrong (process ids of another container), the fence of environment.ts still keeps the older
 * owner from writing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { pid } from 'node:process';

/** PF_EXITING in the kernel's flags of a process. */
const EXITING = 4;

export interface Owner {
  readonly pid: number;
  /** When the process started, in the system's own words: only compared. */
  readonly started: string;
  readonly boot: string;
  readonly host: string;
}

export function thisProcess(): Owner {
  return { pid, started: startOf(pid) ?? '', boot: bootId(), host: hostname() };
}

/** @returns undefined for what is not an owner: nobody, or bytes that are damaged */
export function parseOwner(text: string | undefined): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(text ?? 'null');
    if (typeof owner === 'object' && owner !== null && 'pid' in owner && 'started' in owner && 'boot' in owner && 'host' in owner) {
      return { pid: Number(owner.pid), started: String(owner.started), boot: String(owner.boot), host: String(owner.host) };
    }
  } catch {
    // Whoever cannot be read cannot be asked either.
  }
  return undefined;
}

export function isAlive(owner: Owner, self: Owner): boolean {
  return owner.boot === self.boot && startOf(owner.pid) === owner.started;
}

/** One id per boot; empty where the system has none (then the start times alone decide). */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function startOf(process: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, 'utf8');
    // The name in the second field may contain anything; behind it come the state and, 19 fields later, the start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A process that is on its way out runs no more code of its own; a zombie only waits for its parent to notice.
    const ends = fields[0] === 'Z' || fields[0] === 'X' || (Number(fields[6]) & EXITING) !== 0;
    return ends ? undefined : fields[19];
  } catch {
    return existsSync('/proc/self/stat') ? undefined : startByPs(process);
  }
}

function startByPs(process: number): string | undefined {
  try {
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(process)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || undefined
    );
  } catch {
    return undefined;
  }
}
