import assert from 'node:assert/strict';
import { test } from 'node:test';
import { qualityOfService } from './quality-of-service.ts';

const of = (...resources: object[]): string => qualityOfService({ containers: resources.map((each) => ({ resources: each })) });

test('a pod is guaranteed when every container is limited in CPU and memory to just what it asks for', () => {
  const full = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1000m', memory: '1Gi' } };
  assert.equal(of(full, full), 'Guaranteed');
  assert.equal(of(full, {}), 'Burstable');
  assert.equal(of({ ...full, limits: { cpu: '2', memory: '1Gi' } }), 'Burstable');
});

test('resources other than CPU and memory, and zeros, do not count', () => {
  assert.equal(of({ requests: { 'example.com/gpu': '1' } }), 'BestEffort');
  assert.equal(of({ requests: { cpu: '0' }, limits: { memory: '0' } }), 'BestEffort');
  assert.equal(qualityOfService(undefined), 'BestEffort');
});

test('resources of the pod stand for those of its containers', () => {
  assert.equal(qualityOfService({ resources: { requests: { cpu: '1' } }, containers: [{}] }), 'Burstable');
});
