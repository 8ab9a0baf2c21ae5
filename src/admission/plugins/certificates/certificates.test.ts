import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import type { Authorizer } from '../../../request/authorizer.ts';
import { allowing, attributes, object, refusal } from '../../admission.fixture.ts';
import { makeCertificateApproval, makeCertificateSigning, makeCertificateSubjectRestriction, makeClusterTrustBundleAttest } from './certificates.ts';

test('approving and signing need the permission for the signer or its domain', async () => {
  const csr = (signerName: string, status: object = {}) => object('CertificateSigningRequest', 'a', { spec: { signerName }, status });
  const approve = (authorizer: Authorizer) =>
    refusal(makeCertificateApproval({ authorizer }), attributes({ object: csr('sample.test/app'), oldObject: csr('sample.test/app') }));
  assert.equal(await approve(allowing('approve signers sample.test/app')), undefined);
  assert.equal(await approve(allowing('approve signers sample.test/*')), undefined);
  assert.match(
    (await approve(allowing('sign signers sample.test/app'))) ?? '',
    /user not permitted to approve requests with signerName "sample\.test\/app"/,
  );
  const sign = (status: object) =>
    refusal(makeCertificateSigning({ authorizer: allowing() }), attributes({ object: csr('s.test/x', status), oldObject: csr('s.test/x') }));
  assert.equal(await sign({}), undefined);
  assert.match((await sign({ certificate: 'QQ==' })) ?? '', /user not permitted to sign requests/);
});

test('what is no certificate request is refused for the signer of clients only', async () => {
  const ask = (signerName: string) =>
    refusal(
      makeCertificateSubjectRestriction(),
      attributes({ object: object('CertificateSigningRequest', 'a', { spec: { signerName, request: 'AAAA' } }) }),
    );
  assert.match((await ask('kubernetes.io/kube-apiserver-client')) ?? '', /failed to parse CSR/);
  assert.equal(await ask('sample.test/app'), undefined);
});

test('whom to trust for a signer is said by who may attest for it; garbage collection needs no permission', async () => {
  const bundle = (signerName: string, trustBundle = 'a', metadata: KubeObject['metadata'] = {}): KubeObject => ({
    ...object('ClusterTrustBundle', 'a', { spec: { signerName, trustBundle } }),
    metadata: { name: 'a', ...metadata },
  });
  const ask = (now: KubeObject, old?: KubeObject, authorizer = allowing()) =>
    refusal(
      makeClusterTrustBundleAttest({ authorizer }),
      attributes({ operation: old === undefined ? 'CREATE' : 'UPDATE', object: now, oldObject: old }),
    );
  assert.equal(await ask(bundle('')), undefined);
  assert.match((await ask(bundle('s.test/x'))) ?? '', /user not permitted to attest for signerName "s\.test\/x"$/);
  assert.equal(await ask(bundle('s.test/x'), undefined, allowing('attest signers s.test/*')), undefined);
  assert.equal(await ask(bundle('s.test/x', 'a', { finalizers: ['f'] }), bundle('s.test/x')), undefined);
  assert.match((await ask(bundle('s.test/x', 'b'), bundle('s.test/x'))) ?? '', /not permitted to attest/);
});
