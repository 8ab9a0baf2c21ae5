/** What the types of the group flowcontrol.apiserver.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

const LENDABLE = 'How many percent of its seats other levels may use while it does not need them.';
const SHARES = 'Its part of all seats, in relation to the shares of the other levels.';

export const flowcontrolDescriptions = (): Descriptions => ({
  ExemptPriorityLevelConfiguration: [
    'Seats of a level that is never limited.',
    { nominalConcurrencyShares: 'How many seats are set aside for it, in relation to the shares of the other levels.', lendablePercent: LENDABLE },
  ],
  FlowDistinguisherMethod: ['What makes requests of one schema different flows.', { type: 'ByUser or ByNamespace.' }],
  FlowSchema: ['Sorts requests into a priority level, and into flows within it.'],
  FlowSchemaCondition: ['One aspect of the state of a flow schema.'],
  FlowSchemaSpec: [
    'Which requests go where.',
    {
      priorityLevelConfiguration: 'The priority level.',
      matchingPrecedence: 'Of the schemas that match, the one with the lowest number wins; 1000 by default.',
      distinguisherMethod: 'What makes requests different flows; all are one flow without it.',
      rules: 'The requests: those that any rule matches.',
    },
  ],
  FlowSchemaStatus: ['Whether a flow schema works.'],
  GroupSubject: ['A group of users.', { name: 'The group; "*" means everybody.' }],
  LimitResponse: ['What happens to requests that find no seat.', { type: 'Queue or Reject.', queuing: 'How they wait, if the type is Queue.' }],
  LimitedPriorityLevelConfiguration: [
    'Seats of a level that is limited.',
    {
      nominalConcurrencyShares: SHARES,
      assuredConcurrencyShares: SHARES,
      limitResponse: 'What happens to requests that find no seat.',
      lendablePercent: LENDABLE,
      borrowingLimitPercent: 'How many percent of its own seats it may use of others at most; as many as there are without it.',
    },
  ],
  NonResourcePolicyRule: [
    'Matches requests for paths that are not resources.',
    { verbs: 'The verbs; "*" means all.', nonResourceURLs: 'The paths, where "*" may stand for all or for the part after a slash.' },
  ],
  PolicyRulesWithSubjects: [
    'Matches requests by who makes them and what they are for.',
    {
      subjects: 'Who makes them, any of these.',
      resourceRules: 'Resources that they are for, any of these.',
      nonResourceRules: 'Other paths that they are for, any of these.',
    },
  ],
  PriorityLevelConfiguration: ["A share of the server's capacity, and what happens when it is used up."],
  PriorityLevelConfigurationCondition: ['One aspect of the state of a priority level.'],
  PriorityLevelConfigurationReference: ['Points at a priority level.', { name: 'The name of the priority level.' }],
  PriorityLevelConfigurationSpec: [
    'How much of the server a level may use.',
    { type: 'Exempt, never limited, or Limited.', limited: 'The limits, if the type is Limited.', exempt: 'The seats, if the type is Exempt.' },
  ],
  PriorityLevelConfigurationStatus: ['Whether a priority level works.'],
  QueuingConfiguration: [
    'How requests wait.',
    {
      queues: 'How many queues there are; 64 by default.',
      handSize: 'Among how many queues, drawn by its hash, a flow takes the shortest; 8 by default.',
      queueLengthLimit: 'How many requests may wait in a queue, before others are refused; 50 by default.',
    },
  ],
  ResourcePolicyRule: [
    'Matches requests for resources.',
    {
      verbs: 'The verbs; "*" means all.',
      apiGroups: 'The groups; "*" means all.',
      resources: 'The resources, with subresources after a slash; "*" means all.',
      clusterScope: 'Whether requests without a namespace match.',
      namespaces: 'The namespaces; "*" means all.',
    },
  ],
  ServiceAccountSubject: ['A service account.', { namespace: 'Its namespace.', name: 'Its name; "*" means all of the namespace.' }],
  Subject: [
    'Who makes a request.',
    {
      kind: 'User, Group or ServiceAccount; the field of this name is set.',
      user: 'The user.',
      group: 'The group.',
      serviceAccount: 'The service account.',
    },
  ],
  UserSubject: ['A user.', { name: 'The name of the user; "*" means everybody.' }],
});
