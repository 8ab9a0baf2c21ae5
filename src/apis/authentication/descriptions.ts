/** What the types of the group authentication.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const authenticationDescriptions = (): Descriptions => ({
  BoundObjectReference: [
    'The object that a token lives and dies with.',
    {
      kind: 'Pod, Secret or Node.',
      apiVersion: 'The group and version of the kind.',
      name: 'The name of the object.',
      uid: 'The uid of the object.',
    },
  ],
  SelfSubjectReview: ['Tells callers who they are, as the server sees them.', { status: 'Who the caller is; filled in by the server.' }],
  SelfSubjectReviewStatus: ['Who the caller is.', { userInfo: 'The user, the groups and whatever else is known.' }],
  TokenRequest: ['Asks for a token of a service account.', { status: 'The token; filled in by the server.' }],
  TokenRequestSpec: [
    'What the token should be.',
    {
      audiences: 'For whom the token is good; a receiver who is not among them must refuse it.',
      expirationSeconds: 'For how many seconds it should be valid; the server may give less or more.',
      boundObjectRef: 'An object whose deletion ends the token.',
    },
  ],
  TokenRequestStatus: ['The token.', { token: 'The token itself.', expirationTimestamp: 'When it expires.' }],
  TokenReview: ['Asks whose token something is.', { status: 'Whose it is; filled in by the server.' }],
  TokenReviewSpec: ['The token in question.', { token: 'The token.', audiences: 'For whom it should be good; the API server itself by default.' }],
  TokenReviewStatus: [
    'What became of the question.',
    {
      authenticated: 'Whether somebody is behind the token.',
      user: 'Who it is.',
      audiences: 'The audiences asked for that the token is good for.',
      error: 'What went wrong while it was checked.',
    },
  ],
  UserInfo: [
    'Somebody who calls.',
    {
      username: 'The name by which the user is known, unique among all active users.',
      uid: 'What tells the user from another one of the same name at another time.',
      groups: 'The groups that the user is in.',
      extra: 'Whatever else the authenticator knows.',
    },
  ],
});
