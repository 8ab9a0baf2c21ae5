import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFlags } from '../flags/parse.ts';
import { FLAGS } from '../flags/table.ts';
import { serviceAccountOptions } from './service-accounts.ts';

const options = (...args: readonly string[]) => serviceAccountOptions(parseFlags(FLAGS, args));

test('issuers are names or URLs, each once', () => {
  assert.deepEqual(options('--service-account-issuer=https://a.example', '--service-account-issuer=cluster').issuers, [
    'https://a.example',
    'cluster',
  ]);
  for (const [args, message] of [
    [
      ['http://[::1]:named'],
      `service-account-issuer "http://[::1]:named" contained a ':' but was not a valid URL: parse "http://[::1]:named": invalid port ":named" after host`,
    ],
    [[''], 'service-account-issuer should not be an empty string'],
    [['a', 'a'], 'service-account-issuer "a" is already specified'],
  ] as const)
    assert.throws(() => options(...args.map((each) => `--service-account-issuer=${each}`)), { message });
});

test('verifiers are sent to an address with TLS', () => {
  assert.equal(options('--service-account-jwks-uri=https://a.example/keys').jwksUri, 'https://a.example/keys');
  for (const [uri, message] of [
    ['http://a.example', 'service-account-jwks-uri requires https scheme, parsed as: http://a.example'],
    ['https://host:port', 'service-account-jwks-uri must be a valid URL: parse "https://host:port": invalid port ":port" after host'],
  ])
    assert.throws(() => options(`--service-account-jwks-uri=${uri}`), { message });
});

test('tokens live an hour at least', () => {
  assert.equal(options('--service-account-max-token-expiration=2h').maxTokenExpiration, 7_200_000);
  assert.throws(() => options('--service-account-max-token-expiration=59m'), /must be between 1 hour and 2\^32 seconds/);
});
