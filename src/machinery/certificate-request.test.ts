import 'reflect-metadata';
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import * as x509 from '@peculiar/x509';
import { certificateRequestSubject } from './certificate-request.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

async function requestFor(name: string | x509.JsonName): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  return (await x509.Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm: ALGORITHM })).toString('pem');
}

test('a certificate request says whom it names', async () => {
  assert.deepEqual(certificateRequestSubject(await requestFor('O=system:nodes, O=dev, CN=system:node:a')), {
    commonName: 'system:node:a',
    organizations: ['system:nodes', 'dev'],
  });
  assert.deepEqual(certificateRequestSubject(await requestFor('C=DE')), { commonName: '', organizations: [] });
  const long = 'o'.repeat(64);
  assert.deepEqual(certificateRequestSubject(await requestFor(`O=${long}`))?.organizations, [long]);
});

test('a name is read in whatever encoding it comes', async () => {
  const organizationsOf = async (text: string, encoding: string) => {
    const name = [{ O: [{ [encoding]: text }] }] as unknown as x509.JsonName;
    return certificateRequestSubject(await requestFor(name))?.organizations;
  };
  for (const encoding of ['printableString', 'utf8String', 'bmpString', 'universalString'])
    assert.deepEqual(await organizationsOf('dev', encoding), ['dev'], encoding);
  assert.deepEqual(await organizationsOf('gr\u00fc\u00df', 'bmpString'), ['gr\u00fc\u00df']);
});

test('what is no certificate request has no subject', async () => {
  const pem = await requestFor('CN=a');
  const body = Buffer.from('3003020100', 'hex').toString('base64');
  for (const text of [
    '',
    'AAAA',
    pem.replaceAll('REQUEST', 'SOMETHING'),
    `-----BEGIN CERTIFICATE REQUEST-----\n${body}\n-----END CERTIFICATE REQUEST-----`,
  ])
    assert.equal(certificateRequestSubject(text), undefined);
});
