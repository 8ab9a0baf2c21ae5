import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigMap } from '../../apis/core/v1/types.ts';
import { decodeYaml, decodeYamlUntyped, yamlToJson } from './decode.ts';
import { printYaml } from './encode.ts';

const json = (text: string): string => Buffer.from(yamlToJson(Buffer.from(text))).toString();

describe('reading', () => {
  test('plain scalars mean what they mean to Go', () => {
    const said = {
      'a: yes\nb: no\nc: on\nd: y\ne: ~\nf:': '{"a":true,"b":false,"c":true,"d":true,"e":null,"f":null}',
      'a: 017\nb: 0x1F\nc: 0b11\nd: 0o17\ne: 08\nf: 1_000\ng: +12': '{"a":15,"b":31,"c":3,"d":15,"e":8,"f":1000,"g":12}',
      'a: 1e3\nb: .5\nc: 1.\nd: 1.2.3\ne: 12:30': '{"a":1000,"b":0.5,"c":1,"d":"1.2.3","e":"12:30"}',
      'a: 2020-01-01\nb: 2020-01-01T00:00:00Z': '{"a":"2020-01-01","b":"2020-01-01T00:00:00Z"}',
      'a: 9223372036854775807\nb: 18446744073709551615': '{"a":9223372036854775807,"b":18446744073709551615}',
      'a: "yes"\nb: !!str 1\nc: !!float 3\nd: !foo x\ne: !!binary aGVsbG8=': '{"a":"yes","b":"1","c":3,"d":"x","e":"hello"}',
    };
    for (const [text, expected] of Object.entries(said)) assert.equal(json(text), expected);
  });

  test('keys become strings', () => {
    assert.equal(json('1: a\ntrue: b\n1.5: c\n__proto__: d'), '{"1":"a","1.5":"c","__proto__":"d","true":"b"}');
    assert.throws(() => json('~: x'), { message: 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "x"' });
  });

  test('anchors, aliases and merge keys', () => {
    assert.equal(json('a: &x {k: v}\nb: {<<: *x, j: *x}'), '{"a":{"k":"v"},"b":{"j":{"k":"v"},"k":"v"}}');
    assert.throws(() => json('a: *x'), { message: "yaml: unknown anchor 'x' referenced" });
    assert.throws(() => json('a: &x [*x]'), { message: "yaml: anchor 'x' value contains itself" });
  });

  test('documents that are mostly aliases are refused', () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'.replace(/./g, (name) => `${name}: &${name} [${`*${String.fromCharCode(name.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`;
    assert.throws(() => json(bomb), { message: 'yaml: document contains excessive aliasing' });
    const text = `a: &a "${'x'.repeat(100_000)}"\nb: [${'*a,'.repeat(1_000)}]`;
    assert.throws(() => json(text), { message: 'yaml: document contains excessive aliasing' });
    assert.throws(() => json('['.repeat(100_000)), { message: 'yaml: exceeded max depth of 10000' });
  });

  test('only the first document counts, broken ones behind it do not', () => {
    assert.equal(json('# c\n---\na: 1\n---\nb: ['), '{"a":1}');
    assert.equal(json('a: 1\n...\nb: ['), '{"a":1}');
    assert.equal(json('  a: 1\n  b: 2\nc: 3'), '{"a":1,"b":2}', 'an indented document ends where the indentation does');
    assert.equal(json(''), 'null');
  });

  test('a document that is one JSON object ends with it', () => {
    for (const rest of [' x', '{}', '\n{}', '\nfoo: bar', ']', '\n- a', ' &a', '\n---\n[']) assert.equal(json(`{"a":1}${rest}`), '{"a":1}', rest);
    for (const rest of [' @', ' : x', ' x: y', ' - a', ' "x']) assert.throws(() => json(`{"a":1}${rest}`), /^DecodeError: yaml: /, rest);
  });

  test('white space of any length behind a JSON object costs one pass', () => {
    const started = performance.now();
    assert.equal(json(`{"a":1}${'\t'.repeat(300_000)}x`), '{"a":1}');
    assert.ok(performance.now() - started < 1000);
  });

  test('closing brackets and quoted lines may stand at the margin', () => {
    assert.equal(json('a: [\n1,\n2\n]\nb: "x\ny"\n'), '{"a":[1,2],"b":"x y"}');
  });

  test("errors are in libyaml's words", () => {
    const said = {
      '{': 'line 1: did not find expected node content',
      'a: {b: c': "line 1: did not find expected ',' or '}'",
      'apiVersion: v1\n\tkind: ConfigMap\n': 'line 2: found a tab character that violates indentation',
      'a: 1\n b: 2': 'line 2: mapping values are not allowed in this context',
      'a: b: c': 'mapping values are not allowed in this context',
      'a: @x': 'found character that cannot start any token',
      'a:\n  - b\n c': 'line 2: did not find expected key',
      'a: \u0001': 'control characters are not allowed',
      '%YAML 1.2\n---\na: b': 'found incompatible YAML document',
    };
    for (const [text, message] of Object.entries(said)) assert.throws(() => json(text), { message: `yaml: ${message}` });
  });

  test('bytes that are no text are refused, JSON or not', () => {
    const said: readonly (readonly [readonly number[], string])[] = [
      [[0xff], 'invalid leading UTF-8 octet'],
      [[0xc3], 'invalid trailing UTF-8 octet'],
      [[0xc0, 0x80], 'invalid length of a UTF-8 sequence'],
      [[0xed, 0xa0, 0x80], 'invalid Unicode character'],
      [[0x7f], 'control characters are not allowed'],
    ];
    for (const [bytes, message] of said) {
      for (const [before, after] of [
        ['{"a":"', '"}'],
        ['a: "', '"'],
      ] as const) {
        const body = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
        assert.throws(() => decodeYamlUntyped(body), { message: `yaml: ${message}` });
      }
    }
    assert.throws(() => decodeYamlUntyped(Buffer.from([0x61, 0x3a, 0x20, 0xc3])), { message: 'yaml: incomplete UTF-8 octet sequence' });
  });

  test('duplicate keys are one strict error, before those of the table', () => {
    const decoded = decodeYaml(Buffer.from('metadata:\n  name: x\ndata:\n  k: a\n  k: b\n  k: c\nsample: 1\n'), ConfigMap, 'collect');
    assert.deepEqual(decoded.object.data, { k: 'c' });
    assert.deepEqual(decoded.strictErrors, [
      'yaml: unmarshal errors:\n  line 5: key "k" already set in map\n  line 6: key "k" already set in map',
      'unknown field "sample"',
    ]);
  });

  test('JSON is YAML', () => {
    assert.equal(json('{"a":1.0,"b":[true,null,9007199254740993]}'), '{"a":1,"b":[true,null,9007199254740993]}');
    assert.equal(json('{"a":1,"a":2}'), '{"a":2}');
  });
});

describe('printing', () => {
  test('keys sort naturally, sequences are not indented, strings are quoted where they must be', () => {
    const value = {
      a10: 'yes',
      a2: '1',
      list: [{ b: 1, a: [] }, ['x', {}]],
      empty: '',
      text: 'one\ntwo\n',
      colon: 'a: b',
      time: '2020-01-01',
      nothing: null,
      number: 1n,
    };
    assert.equal(
      printYaml(value),
      `a2: "1"\na10: "yes"\ncolon: 'a: b'\nempty: ""\nlist:\n- a: []\n  b: 1\n- - x\n  - {}\nnothing: null\nnumber: 1\ntext: |\n  one\n  two\ntime: "2020-01-01"\n`,
    );
  });

  test('long lines fold after 80 columns', () => {
    const message = 'namespaces is forbidden: User "system:anonymous" cannot list resource "namespaces" in API group "" at the cluster scope';
    assert.equal(
      printYaml({ message }),
      `message: 'namespaces is forbidden: User "system:anonymous" cannot list resource "namespaces"\n  in API group "" at the cluster scope'\n`,
    );
  });

  test('what is printed reads back', () => {
    const strings = [
      '',
      ' x',
      'x ',
      'a\tb',
      '#',
      'a #b',
      '- a',
      '? a',
      '|',
      '😀',
      '\u0001',
      'a\n b',
      '\n',
      'x\n\n',
      "it's",
      '"',
      'null',
      '0x1f',
      'é'.repeat(200),
      'word '.repeat(50),
    ];
    assert.deepEqual(JSON.parse(json(printYaml({ strings }))), { strings });
  });
});
