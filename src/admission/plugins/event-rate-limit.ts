/** EventRateLimit: token buckets for events, one for the server or one each namespace, user, or source and object. */
import { hash } from 'node:crypto';
import type { Event } from '../../apis/core/v1/objects.gen.ts';
import type { Clock } from '../../base/clock.ts';
import { asKind } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../interface.ts';

export type EventLimitType = 'Server' | 'Namespace' | 'User' | 'SourceAndObject';

export interface EventLimit {
  readonly type: EventLimitType;
  /** Events a second. */
  readonly qps: number;
  readonly burst: number;
  /** How many buckets are remembered; 0: 4096. */
  readonly cacheSize: number;
}

const DEFAULT_CACHE_SIZE = 4096;
/** Longer keys are remembered by their digest: their texts are the writers' choice. */
const MAX_KEY_LENGTH = 512;

export interface EventRateLimitOptions {
  readonly clock: Clock;
  readonly limits: readonly EventLimit[];
}

export function makeEventRateLimit({ clock, limits }: EventRateLimitOptions): AdmissionPlugin {
  const buckets = limits.map((limit) => new Buckets(limit, clock));
  return {
    name: 'EventRateLimit',
    operations: ['CREATE', 'UPDATE'],
    resources: ['events'],
    validate(attributes) {
      if (attributes.dryRun) return;
      // Every limit is charged, so that a refusal by one does not spare another.
      const texts = buckets.flatMap((each) => each.take(attributes) ?? []);
      if (texts.length === 0) return;
      const message = texts.length === 1 ? (texts[0] as string) : `[${[...new Set(texts)].join(', ')}]`;
      throw new ApiError(429, 'TooManyRequests', `Too many requests: ${message}`);
    },
  };
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

class Buckets {
  readonly #limit: EventLimit;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(limit: EventLimit, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** @returns why there is no token */
  take(attributes: AdmissionAttributes): string | undefined {
    const { type, burst, qps } = this.#limit;
    const key = keyOf(type, attributes);
    const now = this.#clock.now();
    const kept = key.length > MAX_KEY_LENGTH ? hash('sha256', key) : key;
    const bucket = this.#buckets.get(kept) ?? { tokens: burst, filledAt: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / 1000) * qps);
    bucket.filledAt = now;
    this.#remember(kept, bucket);
    if (bucket.tokens < 1) return `limit reached on type ${type} for key ${key}`;
    bucket.tokens -= 1;
    return undefined;
  }

  /** The bucket that was not used for longest is forgotten first. */
  #remember(key: string, bucket: Bucket): void {
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const size = this.#limit.cacheSize === 0 ? DEFAULT_CACHE_SIZE : this.#limit.cacheSize;
    const oldest = this.#buckets.keys().next();
    if (this.#buckets.size > size && oldest.done !== true) this.#buckets.delete(oldest.value);
  }
}

function keyOf(type: EventLimitType, { namespace, user, object }: AdmissionAttributes): string {
  if (type === 'Namespace') return namespace;
  if (type === 'User') return user.name;
  if (type === 'Server' || object === undefined) return '';
  const { source, involvedObject } = asKind<Partial<Event>>(object);
  const { kind, namespace: of, name, uid, apiVersion } = involvedObject ?? {};
  return [source?.component, source?.host, kind, of, name, uid, apiVersion].map((each) => each ?? '').join('');
}
