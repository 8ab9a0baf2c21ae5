/** What the load generator can be asked to do, and what it answers. Plain data: it travels between processes. */
import type { Credentials } from './framing.ts';

/** The media type that Go programs ask for. */
export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** The same request over and over, or numbered ones: `#` in path and body becomes a number of nine digits that is never used twice. */
export interface HammerJob {
  readonly kind: 'hammer';
  readonly to: Credentials;
  readonly method: string;
  /** Asked in turn. */
  readonly paths: readonly string[];
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly connections: number;
  /** Of all connections together. */
  readonly inFlight: number;
  /** The end, whichever comes first. */
  readonly milliseconds?: number;
  readonly requests?: number;
  /** Where numbering begins. */
  readonly first?: number;
}

export interface HammerResult {
  readonly requests: number;
  readonly seconds: number;
  readonly bytes: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface FanOutJob {
  readonly kind: 'fan-out';
  readonly to: Credentials;
  readonly watchPath: string;
  /** Frames that start with their length instead of lines of JSON. */
  readonly protobuf?: boolean;
  readonly connections: number;
  readonly watchersEach: number;
  /** Every write makes one event. */
  readonly writes: Omit<HammerJob, 'kind' | 'to' | 'milliseconds'> & { readonly requests: number };
}

export interface FanOutResult {
  readonly seconds: number;
  readonly delivered: number;
  readonly expected: number;
  readonly bytes: number;
}

export type Job = HammerJob | FanOutJob;
export type JobAnswer = { readonly result: HammerResult | FanOutResult } | { readonly error: string };
