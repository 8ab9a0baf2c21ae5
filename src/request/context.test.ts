import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addWarning, annotateAudit, type RequestContext } from './context.ts';

const context = (): RequestContext => ({ warnings: [] as string[] }) as unknown as RequestContext;

test('a warning is given once, however often it is said', () => {
  const request = context();
  for (const text of ['a', '', 'b', 'a']) addWarning(request, text);
  assert.deepEqual(request.warnings, ['a', 'b']);
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
