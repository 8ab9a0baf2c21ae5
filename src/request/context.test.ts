import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addWarning, annotateAudit, type RequestContext } from './context.ts';

const context = (): RequestContext => ({}) as unknown as RequestContext;

test('a warning is given once, however often it is said', () => {
  const request = context();
  for (const text of ['a', '', 'b', 'broken\nline', 'a']) addWarning(request, text);
  assert.deepEqual([...(request.warnings ?? [])], ['a', 'b']);
});

test('more warnings than can be told are not kept', () => {
  const request = context();
  for (let i = 0; i < 100_000; i++) addWarning(request, String(i));
  assert.equal(request.warnings?.size, 4097);
});

test('of notes for the audit event under one key the first stays', () => {
  const request = context();
  annotateAudit(request, 'k', 'first');
  annotateAudit(request, 'k', 'second');
  annotateAudit(request, '__proto__', 'x');
  assert.deepEqual(
    [...(request.auditAnnotations ?? [])],
    [
      ['k', 'first'],
      ['__proto__', 'x'],
    ],
  );
});
