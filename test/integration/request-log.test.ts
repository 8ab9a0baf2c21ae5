/** The line that each request leaves at verbosity 3: what people search logs by. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LogValue, silentLogger } from '../../src/base/log.ts';
import { startTestServer } from '../../src/testing/index.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

test('the log tells requests apart by the verbs that the metrics count them under', async () => {
  let said: (line: { readonly [key: string]: LogValue }) => void = () => {};
  const log = {
    ...silentLogger,
    enabled: () => true,
    info: (message: string, values: { readonly [key: string]: LogValue } = {}) => void (message === 'HTTP' && said(values)),
  };
  await using server = await startTestServer({ log });
  /** The line comes when the request is over, which may be after its answer. */
  const loggedVerb = async (method: string, target: string, type = 'application/json', body?: object): Promise<LogValue> => {
    const line = new Promise<LogValue>((resolve) => {
      // The server's own loops leave lines as well.
      said = ({ verb, URI }) => void (URI === target && resolve(verb));
    });
    const response = await server.fetch(target, {
      method,
      headers: { 'content-type': type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await response.arrayBuffer();
    return line;
  };
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  const cases: readonly [string, string, string, string?, object?][] = [
    ['POST', 'POST', CONFIG_MAPS, 'application/json', map],
    ['PUT', 'PUT', `${CONFIG_MAPS}/a`, 'application/json', map],
    ['PATCH', 'PATCH', `${CONFIG_MAPS}/a`, 'application/merge-patch+json', {}],
    ['APPLY', 'PATCH', `${CONFIG_MAPS}/a?fieldManager=m`, 'application/apply-patch+yaml', map],
    ['GET', 'GET', `${CONFIG_MAPS}/a`],
    ['GET', 'HEAD', '/version'],
    ['GET', 'GET', '/apis/apps/v1'],
    ['LIST', 'GET', '/api/v1/configmaps'],
    ['WATCH', 'GET', `${CONFIG_MAPS}?watch=1&resourceVersion=0&timeoutSeconds=1`],
    ['CONNECT', 'GET', '/api/v1/namespaces/default/pods/none/log'],
    ['DELETE', 'DELETE', CONFIG_MAPS],
    ['OPTIONS', 'OPTIONS', CONFIG_MAPS],
  ];
  for (const [verb, method, target, type, body] of cases) {
    assert.equal(await loggedVerb(method, target, type, body), verb, `${method} ${target}`);
  }
});
