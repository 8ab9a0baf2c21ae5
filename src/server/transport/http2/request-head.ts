/**
 * A decoded header list as a request, or the verdict that it is malformed (RFC 9113, 8.1 to 8.5; where that leaves room, Go's server).
 *
 * Nothing gets past here that another hop could read differently: no upper case, no control characters, no headers of HTTP/1.1's connections, every
 * pseudo header once and in front.
 */

export interface RequestHead {
  readonly method: string;
  /** Path and query; empty for CONNECT. */
  readonly target: string;
  /** `:authority`, else the `host` header. */
  readonly host: string;
  /** Names and values in turn, pseudo headers left out, the crumbs of a cookie joined. */
  readonly headers: readonly string[];
  /** Bytes, or -1 when none are announced. */
  readonly contentLength: number;
}

const INVALID_METHOD = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const INVALID_NAME = /[^!#$%&'*+\-.^_`|~0-9a-z]/;
/** Control characters but for the tab. Node's HTTP/1.1 parser and Go's server refuse the same. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const INVALID_VALUE = /[\0-\x08\x0a-\x1f\x7f]/;
const DIGITS = /^[0-9]{1,15}$/;
const COLON = 0x3a;
/** Chars of a list that is kept until the next one comes. */
const MAX_REMEMBERED = 16 * 1024;

type Special = 'pseudo' | 'forbidden' | 'te' | 'content-length' | 'host' | 'cookie';

const SPECIAL: ReadonlyMap<string, Special> = new Map<string, Special>([
  ...[':method', ':path', ':scheme', ':authority'].map((name) => [name, 'pseudo'] as const),
  ...['connection', 'proxy-connection', 'keep-alive', 'transfer-encoding', 'upgrade'].map((name) => [name, 'forbidden'] as const),
  ...(['te', 'content-length', 'host', 'cookie'] as const).map((name) => [name, name] as const),
]);

/** Reads the requests of one connection. Most repeat most of what the one before them said: that is compared, not looked at again. */
export class RequestHeads {
  #before: readonly string[] = [];

  /** @param list names and values in turn, one char a byte @returns undefined: malformed */
  read(list: readonly string[]): RequestHead | undefined {
    const before = this.#before;
    let length = 0;
    for (let i = 0; i < list.length; i += 2) {
      const name = list[i] as string;
      const value = list[i + 1] as string;
      length += name.length + value.length;
      if (name === before[i] && value === before[i + 1]) continue;
      if (!(isValidName(name) && isValidValue(value))) return undefined;
    }
    this.#before = length <= MAX_REMEMBERED ? list : [];
    return new HeadBuilder().build(list);
  }
}

/** Whether the trailers of a request may stand: they are dropped, but must be headers. */
export function areTrailers(list: readonly string[]): boolean {
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i] as string;
    if (name.charCodeAt(0) === COLON || !isValidName(name) || !isValidValue(list[i + 1] as string)) return false;
  }
  return true;
}

function isValidName(name: string): boolean {
  if (name.charCodeAt(0) === COLON) return SPECIAL.get(name) === 'pseudo';
  return name !== '' && !INVALID_NAME.test(name);
}

function isValidValue(value: string): boolean {
  return !INVALID_VALUE.test(value);
}

class HeadBuilder {
  #method: string | undefined;
  #path: string | undefined;
  #scheme: string | undefined;
  #authority: string | undefined;
  #host: string | undefined;
  #cookieAt = -1;
  #contentLength = -1;
  readonly #headers: string[] = [];

  build(list: readonly string[]): RequestHead | undefined {
    for (let i = 0; i < list.length; i += 2) {
      const name = list[i] as string;
      const value = list[i + 1] as string;
      const special = SPECIAL.get(name);
      if (special === undefined) this.#headers.push(name, value);
      else if (!this.#special(special, name, value)) return undefined;
    }
    if (!this.#isComplete()) return undefined;
    const authority = this.#authority ?? '';
    return {
      method: this.#method ?? '',
      target: this.#path ?? '',
      host: authority === '' ? (this.#host ?? '') : authority,
      headers: this.#headers,
      contentLength: this.#contentLength,
    };
  }

  /** False: malformed. */
  #special(special: Special, name: string, value: string): boolean {
    if (special === 'pseudo') return this.#headers.length === 0 && this.#pseudo(name, value);
    if (special === 'forbidden' || (special === 'te' && value !== '' && value.toLowerCase() !== 'trailers')) return false;
    if (special === 'content-length') {
      if (this.#contentLength !== -1 || !DIGITS.test(value)) return false;
      this.#contentLength = Number(value);
    } else if (special === 'host') {
      if (this.#host !== undefined) return false;
      this.#host = value;
    } else if (special === 'cookie') {
      if (this.#cookieAt !== -1) {
        this.#headers[this.#cookieAt] += `; ${value}`;
        return true;
      }
      this.#cookieAt = this.#headers.length + 1;
    }
    this.#headers.push(name, value);
    return true;
  }

  #pseudo(name: string, value: string): boolean {
    if (name === ':method') {
      if (this.#method !== undefined) return false;
      this.#method = value;
    } else if (name === ':path') {
      if (this.#path !== undefined) return false;
      this.#path = value;
    } else if (name === ':scheme') {
      if (this.#scheme !== undefined) return false;
      this.#scheme = value;
    } else {
      if (this.#authority !== undefined) return false;
      this.#authority = value;
    }
    return true;
  }

  #isComplete(): boolean {
    const path = this.#path;
    if (this.#method === 'CONNECT') return path === undefined && this.#scheme === undefined && (this.#authority ?? '') !== '';
    if (this.#method === undefined || INVALID_METHOD.test(this.#method) || this.#method === '') return false;
    if (this.#scheme !== 'https' && this.#scheme !== 'http') return false;
    return path !== undefined && (path.startsWith('/') || (path === '*' && this.#method === 'OPTIONS'));
  }
}
