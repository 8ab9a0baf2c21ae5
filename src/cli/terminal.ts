/**
 * What the commands need of the process, gathered in one place: streams, environment, folders. Commands get it as an argument and are tested without
 * a process.
 */
import { homedir, hostname, networkInterfaces } from 'node:os';
import path from 'node:path';
import type { Surroundings } from './data-folder.ts';

export interface Terminal {
  readonly surroundings: Surroundings;
  readonly processId: number;
  /** Whether a person looks at standard output. */
  readonly interactive: boolean;
  /** Columns; 0 when there is no terminal. */
  readonly width: number;
  out(text: string): void;
  err(text: string): void;
  /** Runs `task` when the process ends, however it does. */
  atExit(task: () => void): void;
  /** Milliseconds since the process began. */
  uptime(): number;
}

export function processTerminal(): Terminal {
  const { env, argv } = process;
  return {
    surroundings: {
      platform: process.platform,
      home: homeFolder(),
      hostName: hostname(),
      env,
      address: outwardAddress(),
      program: path.basename(argv[1] ?? ''),
    },
    processId: process.pid,
    interactive: process.stdout.isTTY === true && (env.NO_COLOR ?? '') === '',
    width: process.stdout.isTTY === true ? process.stdout.columns : 0,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    atExit: (task) => void process.on('exit', task),
    uptime: () => performance.now(),
  };
}

/** Neither $HOME nor the system's list of users may know one. */
function homeFolder(): string | undefined {
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}

/** The first address that is not loopback, IPv4 before IPv6, as others would reach this machine. */
function outwardAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'));
  return (addresses.find(({ family }) => family === 'IPv4') ?? addresses[0])?.address;
}
