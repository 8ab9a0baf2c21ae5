import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { networkFileSystem } from './folder.ts';

test('a store on a network file system is noticed, and named for the warning', () => {
  assert.equal(
    networkFileSystem('/srv/cluster', () => 0x6969),
    'NFS',
  );
  assert.equal(
    networkFileSystem('/srv/cluster', () => 0xfe534d42),
    'SMB2',
  );
  assert.equal(
    networkFileSystem('/srv/cluster', () => 0xef53),
    undefined,
    'ext4 is a local one',
  );
});

test('a folder whose file system cannot be told raises no alarm', () => {
  assert.equal(networkFileSystem(path.join(tmpdir(), 'no', 'such', 'folder')), undefined);
});
