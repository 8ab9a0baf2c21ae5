import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MalformedTarget, readRequestInfo, UnreadablePath } from './request-info.ts';

/** verb group/version namespace resource/subresource name */
const read = (method: string, target: string): string => {
  const info = readRequestInfo(method, target);
  if (!info.isResourceRequest) return `${info.verb} path ${info.path}`;
  return `${info.verb} ${info.group}/${info.version} [${info.namespace}] ${info.resource}/${info.subresource} [${info.name}]`;
};

test('methods become verbs, by whether a name is there', () => {
  assert.equal(read('GET', '/api/v1/namespaces/a/pods'), 'list /v1 [a] pods/ []');
  assert.equal(read('GET', '/api/v1/namespaces/a/pods/x'), 'get /v1 [a] pods/ [x]');
  assert.equal(read('HEAD', '/api/v1/pods'), 'list /v1 [] pods/ []');
  assert.equal(read('POST', '/apis/apps/v1/namespaces/a/deployments'), 'create apps/v1 [a] deployments/ []');
  assert.equal(read('DELETE', '/api/v1/namespaces/a/pods'), 'deletecollection /v1 [a] pods/ []');
  assert.equal(read('DELETE', '/api/v1/namespaces/a/pods/x'), 'delete /v1 [a] pods/ [x]');
  assert.equal(read('OPTIONS', '/api/v1/pods'), ' /v1 [] pods/ []');
  assert.equal(read('PROPFIND', '/api/v1/pods'), ' /v1 [] pods/ []');
});

test('a namespace is a resource of its own and lies in itself', () => {
  assert.equal(read('GET', '/api/v1/namespaces'), 'list /v1 [] namespaces/ []');
  assert.equal(read('GET', '/api/v1/namespaces/a'), 'get /v1 [a] namespaces/ [a]');
  assert.equal(read('PUT', '/api/v1/namespaces/a/finalize'), 'update /v1 [a] namespaces/finalize [a]');
  assert.equal(read('GET', '/api/v1/namespaces/a/statuses'), 'list /v1 [a] statuses/ []');
});

test('any value of watch is a watch, except false and 0', () => {
  for (const value of ['', '1', 'true', 'no', 'anything']) assert.match(read('GET', `/api/v1/pods?watch=${value}`), /^watch /);
  for (const value of ['0', 'false', 'FALSE']) assert.match(read('GET', `/api/v1/pods?watch=${value}`), /^list /);
});

test('a field selector on the name sets it for list and watch, not for deletecollection, and not when an option is broken', () => {
  assert.equal(read('GET', '/api/v1/pods?fieldSelector=metadata.name%3Dx'), 'list /v1 [] pods/ [x]');
  assert.equal(read('GET', '/api/v1/pods?watch=1&fieldSelector=metadata.name=x,spec.nodeName=n'), 'watch /v1 [] pods/ [x]');
  assert.equal(read('GET', '/api/v1/pods?fieldSelector=metadata.name!=x'), 'list /v1 [] pods/ []');
  assert.equal(read('DELETE', '/api/v1/pods?fieldSelector=metadata.name=x'), 'deletecollection /v1 [] pods/ []');
  assert.equal(read('GET', '/api/v1/pods?fieldSelector=metadata.name=x&limit=a'), 'list /v1 [] pods/ []');
});

test('old prefixes', () => {
  assert.equal(read('GET', '/api/v1/watch/namespaces/a/pods/x'), 'watch /v1 [a] pods/ [x]');
  assert.equal(read('GET', '/api/v1/watch/namespaces'), 'watch /v1 [] namespaces/ []');
  assert.throws(() => read('GET', '/api/v1/watch'), UnreadablePath);
  assert.throws(() => read('GET', '/apis/apps/v1/proxy/'), UnreadablePath);
});

test('an escaped slash is a slash for everybody, doubled ones are empty segments, dots are names', () => {
  assert.equal(read('GET', '/api/v1/namespaces/a%2Fpods'), 'list /v1 [a] pods/ []');
  assert.equal(read('GET', '/api/v1//namespaces'), 'get /v1 [] / [namespaces]');
  assert.equal(read('GET', '/api/v1/namespaces/a/../b'), 'get /v1 [a] ../ [b]');
  assert.equal(read('GET', '/api/v1/namespaces/a/'), 'get /v1 [a] namespaces/ [a]');
  assert.equal(read('GET', '//version'), 'get path //version');
  assert.equal(read('GET', '/apis/apps/v1'), 'get path /apis/apps/v1');
});

test('broken escapes end a path and are dropped from a query; a semicolon drops its part', () => {
  assert.throws(() => readRequestInfo('GET', '/api/v1/%zz'), MalformedTarget);
  assert.throws(() => readRequestInfo('GET', 'version'), MalformedTarget);
  const { query } = readRequestInfo('GET', '/api/v1/pods?limit=%zz&a=1;b=2&labelSelector=x%3Dy&c=d+e');
  assert.deepEqual(
    [...query],
    [
      ['labelSelector', 'x=y'],
      ['c', 'd e'],
    ],
  );
});

test('bytes that are not UTF-8 stay different names', () => {
  assert.notEqual(readRequestInfo('GET', '/api/v1/nodes/%ff').name, readRequestInfo('GET', '/api/v1/nodes/%fe').name);
  assert.equal(readRequestInfo('GET', '/api/v1/nodes/%C3%A9').name, '\u00e9');
});
