// Visits the pages of examples/, as tools/examples.sh has built them: `npm run examples -- react plain`, or all without a name.
import { runFiles, testsIn } from '../e2e/run-files.js';

const wanted = process.argv.slice(2);
await runFiles(import.meta.dirname, wanted.length > 0 ? wanted : testsIn(import.meta.dirname));
