/** Whom a client certificate names, and whom a front proxy names by headers: odd subjects, odd headers. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { before, test } from 'node:test';
import { certificateLifetimes } from '../../src/authentication/metrics.ts';
import { requestWith } from '../../src/authentication/request.fixture.ts';
import { requestHeaderAuthenticator } from '../../src/authentication/request-header.ts';
import { AuthorityBundle, x509Authenticator } from '../../src/authentication/x509.ts';
import { systemClock } from '../../src/base/clock.ts';
import { MetricsRegistry } from '../../src/base/metrics.ts';
import { type TestAuthority, testAuthority } from '../../src/server/transport/certificates.fixture.ts';

const UID = '1.3.6.1.4.1.57683.2';

let authority: TestAuthority;
before(async () => {
  authority = await testAuthority();
});

async function withCertificate(subject: string, headers: readonly string[] = []) {
  const { certificate } = await authority.client(subject);
  return { ...requestWith(headers), peerCertificate: new X509Certificate(certificate) };
}

test('a certificate names one user with one uid at most; an empty or a doubled uid is no identity', async () => {
  const authenticator = x509Authenticator(new AuthorityBundle(authority.pem), systemClock);
  const uidOf = async (subject: string): Promise<string> => {
    const found = await authenticator.authenticate(await withCertificate(subject), () => {});
    return found.kind === 'user' ? `${found.user.name} ${found.user.uid}` : found.kind === 'failed' ? found.error.message : found.kind;
  };
  assert.equal(await uidOf(`CN=ann,${UID}=7`), 'ann 7');
  assert.equal(await uidOf('CN=ann'), 'ann ');
  assert.equal(await uidOf(`CN=ann,${UID}=7,${UID}=8`), 'expected 1 UID, but found multiple: [7 8]');
  assert.equal(await uidOf(`${UID}=7`), 'unknown');
});

test('a front proxy is known by its authority; its name matters only where names are listed', async () => {
  const options = {
    authorities: new AuthorityBundle(authority.pem),
    userHeaders: ['X-Remote-User'],
    uidHeaders: [],
    groupHeaders: ['X-Remote-Group'],
    extraPrefixes: ['X-Remote-Extra-'],
  };
  const headers = ['x-remote-user', 'ann', 'x-remote-group', '', 'x-remote-group', 'dev', 'x-remote-extra-%41cme.com%2fteam', 'Blue'];
  const nameless = await withCertificate('O=proxies', headers);
  const found = await requestHeaderAuthenticator({ ...options, allowedNames: [] }, systemClock).authenticate(nameless, () => {});
  assert.ok(found.kind === 'user');
  assert.equal(found.user.name, 'ann');
  assert.deepEqual(found.user.groups, ['dev'], 'an empty header is no group');
  assert.deepEqual([...found.user.extra], [['Acme.com/team', ['Blue']]]);
  const refused = await requestHeaderAuthenticator({ ...options, allowedNames: ['front'] }, systemClock).authenticate(nameless, () => {});
  assert.ok(refused.kind === 'failed');
  assert.equal(refused.error.message, 'x509: subject with cn= is not in the allowed list');
});

test('how long the certificates of callers live on is counted, also of those that are not believed', async () => {
  const registry = new MetricsRegistry();
  const authenticator = x509Authenticator(new AuthorityBundle((await testAuthority()).pem), systemClock, certificateLifetimes(registry));
  const stranger = await withCertificate('CN=ann');
  for (let i = 0; i < 2; i++) assert.equal((await authenticator.authenticate(stranger, () => {})).kind, 'failed');
  const text = registry.render();
  assert.match(text, /^apiserver_client_certificate_expiration_seconds_bucket\{le="43200"\} 0$/m);
  assert.match(text, /^apiserver_client_certificate_expiration_seconds_bucket\{le="86400"\} 2$/m);
});
