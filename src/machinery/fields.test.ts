import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFieldSelector } from './fields.ts';

test('reads equalities and inequalities; an absent field is the empty string', () => {
  const selector = parseFieldSelector('metadata.name==a,status.phase!=Running,spec.nodeName=');
  assert.deepEqual(
    selector.terms.map((term) => term.operator),
    ['=', '=', '!='],
  );
  assert.equal(selector.matches({ 'metadata.name': 'a' }), true);
  assert.equal(selector.matches({ 'metadata.name': 'a', 'status.phase': 'Running' }), false);
  assert.equal(parseFieldSelector('').empty, true);
  assert.equal(parseFieldSelector(',').empty, true);
  assert.equal(parseFieldSelector('constructor=').matches({}), true);
});

test('unescapes values and prints them escaped', () => {
  const selector = parseFieldSelector('a=b\\,c\\=d\\\\');
  assert.deepEqual(selector.terms, [{ field: 'a', operator: '=', value: 'b,c=d\\' }]);
  assert.equal(selector.toString(), 'a=b\\,c\\=d\\\\');
});

test('refuses in upstream\u2019s words; of several faults the first in sorted order', () => {
  const message = (text: string): string => {
    try {
      parseFieldSelector(text);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.equal(message('metadata.name'), "invalid selector: 'metadata.name'; can't understand 'metadata.name'");
  assert.equal(message('metadata.name in (a,b)'), "invalid selector: 'metadata.name in (a,b)'; can't understand 'b)'");
  assert.equal(message('a=b\\c'), 'invalid field selector: invalid escape sequence: \\c');
  assert.equal(message('a=b=c'), 'invalid field selector: unescaped character in value: 61');
});
