/**
 * The Impersonate-* headers of a request, from its raw lines: repeated lines stay apart, values may hold commas, and keys of extras are
 * percent-decoded where that is possible.
 */
import { textOfHeader } from '../base/byte-text.ts';
import { goQuote } from '../machinery/go/text.ts';
import { decodeExtraKey } from './extra-keys.ts';

const EXTRA_PREFIX = 'impersonate-extra-';

export type Impersonation =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid'; readonly message: string }
  | {
      readonly kind: 'wanted';
      readonly name: string;
      readonly uid: string;
      readonly groups: readonly string[];
      readonly extra: ReadonlyMap<string, readonly string[]>;
    };

const NONE: Impersonation = { kind: 'none' };

/** @param headers lower-case names and values in turn */
export function readImpersonation(headers: readonly string[]): Impersonation {
  let name: string | undefined;
  let uid: string | undefined;
  const groups: string[] = [];
  const extra = new Map<string, string[]>();
  for (let i = 0; i < headers.length; i += 2) {
    const header = headers[i] as string;
    if (!header.startsWith('impersonate-')) continue;
    const value = textOfHeader(headers[i + 1] as string);
    if (header === 'impersonate-user') name ??= value;
    else if (header === 'impersonate-uid') uid ??= value;
    else if (header === 'impersonate-group') groups.push(value);
    else if (header.startsWith(EXTRA_PREFIX)) addExtra(extra, header.slice(EXTRA_PREFIX.length), value);
  }
  const user = { name: name ?? '', uid: uid ?? '', groups, extra };
  if (user.name !== '') return { kind: 'wanted', ...user };
  if (user.uid === '' && groups.length === 0 && extra.size === 0) return NONE;
  return { kind: 'invalid', message: `requested ${printUser(user)} without impersonating a user name` };
}

function addExtra(extra: Map<string, string[]>, encoded: string, value: string): void {
  const key = decodeExtraKey(encoded);
  const values = extra.get(key);
  if (values === undefined) extra.set(key, [value]);
  else values.push(value);
}

/** As Go prints the struct (`%#v`): map keys sorted, nil told apart from empty. */
function printUser(user: {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: ReadonlyMap<string, readonly string[]>;
}): string {
  const list = (values: readonly string[]): string => `[]string{${values.map(goQuote).join(', ')}}`;
  const groups = user.groups.length === 0 ? '[]string(nil)' : list(user.groups);
  const keys = [...user.extra.keys()].sort();
  const pairs = keys.map((key) => `${goQuote(key)}:${list(user.extra.get(key) ?? [])}`).join(', ');
  const extra = keys.length === 0 ? 'map[string][]string(nil)' : `map[string][]string{${pairs}}`;
  return `&user.DefaultInfo{Name:${goQuote(user.name)}, UID:${goQuote(user.uid)}, Groups:${groups}, Extra:${extra}}`;
}
