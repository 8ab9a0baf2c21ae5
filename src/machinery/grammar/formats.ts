/**
 * The grammar of values that are no object names: ports, environment variables, keys of config maps, headers, addresses. A validator returns what
 * is wrong, in the API's words (k8s.io/apimachinery/pkg/util/validation); an empty list means that the value is good.
 */

import { isIPv4, isIPv6 } from 'node:net';
import type { Int64 } from '../int64.ts';
import { MAX_SUBDOMAIN_LENGTH, maxLengthText, regexText } from './names.ts';

const EMPTY: readonly string[] = [];

export function rangeText(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

export const NOT_NEGATIVE = 'must be greater than or equal to 0';
export const POSITIVE = 'must be greater than zero';

const MAX_PORT = 65535;
const MAX_INT32 = 2147483647;
const MAX_PORT_NAME_LENGTH = 15;

export function portNumberErrors(port: number): readonly string[] {
  return port >= 1 && port <= MAX_PORT ? EMPTY : [rangeText(1, MAX_PORT)];
}

/** What most ports are called: nothing can be wrong with it. */
const PLAIN_PORT_NAME = /^[a-z][a-z0-9]{0,14}$/;

/** An IANA service name. */
export function portNameErrors(name: string): readonly string[] {
  if (PLAIN_PORT_NAME.test(name)) return EMPTY;
  const errors: string[] = [];
  if (name.length > MAX_PORT_NAME_LENGTH) errors.push(maxLengthText(MAX_PORT_NAME_LENGTH));
  if (!/^[-a-z0-9]+$/.test(name)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) errors.push('must contain at least one letter (a-z)');
  if (name.includes('--')) errors.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
}

/** A port in a probe or service: a number, or the name of a container's port. */
export function portErrors(port: number | string): readonly string[] {
  return typeof port === 'number' ? portNumberErrors(port) : portNameErrors(port);
}

/** User and group ids fit a positive int32. */
export function idErrors(id: Int64): readonly string[] {
  return id >= 0 && id <= MAX_INT32 ? EMPTY : [rangeText(0, MAX_INT32)];
}

/** Printable ASCII without '=' (KEP-4369). */
export function environmentNameErrors(name: string): readonly string[] {
  if (name !== '' && /^[ -<>-~]+$/.test(name)) return EMPTY;
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

const CONFIG_KEY = '[-._a-zA-Z0-9]+';

/** A key of a config map or secret: the name of a file. */
export function configKeyErrors(key: string): readonly string[] {
  const errors: string[] = [];
  if (Buffer.byteLength(key) > MAX_SUBDOMAIN_LENGTH) errors.push(maxLengthText(MAX_SUBDOMAIN_LENGTH));
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
    const text = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    errors.push(regexText(text, CONFIG_KEY, 'key.name', 'KEY_NAME', 'key-name'));
  }
  if (key === '.') errors.push("must not be '.'");
  else if (key === '..') errors.push("must not be '..'");
  else if (key.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

export function headerNameErrors(name: string): readonly string[] {
  if (/^[-A-Za-z0-9]+$/.test(name)) return EMPTY;
  return [regexText("a valid HTTP header must consist of alphanumeric characters or '-'", '[-A-Za-z0-9]+', 'X-Header-Name')];
}

const UNDERSCORE_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const UNDERSCORE_PATTERN = /^_?[a-z0-9](?:[-_]*[a-z0-9])*(?:\._?[a-z0-9](?:[-_]*[a-z0-9])*)*$/;

/** A DNS subdomain whose labels may have underscores: what resolvers search. */
export function searchDomainErrors(domain: string): readonly string[] {
  const errors: string[] = [];
  if (Buffer.byteLength(domain) > MAX_SUBDOMAIN_LENGTH) errors.push(maxLengthText(MAX_SUBDOMAIN_LENGTH));
  if (!UNDERSCORE_PATTERN.test(domain)) {
    const text =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
    errors.push(regexText(text, `${UNDERSCORE_LABEL}(\\.${UNDERSCORE_LABEL})*`, 'example.com'));
  }
  return errors;
}

const LEADING_ZEROS = /(^|[.:])0+(?=[0-9])/g;

/**
 * Addresses in fields that once took leading zeros and IPv4 inside of IPv6 (KEP-4858): `known` are the stored ones, which stay.
 */
export function addressErrors(address: string, known: readonly string[] = []): readonly string[] {
  if (isIPv4(address) || isKnown(known, address)) return EMPTY;
  if (addressFamily(address) === undefined) return ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
  if (!isIPv6(address)) return ['must not have leading 0s'];
  return isMapped(address) ? ['must not be an IPv4-mapped IPv6 address'] : EMPTY;
}

const knownSets = new WeakMap<readonly string[], ReadonlySet<string>>();
/** A short list is looked through. */
const FEW = 16;

/** Whether a value is stored already. There may be many, and as many questions. */
export function isKnown(known: readonly string[], value: string): boolean {
  if (known.length <= FEW) return known.includes(value);
  let set = knownSets.get(known);
  if (set === undefined) {
    set = new Set(known);
    knownSets.set(known, set);
  }
  return set.has(value);
}

function isMapped(address: string): boolean {
  return /^(?:::|(?:0{1,4}:){5})ffff:[^:]/i.test(address) && new URL(`http://[${address}]/`).hostname.startsWith('[::ffff:');
}

/** As older versions read addresses: leading zeros are allowed (they are decimal), zones are not. Undefined for what is no address. */
export function addressFamily(address: string): 4 | 6 | undefined {
  if (isIPv4(address) || isIPv4(address.replace(LEADING_ZEROS, '$1'))) return 4;
  if (address.includes('%')) return undefined;
  return isIPv6(address) || (address.includes('.') && isIPv6(address.replace(LEADING_ZEROS, '$1'))) ? 6 : undefined;
}
