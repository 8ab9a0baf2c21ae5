import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goQuote, goUnquote } from './text.ts';

test('text is quoted as Go quotes it', () => {
  assert.equal(goQuote('a"b\\c'), '"a\\"b\\\\c"');
  assert.equal(goQuote('\u0007\n\t\u0001\u007f'), '"\\a\\n\\t\\x01\\x7f"');
  assert.equal(goQuote('größe ✓ 😀'), '"größe ✓ 😀"');
  assert.equal(goQuote('a\u200bb\u{e0001}'), '"a\\u200bb\\U000e0001"');
});

test('what was quoted reads back', () => {
  for (const text of ['', 'a"b\\c', '\\x41', '\u0007\n\t\u0001\u007f', 'a\u200bb\u{e0001}', '\udcff', 'größe'])
    assert.equal(goUnquote(goQuote(text)), text);
});
