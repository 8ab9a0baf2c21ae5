import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../machinery/object.ts';
import type { Authorizer } from '../request/authorizer.ts';
import type { UserInfo } from '../request/user.ts';
import { checkPodCertificateStatus } from './pod-certificates.ts';

const user: UserInfo = { name: 'signer', uid: '', groups: [], extra: new Map() };

function request(status: object): KubeObject {
  const spec = { signerName: 'example.com/pods' };
  return { kind: 'PodCertificateRequest', apiVersion: 'certificates.k8s.io/v1beta1', metadata: { name: 'r', namespace: 'n' }, spec, status };
}

/** Allows `sign` for these signers. */
function signing(...allowed: readonly string[]): Authorizer {
  return {
    authorize: async ({ verb, resource, name }) => ({
      decision: verb === 'sign' && resource === 'signers' && allowed.includes(name) ? 'allow' : 'no-opinion',
      reason: '',
    }),
  } as Authorizer;
}

const issued = { conditions: [{ type: 'Issued', status: 'True' }] };

test('only those who may sign for the signer, or for its domain, change the status of a pod certificate request', async () => {
  const write = { user, object: request(issued), old: request({}) };
  await checkPodCertificateStatus(signing('example.com/pods'), write);
  await checkPodCertificateStatus(signing('example.com/*'), write);
  await assert.rejects(checkPodCertificateStatus(signing('example.com/other'), write), {
    code: 422,
    message:
      'PodCertificateRequest.certificates.k8s.io "r" is invalid: spec.signerName: Forbidden: User "signer" is not permitted to "sign" for signer "example.com/pods"',
  });
});

test('a write that leaves the status as it is takes no permission to sign', async () => {
  await checkPodCertificateStatus(signing(), { user, object: request(issued), old: request(issued) });
});
