/**
 * One watch, for as long as it is wanted: it has a stream of its own, and when that breaks it goes on behind the last event it delivered, on
 * whatever endpoint works, without a gap and without telling anything twice.
 */
import { NO_BYTES } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { asError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { RevisionCompacted, StoreUnavailable } from '../errors.ts';
import type { Revision, StoredValue, StoreEvent, StoreWatch, WatchReceiver } from '../interface.ts';
import type { EtcdClient } from './client.ts';
import { CODE, GrpcError, type GrpcStream } from './grpc.ts';
import { decodeWatch, type KeyValue, METHODS, type WatchEvent, type WatchResponse, watchCreateRequest, watchProgressRequest } from './messages.ts';

const RECONNECT_MS = 100;
const MAX_RECONNECT_MS = 5_000;
/** etcd answers a request for progress only while the watch is in step; otherwise it must be asked again. */
const PROGRESS_RETRY_MS = 100;
/** A member that has lost its leader ends the stream instead of falling silent. */
const HEADERS = { hasleader: 'true' };

export interface EtcdWatchOptions {
  readonly client: Pick<EtcdClient, 'stream' | 'suspect'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
  readonly after: Revision;
  readonly previous: boolean;
  readonly receiver: WatchReceiver;
  /** etcd has told which revision it compacted. */
  compacted(revision: Revision): void;
  /** The watch has ended, by itself or by `close`. */
  ended(): void;
}

export class EtcdWatch implements StoreWatch {
  readonly #options: EtcdWatchOptions;
  #position: Revision;
  #stream: GrpcStream | undefined;
  #fragments: WatchEvent[] = [];
  #attempts = 0;
  /** Counts streams, so that a late message of an old one is not taken for one of the new. */
  #generation = 0;
  /**
   * The current stream has said that it has begun. etcd holds back events until then, but not how far it is: whoever asks before would be told
   * "all is told up to here" ahead of the events up to there, and take these for old ones.
   */
  #begun = false;
  #closed = false;
  #progressWanted = false;
  #progressAskedAgain = false;
  #cancelTimer: () => void = () => {};
  #cancelProgress: () => void = () => {};

  constructor(options: EtcdWatchOptions) {
    this.#options = options;
    this.#position = options.after;
    void this.#connect();
  }

  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      this.#cancelTimer();
      this.#cancelProgress();
      this.#stream?.close();
      this.#options.ended();
    }
  }

  /** Ends the watch from the side of the store. */
  fail(error: Error): void {
    if (!this.#closed) {
      this.close();
      this.#options.receiver.failed(error);
    }
  }

  requestProgress(): void {
    // An answer that is under way may be older than this request: then it is asked for once more.
    this.#progressAskedAgain = this.#progressWanted;
    if (!this.#progressWanted) {
      this.#progressWanted = true;
      this.#askProgress();
    }
  }

  #askProgress(): void {
    this.#cancelProgress();
    if (this.#progressWanted && this.#begun && !this.#closed) {
      this.#stream?.send(watchProgressRequest());
      this.#cancelProgress = this.#options.clock.after(PROGRESS_RETRY_MS, () => this.#askProgress());
    }
  }

  async #connect(): Promise<void> {
    const { client, key, rangeEnd, previous } = this.#options;
    this.#generation++;
    const generation = this.#generation;
    this.#fragments = [];
    this.#begun = false;
    try {
      const stream = await client.stream(
        METHODS.watch,
        {
          message: (reader) => {
            if (generation === this.#generation && !this.#closed) {
              this.#receive(decodeWatch(reader));
            }
          },
          ended: (error) => {
            if (generation === this.#generation) {
              this.#broken(error);
            }
          },
        },
        HEADERS,
      );
      if (this.#closed) {
        stream.close();
        return;
      }
      this.#stream = stream;
      stream.send(watchCreateRequest({ key, rangeEnd, startRevision: this.#position + 1, previous }));
    } catch (error) {
      this.#broken(error instanceof GrpcError ? error : new GrpcError(CODE.unknown, String(error), { cause: error }));
    }
  }

  #receive(response: WatchResponse): void {
    if (response.canceled) {
      this.#canceled(response);
      return;
    }
    this.#attempts = 0;
    if (response.created) {
      this.#begun = true;
      this.#askProgress();
      return;
    }
    if (response.events.length === 0 && !response.fragment && this.#fragments.length === 0) {
      this.#progress(response.revision);
      return;
    }
    this.#fragments.push(...response.events);
    if (!response.fragment) {
      this.#deliver();
    }
  }

  #canceled({ compactRevision, cancelReason }: WatchResponse): void {
    if (compactRevision > 0) {
      this.#options.compacted(compactRevision);
      this.fail(new RevisionCompacted(compactRevision));
    } else if (/no leader|leader changed|server stopped/.test(cancelReason)) {
      this.#stream?.close();
      this.#broken(new GrpcError(CODE.unavailable, cancelReason));
    } else {
      this.fail(new StoreUnavailable(cancelReason || 'etcd has ended the watch', { outcomeUnknown: false }));
    }
  }

  #deliver(): void {
    const batch: StoreEvent[] = [];
    let last = this.#position;
    for (const event of this.#fragments) {
      if (event.item.modRevision > this.#position) {
        batch.push(storeEvent(event, this.#options.previous));
        last = event.item.modRevision;
      }
    }
    this.#fragments = [];
    this.#position = last;
    if (batch.length > 0) {
      this.#tell(() => this.#options.receiver.events(batch));
    }
  }

  #progress(revision: Revision): void {
    this.#position = Math.max(this.#position, revision);
    this.#progressWanted = this.#progressAskedAgain;
    this.#progressAskedAgain = false;
    this.#askProgress();
    this.#tell(() => this.#options.receiver.progress(revision));
  }

  #tell(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#options.log.error('A watcher of the store failed and is closed', error);
      this.fail(asError(error));
    }
  }

  #broken(error: GrpcError): void {
    if (this.#closed) {
      return;
    }
    const { client, clock, log } = this.#options;
    this.#stream = undefined;
    this.#generation++;
    client.suspect(error);
    const wait = Math.min(RECONNECT_MS * 2 ** Math.min(this.#attempts, 10), MAX_RECONNECT_MS);
    this.#attempts++;
    log.info('A watch of etcd broke off and is taken up again', { error: error.message, revision: this.#position }, 2);
    this.#cancelTimer = clock.after(wait, () => void this.#connect());
  }
}

function storeEvent({ deleted, item, previous }: WatchEvent, wantPrevious: boolean): StoreEvent {
  return {
    type: deleted ? 'delete' : 'put',
    key: item.key,
    value: deleted ? NO_BYTES : item.value,
    revision: item.modRevision,
    created: !deleted && item.createRevision === item.modRevision,
    ...(wantPrevious && previous !== undefined ? { previous: storedValue(previous) } : {}),
  };
}

export function storedValue(item: KeyValue): StoredValue {
  return { key: item.key, value: item.value, revision: item.modRevision };
}
