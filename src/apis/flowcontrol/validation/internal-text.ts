/** Specs as upstream's internal types print them in errors: Go's field names and order, with what is unset. */
import type { FlowSchemaSpec, PriorityLevelConfigurationSpec, Subject } from '../v1/objects.gen.ts';

export function schemaText({ priorityLevelConfiguration, matchingPrecedence, distinguisherMethod, rules }: FlowSchemaSpec): string {
  return JSON.stringify({
    PriorityLevelConfiguration: { Name: priorityLevelConfiguration.name },
    MatchingPrecedence: matchingPrecedence,
    DistinguisherMethod: distinguisherMethod === undefined ? null : { Type: distinguisherMethod.type },
    Rules:
      rules?.map((each) => ({
        Subjects: each.subjects?.map(subject) ?? null,
        ResourceRules:
          each.resourceRules?.map(({ verbs, apiGroups, resources, clusterScope = false, namespaces }) => ({
            Verbs: verbs,
            APIGroups: apiGroups,
            Resources: resources,
            ClusterScope: clusterScope,
            Namespaces: namespaces,
          })) ?? null,
        NonResourceRules: each.nonResourceRules?.map(({ verbs, nonResourceURLs }) => ({ Verbs: verbs, NonResourceURLs: nonResourceURLs })) ?? null,
      })) ?? null,
  });
}

function subject({ kind, user, group, serviceAccount }: Subject): object {
  return {
    Kind: kind,
    User: user === undefined ? null : { Name: user.name },
    Group: group === undefined ? null : { Name: group.name },
    ServiceAccount: serviceAccount === undefined ? null : { Namespace: serviceAccount.namespace, Name: serviceAccount.name },
  };
}

export function levelText({ type, limited, exempt }: PriorityLevelConfigurationSpec): string {
  const queuing = limited?.limitResponse.queuing;
  return JSON.stringify({
    Type: type,
    Limited:
      limited === undefined
        ? null
        : {
            NominalConcurrencyShares: limited.nominalConcurrencyShares ?? 0,
            LimitResponse: {
              Type: limited.limitResponse.type,
              Queuing:
                queuing === undefined ? null : { Queues: queuing.queues, HandSize: queuing.handSize, QueueLengthLimit: queuing.queueLengthLimit },
            },
            LendablePercent: limited.lendablePercent ?? null,
            BorrowingLimitPercent: limited.borrowingLimitPercent ?? null,
          },
    Exempt:
      exempt === undefined
        ? null
        : { NominalConcurrencyShares: exempt.nominalConcurrencyShares ?? null, LendablePercent: exempt.lendablePercent ?? null },
  });
}
