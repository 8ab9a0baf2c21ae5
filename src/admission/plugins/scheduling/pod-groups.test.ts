import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { attributes, getterOf, listerOf, object, refusal } from '../../admission.fixture.ts';
import { makeJobValidation, makePodGroupProtection, makePodGroupWorkloadExists } from './pod-groups.ts';

const group = (spec: object = {}, metadata: KubeObject['metadata'] = {}): KubeObject => {
  const made = object('PodGroup', 'g', { spec });
  return { ...made, metadata: { ...made.metadata, ...metadata } };
};

test('a new group is protected, once', () => {
  for (const finalizers of [undefined, ['scheduling.k8s.io/podgroup-protection']]) {
    const request = attributes({ object: group({}, finalizers === undefined ? {} : { finalizers }) });
    makePodGroupProtection().mutate?.(request);
    assert.deepEqual(request.object?.metadata.finalizers, ['scheduling.k8s.io/podgroup-protection']);
  }
});

test('a group that is made from a template needs the workload and the template', async () => {
  const from = (workloadName: string, podGroupTemplateName: string) =>
    group({ podGroupTemplateRef: { workload: { workloadName, podGroupTemplateName } } });
  const workload = object('Workload', 'w', { spec: { podGroupTemplates: [{ name: 't' }] } });
  const leaving = { ...object('Workload', 'l'), metadata: { name: 'l', deletionTimestamp: '2026-01-01T00:00:00Z' } };
  const plugin = makePodGroupWorkloadExists({ workload: getterOf(workload, leaving) });
  const ask = (of: KubeObject) => refusal(plugin, attributes({ object: of }));
  assert.equal(await ask(from('w', 't')), undefined);
  assert.equal(await ask(group()), undefined);
  assert.match((await ask(from('none', 't'))) ?? '', /PodGroup rejected: Workload "none" not found$/);
  assert.match((await ask(from('l', 't'))) ?? '', /PodGroup rejected: Workload "l" is being deleted$/);
  assert.match((await ask(from('w', 'u'))) ?? '', /PodGroup rejected: PodGroupTemplate "u" not found in Workload "w"$/);
});

test('the parallelism of a job stays when its pods are scheduled all or none', async () => {
  const job = (parallelism: number, podGroupName?: string): KubeObject => {
    const schedulingGroup = podGroupName === undefined ? {} : { schedulingGroup: { podGroupName } };
    return {
      ...object('Job', 'j', { spec: { parallelism, template: { spec: schedulingGroup } } }),
      metadata: { name: 'j', namespace: 'here', uid: 'u' },
    };
  };
  const owner = { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'u', controller: true }] };
  const ask = (now: KubeObject, old: KubeObject, groups: readonly KubeObject[]) =>
    refusal(
      makeJobValidation({ podGroup: getterOf(...groups), podGroups: listerOf(...groups) }),
      attributes({ operation: 'UPDATE', group: 'batch', resource: 'jobs', object: now, oldObject: old }),
    );
  const gang = { schedulingPolicy: { gang: { minCount: 2 } } };
  const refused = /cannot change parallelism for a Job referencing gang-scheduled PodGroup "g"$/;
  assert.match((await ask(job(2, 'g'), job(1, 'g'), [group(gang)])) ?? '', refused);
  assert.match((await ask(job(2), job(1), [group(gang, owner)])) ?? '', refused);
  assert.equal(await ask(job(2), job(1), [group(gang)]), undefined, 'it is not the job’s group');
  assert.equal(await ask(job(2, 'g'), job(1, 'g'), [group({ schedulingPolicy: { basic: {} } })]), undefined);
  assert.equal(await ask(job(1, 'g'), job(1, 'g'), [group(gang)]), undefined);
});
