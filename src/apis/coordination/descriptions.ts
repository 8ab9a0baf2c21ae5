/** What the types of the group coordination.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const coordinationDescriptions = (): Descriptions => ({
  Lease: ["Somebody's claim, for a time: who leads, or that a node is alive."],
  LeaseSpec: [
    'Who holds a lease, and for how long.',
    {
      holderIdentity: 'Who holds it.',
      leaseDurationSeconds: 'For how many seconds after renewTime others must leave it alone.',
      acquireTime: 'When the holder got it.',
      renewTime: 'When the holder last said that it is still there.',
      leaseTransitions: 'How often the holder has changed.',
      strategy: 'How the next holder is chosen, where the election is coordinated.',
      preferredHolder: 'Who should take it over from the holder, which gives it up then.',
    },
  ],
  LeaseCandidate: ['Somebody who could hold a lease.'],
  LeaseCandidateSpec: [
    'For which lease somebody stands, and with what.',
    {
      leaseName: 'The lease, in the same namespace.',
      pingTime: 'When the candidate was last asked whether it is still there.',
      renewTime: 'When the candidate last answered.',
      binaryVersion: 'The version of its program.',
      emulationVersion: 'The version that its program behaves as.',
      strategy: 'How the holder should be chosen.',
    },
  ],
});
