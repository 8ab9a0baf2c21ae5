import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { parseFlags } from '../flags/parse.ts';
import { FLAGS } from '../flags/table.ts';
import { authenticationOptions } from './authentication.ts';
import { frontProxyOptions } from './front-proxy.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'authentication-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}

const options = (...args: readonly string[]) => authenticationOptions(parseFlags(FLAGS, args));
const OIDC = ['--oidc-issuer-url=https://id.example.com', '--oidc-client-id=kubernetes'];
const CONFIGURATION = file('authn.yaml', 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\nanonymous: {enabled: false}\n');

test('the --oidc-* flags mean one provider; names are told apart by its address unless somebody says otherwise', () => {
  const { authentication, oidcSigningAlgorithms } = options(
    ...OIDC,
    '--oidc-groups-claim=roles',
    '--oidc-required-claim=hd=a,b=c',
    '--oidc-required-claim=x=y',
  );
  assert.deepEqual(authentication, {
    jwt: [
      {
        issuer: { url: 'https://id.example.com', audiences: ['kubernetes'] },
        claimMappings: { username: { claim: 'sub', prefix: 'https://id.example.com#' }, groups: { claim: 'roles', prefix: '' } },
        claimValidationRules: [
          { claim: 'hd', requiredValue: 'a,b=c' },
          { claim: 'x', requiredValue: 'y' },
        ],
      },
    ],
  });
  assert.deepEqual(oidcSigningAlgorithms, ['RS256']);
  const prefix = (...more: string[]) => options(...OIDC, ...more).authentication?.jwt?.[0]?.claimMappings.username?.prefix;
  assert.deepEqual(
    [prefix('--oidc-username-claim=email'), prefix('--oidc-username-prefix=-'), prefix('--oidc-username-prefix=id:')],
    ['', '', 'id:'],
  );
});

test('flags that contradict each other or make no sense are refused in upstream’s words', () => {
  for (const [args, message] of [
    [['--oidc-client-id=x'], 'oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set'],
    [['--oidc-username-claim=sub'], 'oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set'],
    [[...OIDC, `--authentication-config=${CONFIGURATION}`], 'authentication-config file and oidc-* flags are mutually exclusive'],
    [[...OIDC, '--oidc-signing-algs=RS256,HS256'], 'oidc: unsupported signing alg: "HS256"'],
    [
      ['--anonymous-auth=false', `--authentication-config=${CONFIGURATION}`],
      'anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file',
    ],
  ] as const)
    assert.throws(() => options(...args), { message });
  assert.throws(() => options(...OIDC, '--oidc-required-claim=x'), /malformed pair, expect string=string/);
  const broken = file('broken.yaml', 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwts: []\n');
  assert.throws(() => options(`--authentication-config=${broken}`), {
    message: `failed to load authentication configuration from file ${JSON.stringify(broken)}: strict decoding error: unknown field "jwts"`,
  });
});

test('the token webhook is read at once: a broken kubeconfig or an unknown version stops the start', () => {
  const kubeconfig = file(
    'hook.yaml',
    'clusters: [{name: c, cluster: {server: "https://hook.example.com/review"}}]\nusers: []\ncontexts: [{name: x, context: {cluster: c}}]\ncurrent-context: x\n',
  );
  const flag = `--authentication-token-webhook-config-file=${kubeconfig}`;
  const { tokenWebhook } = options(flag, '--authentication-token-webhook-cache-ttl=30s');
  assert.deepEqual(
    [tokenWebhook?.config.server, tokenWebhook?.version, tokenWebhook?.cacheTtl],
    ['https://hook.example.com/review', 'v1beta1', 30_000],
  );
  assert.throws(() => options(flag, '--authentication-token-webhook-version=v2'), /unsupported authentication webhook version "v2"/);
  assert.throws(() => options('--authentication-token-webhook-config-file=/nowhere'), /no such file or directory/);
});

test('an empty name of a header or a proxy is a mistake', () => {
  const proxies = (...args: readonly string[]) => frontProxyOptions(parseFlags(FLAGS, args));
  assert.throws(() => proxies('--requestheader-allowed-names=front, '), { message: 'empty value in "requestheader-allowed-names"' });
  assert.deepEqual(proxies('--requestheader-allowed-names=front'), {});
});
