import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadAuthenticationConfiguration } from './load.ts';
import { validateAuthenticationConfiguration } from './validate.ts';

const HEAD = 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n';
const OWN = ['https://kubernetes.default.svc'];

function problems(yaml: string): readonly string[] {
  const { errors } = validateAuthenticationConfiguration(loadAuthenticationConfiguration(HEAD + yaml), OWN);
  return errors.map(({ field, body }) => `${field}: ${body}`);
}

const provider = (issuer: string, rest = '  claimMappings: {username: {claim: sub, prefix: ""}}\n'): string => `jwt:\n- issuer: ${issuer}\n${rest}`;

test('a configuration that says what upstream’s manual shows is fine', () => {
  const text = provider(
    '{url: "https://a.example.com", audiences: [x, z], audienceMatchPolicy: MatchAny, discoveryURL: "https://b.example.com/d", egressSelectorType: cluster}',
    '  claimMappings:\n    username: {claim: sub, prefix: ""}\n    groups: {claim: groups, prefix: "g:"}\n    uid: {claim: id}\n  claimValidationRules: [{claim: hd, requiredValue: example.com}]\n',
  );
  assert.deepEqual(problems(`${text}anonymous:\n  enabled: true\n  conditions: [{path: /livez}]\n`), []);
  assert.deepEqual(problems(''), []);
});

test('an issuer must be reachable, known once, and not be this server', () => {
  const at = 'jwt[0].issuer';
  const url = (text: string): readonly string[] => problems(provider(`{url: "${text}", audiences: [x]}`));
  assert.deepEqual(url(''), [`${at}.url: Required value`]);
  assert.deepEqual(url('http://a'), [`${at}.url: Invalid value: "http://a": URL scheme must be https`]);
  assert.deepEqual(url('https://u:p@a?q=1#f'), [
    `${at}.url: Invalid value: "https://u:p@a?q=1#f": URL must not contain a username or password`,
    `${at}.url: Invalid value: "https://u:p@a?q=1#f": URL must not contain a query`,
    `${at}.url: Invalid value: "https://u:p@a?q=1#f": URL must not contain a fragment`,
  ]);
  assert.deepEqual(url(OWN[0] ?? ''), [
    `${at}.url: Invalid value: "${OWN[0]}": URL must not overlap with disallowed issuers: [https://kubernetes.default.svc]`,
  ]);
  const twice = provider('{url: "https://a", audiences: [x]}') + provider('{url: "https://a", audiences: [x]}').slice('jwt:\n'.length);
  assert.deepEqual(problems(twice), ['jwt[1].issuer.url: Duplicate value: "https://a"']);
  assert.deepEqual(problems(provider('{url: "https://a", discoveryURL: "https://a/", audiences: [x]}')), [
    `${at}.discoveryURL: Invalid value: "https://a/": discoveryURL must be different from URL`,
  ]);
});

test('audiences, authorities and egress', () => {
  const at = 'jwt[0].issuer';
  const issuer = (rest: string): readonly string[] => problems(provider(`{url: "https://a", ${rest}}`));
  assert.deepEqual(issuer('audiences: []'), [`${at}.audiences: Required value: at least one ${at}.audiences is required`]);
  assert.deepEqual(issuer('audiences: [x, x]'), [
    `${at}.audiences[1]: Duplicate value: "x"`,
    `${at}.audienceMatchPolicy: Invalid value: "": audienceMatchPolicy must be MatchAny for multiple audiences`,
  ]);
  assert.deepEqual(issuer('audiences: [x], audienceMatchPolicy: All'), [
    `${at}.audienceMatchPolicy: Invalid value: "All": audienceMatchPolicy must be empty or MatchAny for single audience`,
  ]);
  assert.deepEqual(issuer('audiences: [x], certificateAuthority: nonsense'), [
    `${at}.certificateAuthority: Invalid value: "<omitted>": data does not contain any valid RSA or ECDSA certificates`,
  ]);
  assert.deepEqual(issuer('audiences: [x], egressSelectorType: etcd'), [
    `${at}.egressSelectorType: Invalid value: "etcd": egress selector must be either controlplane or cluster`,
  ]);
});

test('mappings and rules', () => {
  const mapped = (mappings: string, rest = ''): readonly string[] =>
    problems(provider('{url: "https://a", audiences: [x]}', `  claimMappings: ${mappings}\n${rest}`));
  const at = 'jwt[0].claimMappings';
  assert.deepEqual(mapped('{}'), [`${at}.username: Required value: claim or expression is required`]);
  assert.deepEqual(mapped('{username: {claim: sub}}'), [
    `${at}.username.prefix: Required value: prefix is required when claim is set. It can be set to an empty string to disable prefixing`,
  ]);
  assert.deepEqual(mapped('{username: {claim: sub, expression: claims.sub}}'), [
    `${at}.username: Invalid value: "": claim and expression can't both be set`,
  ]);
  const good = '{username: {claim: sub, prefix: ""}}';
  assert.deepEqual(mapped(good, '  claimValidationRules: [{}, {claim: a, message: m}, {claim: a}]\n'), [
    'jwt[0].claimValidationRules[0]: Required value: claim or expression is required',
    'jwt[0].claimValidationRules[1].message: Invalid value: "m": may not be specified when claim is set',
    'jwt[0].claimValidationRules[2].claim: Duplicate value: "a"',
  ]);
  assert.deepEqual(mapped('{username: {claim: sub, prefix: ""}, extra: [{key: A.k8s.io/b, valueExpression: claims.x}]}').slice(0, 1), [
    `${at}.extra[0].key: Invalid value: "A.k8s.io": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
  ]);
});

test('expressions are refused rather than ignored', () => {
  const text = provider(
    '{url: "https://a", audiences: [x]}',
    '  claimMappings: {username: {expression: claims.sub}}\n  claimValidationRules: [{expression: "claims.exp > 0"}]\n  userValidationRules: [{expression: "user.username != \'\'"}]\n',
  );
  const found = problems(text);
  assert.equal(found.length, 3);
  for (const each of found) assert.match(each, /expressions \(CEL\) are not supported yet; use claim and prefix$/);
});

test('unknown fields, kinds and versions, and conditions that contradict', () => {
  assert.throws(() => loadAuthenticationConfiguration(''), { message: 'empty config data' });
  assert.throws(() => loadAuthenticationConfiguration(`${HEAD}jwts: []\n`), { message: 'strict decoding error: unknown field "jwts"' });
  assert.throws(() => loadAuthenticationConfiguration('kind: Pod\napiVersion: v1\n'), /no kind "Pod" is registered for version "v1"/);
  assert.deepEqual(problems('anonymous: {enabled: false, conditions: [{path: /x}]}\n'), [
    'anonymous.conditions: Invalid value: [{"Path":"/x"}]: enabled should be set to true when conditions are defined',
  ]);
});
