/**
 * Profiles as `go tool pprof` reads them: gzipped Protobuf (github.com/google/pprof, proto/profile.proto). Like everything in Protobuf here, it is
 * written from its end to its beginning.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { BackwardWriter } from '../../codec/protobuf/writer.ts';

const compress = promisify(gzip);

/** One place in the code. */
export interface Frame {
  readonly function: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What values mean: "cpu" in "nanoseconds". */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

export interface Sample {
  /** The innermost frame first. */
  readonly stack: readonly Frame[];
  /** One for each type. */
  readonly values: readonly number[];
}

export interface StackProfile {
  readonly types: readonly ValueType[];
  readonly samples: readonly Sample[];
  readonly periodType: ValueType;
  readonly period: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
}

const NANOS_PER_MS = 1_000_000n;

/** Of the fields of Profile and its parts: number * 8 + wire type. */
const TAG = {
  sampleType: 0x0a,
  sample: 0x12,
  location: 0x22,
  function: 0x2a,
  string: 0x32,
  timeNanos: 0x48,
  durationNanos: 0x50,
  periodType: 0x5a,
  period: 0x60,
  first: 0x08,
  second: 0x10,
  firstPacked: 0x0a,
  secondPacked: 0x12,
  lineOfLocation: 0x22,
  systemName: 0x18,
  fileName: 0x20,
} as const;

/** Gives the same number to the same text, from 0 on. */
class Numbers {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, known);
    return known;
  }

  *backwards(): Generator<readonly [text: string, number: number]> {
    yield* [...this.#numbers].reverse();
  }
}

export async function encodeProfile(profile: StackProfile): Promise<Uint8Array> {
  const writer = new BackwardWriter();
  const strings = new Numbers();
  // The format wants the first one to be empty.
  strings.of('');
  const functions = new Numbers();
  const locations = new Numbers();
  writer.integer(profile.period, TAG.period);
  writeType(writer, profile.periodType, TAG.periodType, strings);
  writer.integer(BigInt(Math.round(profile.duration)) * NANOS_PER_MS, TAG.durationNanos);
  writer.integer(BigInt(Math.round(profile.startedAt)) * NANOS_PER_MS, TAG.timeNanos);
  for (const sample of profile.samples) writeSample(writer, sample, locations);
  for (const [key, number] of locations.backwards()) writeLocation(writer, JSON.parse(key) as Frame, number, functions);
  for (const [key, number] of functions.backwards()) writeFunction(writer, JSON.parse(key) as readonly [string, string], number, strings);
  for (const type of [...profile.types].reverse()) writeType(writer, type, TAG.sampleType, strings);
  for (const [text] of strings.backwards()) writer.string(text, TAG.string);
  return compress(writer.take());
}

function writeType(writer: BackwardWriter, { type, unit }: ValueType, tag: number, strings: Numbers): void {
  const before = writer.length;
  writer.integer(strings.of(unit), TAG.second);
  writer.integer(strings.of(type), TAG.first);
  writer.close(before, tag);
}

function writeSample(writer: BackwardWriter, { stack, values }: Sample, locations: Numbers): void {
  const before = writer.length;
  for (const value of [...values].reverse()) writer.varint(value);
  writer.close(before, TAG.secondPacked);
  const between = writer.length;
  for (const { function: name, file, line } of [...stack].reverse()) writer.varint(locations.of(JSON.stringify({ function: name, file, line })) + 1);
  writer.close(between, TAG.firstPacked);
  writer.close(before, TAG.sample);
}

/** Ids begin with 1. */
function writeLocation(writer: BackwardWriter, { function: name, file, line }: Frame, number: number, functions: Numbers): void {
  const before = writer.length;
  writer.integer(line, TAG.second);
  writer.integer(functions.of(JSON.stringify([name, file])) + 1, TAG.first);
  writer.close(before, TAG.lineOfLocation);
  writer.integer(number + 1, TAG.first);
  writer.close(before, TAG.location);
}

function writeFunction(writer: BackwardWriter, [name, file]: readonly [string, string], number: number, strings: Numbers): void {
  const before = writer.length;
  writer.integer(strings.of(file), TAG.fileName);
  writer.integer(strings.of(name), TAG.systemName);
  writer.integer(strings.of(name), TAG.second);
  writer.integer(number + 1, TAG.first);
  writer.close(before, TAG.function);
}
