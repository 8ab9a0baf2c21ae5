/**
 * YAML, made from what another rendering makes as JSON: upstream, too, goes through JSON, so keys are sorted and the members of a list stand
 * around its items. There are no watches in YAML.
 */
import { jsonToYaml } from '../../codec/yaml/encode.ts';
import { YAML_TYPE } from '../../machinery/media.ts';
import type { Status } from '../../machinery/status.ts';
import type { Entry, WatchItem } from '../../storage/resource-storage.ts';
import type { ListHeader, Pieces, Rendering } from './interface.ts';

/** The line that holds the empty list. The JSON of an empty list is turned into YAML and the items go where this line is. */
const EMPTY_LIST = /^(items|rows): (?:\[\]|null)\n/m;

export class YamlRendering implements Rendering {
  readonly contentType = YAML_TYPE;
  readonly watchContentType = YAML_TYPE;
  readonly shareKey: string;
  readonly #json: Rendering;
  #tail: Pieces = [];

  /** @param json makes JSON */
  constructor(json: Rendering) {
    this.#json = json;
    this.shareKey = `yaml|${json.shareKey}`;
  }

  object(entry: Entry): Pieces {
    return yamlOf(this.#json.object(entry));
  }

  arrange(entries: readonly Entry[]): readonly Entry[] {
    return this.#json.arrange?.(entries) ?? entries;
  }

  listHead(header: ListHeader, count: number): Pieces {
    const [yaml] = yamlOf([...this.#json.listHead(header, 0), ...this.#json.listTail(0)]);
    const text = Buffer.from(yaml as Uint8Array).toString('utf8');
    const empty = EMPTY_LIST.exec(text);
    if (count === 0 || empty === null) return [yaml as Uint8Array];
    this.#tail = [Buffer.from(text.slice(empty.index + empty[0].length))];
    return [Buffer.from(`${text.slice(0, empty.index)}${empty[1]}:\n`)];
  }

  listItem(entry: Entry, _index: number): Pieces {
    return yamlOf([OPEN, ...this.#json.listItem(entry, 0), CLOSE]);
  }

  listTail(_count: number): Pieces {
    return this.#tail;
  }

  watchItem(_item: WatchItem, _first: boolean): Pieces {
    throw new Error('a watch cannot be sent as YAML');
  }

  watchError(_status: Status): Pieces {
    throw new Error('a watch cannot be sent as YAML');
  }
}

const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');

/** JSON in pieces as YAML in one. */
export function yamlOf(json: Pieces): Pieces {
  return [jsonToYaml(json.length === 1 ? (json[0] as Uint8Array) : Buffer.concat(json as Uint8Array[]))];
}
