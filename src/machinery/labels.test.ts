import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLabelSelector, SelectorError } from './labels.ts';

const matches = (selector: string, labels: { [key: string]: string }): boolean => parseLabelSelector(selector).matches(labels);

test('every operator means what upstream documents', () => {
  const labels = { env: 'prod', n: '7', e: '' };
  for (const selector of [
    '',
    'env',
    '!x',
    'env=prod',
    'env==prod',
    'env!=dev',
    'x!=dev',
    'env in (dev,prod)',
    'env notin (dev)',
    'x notin (a)',
    'n>6',
    'n<8',
    'e=',
    'e in ()',
    'e in (,a)',
    ' env  in ( dev , prod ) , n',
  ])
    assert.equal(matches(selector, labels), true, selector);
  for (const selector of ['x', '!env', 'env=dev', 'env!=prod', 'x=', 'x in ()', 'n>7', 'n<7', 'env>1', 'x>1', 'env=prod,env=dev'])
    assert.equal(matches(selector, labels), false, selector);
});

test('words and inherited names are ordinary labels', () => {
  assert.equal(matches('constructor', {}), false);
  assert.equal(matches('!toString', {}), true);
  assert.equal(matches('hasOwnProperty=x', { hasOwnProperty: 'x' }), true);
  assert.equal(matches('in in (in,notin)', { in: 'notin' }), true);
});

test('integers are compared as int64', () => {
  assert.equal(matches('n>9223372036854775806', { n: '9223372036854775807' }), true);
  assert.equal(matches('n>1', { n: '9223372036854775808' }), false);
});

test('prints canonically: sorted by key, values sorted', () => {
  assert.equal(parseLabelSelector('b in (y,x, x),!c,a==1,d>4,e,f notin (z)').toString(), 'a==1,b in (x,y),!c,d>4,e,f notin (z)');
});

test('refuses in upstream\u2019s words', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['n gt 4', "unable to parse requirement: found 'gt', expected: in, notin, =, ==, !=, gt, lt"],
    ['env,', "found '', expected: identifier after ','"],
    [',env', "found ',', expected: !, identifier, or 'end of string'"],
    ['env in (a', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['env in', "unable to parse requirement: found '' expected: '('"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['!a=b', "found '=', expected: ',' or 'end of string'"],
    ['a===b', "unable to parse requirement: found '=', expected: identifier"],
    ['n>x', `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`],
    [`a=${'v'.repeat(64)}`, `unable to parse requirement: values[0][a]: Invalid value: "${'v'.repeat(64)}": must be no more than 63 bytes`],
  ];
  for (const [selector, message] of cases) {
    assert.throws(
      () => parseLabelSelector(selector),
      (error: unknown) => error instanceof SelectorError && error.message === message,
      selector,
    );
  }
});

test('agrees with a naive reading of the grammar on random selectors', () => {
  let state = 7;
  const pick = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const key = (): string => ['a', 'b', 'c'][pick(3)] as string;
  const value = (): string => ['1', '2', 'x'][pick(3)] as string;
  for (let round = 0; round < 2000; round++) {
    const labels: { [key: string]: string } = {};
    for (let i = pick(4); i > 0; i--) labels[key()] = value();
    const terms: { readonly text: string; readonly holds: boolean }[] = [];
    for (let i = pick(4); i > 0; i--) {
      const k = key();
      const [v, w] = [value(), value()];
      const actual = labels[k];
      const forms = [
        { text: `${k}=${v}`, holds: actual === v },
        { text: `${k}!=${v}`, holds: actual !== v },
        { text: `${k} in (${v},${w})`, holds: actual === v || actual === w },
        { text: `${k} notin (${v},${w})`, holds: actual !== v && actual !== w },
        { text: k, holds: actual !== undefined },
        { text: `!${k}`, holds: actual === undefined },
        { text: `${k}>1`, holds: actual === '2' },
      ];
      terms.push(forms[pick(forms.length)] as (typeof forms)[number]);
    }
    const text = terms.map((term) => term.text).join(',');
    assert.equal(
      matches(text, labels),
      terms.every((term) => term.holds),
      `${text} on ${JSON.stringify(labels)}`,
    );
    assert.equal(parseLabelSelector(parseLabelSelector(text).toString()).toString(), parseLabelSelector(text).toString());
  }
});
