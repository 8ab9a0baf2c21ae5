import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import { signToken } from '../service-accounts/jwt.ts';
import { tokenKey } from '../service-accounts/keys.ts';
import type { Claims } from './claims.ts';
import { DistributedClaims } from './distributed-claims.ts';

const ISSUER = 'https://groups.example.com';
const ENDPOINT = `${ISSUER}/of/jane`;
const KEY = { ...tokenKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), id: 'k' };
const OTHER = { ...tokenKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), id: 'k' };

function world(claims: object, key = KEY) {
  const clock = new ManualClock();
  const asked: string[] = [];
  const answer = signToken({ iss: ISSUER, aud: 'app', exp: clock.now() / 1000 + 60, ...claims }, key);
  const documents: ReadonlyMap<string, string> = new Map([
    [`${ISSUER}/.well-known/openid-configuration`, JSON.stringify({ issuer: ISSUER, jwks_uri: `${ISSUER}/keys` })],
    [`${ISSUER}/keys`, JSON.stringify({ keys: [{ ...createPublicKey(KEY.key).export({ format: 'jwk' }), kid: KEY.id }] })],
    [ENDPOINT, answer],
  ]);
  const fetchDocument = async (url: string, _signal: AbortSignal, bearer?: string): Promise<string> => {
    asked.push(bearer === undefined ? url : `${url} ${bearer}`);
    const found = documents.get(url);
    if (found === undefined) throw new Error('404 Not Found: ');
    return found;
  };
  const { signal } = new AbortController();
  const shared = { audiences: ['app'], algorithms: ['ES256'] as const, clock, log: silentLogger, fetchDocument, signal };
  const distributed = new DistributedClaims('groups', shared);
  /** The first question makes the issuer known. */
  const expand = async (given: Claims): Promise<unknown> => {
    await distributed.expand(given).catch(() => {});
    await new Promise(setImmediate);
    try {
      return (await distributed.expand(given)).groups;
    } catch (error) {
      return (error as Error).message;
    }
  };
  return { expand, asked };
}

const elsewhere = (place: object = { endpoint: ENDPOINT, access_token: 'pass' }): Claims => ({
  sub: 'jane',
  _claim_names: { groups: 'src' },
  _claim_sources: { src: place },
});

test('groups are fetched from where the token says, with its access token, and verified', async () => {
  const { expand, asked } = world({ groups: ['dev'] });
  assert.deepEqual(await expand(elsewhere()), ['dev']);
  assert.ok(asked.includes(`${ENDPOINT} pass`));
});

test('what the token carries itself is not fetched, nor claims that nobody maps', async () => {
  const { expand, asked } = world({ groups: ['dev'] });
  assert.deepEqual(await expand({ ...elsewhere(), groups: ['own'] }), ['own']);
  assert.equal(await expand({ sub: 'jane', _claim_names: { roles: 'src' }, _claim_sources: {} }), undefined);
  assert.equal(await expand({ sub: 'jane' }), undefined);
  assert.deepEqual(asked, []);
});

test('sources that are missing, unreachable or forged refuse the token', async () => {
  assert.equal(await world({}).expand({ _claim_names: { groups: 'src' } }), 'oidc: no claim sources');
  assert.match(String(await world({}).expand({ ...elsewhere(), _claim_sources: {} })), /contained a source src missing/);
  assert.match(String(await world({}).expand(elsewhere({ endpoint: `${ISSUER}/nobody` }))), /while getting distributed claim "groups": 404/);
  assert.match(String(await world({}).expand(elsewhere())), /did not contain claim: groups/);
  assert.match(String(await world({ groups: ['dev'], aud: 'other' }).expand(elsewhere())), /verify distributed claim token: oidc: expected audience/);
  assert.match(String(await world({ groups: ['system:masters'] }, OTHER).expand(elsewhere())), /failed to verify id token signature/);
});
