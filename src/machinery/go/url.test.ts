import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGoUrl } from './url.ts';

test('a URL falls into its parts', () => {
  const cases: readonly (readonly [text: string, ...parts: readonly (string | undefined)[]])[] = [
    ['https://host:443/p?q#f', 'https', undefined, 'host:443', 'q', 'f'],
    ['HTTPS://u:p@[::1]:8/%41', 'https', 'u:p', '[::1]:8', '', ''],
    ['https:///path', 'https', undefined, '', '', ''],
    ['https:opaque', 'https', undefined, '', '', ''],
    ['//host/x', '', undefined, 'host', '', ''],
    ['just/a/path', '', undefined, '', '', ''],
    ['', '', undefined, '', '', ''],
    ['https://hé%c3%a9/#%41', 'https', undefined, 'héé', '', 'A'],
    ['https://h:/', 'https', undefined, 'h:', '', ''],
  ];
  for (const [text, scheme, user, host, rawQuery, fragment] of cases) {
    assert.deepEqual(parseGoUrl(text), { scheme, user, host, rawQuery, fragment }, text);
  }
});

test('what is no URL is refused in the words of Go', () => {
  const cases: readonly (readonly [text: string, message: string])[] = [
    ['%zz', 'parse "%zz": invalid URL escape "%zz"'],
    ['https://h/%4', 'parse "https://h/%4": invalid URL escape "%4"'],
    [':x', 'parse ":x": missing protocol scheme'],
    ['1a:b', 'parse "1a:b": first path segment in URL cannot contain colon'],
    ['https://a b/', 'parse "https://a b/": invalid character " " in host name'],
    ['https://a:b/', 'parse "https://a:b/": invalid port ":b" after host'],
    ['https://[::1/', 'parse "https://[::1/": missing \']\' in host'],
    ['https://[::1]x/', 'parse "https://[::1]x/": invalid port "x" after host'],
    ['https://a%41/', 'parse "https://a%41/": invalid URL escape "%41"'],
    ['https://u x@h/', 'parse "https://u x@h/": net/url: invalid userinfo'],
    ['https://h/\n', 'parse "https://h/\\n": net/url: invalid control character in URL'],
    ['https://h/#%', 'parse "https://h/#%": invalid URL escape "%"'],
  ];
  for (const [text, message] of cases) assert.throws(() => parseGoUrl(text), { name: 'GoUrlError', message }, text);
});
