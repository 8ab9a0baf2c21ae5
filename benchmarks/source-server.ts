/**
 * The command `coxswain` from source, with or without ownership of fields (metadata.managedFields): what it costs a whole write is the difference.
 * OWNERSHIP=off leaves it out; no user's server can do that.
 */
import { main } from '../src/cli/main.ts';
import { FieldManager } from '../src/patch/apply/field-manager.ts';

if (process.env.OWNERSHIP === 'off') FieldManager.prototype.update = () => {};
await main();
