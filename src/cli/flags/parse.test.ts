import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Flag } from './definition.ts';
import { kept, planned, works } from './definition.ts';
import { parseFlags } from './parse.ts';
import { FLAGS } from './table.ts';

const table: ReadonlyMap<string, Flag> = new Map(
  [
    works('on', 'bool', 'true', ''),
    works('off', 'bool', '', ''),
    works('v', 'level', '0', '', { short: 'v' }),
    works('port', 'int', '6443', ''),
    works('wait', 'duration', '1m0s', ''),
    works('names', 'strings', '', ''),
    works('each-name', 'stringArray', '', ''),
    works('pairs', 'map', '', ''),
    works('address', 'ip', '', ''),
    planned('later', 'strings', '[a,b]', ''),
    kept('ignored', 'string', '', ''),
  ].map((flag) => [flag.name, flag]),
);

function parse(...args: readonly string[]) {
  return parseFlags(table, args);
}

test('flags that were not given have their defaults', () => {
  const flags = parse();
  assert.equal(flags.bool('on'), true);
  assert.equal(flags.number('port'), 6443);
  assert.equal(flags.number('wait'), 60_000);
  assert.deepEqual(flags.list('names'), []);
  assert.equal(flags.given('port'), false);
});

test('a switch may be written alone or with =, and takes no following argument', () => {
  assert.equal(parse('--on=false').bool('on'), false);
  assert.equal(parse('--off').bool('off'), true);
  assert.deepEqual(parse('--off', 'false').operands, ['false']);
});

test('values come after = or as the next argument; names may be written with underscores', () => {
  assert.equal(parse('--port=1').number('port'), 1);
  assert.equal(parse('--port', '2').number('port'), 2);
  assert.deepEqual(parse('--each_name', 'x').list('each-name'), ['x']);
});

test('short flags in all their forms', () => {
  for (const args of [['-v', '4'], ['-v=4'], ['-v4'], ['--v=4']]) assert.equal(parse(...args).number('v'), 4);
});

test('lists gather over commas and repetitions; arrays over repetitions only; the last single value wins', () => {
  assert.deepEqual(parse('--names=a,b', '--names', '"c,d"').list('names'), ['a', 'b', 'c,d']);
  assert.deepEqual(parse('--each-name=a,b', '--each-name=c').list('each-name'), ['a,b', 'c']);
  assert.deepEqual(
    [...parse('--pairs=a=1,b', '--pairs=a=2').map('pairs')],
    [
      ['a', '2'],
      ['b', ''],
    ],
  );
  assert.equal(parse('--port=1', '--port=2').number('port'), 2);
});

test('-- ends the flags', () => {
  assert.deepEqual(parse('a', '--', '--port=1').operands, ['a', '--port=1']);
});

const REFUSED: readonly (readonly [string, string])[] = [
  ['--nonsense', 'unknown flag: --nonsense'],
  ['-x', "unknown shorthand flag: 'x' in -x"],
  ['--=1', 'bad flag syntax: --=1'],
  ['--port', 'flag needs an argument: --port'],
  ['--port=one', 'invalid argument "one" for "--port" flag: strconv.ParseInt: parsing "one": invalid syntax'],
  [
    '--port=99999999999999999999',
    'invalid argument "99999999999999999999" for "--port" flag: strconv.ParseInt: parsing "99999999999999999999": value out of range',
  ],
  ['--on=maybe', 'invalid argument "maybe" for "--on" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
  ['-v=x', 'invalid argument "x" for "-v, --v" flag: strconv.ParseInt: parsing "x": invalid syntax'],
  ['--wait=5', 'invalid argument "5" for "--wait" flag: time: missing unit in duration "5"'],
  ['--address=010.0.0.1', 'invalid argument "010.0.0.1" for "--address" flag: failed to parse IP: "010.0.0.1"'],
];

for (const [arg, message] of REFUSED) {
  test(`${arg} is refused in pflag's words`, () => {
    assert.throws(() => parse(arg), { name: 'UsageError', message });
  });
}

test('a flag that does not work yet is accepted with its default, and named otherwise', () => {
  assert.doesNotThrow(() => parse('--later=a,b'));
  assert.throws(() => parse('--later=a'), { message: '--later does not work yet: leave it out or give it its default, "[a,b]"' });
  assert.doesNotThrow(() => parse('--ignored=anything'));
});

test('every default in the table is one that the parser reads', () => {
  for (const flag of FLAGS.values()) {
    if (flag.initial === '') continue;
    const value = flag.initial.replace(/^\[(.*)\]$/, '$1');
    assert.doesNotThrow(() => parseFlags(FLAGS, [`--${flag.name}=${value}`]), flag.name);
  }
});

test('tokens that another program is to sign are not signed by this server instead', () => {
  assert.throws(() => parseFlags(FLAGS, ['--service-account-signing-endpoint=/run/signer.sock']), {
    message: '--service-account-signing-endpoint does not work yet: leave it out or give it its default, its zero value',
  });
});

test('the table has all of upstream’s flags', () => {
  // The count of kube-apiserver --help in v1.36, two that it hides and accepts all the same, and nine flags of ours.
  assert.equal(FLAGS.size, 173 + 2 + 9);
});

test('values are shown as pflag prints them', () => {
  const texts = parseFlags(FLAGS, [
    '--request-timeout=90s',
    '--tls-cipher-suites=a,b',
    '--runtime-config=api/all=true',
    '--allow-metric-labels=m,l=1,2',
  ]).texts();
  assert.deepEqual(
    ['request-timeout', 'tls-cipher-suites', 'runtime-config', 'allow-metric-labels', 'profiling', 'advertise-address', 'v', 'tls-sni-cert-key'].map(
      (each) => texts.get(each),
    ),
    ['1m30s', '[a,b]', 'api/all=true', '[m,l=1,2]', 'true', '<nil>', '0', '[]'],
  );
});
