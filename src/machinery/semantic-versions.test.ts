import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSemanticVersions, parseSemanticVersion } from './semantic-versions.ts';

test('versions follow each other in the order of semver.org', () => {
  const ordered = ['0.9.9', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0', '1.0.1', '1.10.0'];
  for (let i = 1; i < ordered.length; i++) {
    const [before, after] = [ordered[i - 1], ordered[i]].map((each) => parseSemanticVersion(each ?? ''));
    assert.ok(compareSemanticVersions(before, after) < 0, `${ordered[i - 1]} < ${ordered[i]}`);
    assert.ok(compareSemanticVersions(after, before) > 0);
  }
  assert.equal(compareSemanticVersions(parseSemanticVersion('1.2.3+a'), parseSemanticVersion('1.2.3+b')), 0);
});

test('what is no version is none', () => {
  for (const text of ['', '1', '1.2', '01.2.3', 'v1.2.3', '1.2.3-', '1.2.3 ']) assert.equal(parseSemanticVersion(text), undefined, text);
});
