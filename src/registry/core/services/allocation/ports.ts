/**
 * Node ports. One object, the RangeAllocation at /registry/ranges/servicenodeports, has a bit for each port; it is changed by compare and swap, so
 * that several servers (and upstream's) can share it. Dynamic ports come from the upper part as long as it has any (KEP-3668).
 */
import { randomInt } from 'node:crypto';
import type { KubeObject } from '../../../../machinery/object.ts';
import type { ResourceStorage } from '../../../../storage/resource-storage.ts';
import { AllocationError } from './addresses.ts';

export interface PortRange {
  readonly first: number;
  readonly size: number;
}

export const DEFAULT_PORT_RANGE: PortRange = { first: 30_000, size: 2768 };

/** "30000-32767" */
export const portRangeText = ({ first, size }: PortRange): string => `${first}-${first + size - 1}`;

/** "30000-32767", "30000+2767" or a single port, as the flag `--service-node-port-range` has it. Undefined for anything else. */
export function parsePortRange(text: string): PortRange | undefined {
  const [, low = '', sign, high = ''] = /^(\d+)(?:([-+])(\d+))?$/.exec(text.trim()) ?? [];
  if (low === '') return undefined;
  const first = Number(low);
  const last = sign === undefined ? first : sign === '-' ? Number(high) : first + Number(high);
  return first > last || last > 65_535 ? undefined : { first, size: last - first + 1 };
}

const MIN_STATIC = 16;
const MAX_STATIC = 128;

/** How many ports at the start are left to those who choose. */
function staticPorts(size: number): number {
  return size <= MIN_STATIC ? 0 : Math.min(Math.max(Math.floor(size / 32), MIN_STATIC), MAX_STATIC);
}

/** The bits, highest port first, as a big-endian number: the form that upstream stores. */
class Bits {
  readonly bytes: Uint8Array;

  constructor(size: number, base64: string) {
    const stored = Buffer.from(base64, 'base64');
    this.bytes = new Uint8Array(Math.ceil(size / 8));
    const kept = stored.subarray(Math.max(0, stored.length - this.bytes.length));
    this.bytes.set(kept, this.bytes.length - kept.length);
  }

  has(i: number): boolean {
    return ((this.#byte(i) >> (i % 8)) & 1) === 1;
  }

  set(i: number, taken: boolean): void {
    const at = this.bytes.length - 1 - Math.floor(i / 8);
    const mask = 1 << (i % 8);
    this.bytes[at] = taken ? this.#byte(i) | mask : this.#byte(i) & ~mask;
  }

  toString(): string {
    const start = this.bytes.findIndex((byte) => byte !== 0);
    return start < 0 ? '' : Buffer.from(this.bytes.subarray(start)).toString('base64');
  }

  #byte(i: number): number {
    return this.bytes[this.bytes.length - 1 - Math.floor(i / 8)] ?? 0;
  }
}

export class PortAllocator {
  readonly #storage: ResourceStorage;
  readonly #key: string;
  readonly range: PortRange;
  #last: Promise<void> = Promise.resolve();

  /** @param key of the RangeAllocation in `storage` */
  constructor(storage: ResourceStorage, key: string, range: PortRange) {
    this.#storage = storage;
    this.#key = key;
    this.range = range;
  }

