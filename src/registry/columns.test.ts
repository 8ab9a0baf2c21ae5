import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validatingAdmissionPolicyBindingColumns } from './admissionregistration/columns.ts';
import { horizontalPodAutoscalerColumns } from './autoscaling/columns.ts';
import { flowSchemaColumns } from './flowcontrol/columns.ts';
import type { TablePrinter } from './generic/declaration.ts';
import { storageVersionColumns } from './internal/columns.ts';
import { ingressColumns, ipAddressColumns } from './networking/columns.ts';
import { nameAndCreation } from './printers/columns.ts';
import { volumeAttributesClassColumns } from './storage/columns.ts';

function cell(printer: TablePrinter, index: number, fields: object): unknown {
  return printer.row({ kind: 'K', apiVersion: 'v1', metadata: { name: 'x' }, ...fields }).cells[index];
}

test('hosts of an ingress are cut when a rule follows the third named one, even one without a host', () => {
  const hosts = (...named: string[]): unknown => cell(ingressColumns, 2, { spec: { rules: named.map((host) => (host === '' ? {} : { host })) } });
  assert.equal(hosts(), '*');
  assert.equal(hosts('', ''), '*');
  assert.equal(hosts('', 'b', 'c'), 'b,c');
  assert.equal(hosts('a', 'a', 'a'), 'a,a,a');
  assert.equal(hosts('a', 'a', 'a', ''), 'a,a,a + 1 more...');
  assert.equal(hosts('a', '', 'b', 'c', 'd'), 'a,b,c + 2 more...');
});

test('a binding shows where its parameters are: by name, or the selector as Go prints it', () => {
  const paramRef = (reference: object | undefined): unknown =>
    cell(validatingAdmissionPolicyBindingColumns, 2, { spec: { policyName: 'p', paramRef: reference } });
  assert.equal(paramRef(undefined), '<unset>');
  assert.equal(paramRef({ name: 'n' }), '*/n');
  assert.equal(paramRef({ name: 'n', namespace: 's' }), 's/n');
  const selector = { matchLabels: { b: '2', a: '1' }, matchExpressions: [{ key: 'k', operator: 'In', values: ['x', 'y'] }] };
  assert.equal(
    paramRef({ selector }),
    '&LabelSelector{MatchLabels:map[string]string{a: 1,b: 2,},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:k,Operator:In,Values:[x y],},},}',
  );
  assert.equal(paramRef({ selector: {} }), '&LabelSelector{MatchLabels:map[string]string{},MatchExpressions:[]LabelSelectorRequirement{},}');
});

test('a metric that was measured without the amount asked for shows <nil>, one that was not measured <unknown>', () => {
  const targets = (metric: object, measured?: object): unknown =>
    cell(horizontalPodAutoscalerColumns, 2, { spec: { metrics: [metric] }, status: { currentMetrics: measured === undefined ? [] : [measured] } });
  const pods = { type: 'Pods', pods: { target: { averageValue: '5' } } };
  assert.equal(targets(pods), '<unknown>/5');
  assert.equal(targets(pods, { type: 'Pods', pods: { current: {} } }), '<nil>/5');
  assert.equal(targets(pods, { type: 'Pods', pods: { current: { averageValue: '3' } } }), '3/5');
  const object = { type: 'Object', object: { target: { value: '5' } } };
  assert.equal(targets(object, { type: 'Object', object: { current: { averageValue: '3' } } }), '<nil>/5');
  const average = { type: 'External', external: { target: { averageValue: '5' } } };
  assert.equal(targets(average, { type: 'External', external: { current: { value: '3' } } }), '<unknown>/5 (avg)');
  const cpu = { type: 'Resource', resource: { name: 'cpu', target: { averageValue: '5' } } };
  assert.equal(targets(cpu, { type: 'Resource', resource: { current: {} } }), 'cpu: <nil>/5');
});

test('flow schemas are listed in the order in which they are tried', () => {
  const schema = (name: string, matchingPrecedence: number) => ({
    kind: 'FlowSchema',
    apiVersion: 'v1',
    metadata: { name },
    spec: { matchingPrecedence },
  });
  const schemas = [schema('a', 900), schema('c', 1), schema('b', 1)];
  assert.deepEqual(
    schemas.sort(flowSchemaColumns.order).map((each) => each.metadata.name),
    ['b', 'c', 'a'],
  );
});

test('odds and ends: lower-case resources, default classes, servers of storage versions, a creation that has no time', () => {
  assert.equal(cell(ipAddressColumns, 1, { spec: { parentRef: { group: 'G.io', resource: 'Things', name: 'N' } } }), 'things.g.io/N');
  const annotations = { 'volumeattributesclass.alpha.kubernetes.io/is-default-class': 'true' };
  assert.equal(cell(volumeAttributesClassColumns, 0, { metadata: { name: 'gold', annotations } }), 'gold (default)');
  assert.equal(cell(storageVersionColumns, 2, {}), '<unset>');
  assert.equal(cell(nameAndCreation, 1, {}), '0001-01-01T00:00:00Z');
});
