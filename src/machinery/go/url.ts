/**
 * URLs as Go's net/url reads them, for messages that quote its complaints and parts. Laxer and stricter than the URLs of browsers: nothing is
 * normalised, and a host is whatever has the right characters.
 */
import { goQuote } from './text.ts';

export interface GoUrl {
  /** Lower case; '' when there is none. */
  readonly scheme: string;
  /** As it would be written; undefined when there is no "@". */
  readonly user: string | undefined;
  /** With its port. */
  readonly host: string;
  readonly rawQuery: string;
  readonly fragment: string;
}

/** A URL that Go does not parse; the message is Go's. */
export class GoUrlError extends Error {
  override readonly name = 'GoUrlError';
}

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const OPTIONAL_PORT = /^(?::[0-9]*)?$/;
const USER_INFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
/** Of what is ASCII; more is let through than RFC 3986 allows. */
const HOST_CHARACTER = /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/;
const ASCII_HOST_ESCAPE = /^%[0-7]/;

/** @throws {GoUrlError} */
export function parseGoUrl(text: string): GoUrl {
  const [beforeFragment, fragment] = cut(text, '#');
  const parsed = inContext(beforeFragment, () => parse(beforeFragment));
  return { ...parsed, fragment: inContext(text, () => unescaped(fragment)) };
}

function inContext<T>(url: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof GoUrlError ? new GoUrlError(`parse ${goQuote(url)}: ${error.message}`) : error;
  }
}

function cut(text: string, separator: string): readonly [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function parse(text: string): Omit<GoUrl, 'fragment'> {
  if (hasControlCharacter(text)) throw new GoUrlError('net/url: invalid control character in URL');
  if (text.startsWith(':')) throw new GoUrlError('missing protocol scheme');
  const scheme = SCHEME.exec(text)?.[1] ?? '';
  const [rest, rawQuery] = cut(scheme === '' ? text : text.slice(scheme.length + 1), '?');
  const parts = { scheme: scheme.toLowerCase(), user: undefined, host: '', rawQuery };
  if (!rest.startsWith('/')) {
    if (scheme !== '') return parts;
    if (rest.split('/', 1)[0]?.includes(':')) throw new GoUrlError('first path segment in URL cannot contain colon');
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  const [authority] = hasAuthority ? cut(rest.slice(2), '/') : [''];
  const found = hasAuthority ? parseAuthority(authority) : undefined;
  unescaped(hasAuthority ? rest.slice(2 + authority.length) : rest);
  return { ...parts, ...found };
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function parseAuthority(authority: string): Pick<GoUrl, 'user' | 'host'> {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  if (at < 0) return { user: undefined, host };
  const user = authority.slice(0, at);
  if (!USER_INFO.test(user)) throw new GoUrlError('net/url: invalid userinfo');
  unescaped(user);
  return { user, host };
}

function parseHost(host: string): string {
  const isLiteral = host.startsWith('[');
  const end = isLiteral ? host.lastIndexOf(']') : host.lastIndexOf(':') - 1;
  if (isLiteral && end < 0) throw new GoUrlError("missing ']' in host");
  const port = isLiteral || end >= -1 ? host.slice(end + 1) : '';
  if (end >= -1 && !OPTIONAL_PORT.test(port)) throw new GoUrlError(`invalid port ${goQuote(port)} after host`);
  for (let i = 0; i < host.length; i++) {
    const character = host[i] as string;
    if (character === '%') {
      if (ASCII_HOST_ESCAPE.test(host.slice(i)) && isEscape(host, i) && host.slice(i, i + 3) !== '%25') throw badEscape(host, i);
    } else if (character < '\u0080' && !HOST_CHARACTER.test(character)) {
      throw new GoUrlError(`invalid character ${goQuote(character)} in host name`);
    }
  }
  return unescaped(host);
}

/** With every escape replaced. @throws {GoUrlError} for a broken one */
function unescaped(text: string): string {
  if (!text.includes('%')) return text;
  for (let i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) if (!isEscape(text, i)) throw badEscape(text, i);
  const latin = Buffer.from(text, 'utf8').toString('latin1');
  const bytes = latin.replaceAll(/%([0-9A-Fa-f]{2})/g, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function isEscape(text: string, at: number): boolean {
  return /^%[0-9A-Fa-f]{2}/.test(text.slice(at, at + 3));
}

function badEscape(text: string, at: number): GoUrlError {
  return new GoUrlError(`invalid URL escape ${goQuote(text.slice(at, at + 3))}`);
}
