/** CBOR, made from what another rendering makes as JSON. Behind the gate CBORServingAndStorage. */
import { cborListFrame, cborListItem, jsonFrameToCbor, jsonToCbor } from '../../codec/cbor/encode.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import { CBOR_SEQUENCE_TYPE, CBOR_TYPE } from '../../machinery/media.ts';
import type { Status } from '../../machinery/status.ts';
import type { Entry, WatchItem } from '../../storage/resource-storage.ts';
import { sharedFrame } from './frames.ts';
import type { ListHeader, Pieces, Rendering } from './interface.ts';

export class CborRendering implements Rendering {
  readonly contentType = CBOR_TYPE;
  readonly watchContentType = CBOR_SEQUENCE_TYPE;
  readonly shareKey: string;
  readonly #json: Rendering;
  readonly #type: StructType | undefined;
  #tail: Pieces = [];

  /**
   * @param json makes JSON
   * @param type of the objects, where they are shown as they are
   */
  constructor(json: Rendering, type: StructType | undefined) {
    this.#json = json;
    this.#type = type;
    this.shareKey = `cbor|${json.shareKey}`;
  }

  object(entry: Entry): Pieces {
    return [jsonToCbor(joined(this.#json.object(entry)), this.#type)];
  }

  arrange(entries: readonly Entry[]): readonly Entry[] {
    return this.#json.arrange?.(entries) ?? entries;
  }

  listHead(header: ListHeader, count: number): Pieces {
    const { head, tail } = cborListFrame(joined([...this.#json.listHead(header, 0), ...this.#json.listTail(0)]), count);
    this.#tail = [tail];
    return [head];
  }

  listItem(entry: Entry, _index: number): Pieces {
    return [cborListItem(joined(this.#json.listItem(entry, 0)), this.#type)];
  }

  listTail(_count: number): Pieces {
    return this.#tail;
  }

  /** Metadata in a list nobody can be given as events: then there is no frame to convert. */
  watchItem(item: WatchItem, first: boolean): Pieces {
    const convert = (): Pieces => {
      const json = this.#json.watchItem(item, first);
      return json.length === 0 ? [] : [jsonFrameToCbor(joined(json), this.#type)];
    };
    // The first frame of a table differs from the others.
    return first ? convert() : sharedFrame(item, this.shareKey, convert);
  }

  watchError(status: Status): Pieces {
    return [jsonFrameToCbor(joined(this.#json.watchError(status)))];
  }
}

function joined(pieces: Pieces): Uint8Array {
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces as Uint8Array[]);
}
