/** Permission for a signer of certificates beyond writing the object: `approve`, `sign` or `attest` on `signers` of certificates.k8s.io. */
import type { Authorizer } from '../../../request/authorizer.ts';
import type { UserInfo } from '../../../request/user.ts';

/** Whether `user` may, for this signer or for all signers of its domain ("example.com/*"). */
export async function isPermittedForSigner(authorizer: Authorizer, user: UserInfo, verb: string, signerName: string): Promise<boolean> {
  const domain = `${signerName.split('/', 1)[0] ?? ''}/*`;
  for (const name of [signerName, domain]) {
    const { decision } = await authorizer.authorize({
      user,
      verb,
      isResourceRequest: true,
      path: '',
      group: 'certificates.k8s.io',
      version: '*',
      resource: 'signers',
      subresource: '',
      namespace: '',
      name,
    });
    if (decision === 'allow') return true;
  }
  return false;
}
