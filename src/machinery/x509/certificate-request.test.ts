import 'reflect-metadata';
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import * as x509 from '@peculiar/x509';
import { type CertificateSubject, parseCertificateRequest } from './certificate-request.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

async function requestFor(name: string | x509.JsonName): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  return (await x509.Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm: ALGORITHM })).toString('pem');
}

function subjectOf(pem: string): CertificateSubject | undefined {
  const request = parseCertificateRequest(pem);
  return typeof request === 'string' ? undefined : request.subject;
}

test('a certificate request says whom it names', async () => {
  assert.deepEqual(subjectOf(await requestFor('O=system:nodes, O=dev, CN=system:node:a')), {
    commonName: 'system:node:a',
    organizations: ['system:nodes', 'dev'],
  });
  assert.deepEqual(subjectOf(await requestFor('C=DE')), { commonName: '', organizations: [] });
  const long = 'o'.repeat(64);
  assert.deepEqual(subjectOf(await requestFor(`O=${long}`))?.organizations, [long]);
});

test('a name is read in whatever encoding it comes', async () => {
  const organizationsOf = async (text: string, encoding: string) => {
    const name = [{ O: [{ [encoding]: text }] }] as unknown as x509.JsonName;
    return subjectOf(await requestFor(name))?.organizations;
  };
  for (const encoding of ['printableString', 'utf8String', 'bmpString', 'universalString'])
    assert.deepEqual(await organizationsOf('dev', encoding), ['dev'], encoding);
  assert.deepEqual(await organizationsOf('gr\u00fc\u00df', 'bmpString'), ['gr\u00fc\u00df']);
});

/** Short elements of DER, in hexadecimal digits. */
function der(tag: string, ...parts: readonly string[]): string {
  const content = parts.join('');
  const length = content.length / 2;
  return `${tag}${length.toString(16).padStart(2, '0')}${content}`;
}

function problemOf(hex: string): string | undefined {
  const request = parseCertificateRequest(
    `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(hex, 'hex').toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`,
  );
  return typeof request === 'string' ? request : undefined;
}

const NO_PARAMETERS =
  '{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}';

test('what is no certificate request has no subject; what is wrong is told as Go does', async () => {
  const pem = await requestFor('CN=a');
  for (const text of ['', 'AAAA', pem.replaceAll('REQUEST', 'SOMETHING')])
    assert.equal(parseCertificateRequest(text), 'PEM block type must be CERTIFICATE REQUEST');
  const version = '020100';
  const algorithm = der('30', '06032b6570');
  const key = der('30', algorithm, '030100');
  const info = der('30', version, '3000', key, 'a000');
  const mismatch = (wanted: number, found: string, type: string) =>
    `asn1: structure error: tags don't match (${wanted} vs {${found}}) ${NO_PARAMETERS} ${type} @2`;
  for (const [hex, problem] of [
    [der('30', info, algorithm, '030100'), undefined],
    [`${der('30', info, algorithm, '030100')}00`, 'asn1: syntax error: trailing data'],
    ['', 'asn1: syntax error: sequence truncated'],
    ['000000', mismatch(16, 'class:0 tag:0 length:0 isCompound:false', 'certificateRequest')],
    ['6100', mismatch(16, 'class:1 tag:1 length:0 isCompound:true', 'certificateRequest')],
    [der('30', version), mismatch(16, 'class:0 tag:2 length:1 isCompound:false', 'tbsCertificateRequest')],
    [der('30', der('30', '0c00')), mismatch(2, 'class:0 tag:12 length:0 isCompound:false', 'int')],
    [der('30', der('30', '0200')), 'asn1: structure error: empty integer'],
    [der('30', der('30', '02020001')), 'asn1: structure error: integer not minimally-encoded'],
    [der('30', der('30', version)), 'asn1: syntax error: sequence truncated'],
    [der('30', der('30', version, '3000', key)), 'asn1: syntax error: sequence truncated'],
    [der('30', der('30', version, '3000', der('30', '3000'))), 'asn1: syntax error: sequence truncated'],
    [der('30', der('30', version, '3000', der('30', der('30', '0600')))), 'asn1: syntax error: zero length OBJECT IDENTIFIER'],
    [der('30', der('30', version, '3000', der('30', algorithm, '0300'))), 'asn1: syntax error: zero length BIT STRING'],
    [der('30', der('30', version, '3000', der('30', algorithm, '03020101'))), 'asn1: syntax error: invalid padding bits in BIT STRING'],
    [der('30', info), 'asn1: syntax error: sequence truncated'],
    ['30', 'asn1: syntax error: truncated tag or length'],
    ['3003', 'asn1: syntax error: data truncated'],
    ['3080', 'asn1: syntax error: indefinite length found (not DER)'],
    ['308101', 'asn1: structure error: non-minimal length'],
    ['30820001', 'asn1: structure error: superfluous leading zeros in length'],
    ['3085ffffffffff', 'asn1: structure error: length too large'],
    ['1f01', 'asn1: syntax error: non-minimal tag'],
  ] as const)
    assert.equal(problemOf(hex), problem, hex);
});