  /** @throws {AllocationError} */
  async allocate(port: number): Promise<void> {
    const i = this.#index(port);
    await this.#change((bits) => {
      if (bits.has(i)) throw new AllocationError('provided port is already allocated');
      bits.set(i, true);
    });
  }

  /** @throws {AllocationError} when all are taken */
  async allocateNext(excluded: ReadonlySet<number>, dryRun: boolean): Promise<number> {
    let port = 0;
    const choose = (bits: Bits): void => {
      const i = this.#free(bits, excluded);
      bits.set(i, true);
      port = this.range.first + i;
    };
    if (dryRun) choose(await this.#read());
    else await this.#change(choose);
    return port;
  }

  /** @throws {AllocationError} when it is not in the range */
  async isTaken(port: number): Promise<boolean> {
    const i = this.#index(port);
    return (await this.#read()).has(i);
  }

  async release(ports: readonly number[]): Promise<void> {
    const inside = ports.filter((port) => port >= this.range.first && port < this.range.first + this.range.size);
    if (inside.length === 0) return;
    await this.#change((bits) => {
      for (const port of inside) bits.set(port - this.range.first, false);
    });
  }

  /**
   * Replaces what is taken.
   * @param rebuild gets the taken ports, those of a range of before among them, and says which are; runs again when another server was faster
   */
  rebuild(rebuild: (taken: readonly number[]) => Promise<ReadonlySet<number>>): Promise<void> {
    return this.#inTurn(() =>
      this.#swap(async (stored) => {
        const range = parsePortRange((stored?.range as string | undefined) ?? '') ?? this.range;
        const before = new Bits(range.size, (stored?.data as string | null | undefined) ?? '');
        const taken = Array.from({ length: range.size }, (_, i) => i).filter((i) => before.has(i));
        const after = new Bits(this.range.size, '');
        for (const port of await rebuild(taken.map((i) => range.first + i))) {
          const i = port - this.range.first;
          if (i >= 0 && i < this.range.size) after.set(i, true);
        }
        return after;
      }),
    );
  }

  #index(port: number): number {
    const i = port - this.range.first;
    if (i < 0 || i >= this.range.size) {
      throw new AllocationError(`provided port is not in the valid range. The range of valid ports is ${portRangeText(this.range)}`);
    }
    return i;
  }

  #free(bits: Bits, excluded: ReadonlySet<number>): number {
    const { first, size } = this.range;
    const dynamic = staticPorts(size);
    const search = (from: number, to: number): number | undefined => {
      if (to <= from) return undefined;
      const start = randomInt(to - from);
      for (let i = 0; i < to - from; i++) {
        const at = from + ((start + i) % (to - from));
        if (!bits.has(at) && !excluded.has(first + at)) return at;
      }
      return undefined;
    };
    const found = search(dynamic, size) ?? search(0, dynamic);
    if (found === undefined) throw new AllocationError('range is full');
    return found;
  }

  async #read(): Promise<Bits> {
    return this.#bitsOf((await this.#storage.get(this.#key, ''))?.object());
  }

  /** A stored range of another size is of no use: the repair fills in what is in use. */
  #bitsOf(object: KubeObject | undefined): Bits {
    const same = object?.range === portRangeText(this.range);
    return new Bits(this.range.size, same ? ((object?.data as string | null | undefined) ?? '') : '');
  }

  #change(change: (bits: Bits) => void): Promise<void> {
    return this.#inTurn(() =>
      this.#swap(async (stored) => {
        const bits = this.#bitsOf(stored);
        change(bits);
        return bits;
      }),
    );
  }

  /** One change after the other: within a server nobody has to try again, between servers compare and swap decides. */
  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#last.then(task);
    this.#last = done.catch(() => {});
    return done;
  }

  async #swap(change: (stored: KubeObject | undefined) => Promise<Bits>): Promise<void> {
    await this.#storage.update(this.#key, {
      dryRun: false,
      transform: async (current) => {
        const bits = await change(current?.object());
        const old = current?.object() ?? { kind: 'RangeAllocation', apiVersion: 'v1', metadata: {} };
        return { action: 'write', object: { ...old, range: portRangeText(this.range), data: bits.toString() } };
      },
    });
  }
}

/** The ports of one write: taken at once, given back on failure; what the write no longer needs is given back on success. */
export class PortOperation {
  readonly #allocator: PortAllocator;
  readonly #dryRun: boolean;
  readonly #taken = new Set<number>();
  readonly #deferred: number[] = [];

  constructor(allocator: PortAllocator, dryRun: boolean) {
    this.#allocator = allocator;
    this.#dryRun = dryRun;
  }

  /** @throws {AllocationError} */
  async allocate(port: number): Promise<void> {
    if (!this.#dryRun) await this.#allocator.allocate(port);
    else if ((await this.#allocator.isTaken(port)) || this.#taken.has(port)) throw new AllocationError('provided port is already allocated');
    this.#taken.add(port);
  }

  /** @throws {AllocationError} */
  async allocateNext(): Promise<number> {
    const port = await this.#allocator.allocateNext(this.#taken, this.#dryRun);
    this.#taken.add(port);
    return port;
  }

  releaseLater(ports: readonly number[]): void {
    for (const port of ports) this.#deferred.push(port);
  }

  async commit(): Promise<void> {
    if (!this.#dryRun) await this.#allocator.release(this.#deferred);
  }

  async revert(): Promise<void> {
    if (!this.#dryRun) await this.#allocator.release([...this.#taken]);
  }
}
